"""Confirming that it is still the same person, the way they came in."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import include, path

from accounts.confirm import recently_confirmed, typed_before
from tests import factories
from tests.accounts.provider import asked
from tests.accounts.test_sign_in import signed_in_as

pytestmark = [
    pytest.mark.django_db,
    # The provider's own libraries, not ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

GUARDED = "/guarded/"
CONFIRM = "/accounts/confirm/"
DOOR = f"{CONFIRM}?next={GUARDED}"


@recently_confirmed
def guarded(request):
    return HttpResponse(f"open {typed_before(request)}")


@pytest.fixture(autouse=True)
def guarded_page():
    """A page that asks for a confirmation."""
    pages = (path("guarded/", guarded, name="guarded"), path("", include("config.urls")))
    with override_settings(ROOT_URLCONF=pages):
        yield


def is_open(client):
    return client.get(GUARDED).status_code == 200


def type_password(client, password=factories.PASSWORD):
    form = {"password": password, "next": GUARDED}
    return client.post("/accounts/reauthenticate/", form)


# With a password


def test_signing_in_a_moment_ago_is_not_enough(client, ana, sign_in):
    sign_in("E4711")

    answer = client.get(GUARDED)

    assert answer["Location"] == f"{CONFIRM}?next=%2Fguarded%2F"
    assert client.get(answer["Location"])["Location"] == (
        "/accounts/reauthenticate/?next=%2Fguarded%2F"
    )


def test_the_password_opens_and_leads_back(client, ana):
    client.force_login(ana)

    assert type_password(client)["Location"] == GUARDED

    assert is_open(client)


def test_a_wrong_password_does_not_open(client, ana):
    client.force_login(ana)

    type_password(client, "not the password")

    assert not is_open(client)


def test_it_counts_for_five_minutes(client, clock, ana):
    client.force_login(ana)
    type_password(client)

    clock.moves(299)
    assert is_open(client)
    clock.moves(1)
    assert not is_open(client)


def test_it_counts_for_this_session_alone(client, ana):
    client.force_login(ana)
    type_password(client)

    client.logout()
    client.force_login(ana)

    assert not is_open(client)


def test_who_has_just_confirmed_is_led_on(client, ana):
    client.force_login(ana)
    type_password(client)

    assert client.get(DOOR)["Location"] == GUARDED


def test_an_account_without_a_password_is_told_how_to_get_one(client):
    client.force_login(factories.person())

    page = client.get(DOOR).content.decode()

    assert "You have none yet" in page
    assert 'href="/accounts/password/reset/"' in page


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", r"/\evil.example", "javascript:x", "me/", ""]
    + ["/" + "x" * 600],
)
def test_leads_back_to_our_own_pages_alone(client, ana, target):
    client.force_login(ana)
    type_password(client)

    assert client.get(CONFIRM, {"next": target})["Location"] == "/me/"


def test_what_was_typed_is_there_again_once(client, ana):
    client.force_login(ana)

    answer = client.post(GUARDED, {"reason": "Minutes", "csrfmiddlewaretoken": "x"})
    assert answer["Location"].startswith(CONFIRM)
    type_password(client)

    assert client.get(GUARDED).content == b"open {'reason': 'Minutes'}"
    assert client.get(GUARDED).content == b"open {}"


def test_what_was_typed_elsewhere_stays_away():
    request = RequestFactory().get(GUARDED)
    SessionMiddleware(lambda request: HttpResponse()).process_request(request)
    request.session["typed_before_confirming"] = {"path": "/other/", "fields": {"reason": "x"}}

    assert typed_before(request) == {}


# Through the provider


@pytest.fixture
def came(client, provider, linked):
    """Ana, in a session that she began through the provider."""
    provider.knows()
    provider.lets_in(client)
    return linked


def refused(response):
    return response.status_code == 403 and "did not confirm it" in response.content.decode()


def test_who_came_through_the_provider_is_not_confirmed_by_that(client, came):
    assert client.get(GUARDED)["Location"].startswith(CONFIRM)
    assert "Sign in with my work account once more" in client.get(DOOR).content.decode()


def test_goes_to_the_provider_and_asks_for_a_new_sign_in(client, came):
    query = asked(client.post(DOOR))

    assert query["max_age"] == "0"
    assert len(query["nonce"]) == 22
    assert query["code_challenge_method"] == "S256"
    assert query["redirect_uri"] == "http://testserver/accounts/oidc/callback/"


def test_a_new_sign_in_there_opens_and_leads_back(client, provider, came):
    answer = provider.lets_in(client, door=DOOR)

    assert answer["Location"] == GUARDED
    assert is_open(client)
    assert signed_in_as(client) == came


def test_it_counts_for_five_minutes_too(client, clock, provider, came):
    provider.lets_in(client, door=DOOR)

    clock.moves(300)

    assert not is_open(client)


def test_an_account_without_a_password_goes_to_the_provider_however_it_came(client, provider):
    person = factories.person()
    SocialAccount.objects.create(user=person, provider=provider.issuer, uid="s-1")
    client.force_login(person)
    provider.knows()

    provider.lets_in(client, door=DOOR)

    assert is_open(client)


def test_a_password_does_not_confirm_who_came_through_the_provider(client, came):
    type_password(client)

    assert not is_open(client)


def test_a_second_factor_set_up_at_an_open_session_does_not_confirm_either(client, came):
    TOTP.activate(came, "JBSWY3DPEHPK3PXP")

    assert "provider" not in client.get(DOOR).headers.get("Location", "")
    assert client.get(DOOR).status_code == 200


@pytest.mark.parametrize("age", [302, 3600, -120])
def test_an_older_sign_in_or_one_to_come_is_refused(client, provider, came, age):
    provider.knows(auth_time=int(time.time()) - age)

    assert refused(provider.lets_in(client, door=DOOR))
    assert not is_open(client)


def test_a_sign_in_of_some_minutes_ago_counts(client, provider, came):
    provider.knows(auth_time=int(time.time()) - 200)

    provider.lets_in(client, door=DOOR)

    assert is_open(client)


@pytest.mark.parametrize("auth_time", [None, "1700000000", True, [1], {}])
def test_a_time_that_is_none_is_refused(client, provider, came, auth_time):
    provider.knows(auth_time=auth_time)

    assert refused(provider.lets_in(client, door=DOOR))
    assert not is_open(client)


def test_a_missing_time_is_refused(client, came, forge):
    assert refused(forge(door=DOOR, drop=["auth_time"]))
    assert not is_open(client)


def test_the_forger_of_these_tests_can_confirm_with_nothing_changed(client, came, forge):
    forge(door=DOOR)

    assert is_open(client)


@pytest.mark.parametrize("changed", [{"nonce": "another"}, {"aud": "x"}, {"iss": "https://x"}])
def test_an_id_token_with_a_flaw_is_refused(client, came, forge, changed):
    assert refused(forge(door=DOOR, **changed))
    assert not is_open(client)


def test_somebody_elses_sign_in_is_refused_and_changes_no_account(client, provider, came):
    provider.knows("s-2", email="eve@example.com", employee_id="E6", name="Eve")

    assert refused(provider.lets_in(client, "s-2", door=DOOR))

    assert not is_open(client)
    assert signed_in_as(client) == came
    assert list(SocialAccount.objects.values_list("uid")) == [("s-1",)]


def test_somebody_elses_sign_in_is_refused_where_they_have_an_account_too(client, provider, came):
    other = factories.person()
    SocialAccount.objects.create(user=other, provider=provider.issuer, uid="s-2")
    provider.knows("s-2")

    assert refused(provider.lets_in(client, "s-2", door=DOOR))
    assert signed_in_as(client) == came


def test_saying_no_there_is_no_error_and_signs_nobody_out(client, came):
    state = asked(client.post(DOOR))["state"]

    answer = client.get(f"/accounts/oidc/callback/?error=access_denied&state={state}")

    assert refused(answer)
    assert 'href="/accounts/confirm/?next=%2Fguarded%2F"' in answer.content.decode()
    assert signed_in_as(client) == came


def test_an_answer_counts_once(client, clock, provider, came):
    way_back = provider.way_back(client, door=DOOR)
    client.get(way_back)
    clock.moves(300)

    client.get(way_back)

    assert not is_open(client)


def test_a_sign_in_that_was_asked_for_without_it_does_not_confirm(client, provider, came):
    provider.lets_in(client)

    assert not is_open(client)


def test_a_provider_that_is_away_is_a_page_and_no_error(client, came, settings):
    SocialAccount.objects.update(provider="http://localhost:1")
    settings.OIDC_ISSUER = "http://localhost:1"
    came.set_unusable_password()
    came.save()
    client.force_login(came)

    assert refused(client.post(DOOR))


def test_a_provider_that_goes_away_half_way_is_a_page_and_no_error(client, provider, came):
    way_back = provider.way_back(client, door=DOOR)
    with override_settings(OIDC_ISSUER="http://localhost:1"):
        assert refused(client.get(way_back))

    assert not is_open(client)
