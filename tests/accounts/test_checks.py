import pytest

from accounts import checks


@pytest.fixture
def production(settings):
    settings.DEBUG = settings.DEMO = settings.INSECURE_LOOPBACK = False
    return settings


def ids(errors):
    return [error.id for error in errors]


def test_staff_without_second_factor_is_an_error_in_production(production):
    production.STAFF_NEED_SECOND_FACTOR = False
    assert ids(checks.second_factor_of_staff(None)) == ["accounts.E001"]

    production.STAFF_NEED_SECOND_FACTOR = True
    assert checks.second_factor_of_staff(None) == []


@pytest.mark.parametrize("setting", ["DEBUG", "DEMO"])
def test_staff_may_do_without_where_nothing_real_is_at_stake(production, setting):
    production.STAFF_NEED_SECOND_FACTOR = False
    setattr(production, setting, True)

    assert checks.second_factor_of_staff(None) == []


@pytest.mark.parametrize(
    ("issuer", "client", "secret", "sentence"),
    [
        ("https://login.example", "", "", "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET missing."),
        ("https://login.example", "portal", "", "OIDC_CLIENT_SECRET missing."),
        ("", "portal", "secret", "OIDC_ISSUER missing."),
    ],
)
def test_half_a_provider_is_an_error_that_says_what_is_missing(
    settings, issuer, client, secret, sentence
):
    settings.OIDC_ISSUER = issuer
    settings.OIDC_CLIENT_ID = client
    settings.OIDC_CLIENT_SECRET = secret

    [error] = checks.provider_is_whole(None)

    assert error.id == "accounts.E002"
    assert error.msg == f"Sign-in through the provider is only half set up: {sentence}"


def test_a_whole_provider_and_none_are_fine(settings):
    assert checks.provider_is_whole(None) == []
    settings.OIDC_ISSUER = "https://login.example"
    settings.OIDC_CLIENT_ID = settings.OIDC_CLIENT_SECRET = "portal"
    assert checks.provider_is_whole(None) == checks.issuer_can_be_trusted(None) == []


def test_an_issuer_without_tls_is_an_error(production):
    production.OIDC_ISSUER = "http://login.example"

    assert ids(checks.issuer_can_be_trusted(None)) == ["accounts.E004"]


def test_an_issuer_that_does_not_fit_is_an_error(production):
    production.OIDC_ISSUER = "https://login.example/" + "x" * 200

    assert ids(checks.issuer_can_be_trusted(None)) == ["accounts.E003"]
