"""The pages of chapters: all of them, one, and one's own places among one's groups."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from brgs.actions import publish_figures as publish_groups
from chapters.actions import export_roster, publish_figures
from chapters.models import Chapter, ChapterMembership
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    person = factories.person()
    client.force_login(person)
    return person


@pytest.fixture
def denver():
    region = factories.region(name="Colorado", slug="colorado")
    group = factories.brg(acronym="KIN", slug="kin", name="Kinfolk")
    return factories.chapter(group, slug="denver", name="Denver", region=region, city="Aurora")


DENVER = "/groups/kin/chapters/denver/"


def titles(answer):
    """The chapters on a page, by region."""
    return {
        row["region"].name: [card["title"] for card in row["cards"]]
        for row in answer.context["regions"]
    }


def place(chapter, visibility=Visibility.EVERYONE, **fields):
    person = factories.person(**fields)
    factories.chapter_membership(factories.membership(person, chapter.brg, visibility), chapter)
    return person


# All chapters


def test_lists_open_chapters_of_active_groups_by_region_and_group(client, denver):
    west = factories.region(name="West")
    other, hidden = factories.brg(acronym="ANT"), factories.brg(status="paused")
    factories.chapter(other, name="Boulder", region=denver.region)
    factories.chapter(other, name="Coast", region=west, status="dormant")
    factories.chapter(other, name="Gone", region=west, status="closed")
    factories.chapter(other, name="Asked", region=west, status="proposed")
    factories.chapter(hidden, name="Hidden", region=west)
    found = titles(client.get("/chapters/"))
    assert found == {"Colorado": ["ANT Boulder", "KIN Denver"], "West": ["ANT Coast"]}


def test_a_card_says_group_city_figure_and_whether_it_rests(client, denver):
    for _ in range(12):
        place(denver)
    for _ in range(10):
        factories.membership(factories.person(), denver.brg)
    publish_groups()
    publish_figures()
    (card,) = client.get("/chapters/").context["regions"][0]["cards"]
    assert (card["subtitle"], [str(note) for note in card["notes"]], card["badge"]) == (
        "Kinfolk",
        ["Aurora", "10 members"],
        "",
    )
    Chapter.objects.update(status="dormant", figure_dropped=True)
    (card,) = client.get("/chapters/").context["regions"][0]["cards"]
    assert (card["notes"], str(card["badge"])) == (["Aurora"], "Resting")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=AURORA", ["KIN Denver"]),
        ("?q=kinfolk", ["KIN Denver"]),
        ("?region=colorado", ["KIN Denver"]),
        ("?group=kin", ["KIN Denver"]),
        ("?group=kin&region=west", []),
        ("?q=zzz", []),
        ("?region=nowhere&group=nobody&x=1", ["KIN Denver", "ANT Else"]),
        ("?q=%00&group=%00&region=%00&after=%00", ["KIN Denver", "ANT Else"]),
        ("?after=word", ["KIN Denver", "ANT Else"]),
        ("?after=999999999999999999999999", ["KIN Denver", "ANT Else"]),
    ],
)
def test_is_narrowed_by_words_region_and_group(client, denver, query, found):
    west = factories.region(name="West", slug="west")
    factories.chapter(factories.brg(acronym="ANT"), name="Else", region=west)
    answer = client.get(f"/chapters/{query}")
    assert answer.status_code == 200
    assert sum(titles(answer).values(), []) == found


def test_goes_on_where_it_ended_and_keeps_the_filters(client, monkeypatch, denver):
    monkeypatch.setattr("portal.chapters.CHAPTERS_A_PAGE", 2)
    for number in range(4):
        factories.chapter(denver.brg, name=f"C{number}", region=denver.region)
    factories.chapter(factories.brg(), name="Else")
    url, found = "/chapters/?group=kin", []
    while url:
        answer = client.get(url)
        found += sum(titles(answer).values(), [])
        url = answer.context["next_url"] and f"/chapters/{answer.context['next_url']}"
    assert found == [f"KIN {name}" for name in ("C0", "C1", "C2", "C3", "Denver")]
    assert answer.context["start_url"] == "?group=kin"


def test_with_very_many_groups_the_list_of_them_gives_way_to_the_words(client, monkeypatch, denver):
    monkeypatch.setattr("portal.chapters.GROUPS_TO_CHOOSE_FROM", 1)
    factories.chapter(factories.brg(slug="other"), name="Else")
    form = client.get("/chapters/").context["filter"].form
    assert list(form.fields) == ["q", "region"]
    answer = client.get("/chapters/?group=kin")
    choices = [value for value, _ in answer.context["filter"].form.fields["group"].choices]
    assert choices == ["", "kin"]
    assert titles(answer) == {"Colorado": ["KIN Denver"]}
    assert client.get("/chapters/?group=%00").status_code == 200


def test_says_so_where_there_is_nothing(client, denver):
    assert "No chapter matches" in client.get("/chapters/?q=zzz").content.decode()
    Chapter.objects.all().delete()
    assert "No chapters yet" in client.get("/chapters/").content.decode()


# One chapter


def test_a_visitors_page_has_no_person_in_it(client, denver):
    lead = factories.chapter_lead(denver, Visibility.EVERYONE, legal_name="Lea Lead")
    page = client.get(DENVER)
    assert "officers" not in page.context
    assert "people" not in page.context
    assert lead.name not in page.content.decode()


def test_facts_are_region_city_figure_and_year(client, denver):
    Chapter.objects.update(founded=1990)
    publish_figures()
    Chapter.objects.update(figure_dropped=False)
    facts = [
        (str(fact["label"]), str(fact["value"])) for fact in client.get(DENVER).context["facts"]
    ]
    assert facts == [
        ("Region", "Colorado"),
        ("City", "Aurora"),
        ("Members", "Fewer than 10"),
        ("Founded", "1990"),
    ]


def test_a_figure_that_would_tell_is_absent(client, denver):
    publish_groups()
    publish_figures()
    assert Chapter.objects.get().members_figure is not None
    assert "Fewer than 10" not in client.get(DENVER).content.decode()
    assert "Fewer than 10" not in client.get("/chapters/").content.decode()


def test_officers_are_those_in_their_term_and_caretakers_plainly_marked(client, alice, denver):
    today = factories.today()
    factories.chapter_officer(
        factories.person(legal_name="Cara"),
        denver,
        starts=today - dt.timedelta(30),
        ends=today - dt.timedelta(1),
    )
    factories.chapter_officer(factories.person(legal_name="Tess"), denver, "treasurer")
    factories.chapter_officer(factories.person(), denver, "events", accepted=None)
    factories.chapter_officer(factories.person(), denver, "secretary", ends=today)
    officers = client.get(DENVER).context["officers"]
    assert [(row["name"], str(row["line"])) for row in officers] == [
        ("Cara", "Chapter lead, caretaker"),
        ("Tess", "Treasurer"),
    ]


def names(answer):
    return [person["name"] for person in answer.context["people"]]


def test_lists_those_whom_the_viewer_may_see_by_name(client, alice, denver):
    for name, visibility in (
        ("Zoë", "everyone"),
        ("Ana", "everyone"),
        ("Mia", "members"),
        ("Leo", "leads"),
        ("Olga", "only_me"),
    ):
        place(denver, visibility, legal_name=name)
    place(factories.chapter(denver.brg), legal_name="Elsewhere")
    assert names(client.get(DENVER)) == ["Ana", "Zoë"]
    own = factories.membership(alice, denver.brg, Visibility.MEMBERS)
    assert names(client.get(DENVER)) == ["Ana", "Mia", "Zoë"]
    own.visibility = Visibility.ONLY_ME
    own.save()
    assert names(client.get(DENVER)) == []
    factories.chapter_officer(alice, denver)
    assert names(client.get(DENVER)) == ["Ana", "Leo", "Mia", "Zoë"]


def test_the_members_go_on_where_they_ended(client, alice, denver, monkeypatch):
    monkeypatch.setattr("portal.chapter_page.MEMBERS_A_PAGE", 2)
    for name in "ABC":
        place(denver, legal_name=name)
    first = client.get(DENVER)
    second = client.get(DENVER + first.context["next_url"].partition("#")[0])
    assert (names(first), names(second)) == (["A", "B"], ["C"])
    assert second.context["start_url"] == f"{DENVER}#people"


@pytest.mark.parametrize("after", ["%00", "x", "9" * 40])
def test_an_unknown_place_begins_at_the_start(client, alice, denver, after):
    place(denver, legal_name="A")
    assert names(client.get(f"{DENVER}?after={after}")) == ["A"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("visitor", "Sign in to join"),
        ("employee", "Join this chapter"),
        ("member", "You belong to KIN, so nothing more is asked."),
        ("here", "Leave the chapter"),
        ("elsewhere", "You belong to Boulder. You can move here in one step."),
        ("no employee", "Your account has no employee id, so it cannot join."),
    ],
)
def test_the_panel_says_what_can_be_done(client, denver, who, expected):
    boulder = factories.chapter(denver.brg, name="Boulder")
    alice = factories.visitor_account() if who == "no employee" else factories.person()
    if who in ("member", "here", "elsewhere"):
        own = factories.membership(alice, denver.brg)
        if who != "member":
            factories.chapter_membership(own, denver if who == "here" else boulder)
    if who != "visitor":
        client.force_login(alice)
    assert expected in client.get(DENVER).content.decode()


@pytest.mark.parametrize(
    ("make", "manages"),
    [
        (lambda chapter: factories.chapter_lead(chapter), True),
        (lambda chapter: factories.lead(chapter.brg), True),
        (lambda chapter: place(chapter), False),
        (lambda chapter: factories.chapter_lead(factories.chapter(chapter.brg)), False),
    ],
    ids=["its lead", "the group's lead", "a member", "another chapter's lead"],
)
def test_those_who_manage_it_find_the_way_there(client, denver, make, manages):
    client.force_login(make(denver))
    assert client.get(DENVER).context["manages"] is manages


CHAPTER_QUERIES = {"visitor": 3, "employee": 10}


@pytest.mark.parametrize("who", CHAPTER_QUERIES)
@pytest.mark.parametrize("size", [1, 3])
def test_pages_of_chapters_ask_no_more_for_more_rows(
    client, denver, who, size, django_assert_max_num_queries
):
    for _ in range(size):
        factories.chapter_lead(factories.chapter(factories.brg()))
        factories.chapter_lead(denver)
        factories.event(denver.brg, chapter=denver, audience="public")
        place(denver)
    publish_figures()
    if who == "employee":
        client.force_login(place(denver))
    for path in ("/chapters/", DENVER):
        client.get(path)
    with django_assert_max_num_queries(5):
        client.get("/chapters/")
    with django_assert_max_num_queries(CHAPTER_QUERIES[who]):
        client.get(DENVER)


# A group's page and the directory


def test_a_group_shows_its_chapters_by_region_and_counts_the_active_ones(client, denver):
    arctic = factories.region(name="Arctic")
    factories.chapter(denver.brg, name="North", region=arctic, status="dormant")
    factories.chapter(denver.brg, name="Gone", region=arctic, status="closed")
    page = client.get("/groups/kin/").context
    rows = [(row["where"], row["name"], row["is_resting"]) for row in page["chapters"]]
    assert rows == [("Arctic", "North", True), ("Colorado · Aurora", "Denver", False)]
    facts = {str(fact["label"]): fact["value"] for fact in page["facts"]}
    assert facts["Chapters"] == "1"


def test_members_find_the_way_to_propose_a_chapter(client, alice, denver):
    assert "Propose a chapter" not in client.get("/groups/kin/").content.decode()
    factories.membership(alice, denver.brg)
    assert "Propose a chapter" in client.get("/groups/kin/").content.decode()


def test_a_region_finds_groups_with_an_active_chapter_there(client, denver):
    west = factories.region(slug="west")
    for acronym, status in (("Awake", "active"), ("Asleep", "dormant")):
        factories.chapter(factories.brg(acronym=acronym), region=west, status=status)
    factories.brg(acronym="Based", home_region=west)
    factories.brg(acronym="Anywhere")
    based = factories.brg(acronym="Both", home_region=west)
    factories.chapter(based, region=denver.region)

    def found(region):
        cards = client.get(f"/groups/?region={region}").context["cards"]
        return [card["title"] for card in cards]

    # Without an active chapter and without a home, a group is at home everywhere.
    assert found("west") == ["Anywhere", "Asleep", "Awake", "Based", "Both"]
    assert found("colorado") == ["Anywhere", "Asleep", "Both", "KIN"]


# One's own


def test_my_groups_show_the_chapter_of_each(client, alice, denver):
    own = factories.membership(alice, denver.brg)
    page = client.get("/me/groups/")
    (row,) = page.context["current"]
    assert (row.chapter, row.has_others) == (None, True)
    assert "See the chapters" in page.content.decode()
    factories.chapter_membership(own, denver)
    page = client.get("/me/groups/")
    (row,) = page.context["current"]
    assert (row.chapter, row.has_others) == (denver, False)
    assert f"{DENVER}leave/" in page.content.decode()
    factories.chapter(denver.brg)
    page = client.get("/me/groups/").content.decode()
    assert "/chapters/?group=kin" in page


def test_a_chapter_of_an_archived_group_leads_nowhere(client, alice, denver):
    factories.chapter_membership(factories.membership(alice, denver.brg), denver)
    type(denver.brg).objects.update(status="archived")
    page = client.get("/me/groups/").content.decode()
    assert "Denver" in page
    assert DENVER not in page


def test_my_proposals_are_shown_with_their_state_and_note(client, alice, denver):
    factories.membership(alice, denver.brg)
    mine = factories.proposal(denver.brg, alice, state="returned", note="Which city?")
    bob = factories.person()
    factories.proposal(denver.brg, bob)
    page = client.get("/me/groups/")
    assert list(page.context["proposals"]) == [mine]
    text = page.content.decode()
    assert "Returned with a note" in text
    assert "Which city?" in text
    assert f"/me/proposals/{mine.pk}/withdraw/" in text


def test_what_others_see_names_chapter_and_offices_in_chapters(client, alice, denver):
    own = factories.membership(alice, denver.brg, Visibility.ONLY_ME)
    factories.chapter_membership(own, denver)
    factories.chapter_officer(alice, denver, "treasurer")
    factories.officer(alice, denver.brg, "events")
    page = client.get("/me/privacy/")
    (row,) = page.context["rows"]
    assert (row["chapter"], row["office"]) == (denver, "Events, Treasurer, Denver")
    assert "Its officers see what leads see." in page.content.decode()


def test_my_data_holds_chapters_offices_proposals_and_reasons(client, alice, denver):
    now = timezone.now()
    ended = factories.membership(
        alice, denver.brg, Visibility.LEADS, left=now, removal_reason="Spam."
    )
    factories.chapter_membership(ended, denver, left=now)
    boulder = factories.chapter(denver.brg, name="Boulder")
    own = factories.membership(alice, denver.brg, Visibility.ONLY_ME, joined=now)
    factories.chapter_membership(own, boulder)
    factories.chapter_officer(alice, boulder, "treasurer")
    factories.chapter_officer(alice, boulder, "events", accepted=None)
    factories.proposal(denver.brg, alice, note="Which city?")
    factories.officer(alice, denver.brg, note="The keys are in the drawer.")
    factories.text_change(denver.brg, alice, status="returned", note="Shorter.")
    factories.text_change(
        denver.brg, factories.person(), texts={"vision": "Ours."}, askers=[alice.public_id]
    )
    factories.text_change(
        denver.brg, factories.person(), texts={"vision": "Theirs."}, status="approved"
    )
    export_roster(brg=denver.brg, by=alice, reason="For the mailing.")
    place(denver, legal_name="Somebody else")
    answer = client.get("/me/privacy/my-data.csv").content.decode("utf-8-sig")
    rows = {tuple(row[:3]) for row in csv.reader(io.StringIO(answer))}
    assert {
        ("Chapter", "Denver, Kinfolk", "Leads of the group"),
        ("Chapter", "Boulder, Kinfolk", "Only me"),
        ("Reason of the removal", "Spam.", "Only me"),
        ("Office", "Treasurer, Boulder", ""),
        ("Office that was offered", "Events, Boulder", ""),
        ("Note on the proposal", "Which city?", "The group’s leads and curators"),
        ("Handover note to me", "The keys are in the drawer.", ""),
        (
            "New texts, returned with a note",
            "Kinfolk: New words.",
            "The group’s leads and curators",
        ),
        ("Note on the new texts", "Shorter.", "The group’s leads and curators"),
        ("New texts, waiting for a curator", "Kinfolk: Ours.", "The group’s leads and curators"),
        ("Reason of an export", "Kinfolk: For the mailing.", "The group’s leads"),
    } <= rows
    assert "Theirs." not in answer
    assert any(row[0].startswith("Proposal of a chapter") for row in rows)
    assert "Somebody else" not in answer
    assert ChapterMembership.objects.count() == 3
