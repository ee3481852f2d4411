import time

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY

from accounts import actions, oidc
from accounts.models import User
from audit.models import AuditEvent
from tests import factories
from tests.accounts.provider import Provider, asked
from tests.accounts.test_sign_in import signed_in_as

pytestmark = [
    pytest.mark.django_db,
    # The provider's own libraries, not ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

NOT_MATCHED = "We could not match you with an account here."


def state_of_everything():
    people = User.objects.order_by("pk").values("pk", "email", "employee_id", "is_active")
    return list(people), list(
        SocialAccount.objects.order_by("pk").values("provider", "uid", "user")
    )


def is_refused(response):
    return response.status_code == 403 and NOT_MATCHED in response.content.decode()


# The first time


def test_links_by_verified_email_and_employee_id_of_one_account(client, provider, ana):
    provider.knows()

    response = provider.lets_in(client)

    assert response["Location"] == "/"
    assert signed_in_as(client) == ana
    identity = SocialAccount.objects.get()
    assert (identity.user, identity.provider, identity.uid) == (ana, provider.issuer, "s-1")
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor) == ("person.identity_linked", ana.public_id)


def test_case_does_not_count(client, provider, ana):
    provider.knows(email="Ana.LIMA@example.com", employee_id="e4711")

    provider.lets_in(client)

    assert signed_in_as(client) == ana


def test_keeps_nothing_else_of_what_the_provider_tells(client, provider, ana):
    provider.knows(gender="female", birthdate="1980-01-01", address={"locality": "Denver"})

    provider.lets_in(client)

    assert SocialAccount.objects.get().extra_data == {}
    assert "1980" not in str(dict(client.session))


@pytest.mark.parametrize(
    ("without", "claims"),
    [
        (["employee_id"], {}),
        ([], {"employee_id": "E9999"}),
        ([], {"employee_id": ""}),
        ([], {"employee_id": True}),
        ([], {"employee_id": ["E4711"]}),
        ([], {"employee_id": "ana.lima@example.com"}),
        (["email_verified"], {}),
        ([], {"email_verified": False}),
        ([], {"email_verified": "false"}),
        ([], {"email_verified": 1.5}),
        (["email"], {}),
        ([], {"email": "somebody.else@example.com"}),
        ([], {"email": "no address"}),
        ([], {"email": None}),
    ],
)
def test_links_nothing_unless_both_are_there_and_match(client, provider, ana, without, claims):
    provider.knows(without=without, **claims)
    before = state_of_everything()

    response = provider.lets_in(client)

    assert is_refused(response)
    assert state_of_everything() == before
    assert SESSION_KEY not in client.session
    assert not AuditEvent.objects.exists()


def test_email_of_one_and_employee_id_of_another_link_nothing(client, provider, ana):
    factories.person(employee_id="E4712")
    provider.knows(employee_id="E4712")
    before = state_of_everything()

    assert is_refused(provider.lets_in(client))
    assert state_of_everything() == before


def test_an_account_without_email_is_not_linked_by_employee_id_alone(client, provider):
    factories.person(email=None, employee_id="E4711")
    provider.knows()
    before = state_of_everything()

    assert is_refused(provider.lets_in(client))
    assert state_of_everything() == before


def test_a_deactivated_account_is_not_linked(client, provider, ana):
    actions.deactivate(person=ana, by=factories.superuser())
    provider.knows()
    before = state_of_everything()

    assert is_refused(provider.lets_in(client))
    assert state_of_everything() == before


def test_a_second_subject_does_not_get_an_account_that_is_linked(client, provider, ana):
    provider.knows("s-1")
    provider.lets_in(client, "s-1")
    client.logout()
    provider.knows("s-2")
    before = state_of_everything()

    assert is_refused(provider.lets_in(client, "s-2"))
    assert state_of_everything() == before


def test_every_refusal_reads_the_same(client, provider, ana):
    cases = {
        "s-unverified": {"email_verified": False},
        "s-mismatch": {"employee_id": "E9999"},
        "s-nobody": {"email": "x@example.com", "employee_id": "E9", "name": ""},
    }
    pages = set()
    for subject, claims in cases.items():
        provider.knows(subject, **claims)
        pages.add(provider.lets_in(client, subject).content)

    assert len(pages) == 1


def test_the_reason_is_logged_without_a_name(client, provider, ana, caplog):
    provider.knows(employee_id="E9999")

    provider.lets_in(client)

    [record] = [one for one in caplog.records if one.name == "accounts.adapters"]
    assert record.facts == {"reason": "e-mail and employee id are not of one account"}


# A new account


def test_makes_an_account_if_nobody_has_either(client, provider):
    provider.knows(email="New.Person@example.com", employee_id=52, name="Nia  Person")

    provider.lets_in(client)

    person = signed_in_as(client)
    assert (person.email, person.employee_id) == ("new.person@example.com", "52")
    assert (person.legal_name, person.sort_name) == ("Nia Person", "nia person")
    assert not person.has_usable_password()
    assert not person.is_staff
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", "actor")) == [
        ("person.created", person.public_id),
        ("person.identity_linked", person.public_id),
    ]


def test_takes_given_and_family_name_where_there_is_no_whole_one(client, provider):
    provider.knows(without=["name"], given_name="Nia", family_name="Person")

    provider.lets_in(client)

    assert User.objects.get().legal_name == "Nia Person"


@pytest.mark.parametrize(
    "name", ["", "   ", "\0", "Nia\nPerson", "x" * 121, 7.5, None, "\u202eNia"]
)
def test_makes_no_account_without_a_name_that_can_be_shown(client, provider, name):
    provider.knows(name=name)

    assert is_refused(provider.lets_in(client))
    assert not User.objects.exists()


def test_a_claim_of_another_name_can_hold_the_employee_id(client, provider, settings, ana):
    settings.OIDC_EMPLOYEE_ID_CLAIM = "https://example.com/number"
    provider.knows(without=["employee_id"], **{"https://example.com/number": "E4711"})

    provider.lets_in(client)

    assert signed_in_as(client) == ana


# Later


def test_later_the_subject_alone_counts(client, provider, linked):
    provider.knows(without=["email", "email_verified", "employee_id", "name"])

    provider.lets_in(client)

    assert signed_in_as(client) == linked


def test_another_email_at_the_provider_keeps_the_account_and_its_email(client, provider, linked):
    provider.knows(email="ana.married@example.com")

    provider.lets_in(client)

    assert signed_in_as(client) == linked
    linked.refresh_from_db()
    assert linked.email == "ana.lima@example.com"


def test_the_subject_decides_even_with_the_claims_of_another(client, provider, linked):
    factories.person(email="ben@example.com", employee_id="E5")
    provider.knows(email="ben@example.com", employee_id="E5")

    provider.lets_in(client)

    assert signed_in_as(client) == linked


def test_a_deactivated_person_stays_out(client, provider, linked):
    actions.deactivate(person=linked, by=factories.superuser())
    provider.knows()

    assert provider.lets_in(client)["Location"] == "/accounts/inactive/"
    assert signed_in_as(client) is None


def test_a_second_factor_is_asked_for_here_too(client, provider, linked):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(linked, "JBSWY3DPEHPK3PXP")
    provider.knows()

    assert provider.lets_in(client)["Location"] == "/accounts/2fa/authenticate/"
    assert signed_in_as(client) is None


def test_the_session_ends_with_the_browser_or_when_idle(client, clock, provider, linked):
    provider.knows()
    provider.lets_in(client)
    assert client.cookies["sessionid"]["max-age"] == ""

    clock.moves(15 * 60 + 1)

    assert client.get("/me/").status_code == 302


def test_leads_on_to_where_the_person_wanted_to_go(client, provider, linked):
    provider.knows()

    assert provider.lets_in(client, next="/me/settings/")["Location"] == "/me/settings/"


def test_leads_to_no_other_site(client, provider, linked):
    provider.knows()

    assert provider.lets_in(client, next="https://evil.example/")["Location"] == "/"


# Another provider


def test_the_same_subject_of_another_issuer_is_another_person(
    client, provider, linked, servers, settings
):
    other = Provider(servers[1])
    settings.OIDC_ISSUER = other.issuer
    other.knows("s-1", email="eve@example.com", employee_id="E6", name="Eve")

    other.lets_in(client)

    assert signed_in_as(client) != linked
    assert signed_in_as(client).email == "eve@example.com"


def test_a_row_in_the_table_of_providers_is_not_trusted(client, provider, servers):
    from allauth.socialaccount.adapter import get_adapter
    from allauth.socialaccount.models import SocialApp

    SocialApp.objects.create(
        provider="openid_connect",
        provider_id="evil",
        client_id="x",
        settings={"server_url": Provider(servers[1]).issuer},
    )

    [app] = get_adapter().list_apps(None)
    assert app.pk is None
    assert oidc.TrustedAdapter(None, "evil").get_provider().app.client_id == "portal"


def test_a_provider_that_describes_another_issuer_is_not_followed(
    client, provider, servers, settings, caplog
):
    settings.OIDC_ISSUER = provider.issuer.replace("localhost", "127.0.0.1")

    response = client.post("/accounts/oidc/login/")

    assert response.status_code == 302  # the mock names itself by the address it was asked at
    settings.OIDC_ISSUER = provider.issuer + "/"
    assert client.post("/accounts/oidc/login/").status_code == 401


# What goes over the wire


def test_sends_pkce_state_and_nonce(client, provider):
    query = asked(client.post("/accounts/oidc/login/"))

    assert query["code_challenge_method"] == "S256"
    assert len(query["code_challenge"]) == 43
    assert len(query["state"]) == 16
    assert len(query["nonce"]) == 22
    assert query["response_type"] == "code"
    assert set(query["scope"].split()) == {"openid", "profile", "email"}
    assert query["redirect_uri"] == "http://testserver/accounts/oidc/callback/"


def test_shows_the_verifier_when_it_fetches_the_token(client, provider, linked, monkeypatch):
    sent = []
    request = requests.Session.request

    def note(self, method, url, **kwargs):
        sent.append(kwargs.get("data") or {})
        return request(self, method, url, **kwargs)

    provider.knows()
    way_back = provider.way_back(client)
    monkeypatch.setattr(requests.Session, "request", note)
    client.get(way_back)

    assert [len(data["code_verifier"]) for data in sent if "code" in data] == [128]


@pytest.mark.parametrize(
    "query", ["scope=admin", "auth_params=redirect_uri%3Dhttps://evil.example", "process=connect"]
)
def test_a_link_cannot_change_what_is_asked_for(client, provider, query):
    answer = client.post(f"/accounts/oidc/login/?{query}")

    assert set(asked(answer)["scope"].split()) == {"openid", "profile", "email"}
    assert asked(answer)["redirect_uri"] == "http://testserver/accounts/oidc/callback/"


def test_nobody_can_link_a_further_identity_to_the_account_they_are_in(client, provider, linked):
    """Whoever sits at an open session must not get a way in of their own."""
    client.force_login(linked)
    provider.knows("s-thief", email="thief@example.com", employee_id="E666", name="Thief")

    leave = client.post("/accounts/oidc/login/?process=connect")
    answer = requests.post(
        leave["Location"], data={"sub": "s-thief"}, allow_redirects=False, timeout=5
    )
    client.get(answer.headers["Location"].removeprefix("http://testserver"))

    assert list(SocialAccount.objects.filter(user=linked).values_list("uid")) == [("s-1",)]
    assert signed_in_as(client).email == "thief@example.com"


def test_leaving_for_the_provider_takes_a_post(client, provider):
    response = client.get("/accounts/oidc/login/")

    assert response.status_code == 200
    assert "Continue" in response.content.decode()


def test_the_sign_in_page_offers_the_provider_by_its_name(client, provider, settings):
    settings.OIDC_NAME = "Example Health"

    assert "Sign in with Example Health" in client.get("/accounts/login/").content.decode()


def test_the_sign_in_page_offers_no_provider_where_there_is_none(client, db):
    assert "oidc" not in client.get("/accounts/login/").content.decode()


# Answers that are not to be believed


def failed(response):
    return response.status_code == 401 and "did not work" in response.content.decode()


def test_an_answer_nobody_asked_for_is_refused(client, provider, linked):
    provider.knows()
    assert failed(client.get("/accounts/oidc/callback/?code=x&state=y"))
    assert failed(client.get("/accounts/oidc/callback/"))
    assert signed_in_as(client) is None


def test_an_answer_to_another_browser_is_refused(client, provider, linked):
    from django.test import Client

    provider.knows()
    way_back = provider.way_back(Client())

    assert failed(client.get(way_back))
    assert signed_in_as(client) is None


def test_an_answer_counts_once(client, provider, linked):
    provider.knows()
    way_back = provider.way_back(client)
    client.get(way_back)
    client.post("/accounts/logout/")

    assert failed(client.get(way_back))
    assert signed_in_as(client) is None


def test_saying_no_at_the_provider_is_no_error(client, provider):
    leave = client.post("/accounts/oidc/login/")
    state = asked(leave)["state"]

    response = client.get(f"/accounts/oidc/callback/?error=access_denied&state={state}")

    assert response["Location"] == "/accounts/oidc/cancelled/"


def test_the_forger_of_these_tests_can_sign_in_with_nothing_changed(client, forge, linked):
    assert forge()["Location"] == "/"
    assert signed_in_as(client) == linked


@pytest.mark.parametrize(
    "changed",
    [
        {"signed_by_provider": False},
        {"signed_by_provider": False, "kid": "unknown"},
        {"algorithm": "HS256"},
        {"iss": "https://evil.example"},
        {"drop": ["iss"]},
        {"aud": "another-client"},
        {"aud": ["portal", "another-client"]},
        {"aud": ["portal", "another-client"], "azp": "another-client"},
        {"azp": "another-client"},
        {"drop": ["aud"]},
        {"nonce": "another"},
        {"drop": ["nonce"]},
        {"exp": int(time.time()) - 120},
        {"drop": ["exp"]},
        {"iat": int(time.time()) + 600},
        {"sub": ""},
        {"sub": "x" * 192},
        {"sub": 7},
        {"drop": ["sub"]},
        {"sub": "s-2"},
    ],
)
def test_an_id_token_with_one_flaw_is_refused(client, forge, changed):
    assert failed(forge(**changed))
    assert signed_in_as(client) is None


@pytest.mark.parametrize("subject", ["", "x" * 192])
def test_a_subject_that_cannot_be_kept_is_refused(client, forge, subject):
    assert failed(forge(sub=subject, userinfo=lambda *args: {}))


def test_an_id_token_for_several_clients_counts_if_it_was_made_for_us(client, forge, linked):
    forge(aud=["portal", "another-client"], azp="portal")

    assert signed_in_as(client) == linked


def test_no_id_token_at_all_is_refused(client, provider, linked, monkeypatch):
    monkeypatch.setattr(
        oidc.TrustedAdapter, "get_access_token_data", lambda *args, **kwargs: {"access_token": "x"}
    )
    provider.knows()

    assert failed(provider.lets_in(client))


@pytest.mark.parametrize("answer", [[], {}, {"access_token": 7}, "text", None])
def test_a_token_answer_of_another_shape_is_refused(client, provider, monkeypatch, answer):
    monkeypatch.setattr(
        oidc.TrustedAdapter, "get_access_token_data", lambda *args, **kwargs: answer
    )
    provider.knows()

    assert failed(provider.lets_in(client))


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"issuer": None},
        {"authorization_endpoint": None},
        {"token_endpoint": 7},
        {"jwks_uri": ["x"]},
    ],
)
def test_a_description_of_another_shape_is_refused(client, provider, monkeypatch, config):
    good = requests.get(f"{provider.issuer}/.well-known/openid-configuration", timeout=5).json()
    told = good | config if config else []
    monkeypatch.setattr(requests.Response, "json", lambda self: told)

    assert failed(client.post("/accounts/oidc/login/"))


def test_a_provider_that_is_away_is_a_page_and_no_error(client, settings, db):
    settings.OIDC_ISSUER = "http://localhost:1"
    settings.OIDC_CLIENT_ID = settings.OIDC_CLIENT_SECRET = "x"

    assert failed(client.post("/accounts/oidc/login/"))


def test_a_provider_that_goes_away_half_way_is_a_page_and_no_error(
    client, provider, linked, settings
):
    provider.knows()
    way_back = provider.way_back(client)
    settings.OIDC_ISSUER = "http://localhost:1"

    assert failed(client.get(way_back))


def test_half_a_provider_is_none(client, provider, settings):
    settings.OIDC_CLIENT_SECRET = ""

    assert client.post("/accounts/oidc/login/").status_code == 404
