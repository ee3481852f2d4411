"""The ways in and out: django-allauth's views, less what we do not offer."""

from allauth.account import views
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.conf import settings
from django.contrib.messages import get_messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_http_methods

from audit.actions import record

from . import confirm, oidc

WAIT_SECONDS = 15 * 60


class SignIn(views.LoginView):
    def get_context_data(self, **kwargs):
        provider = settings.OIDC_NAME if oidc.is_on() else ""
        return super().get_context_data(**kwargs) | {"provider": provider}


class SignOut(views.LogoutView):
    def post(self, *args, **kwargs):
        """Sign out, and drop notes that no page has shown: they are not for who comes next."""
        list(get_messages(self.request))
        return super().post(*args, **kwargs)


class PasswordChange(views.PasswordChangeView):
    def dispatch(self, request, *args, **kwargs):
        """Who has no password yet makes one by mail: a session alone must not be enough."""
        if not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_sign_in(request):
    """Ask whether it is still the same person, the way they came; then go where `next` says."""
    next_url = confirm.way_back(request)
    if confirm.is_confirmed(request):
        return redirect(next_url)
    if oidc.is_on() and confirm.comes_by_provider(request):
        if request.method == "POST":
            return oidc.leave_to_confirm(request, next_url)
        return render(request, "accounts/confirm.html", {"provider": settings.OIDC_NAME})
    if request.user.has_usable_password() or request.user.has_second_factor:
        url = reverse("account_reauthenticate")
        return redirect(f"{url}?{urlencode({'next': next_url})}")
    return render(request, "accounts/confirm.html", {"provider": ""})


class SecondStep(AuthenticateView):
    def _build_forms(self):
        """One form, for codes. Without this, whatever has no code is taken for a security key."""
        self.webauthn_form = None
        sent = self.request.POST if self.request.method == "POST" else None
        self.auth_form = self.get_form_class()(user=self.stage.login.user, data=sent)
        return self.auth_form


class Recorded:
    """Puts a change of the second factor on record, in the transaction of the change."""

    verb = ""

    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            record(by=self.request.user, verb=self.verb, thing=self.request.user)
        return response


class SecondFactorOn(Recorded, ActivateTOTPView):
    verb = "person.second_factor_on"


class SecondFactorOff(Recorded, DeactivateTOTPView):
    verb = "person.second_factor_off"


class NewRecoveryCodes(Recorded, GenerateRecoveryCodesView):
    verb = "person.recovery_codes_made"


@requires_csrf_token
def too_many(request):
    """Answer whoever has tried too often; the page says when to come back."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(WAIT_SECONDS)
    return response
