from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and regions")

    def ready(self):
        # Registers itself; needs the models of other apps, so not before.
        from . import checks  # noqa: F401, PLC0415
