"""The pages that gather: home, the directory, a group, what others see of me."""

import csv
import io

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from accounts.visibility import Visibility
from brgs.actions import publish_figures
from brgs.models import BRG, BRGLink, Membership
from config.middleware import Compression
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    person = factories.person()
    client.force_login(person)
    return person


def titles(answer):
    return [card["title"] for card in answer.context["cards"]]


def test_the_directory_lists_active_groups_by_name(client):
    for name, status in (("B", "active"), ("a", "active"), ("C", "draft"), ("D", "paused")):
        factories.brg(acronym=name, status=status)
    assert titles(client.get("/groups/")) == ["a", "B"]


def test_the_directory_searches_and_filters_at_once(client):
    focus, region = factories.focus_area(slug="care"), factories.region(slug="west")
    both = factories.brg(acronym="Both", tagline="coffee", home_region=region)
    both.focus_areas.add(focus)
    factories.brg(acronym="Word", tagline="coffee")
    factories.brg(acronym="Focus").focus_areas.add(focus)
    assert titles(client.get("/groups/?q=COFFEE&focus=care")) == ["Both"]
    assert titles(client.get("/groups/?q=coffee")) == ["Both", "Word"]
    assert titles(client.get("/groups/?focus=care")) == ["Both", "Focus"]


def test_a_region_finds_its_groups_and_those_of_every_region(client):
    west, east = factories.region(slug="west"), factories.region(slug="east")
    factories.brg(acronym="West", home_region=west)
    factories.brg(acronym="East", home_region=east)
    factories.brg(acronym="Everywhere")
    assert titles(client.get("/groups/?region=west")) == ["Everywhere", "West"]


def test_what_is_no_choice_narrows_nothing(client):
    factories.brg(acronym="A")
    assert titles(client.get("/groups/?focus=nope&region=nope&sort=nope&nope=1")) == ["A"]


def test_sorting_by_size_goes_by_the_published_figure(client):
    small, large = factories.brg(acronym="Small"), factories.brg(acronym="Large")
    for group, count in ((small, 11), (large, 20)):
        for _ in range(count):
            factories.membership(factories.person(), group)
    publish_figures()
    for _ in range(4):  # too few to move a figure: exact order would turn round past 9 more
        factories.membership(factories.person(), small)
    assert titles(client.get("/groups/?sort=size")) == ["Large", "Small"]


def test_sorting_by_newest_goes_by_the_first_publication(client):
    for name, day in (("Old", 1), ("New", 2)):
        factories.brg(acronym=name, published=f"2026-01-0{day}T00:00Z")
    assert titles(client.get("/groups/?sort=newest")) == ["New", "Old"]


@pytest.mark.parametrize("sort", ["name", "newest", "size"])
def test_the_directory_goes_on_where_it_ended_and_keeps_the_filters(client, monkeypatch, sort):
    monkeypatch.setattr("portal.views.GROUPS_A_PAGE", 2)
    for _ in range(5):
        factories.brg(tagline="coffee")
    factories.brg(tagline="tea")
    url, found = f"/groups/?q=coffee&sort={sort}", []
    while url:
        answer = client.get(url)
        found += titles(answer)
        url = answer.context["next_url"] and f"/groups/{answer.context['next_url']}"
    assert len(found) == len(set(found)) == 5


def test_a_visitors_group_page_has_no_person_in_it(client):
    group = factories.brg()
    lead = factories.lead(group, Visibility.EVERYONE, legal_name="Lea Lead")
    page = client.get(f"/groups/{group.slug}/")
    assert page.context["officers"] == []
    assert lead.name not in page.content.decode()


def test_an_employee_sees_the_officers_in_their_term(client, alice):
    group = factories.brg()
    factories.lead(group, Visibility.ONLY_ME, legal_name="Lea Lead")
    factories.officer(factories.person(), group, accepted=None)
    factories.officer(factories.person(), group, ends=factories.today())
    officers = client.get(f"/groups/{group.slug}/").context["officers"]
    assert [(row["name"], str(row["line"])) for row in officers] == [("Lea Lead", "Chair")]


def test_a_fact_that_is_not_known_is_absent(client):
    group = factories.brg(founded=None, home_region=None)
    assert client.get(f"/groups/{group.slug}/").context["facts"] == []


def test_facts_are_the_published_figure_the_year_and_the_region(client):
    region = factories.region(name="Colorado")
    group = factories.brg(founded=1990, home_region=region)
    publish_figures()
    facts = client.get(f"/groups/{group.slug}/").context["facts"]
    values = [(str(fact["label"]), str(fact["value"])) for fact in facts]
    assert values == [("Members", "Fewer than 10"), ("Founded", "1990"), ("Based in", "Colorado")]


def test_home_is_the_public_face_for_visitors(client):
    group = factories.brg()
    factories.brg(status="draft")
    strips = client.get("/").context["strips"]
    assert [strip["name"] for strip in strips] == [group.short_name]


def test_home_folds_sensitive_groups(client, alice):
    shown, folded = factories.brg(), factories.brg(default_visibility=Visibility.ONLY_ME)
    for group in (shown, folded):
        factories.membership(alice, group)
    page = client.get("/").context
    assert (page["open_groups"], page["folded_groups"]) == ([shown], [folded])


def test_home_draws_no_band_where_it_folds_groups(client, alice):
    factories.membership(alice, factories.brg(default_visibility=Visibility.ONLY_ME))
    html = client.get("/").content.decode()
    folded = html.partition("<details")[2].partition("</details>")[0]
    # Cards further down share the pattern by its name; in a folded part it is not drawn.
    assert ("own-group" in folded, "<pattern" in folded) == (True, False)


def test_home_offers_everybody_the_same_groups(client, alice):
    groups = [factories.brg() for _ in range(3)]
    bob = factories.person(region=factories.region())
    factories.membership(bob, groups[0])
    before = [card["title"] for card in client.get("/").context["newest"]]
    client.force_login(bob)
    assert [card["title"] for card in client.get("/").context["newest"]] == before


@pytest.mark.parametrize("status", ["active", "paused", "archived"])
def test_what_others_see_of_me_is_what_the_gate_shows(client, status):
    """Each cell of the table against the gate itself, by an onlooker of that kind."""
    group = factories.brg(status=status)
    member = factories.person()
    factories.membership(member, group, Visibility.MEMBERS)
    onlookers = {
        "visitor": None,
        "employee": factories.person(),
        "member": member,
        "lead": factories.lead(group),
        "curator": factories.curator(),
    }
    for visibility in Visibility.values:
        alice = factories.person()
        factories.membership(alice, group, visibility)
        client.force_login(alice)
        (row,) = client.get("/me/privacy/").context["rows"]
        for who, onlooker in onlookers.items():
            sees = bool(
                onlooker and Membership.objects.visible_to(onlooker).filter(person=alice).exists()
            )
            assert row["shown"][who] == sees, (visibility, who)


def test_my_data_holds_what_is_mine_and_nothing_else(client, alice):
    group = factories.brg(name="=Group")
    factories.membership(alice, group, Visibility.ONLY_ME)
    factories.membership(factories.person(), factories.brg(), Visibility.EVERYONE)
    answer = client.get(reverse("me-data"))
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["work e-mail", alice.email, "", "", ""] in rows
    assert [row[:3] for row in rows if row[0] == "Group"] == [["Group", "'=Group", "Only me"]]


def test_the_group_page_shows_links_and_contact(client):
    group = factories.brg(contact="role@example.com")
    BRGLink.objects.create(brg=group, title="Mentors", url="https://example.org/m")
    text = client.get(f"/groups/{group.slug}/").content.decode()
    assert 'href="https://example.org/m"' in text
    assert "mailto:role@example.com" in text


QUERIES = {"visitor": (4, 7), "employee": (7, 10)}


@pytest.mark.parametrize("who", QUERIES)
@pytest.mark.parametrize("size", [1, 3])
def test_pages_ask_no_more_for_more_rows(client, who, size, django_assert_max_num_queries):
    """The same literal numbers at one row and at three, of every kind of row."""
    groups = [rich_group(size) for _ in range(size)]
    if who == "employee":
        client.force_login(factories.lead(groups[0]))
    for path in ("/groups/", f"/groups/{groups[0].slug}/"):
        client.get(path)
    directory, page = QUERIES[who]
    with django_assert_max_num_queries(directory):
        client.get("/groups/")
    with django_assert_max_num_queries(page):
        client.get(f"/groups/{groups[0].slug}/")


def rich_group(size):
    group = factories.brg(home_region=factories.region())
    for _ in range(size):
        group.focus_areas.add(factories.focus_area())
        BRGLink.objects.create(brg=group, title="Link", url="https://example.org/")
        factories.lead(group)
        factories.event(group, audience="public")
    publish_figures()
    return BRG.objects.get(pk=group.pk)


PERSONAL = {"/": 10, "/me/groups/": 7, "/me/privacy/": 6}


@pytest.mark.parametrize("path", PERSONAL)
@pytest.mark.parametrize("size", [1, 3])
def test_personal_pages_ask_no_more_for_more_groups(
    client, alice, path, size, django_assert_max_num_queries
):
    for _ in range(size):
        factories.membership(alice, rich_group(size))
    client.get(path)
    with django_assert_max_num_queries(PERSONAL[path]):
        client.get(path)


@pytest.mark.parametrize("size", [1, 3])
def test_the_members_page_asks_no_more_for_more_members(
    client, alice, size, django_assert_max_num_queries
):
    group = rich_group(1)
    for _ in range(size):
        factories.membership(factories.person(), group, Visibility.EVERYONE)
    client.get(f"/groups/{group.slug}/members/")
    with django_assert_max_num_queries(5):
        client.get(f"/groups/{group.slug}/members/")


def test_my_data_holds_every_field_but_those_that_are_named_as_inner(client, alice):
    answer = client.get(reverse("me-data"))
    labels = {row[0] for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))}
    fields = {field.name: str(field.verbose_name) for field in alice._meta.concrete_fields}
    missing = {name for name, label in fields.items() if label not in labels}
    assert missing == {"id", "password", "sort_name", "active_changed"}
    assert "second factor is set up" in labels


@pytest.mark.parametrize("kind", ["image/webp", "application/pdf"])
def test_a_picture_or_a_pdf_is_not_compressed_again(kind):
    answer = Compression(lambda request: None).process_response(
        RequestFactory().get("/", headers={"accept-encoding": "gzip"}),
        HttpResponse(b"x" * 500, content_type=kind),
    )
    assert (answer.content, answer.get("Content-Encoding")) == (b"x" * 500, None)
