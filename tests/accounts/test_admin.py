"""Curation of people's accounts."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.curators import CURATORS, change_account, set_curator
from accounts.models import User
from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db

NAME = "Zuleika Marrowfield"


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False


@pytest.fixture
def carol():
    return factories.curator(legal_name="Carol Curator")


@pytest.fixture
def desk(client, carol):
    """A browser in which a curator is signed in."""
    client.force_login(carol)
    return client


@pytest.fixture
def high_desk(client):
    """A browser in which a superuser is signed in."""
    client.force_login(factories.superuser(legal_name="Sam Super"))
    return client


def page(name, person=None):
    return reverse(f"admin:accounts_user_{name}", args=[person.public_id] if person else [])


def typed(response, **changes):
    form = response.context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    data = {key: "on" if value is True else value for key, value in values.items() if value}
    return data | changes


def edit(desk, person, **changes):
    return desk.post(page("change", person), typed(desk.get(page("change", person)), **changes))


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def bare(response):
    """A page without what differs at every request."""
    body = response.content.decode()
    return response.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)


def titles(response):
    return [row.title for row in response.context["rows"]]


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


# Finding


@pytest.mark.parametrize(
    "query", ["zuleika", "MARROW zul", "Legalla", "z.m@example.com", "Z.M@EXAMPLE.COM", "e0042"]
)
def test_a_person_is_found_by_name_email_or_employee_id(desk, query):
    factories.person(legal_name="Somebody Else")
    factories.person(
        legal_name="Legalla Marrowfield",
        preferred_name=NAME,
        email="z.m@example.com",
        employee_id="E0042",
    )
    assert titles(desk.get(page("changelist"), {"q": query})) == [NAME]


def test_the_list_of_people_goes_on_without_ever_counting_them(desk, monkeypatch):
    monkeypatch.setattr("accounts.admin.PersonAdmin.page_size", 3)
    for number in range(7):
        factories.person(legal_name=f"Aaron {number}")
    first = desk.get(page("changelist"), {"q": "aaron"})
    found, response = titles(first), first
    while response.context["next_url"]:
        response = desk.get(page("changelist") + response.context["next_url"])
        found += titles(response)
    assert found == [f"Aaron {number}" for number in range(7)]
    text = re.sub(r"Aaron \d|E\d{6}|person\d+@", "", words(first))
    assert "7" not in text


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_asks_the_same_of_the_database_however_many_people(
    desk, people, django_assert_num_queries
):
    for _ in range(people):
        factories.person(region=factories.region())
    desk.get(page("changelist"))
    # The session, the curator and their permissions (two), the people.
    with django_assert_num_queries(5):
        desk.get(page("changelist"))


# Writing


def test_a_curator_makes_an_account_without_a_password(desk):
    region = factories.region(slug="hawaii")
    data = {"legal_name": NAME, "employee_id": "E77", "region": "hawaii", "job_title": "Nurse"}
    response = desk.post(page("add"), data)
    person = User.objects.get(employee_id="E77")
    assert response.headers["Location"] == page("change", person)
    assert (person.name, person.region, person.email) == (NAME, region, None)
    assert (person.has_usable_password(), person.is_staff) == (False, False)
    assert verbs() == ["person.created"]


def test_no_form_shows_or_takes_a_password(desk):
    person = factories.person(password="correct horse battery")
    before = person.password
    edit(desk, person, password="pbkdf2", is_superuser="on", is_staff="on", is_active="")
    person.refresh_from_db()
    assert (person.password, person.is_superuser, person.is_staff) == (before, False, False)
    assert person.is_active
    assert before not in desk.get(page("change", person)).content.decode()


def test_saving_changes_what_was_typed_and_nothing_else(desk):
    person = factories.person(legal_name="Before", job_title="Nurse")
    edit(desk, person, legal_name="After", email="AFTER@example.com", time_zone="Pacific/Honolulu")
    person.refresh_from_db()
    assert (person.legal_name, person.email) == ("After", "after@example.com")
    assert (person.time_zone, person.job_title) == ("Pacific/Honolulu", "Nurse")
    assert verbs() == ["person.changed"]


IN_USE = [{"last_login": timezone.now()}, {"password": "a password that was set by mail"}]


@pytest.mark.parametrize("use", IN_USE, ids=["has signed in", "has a password"])
@pytest.mark.parametrize("field", ["email", "employee_id"])
def test_nobody_opens_an_account_that_is_in_use_for_themselves(desk, carol, field, use):
    """With another e-mail a password could be had, and with it what the person alone may read."""
    person = factories.person(**use)
    before = getattr(person, field)
    edit(desk, person, job_title="Nurse", **{field: "other@example.com"})
    person.refresh_from_db()
    assert (getattr(person, field), person.job_title) == (before, "Nurse")
    for by in (carol, factories.superuser()):
        with pytest.raises(Refusal, match="is in use"):
            change_account(person=person, by=by, values={field: "other@example.com"})


def test_a_zone_that_is_not_offered_stays_as_it_is(desk):
    person = factories.person(time_zone="UTC")
    assert edit(desk, person, job_title="Nurse").status_code == 302
    person.refresh_from_db()
    assert person.time_zone == "UTC"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "TAKEN@example.com", "Another account has this already."),
        ("employee_id", "e-taken", "Another account has this already."),
        ("legal_name", "a\0b", None),
        ("legal_name", "x" * 121, "Use at most 120 characters; this has 121."),
        ("time_zone", "Mars/Olympus", None),
        ("region", "9" * 40, None),
        ("email", "nobody", "Enter a valid email address."),
    ],
)
def test_refuses_what_does_not_fit_and_changes_nothing(desk, field, value, sentence):
    factories.person(email="taken@example.com", employee_id="E-TAKEN")
    person = factories.person()
    response = edit(desk, person, **{field: value})
    errors = response.context["form"].errors
    assert (response.status_code, list(errors)) == (422, [field])
    assert sentence in (None, errors[field][0])
    assert verbs() == []


def test_an_account_needs_one_way_to_sign_in(desk):
    response = desk.post(page("add"), {"legal_name": NAME})
    assert "Give a work e-mail or an employee id, or both." in words(response)


# Who may act on whom


ACTS = ("deactivate", "reactivate", "erase")


@pytest.mark.parametrize("act", ACTS)
def test_nobody_acts_on_themself(client, act):
    for person in (factories.curator(), factories.superuser()):
        client.force_login(person)
        assert client.post(page("change", person), {"legal_name": "New"}).status_code == 403
        assert client.post(page(act, person)).status_code == 403
        assert client.get(page(act, person)).status_code == 403
        response = client.get(page("change", person))
        assert response.context["form"] is None
        assert response.context["beside"].acts == []
        assert "This is your own account." in words(response)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("make", [factories.curator, factories.superuser])
def test_a_curator_acts_on_no_staff(desk, act, make):
    colleague = make(legal_name="Unchanged")
    assert desk.post(page(act, colleague)).status_code == 403
    assert desk.post(page("change", colleague), {"legal_name": "New"}).status_code == 403
    assert "Only a superuser changes the account of a curator." in words(
        desk.get(page("change", colleague))
    )
    colleague.refresh_from_db()
    assert (colleague.legal_name, colleague.is_active) == ("Unchanged", True)


def test_a_superuser_makes_a_curator_and_ends_that(high_desk):
    person = factories.person()
    edit(high_desk, person, curates="on")
    person.refresh_from_db()
    assert (person.is_staff, person.groups.get().name) == (True, CURATORS)
    data = typed(high_desk.get(page("change", person)))
    del data["curates"]
    high_desk.post(page("change", person), data)
    person.refresh_from_db()
    assert (person.is_staff, person.groups.exists()) == (False, False)
    assert verbs() == ["person.curates", "person.curates_no_more"]


def test_a_curator_makes_no_curator(desk, carol):
    person = factories.person()
    assert "curates" not in desk.get(page("change", person)).context["form"].fields
    edit(desk, person, curates="on")
    person.refresh_from_db()
    assert not person.is_staff
    with pytest.raises(Refusal):
        set_curator(person=person, by=carol, curates=True)


# Ending and beginning


def test_an_account_is_ended_and_begun_again_after_asking(desk):
    person = factories.person()
    assert "cannot sign in until you reactivate" in words(desk.get(page("deactivate", person)))
    person.refresh_from_db()
    assert person.is_active
    states = []
    for act in ("deactivate", "reactivate"):
        desk.post(page(act, person))
        person.refresh_from_db()
        states.append(person.is_active)
    assert states == [False, True]
    assert verbs() == ["person.deactivated", "person.reactivated"]


def test_erasing_deletes_the_account_and_leads_back_to_the_list(desk):
    person = factories.person()
    response = desk.post(page("erase", person))
    assert response.headers["Location"] == page("changelist")
    assert not User.objects.filter(pk=person.pk).exists()
    assert verbs() == ["person.erased"]


def test_a_refusal_to_deactivate_is_a_sentence(desk, monkeypatch):
    def refuses(**facts):
        raise Refusal("Not today.")

    monkeypatch.setattr(actions, "deactivate", refuses)
    person = factories.person()
    assert "Not today." in words(desk.post(page("deactivate", person), follow=True))
    assert not LogEntry.objects.exists()


def test_there_is_no_delete_page_and_no_act_on_many(desk, high_desk):
    person = factories.person()
    for address in (f"/admin/accounts/user/{key}/delete/" for key in (person.pk, person.public_id)):
        assert high_desk.post(address, {"post": "yes"}).status_code == 404
    sent = {"action": "delete_selected", "_selected_action": person.pk, "post": "yes"}
    assert high_desk.post(page("changelist"), sent).status_code == 405
    assert User.objects.filter(pk=person.pk).exists()


# Not a side door


PROBES = [
    "memberships__isnull=0",
    "memberships=",
    "membership=",
    "membership__person=1",
    "membership__isnull=1",
    "membership__brg__slug=pride",
    "membership__visibility=only_me",
    "officer__isnull=0",
    "groups__name=Curators",
    "password__startswith=pbkdf2",
    "is_staff__exact=1",
    "logentry__isnull=0",
    "socialaccount__isnull=0",
    "q=pride",
    "q=Zuleika",
    "q=membership%20only_me",
    "e=1",
    "p=99999",
    "p=1e99",
    "o=1.2.-3",
    "all=",
    "_popup=1",
    "_to_field=password",
    "_facets=True",
    "after=nobody",
    "after=%00",
    "q=%00",
    "q=%ED%A0%80",
    "id__in=" + "9" * 60,
]


def looks(client, person):
    """Every page of curation about a person, and what probing for memberships gives."""
    addresses = [
        "/admin/",
        *(f"{page('changelist')}?{probe}" for probe in PROBES),
        *(page(name, person) for name in ("change", "history", *ACTS)),
        f"{page('change', person)}?_popup=1&_to_field=id&memberships__isnull=0",
        f"/admin/accounts/user/{person.pk}/change/",
        f"/admin/accounts/user/{person.pk}/delete/",
        f"/admin/accounts/user/{person.public_id}/delete/",
        f"/admin/accounts/user/{person.public_id}/password/",
        f"/admin/r/4/{person.pk}/",
        "/admin/brgs/membership/",
        f"/admin/brgs/membership/?person__id__exact={person.pk}",
        "/admin/brgs/officer/",
        "/admin/audit/auditevent/",
        "/admin/figures/publishedfigure/",
        "/admin/admin/logentry/",
        "/admin/account/emailaddress/",
        "/admin/socialaccount/socialaccount/",
        "/admin/mfa/authenticator/",
        "/admin/sessions/session/",
        "/admin/auth/group/",
        "/admin/autocomplete/?app_label=brgs&model_name=membership&field_name=person&term=Z",
    ]
    return {address: bare(client.get(address)) for address in addresses}


@pytest.mark.parametrize("make", [factories.curator, factories.superuser])
def test_a_hidden_membership_changes_no_byte_of_curation(client, make):
    client.force_login(make())
    person = factories.person(legal_name=NAME)
    group = factories.brg(name="Pride", slug="pride", default_visibility=Visibility.ONLY_ME)
    without = looks(client, person)
    membership = factories.membership(person, group, Visibility.ONLY_ME)
    with_one = looks(client, person)
    assert Membership.objects.filter(pk=membership.pk).exists()
    assert with_one == without


def test_what_is_not_offered_is_not_there(client):
    client.force_login(factories.superuser())
    answers = looks(client, factories.person())
    kinds = ("membership/", "audit", "figures", "logentry", "emailaddress", "social")
    asked = [
        address
        for address in answers
        if "?" not in address and any(kind in address for kind in kinds)
    ]
    assert len(asked) == 6
    assert {answers[address][0] for address in asked} == {404}


def test_unknown_keys_give_the_plain_list(desk):
    factories.person(legal_name=NAME)
    plain = bare(desk.get(page("changelist")))
    for probe in PROBES:
        if not probe.startswith("q="):
            assert bare(desk.get(f"{page('changelist')}?{probe}")) == plain, probe


def test_acts_answer_alike_with_a_hidden_membership_and_without(desk):
    group = factories.brg()
    for act in ("deactivate", "reactivate", "erase"):
        alone, member = factories.person(legal_name=NAME), factories.person(legal_name=NAME)
        factories.membership(member, group, Visibility.ONLY_ME)
        said = []
        for person in (alone, member):
            response = desk.post(page(act, person), follow=True)
            kept = words(response).replace(person.email, "").replace(person.employee_id, "")
            said.append(kept)
        if act == "erase":
            # The list after the first still has the second in it.
            assert all("The account is erased." in text for text in said)
        else:
            assert said[0] == said[1]


def log_as_text():
    return repr(list(LogEntry.objects.values()))


def test_the_log_names_nobody_even_after_erasing(desk, carol):
    person = factories.person(
        legal_name=NAME,
        preferred_name="Zuzu Marrow",
        email="zuzu@example.com",
        employee_id="E-ZUZU",
    )
    factories.membership(person, factories.brg(name="Pride"), Visibility.ONLY_ME)
    number, public_id = person.pk, person.public_id
    edit(desk, person, preferred_name="Zuleika the Second", email="second@example.com")
    for act in ("deactivate", "reactivate", "erase"):
        desk.post(page(act, person))
    entries = LogEntry.objects.order_by("pk")
    assert [(entry.object_id, entry.object_repr) for entry in entries] == [(public_id,) * 2] * 4
    assert {entry.change_message for entry in entries} == {""}
    for marker in ("Zuleika", "Zuzu", "Marrow", "example.com", "E-ZUZU", "Pride", "membership"):
        assert marker not in log_as_text()
    assert not User.objects.filter(pk=number).exists()


def test_the_history_of_a_person_says_when_and_by_whom_and_no_more(desk, carol):
    person = factories.person(legal_name=NAME)
    edit(desk, person, legal_name="Somebody New")
    response = desk.get(page("history", person))
    (act,) = response.context["acts"]
    assert (act.user, act.get_change_message()) == (carol, "")
    assert "Changed" in words(response)
    assert NAME not in words(response)


def test_ones_latest_changes_name_no_person(desk):
    person = factories.person(legal_name=NAME)
    edit(desk, person, job_title="Nurse")
    response = desk.get("/admin/")
    assert "A person’s account Changed" in words(response)
    assert NAME not in words(response)
    assert person.public_id not in response.content.decode()


def test_addresses_of_people_say_nothing_about_the_row(desk):
    person = factories.person()
    assert desk.get(f"/admin/accounts/user/{person.pk}/change/").status_code == 404
    assert desk.get(page("change", person)).status_code == 200
