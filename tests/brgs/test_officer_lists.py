"""Lists of offices in curation: who holds what, what waits, what is vacant."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from accounts.actions import deactivate
from accounts.clock import organization_today
from brgs.models import Officer
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def carol():
    return factories.curator()


@pytest.fixture
def desk(client, carol, settings):
    """A browser in which a curator is signed in."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(carol)
    return client


@pytest.fixture
def group():
    return factories.brg(slug="kin", acronym="Kin", name="Kin of all")


def page(name, office=None):
    return reverse(f"admin:brgs_officer_{name}", args=[office.pk] if office else [])


def rows(response):
    """Titles of a list's rows, each with what stands beside it."""
    return {row.title: [cell.text for cell in row.cells] for row in response.context["rows"]}


def test_offices_are_listed_by_group_with_how_they_stand(desk, group):
    other = factories.brg(acronym="Other")
    soon = organization_today() + DAY
    factories.officer(factories.person(legal_name="Ann"), group)
    factories.officer(factories.person(legal_name="Ben"), group, "events", accepted=None)
    factories.officer(factories.person(legal_name="Cy"), group, "treasurer", starts=soon)
    factories.officer(factories.person(legal_name="Di"), other, "advisor", title="Elder", ends=None)
    past = {"ends": organization_today() - DAY}
    factories.officer(factories.person(legal_name="Eve"), group, "secretary", **past)
    found = rows(desk.get(page("changelist")))
    assert [(title, cells[0], cells[-1]) for title, cells in found.items()] == [
        ("Chair · Kin", "Ann", "In office"),
        ("Events · Kin", "Ben", "Offered"),
        ("Treasurer · Kin", "Cy", "Begins later"),
        ("Elder · Other", "Di", "In office"),
    ]
    assert found["Elder · Other"][2] == "No end yet"


def test_offices_are_narrowed_by_group_and_standing(desk, group):
    day = organization_today()
    other = factories.brg(acronym="Other", slug="other")
    factories.brg(acronym="Empty", slug="empty")
    factories.officer(factories.person(), group, ends=day + 90 * DAY)
    factories.officer(factories.person(), group, "events", accepted=None)
    factories.officer(factories.person(), group, "treasurer", starts=day + DAY)
    factories.officer(factories.person(), other, ends=day - DAY)
    asked = ("group=other", "standing=held", "standing=ending", "standing=offered")
    asked += ("standing=coming", "standing=caretaker", "standing=over", "standing=nonsense")
    asked += ("standing=vacant", "standing=vacant&group=empty")
    found = {query: list(rows(desk.get(f"{page('changelist')}?{query}"))) for query in asked}
    everything = ["Chair · Kin", "Events · Kin", "Treasurer · Kin", "Chair · Other"]
    assert found == {
        "group=other": ["Chair · Other"],
        "standing=held": ["Chair · Kin"],
        "standing=ending": ["Chair · Kin"],
        "standing=offered": ["Events · Kin"],
        "standing=coming": ["Treasurer · Kin"],
        "standing=caretaker": ["Chair · Other"],
        "standing=over": ["Chair · Other"],
        "standing=nonsense": everything,
        "standing=vacant": ["Empty", "Other"],
        "standing=vacant&group=empty": ["Empty"],
    }


def test_a_vacant_post_leads_to_its_offer(desk, group):
    response = desk.get(page("changelist"), {"standing": "vacant"})
    assert rows(response) == {"Kin": ["Chair", "Vacant"]}
    assert response.context["rows"][0].url == f"{page('add')}?brg=kin&role=chair"


def test_a_caretaker_is_marked_and_can_be_ended(desk, group):
    ended = organization_today() - DAY
    office = factories.officer(factories.person(), group, ends=ended)
    found = rows(desk.get(page("changelist")))
    assert found["Chair · Kin"][-2:] == ["Caretaker", date_format(ended + 60 * DAY)]
    desk.post(page("end", office))
    assert not Officer.objects.caretaking().exists()


def test_the_post_of_a_lead_who_was_deactivated_is_vacant(desk, group, carol):
    olga = factories.person(legal_name="Olga")
    office = factories.officer(olga, group)
    deactivate(person=olga, by=carol)
    assert rows(desk.get(page("changelist"), {"standing": "vacant"})) == {
        "Kin": ["Chair", "Vacant"]
    }
    for address in (page("changelist"), page("change", office)):
        assert "Olga" not in desk.get(address).content.decode()


def test_long_lists_go_on_to_their_end(desk, monkeypatch):
    monkeypatch.setattr("brgs.admin.OfficerAdmin.page_size", 2)
    for name in "ABCDE":
        group = factories.brg(name=name, acronym="")
        factories.officer(factories.person(), group, "treasurer")
    for query, names in (("", "Treasurer · {}"), ("?standing=vacant", "{}")):
        found, response = [], desk.get(page("changelist") + query)
        while True:
            found += rows(response)
            if not response.context["next_url"]:
                break
            response = desk.get(page("changelist") + response.context["next_url"])
        assert found == [names.format(name) for name in "ABCDE"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", ["", "?standing=vacant"])
def test_the_list_asks_the_same_of_the_database_however_many_offices(
    desk, count, query, django_assert_num_queries
):
    for _ in range(count):
        factories.officer(factories.person(), factories.brg(), "treasurer")
    desk.get(page("changelist"))
    # The session, the curator and their permissions (two), groups to choose from (twice), the list.
    with django_assert_num_queries(7):
        desk.get(page("changelist") + query)
