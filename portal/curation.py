from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class CurationSite(AdminSite):
    site_title = site_header = _("Curation")
    index_title = _("What needs attention")
