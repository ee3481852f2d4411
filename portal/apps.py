from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self):
        # The checks ask models, which are there only now.
        import_module("portal.checks")


class CurationConfig(AdminConfig):
    default_site = "portal.curation.CurationSite"
