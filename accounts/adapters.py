"""What the portal does differently from django-allauth's defaults."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context, ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.shortcuts import render, resolve_url
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from . import actions, confirm, oidc
from .models import User
from .refusal import Refusal

log = logging.getLogger("accounts.adapters")

WRONG = _("This does not match. Check the work e-mail or employee id, and the password.")
TOO_MANY = _("Too many tries. Wait 15 minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by password: no open sign-up, no answer that tells whether an account exists.

    How messages leave the house is for whoever is above: `notices.account_mail` makes it whole.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request):
        return False

    def is_ajax(self, request):
        # Pages answer people; a second, JSON way in would be one more to guard.
        return False

    def set_password(self, user, password):
        actions.set_password(person=user, by=user, password=password)
        login = user.email or user.employee_id
        key = self._get_login_attempts_cache_key(context.request, login=login)
        ratelimit.clear(context.request, action="login_failed", key=key)

    def reauthenticate(self, user, password):
        login = user.email or user.employee_id
        return self.authenticate(context.request, login=login, password=password) == user

    def get_password_change_redirect_url(self, request):
        return resolve_url("mfa_index")

    def get_client_ip(self, request):
        """The client's address by TRUSTED_PROXY_COUNT, for limits alone: never an error."""
        try:
            return super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            return "unknown"

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Count tries per account, by whichever name it is called, else per name that was typed."""
        login = credentials.get("login", "")
        person = User.objects.with_login(login).values_list("public_id", flat=True).first()
        return person or f"unknown {login.strip().lower()}"


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Sign-in through the one trusted provider, which the environment names."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def list_apps(self, request, provider=None, client_id=None):
        """Only the provider of the environment: a row in a table must never become trusted."""
        return [oidc.app()] if oidc.is_on() else []

    def get_provider(self, request, provider, client_id=None):
        if not oidc.is_on():
            raise SocialApp.DoesNotExist
        return oidc.TrustedProvider(request, oidc.app())

    def pre_social_login(self, request, sociallogin):
        """At the first sign-in of a subject, find or make its account, or refuse."""
        if sociallogin.account.pk:
            return
        try:
            sociallogin.account = actions.admit(sociallogin.vouched)
        except Refusal as refusal:
            log.warning("identity refused", extra={"facts": {"reason": refusal.reason}})
            page = {"sentence": str(refusal)}
            raise ImmediateHttpResponse(
                render(request, "socialaccount/refused.html", page, status=403)
            )
        sociallogin.user = sociallogin.account.user

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ):
        log.warning("provider failed", extra={"facts": {"kind": type(exception).__name__}})
        state = (extra_context or {}).get("state", {})
        if state.get("process") == confirm.CONFIRM:
            confirm.refuse(request, state)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or was used before. Type the current one."),
    }

    def build_totp_svg(self, url):
        """The QR code as SVG for the page itself: the content policy lets no data: address in."""
        # Here, because few pages draw one and every worker would hold it.
        import qrcode  # noqa: PLC0415

        code = qrcode.QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        squares = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )
        return format_html(
            '<svg class="qr" viewBox="0 0 {0} {0}" role="img"><title>{1}</title>'
            '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
            len(rows),
            _("QR code for your authenticator app"),
            squares,
        )
