from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BrgsConfig(AppConfig):
    name = "brgs"
    verbose_name = _("Business resource groups")
