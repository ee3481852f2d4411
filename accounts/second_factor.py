from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

# A code counts for its own 30 seconds and those before and after, since phones' clocks differ.
SECONDS_A_CODE_LIVES = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)


class CodeField:
    """A field for six digits that phones offer to fill in, and that nobody can use twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code")
        field.max_length = 20
        field.widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "maxlength": 20,
        }

    def clean_code(self):
        """The code, once it is right; RFC 6238 section 5.2 demands that it counts only once."""
        code = super().clean_code()
        # The check above looks past blanks and dashes, so "123 456" is "123456" here too.
        digits = "".join(filter(str.isalnum, code))
        key = f"second-factor:{self.user.public_id}:{digits}"
        if not cache.add(key, True, timeout=SECONDS_A_CODE_LIVES):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(CodeField, AuthenticateForm):
    """The second step of signing in: a code of the app, or a recovery code."""


class ConfirmByCodeForm(CodeField, ReauthenticateForm):
    """Asks for a code once more before something that matters."""


class SetUpForm(CodeField, ActivateTOTPForm):
    """Proves that the app has the key, by its first code."""
