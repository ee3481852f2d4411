import pytest
from django.core.cache import cache, caches
from django.test import RequestFactory

from accounts.adapters import TOO_MANY, AccountAdapter
from tests import factories
from tests.accounts.test_sign_in import errors, signed_in_as

pytestmark = pytest.mark.django_db

WRONG_PASSWORD = "not the password"
WINDOW = 15 * 60


def fail(sign_in, login, times=10):
    for _try in range(times):
        last = sign_in(login, WRONG_PASSWORD)
    return last


def test_after_ten_wrong_passwords_the_right_one_waits_fifteen_minutes(client, clock, ana, sign_in):
    fail(sign_in, "E4711")
    assert errors(sign_in("E4711")) == [str(TOO_MANY)]
    assert signed_in_as(client) is None

    clock.moves(WINDOW)
    sign_in("E4711")

    assert signed_in_as(client) == ana


def test_the_names_of_one_account_share_one_limit(client, clock, ana, sign_in):
    fail(sign_in, "E4711", times=5)
    fail(sign_in, "Ana.Lima@example.com", times=5)

    assert errors(sign_in("e4711")) == [str(TOO_MANY)]


def test_an_unknown_account_is_limited_alike(clock, ana, sign_in):
    known = fail(sign_in, "E4711", times=11)
    unknown = fail(sign_in, "E0000", times=11)

    assert errors(known) == errors(unknown) == [str(TOO_MANY)]


def test_a_colleague_at_the_same_address_is_not_locked_out(client, clock, ana, sign_in):
    for number in range(20):
        fail(sign_in, f"X{number}", times=10)

    sign_in("E4711")

    assert signed_in_as(client) == ana


def test_signing_in_is_not_counted_as_a_try(client, clock, ana, sign_in):
    for _shift in range(20):
        sign_in("E4711")
        assert signed_in_as(client) == ana
        client.post("/accounts/logout/")


def test_a_new_password_by_mail_ends_the_wait(client, clock, ana, sign_in, letters):
    fail(sign_in, "E4711")
    client.post("/accounts/password/reset/", {"email": "E4711"})
    link = client.get(letters()[0].body.split("testserver:8000")[1].split()[0])["Location"]
    words = "a brand new sentence"
    client.post(link, {"password1": words, "password2": words})

    sign_in("E4711", words)

    assert signed_in_as(client) == ana


def test_a_new_password_ends_the_wait_of_an_account_without_email_too(client, clock, db, sign_in):
    person = factories.person(email=None, employee_id="E4712", password=factories.PASSWORD)
    fail(sign_in, "E4712")
    words = {"oldpassword": factories.PASSWORD, "password1": "a brand new sentence"}
    client.force_login(person)
    client.post("/accounts/password/change/", {**words, "password2": words["password1"]})
    client.post("/accounts/logout/")

    sign_in("E4712", words["password1"])

    assert signed_in_as(client) == person


def test_asking_for_many_links_ends_in_a_page_that_says_when_to_come_back(client, clock, ana):
    def ask(login):
        return client.post("/accounts/password/reset/", {"email": login})

    assert [ask("E4711").status_code for _ask in range(6)] == [302] * 5 + [429]
    assert [ask("E0000").status_code for _ask in range(6)] == [302] * 5 + [429]
    refused = ask("E4711")
    assert refused["Retry-After"] == "900"
    assert "Wait 15 minutes, then try again." in refused.content.decode()


def test_current_passwords_cannot_be_guessed_at_an_open_session(client, clock, ana):
    client.force_login(ana)

    def guess():
        return client.post("/accounts/password/change/", {"oldpassword": WRONG_PASSWORD})

    assert [guess().status_code for _guess in range(11)] == [200] * 10 + [429]


def test_asking_again_for_the_password_counts_as_well(client, clock, ana):
    client.force_login(ana)

    def guess(password):
        return client.post("/accounts/reauthenticate/", {"password": password})

    for _guess in range(10):
        guess(WRONG_PASSWORD)

    assert guess(factories.PASSWORD).status_code == 429


def test_limits_live_in_the_table_that_all_processes_share(settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert caches["default"]._max_entries == 50_000
    cache.set("kept", 1)
    assert cache.get("kept") == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "unknown"),
        (1, "", "10.0.0.1"),
        (1, "no address", "unknown"),
    ],
)
def test_reads_the_address_behind_as_many_proxies_as_are_trusted(
    settings, proxies, forwarded, address
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded}
    )

    assert AccountAdapter(request).get_client_ip(request) == address


def test_a_server_that_tells_no_address_is_no_error(client, ana):
    response = client.post(
        "/accounts/login/", {"login": "E4711", "password": factories.PASSWORD}, REMOTE_ADDR=""
    )

    assert response.status_code == 302
