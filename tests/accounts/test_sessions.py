import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.test import Client

from accounts import actions
from accounts.backends import AccountBackend
from accounts.middleware import LAST_SEEN
from accounts.sessions import SessionStore
from tests import factories

pytestmark = pytest.mark.django_db

MINUTE = 60


def is_signed_in(client):
    return client.get("/me/").status_code == 200


def test_ends_after_fifteen_idle_minutes(client, clock, ana, sign_in):
    sign_in("E4711")
    assert is_signed_in(client)

    clock.moves(15 * MINUTE + 1)

    assert client.get("/me/")["Location"] == "/accounts/login/?next=/me/"
    assert SESSION_KEY not in client.session


def test_lasts_through_fifteen_idle_minutes(client, clock, ana, sign_in):
    sign_in("E4711")

    clock.moves(15 * MINUTE)

    assert is_signed_in(client)


def test_a_session_that_is_never_touched_ends_too(client, clock, ana, sign_in):
    """The first request after signing in must not be the one that starts the clock."""
    sign_in("E4711")

    clock.moves(15 * MINUTE + 1)

    assert not is_signed_in(client)


def test_stays_while_somebody_reads(client, clock, ana, sign_in):
    sign_in("E4711")
    for _reading in range(10):
        clock.moves(14 * MINUTE)
        assert is_signed_in(client)


def test_writes_at_most_once_a_minute(client, clock, ana, sign_in, django_assert_num_queries):
    sign_in("E4711")
    client.get("/concerns/")
    began = client.session[LAST_SEEN]

    clock.moves(59)
    with django_assert_num_queries(2):  # the session and the person are read, nothing is written
        client.get("/concerns/")
    assert client.session[LAST_SEEN] == began

    clock.moves(1)
    client.get("/concerns/")
    assert client.session[LAST_SEEN] == began + 60


def test_ends_with_the_browser(client, ana, sign_in):
    sign_in("E4711")

    assert client.cookies["sessionid"]["max-age"] == ""


def test_a_kept_session_lasts_two_weeks_whether_used_or_not(client, clock, ana, sign_in):
    sign_in("E4711", remember="on")
    assert client.cookies["sessionid"]["max-age"] == 14 * 24 * 3600

    clock.moves(24 * 3600)

    assert is_signed_in(client)


def test_a_session_minted_by_a_program_starts_its_clock_at_the_first_request(client, clock, ana):
    client.force_login(ana)
    assert is_signed_in(client)

    clock.moves(15 * MINUTE + 1)

    assert not is_signed_in(client)


def test_a_visitor_gets_no_session(client, db):
    client.get("/concerns/")

    assert "sessionid" not in client.cookies


def test_a_new_password_ends_the_other_sessions_and_not_this_one(client, ana, sign_in):
    elsewhere = Client()
    elsewhere.force_login(ana)
    sign_in("E4711")

    response = client.post(
        "/accounts/password/change/",
        {
            "oldpassword": factories.PASSWORD,
            "password1": "a brand new sentence",
            "password2": "a brand new sentence",
        },
    )

    assert response["Location"] == "/accounts/2fa/"
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_deactivation_ends_sessions_at_once(client, ana):
    client.force_login(ana)

    actions.deactivate(person=ana, by=factories.superuser())

    assert not is_signed_in(client)


def test_a_session_from_before_does_not_resume_when_the_person_comes_back(client, ana):
    curator = factories.superuser()
    client.force_login(ana)

    actions.deactivate(person=ana, by=curator)
    actions.reactivate(person=ana, by=curator)

    assert not is_signed_in(client)


def test_a_session_outlives_a_change_of_the_secret_key(client, ana, settings):
    client.force_login(ana)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" * 10

    assert is_signed_in(client)


@pytest.mark.parametrize("key", ["abcdefgh\0", "abcdefgh'", "ÄÖÜäöüßé", "x" * 7, ""])
def test_a_key_that_cannot_be_ours_is_never_looked_for(client, django_assert_num_queries, key):
    """PostgreSQL refuses to be asked for NUL, which would be a 500."""
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    with django_assert_num_queries(0):
        assert client.get("/me/").status_code == 302


def test_a_key_that_could_be_ours_is_looked_for(client, django_assert_num_queries):
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    with django_assert_num_queries(1):
        assert client.get("/me/").status_code == 302


@pytest.mark.parametrize("key", [None, "", "x" * 7, "x" * 32])
def test_without_a_session_there_is_nothing_in_it(key):
    assert SessionStore(key).load() == {}


@pytest.mark.parametrize("make", [int, str])
def test_a_person_is_loaded_by_their_number_also_as_text(ana, make):
    assert AccountBackend().get_user(make(ana.pk)) == ana


@pytest.mark.parametrize("number", [None, 0, "0", 10**40])
def test_nobody_is_loaded_by_the_number_of_nobody(number):
    assert AccountBackend().get_user(number) is None
    assert ModelBackend().get_user(number) is None


def test_what_is_no_number_is_refused_as_django_does():
    for backend in (AccountBackend, ModelBackend):
        with pytest.raises(ValueError, match="expected a number"):
            backend().get_user("nobody")
