import pytest
from allauth import urls as allauth_urls
from django.conf import settings
from django.urls import NoReverseMatch, get_resolver, reverse

from accounts.adapters import AccountAdapter, IdentityAdapter

pytestmark = pytest.mark.django_db

OFFERED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
}


def names_of(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names_of(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def test_of_the_library_only_what_we_offer_has_an_address():
    library = set(names_of(allauth_urls.urlpatterns))

    assert library & set(names_of(get_resolver().url_patterns)) == OFFERED


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "password/set/",
        "login/code/",
        "3rdparty/",
        "3rdparty/signup/",
        "3rdparty/login/error/",
        "social/connections/",
        "2fa/webauthn/",
        "2fa/trust/",
        "",
    ],
)
def test_what_we_do_not_offer_is_not_there(client, ana, path):
    client.force_login(ana)

    assert client.get(f"/accounts/{path}").status_code == 404


def test_every_public_route_exists_and_says_why():
    known = set(names_of(get_resolver().url_patterns))

    assert set(settings.PUBLIC_ROUTES) <= known
    assert all(reason.endswith(".") for reason in settings.PUBLIC_ROUTES.values())


@pytest.mark.parametrize("name", sorted(OFFERED - set(settings.PUBLIC_ROUTES)))
def test_a_visitor_is_led_to_sign_in(client, name):
    address = reverse(name)

    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"
    assert client.post(address)["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", ["/accounts/oidc/login/", "/accounts/oidc/callback/"])
def test_without_a_provider_its_addresses_are_not_there(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_the_second_step_without_the_first_leads_back(client):
    assert client.get("/accounts/2fa/authenticate/")["Location"] == "/accounts/login/"


def test_no_account_is_made_by_whoever_asks():
    assert not AccountAdapter().is_open_for_signup(None)
    assert not IdentityAdapter().is_open_for_signup(None, None)


def test_signing_up_has_no_name_to_link_to():
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
