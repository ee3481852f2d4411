"""One's own pages, and the ways in. What django-allauth has and is not here does not exist.

Left out: sign-up and e-mail addresses (both are HR's), linking further identities, a password
without an e-mail's proof.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.socialaccount import views as socialaccount
from django.urls import path

from . import oidc, sign_in, views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/settings/", views.settings, name="me-settings"),
    path("accounts/login/", sign_in.SignIn.as_view(), name="account_login"),
    path("accounts/logout/", sign_in.SignOut.as_view(), name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/confirm/", sign_in.confirm_sign_in, name="confirm-sign-in"),
    path(
        "accounts/password/change/",
        sign_in.PasswordChange.as_view(),
        name="account_change_password",
    ),
    path("accounts/password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "accounts/password/reset/done/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "accounts/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # Named by django-allauth for the number of a row; ours is the public id.
    path(
        "accounts/password/reset/key/<str:uidb36>/<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("accounts/2fa/", mfa.index, name="mfa_index"),
    path("accounts/2fa/authenticate/", sign_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/2fa/totp/on/", sign_in.SecondFactorOn.as_view(), name="mfa_activate_totp"),
    path("accounts/2fa/totp/off/", sign_in.SecondFactorOff.as_view(), name="mfa_deactivate_totp"),
    path(
        "accounts/2fa/recovery-codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "accounts/2fa/recovery-codes/new/",
        sign_in.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "accounts/2fa/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("accounts/oidc/login/", oidc.login, name="openid_connect_login"),
    path("accounts/oidc/callback/", oidc.callback, name="openid_connect_callback"),
    path(
        "accounts/oidc/cancelled/",
        socialaccount.login_cancelled,
        name="socialaccount_login_cancelled",
    ),
]
