import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories

ADDRESSES = [
    "/accounts/login/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/password/change/",
    "/accounts/password/reset/",
    "/accounts/password/reset/key/x/y/",
    "/accounts/2fa/authenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/totp/on/",
    "/accounts/2fa/totp/off/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/new/",
    "/accounts/2fa/recovery-codes/download/",
    "/accounts/oidc/login/",
    "/accounts/oidc/callback/",
    "/me/",
    "/me/settings/",
]
NAMES = st.sampled_from(
    [
        *["login", "password", "remember", "email", "code", "credential", "next", "process"],
        *["oldpassword", "password1", "password2", "preferred_name", "region", "time_zone"],
        *["photo", "photo-clear", "default_visibility", "state", "error", "action", "scope"],
    ]
)
NASTY = st.sampled_from(
    [
        "\0",
        "9" * 30,
        "-1",
        "٣",
        "\u202e",
        "é" * 500,
        "../..",
        "{}",
        "[]",
        "None",
        "%00",
        "//e.example",
    ]
)
VALUES = NASTY | st.text(max_size=30)
SENT = st.dictionaries(NAMES, VALUES, max_size=5)


@pytest.mark.django_db
@pytest.mark.parametrize("signed_in", [True, False])
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(address=st.sampled_from(ADDRESSES), query=SENT, sent=st.none() | SENT)
def test_nothing_that_is_sent_is_an_error_of_ours(
    client, ana, signed_in, address, query, sent, settings_without_limits
):
    if signed_in:
        client.force_login(ana)
    else:
        client.logout()
    query = {name: plain(value) for name, value in query.items()}
    if sent is None:
        response = client.get(address, query)
    else:
        sent = {name: plain(value) for name, value in sent.items()}
        response = client.post(address, sent, query_params=query)

    assert response.status_code < 500


def plain(text):
    """What a browser could send: no half characters."""
    return text.encode("utf-8", "replace").decode()


@pytest.fixture
def settings_without_limits(settings):
    """Else all but the first few requests meet the limit and nothing behind it."""
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["", "x", "\x7f", "0" * 5000, "../../x", "é"])
def test_no_cookie_is_an_error_of_ours(client, cookie):
    client.cookies["sessionid"] = cookie

    assert client.get("/me/").status_code == 302


@pytest.mark.django_db
def test_a_file_where_a_name_belongs_is_refused(client):
    person = factories.person()
    client.force_login(person)
    file = SimpleUploadedFile("x", b"x")

    assert client.post("/me/settings/", {"preferred_name": file}).status_code in (302, 422)
    assert client.post("/accounts/password/change/", {"oldpassword": file}).status_code == 302
