"""The first page of curation: what waits for curators."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.actions import deactivate
from accounts.visibility import Visibility
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
KEYS = [
    *("texts", "events", "news", "proposals", "vacant", "vacant-chapters", "caretakers", "endings"),
    *("overdue", "drafts"),
]
# Those of which something waits for an answer.
ANSWERED = ("texts", "events", "news", "proposals")


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
def kin():
    return factories.brg(slug="kin", acronym="Kin", name="Kin of all")


def queue(response, key):
    return next(queue for queue in response.context["queues"] if queue.key == key)


def listed(response, key):
    """What a queue says, row by row: the title, then the words beside it."""
    rows = queue(response, key).rows
    return [[row.title, *(cell.text.replace("\xa0", " ") for cell in row.cells)] for row in rows]


def links(response, key):
    return [row.url for row in queue(response, key).rows]


def tones(response, key):
    return [row.cells[-1].tone for row in queue(response, key).rows]


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("\xa0", " ").split())


def asked(**ago):
    return {"asked": timezone.now() - dt.timedelta(**ago)}


def test_the_most_pressing_queue_comes_first(desk):
    assert [queue.key for queue in desk.get("/admin/").context["queues"]] == KEYS


# What waits for an answer


def test_texts_wait_with_what_would_change_and_for_how_long(desk, kin):
    lead = factories.person(legal_name="Lea Leads")
    fresh = factories.text_change(factories.brg(name="Fresh"), lead, **asked(hours=3))
    texts = {"name": "New", "vision": "New"}
    late = factories.text_change(kin, lead, texts=texts, **asked(days=3))
    old = factories.text_change(factories.brg(name="Old"), lead, **asked(days=15))
    newest = factories.text_change(factories.brg(name="Newest"), lead, **asked(minutes=59))
    factories.text_change(factories.brg(), lead, status="returned")
    response = desk.get("/admin/")
    assert listed(response, "texts") == [
        ["Old", "Mission", "2 weeks, late"],
        ["Kin of all", "Name, Vision", "3 days, late"],
        ["Fresh", "Mission", "3 hours"],
        ["Newest", "Mission", "Less than an hour"],
    ]
    assert tones(response, "texts") == ["bad", "warn", "", ""]
    assert queue(response, "texts").count == 4
    assert links(response, "texts") == [
        reverse("admin:brgs_texts", args=[change.pk]) for change in (old, late, fresh, newest)
    ]
    assert "Lea Leads" not in words(response)


def test_proposals_wait_with_their_region_and_for_how_long(desk, kin):
    ann = factories.person(legal_name="Ann Asks")
    waits = factories.proposal(kin, ann, state="supported", **asked(hours=30))
    factories.proposal(kin, ann)
    factories.proposal(kin, ann, state="returned")
    chapter = waits.chapter
    response = desk.get("/admin/")
    assert listed(response, "proposals") == [
        [f"Kin · {chapter.name}", chapter.region.name, "1 day, late"]
    ]
    assert links(response, "proposals") == [reverse("admin:chapters_proposal", args=[waits.pk])]
    assert "Chapters to approve 1 waiting" in words(response)
    assert "Ann Asks" not in words(response)


# Posts


def test_a_group_that_nobody_leads_is_one_click_from_an_offer(desk, kin, carol):
    factories.officer(factories.person(), factories.brg(name="Led"))
    gone = factories.brg(name="Gone", slug="gone")
    deactivate(person=factories.lead(gone), by=carol)
    response = desk.get("/admin/")
    assert listed(response, "vacant") == [["Gone", "Vacant"], ["Kin of all", "Vacant"]]
    assert links(response, "vacant")[1] == "/admin/brgs/officer/add/?brg=kin&role=chair"
    assert desk.get(links(response, "vacant")[0]).context["form"]["brg"].value() == "gone"


def test_a_chapter_that_nobody_leads_is_one_click_from_an_offer(desk, kin):
    factories.chapter_lead(factories.chapter(kin))
    factories.chapter(kin, status="dormant")
    empty = factories.chapter(kin, name="Empty")
    response = desk.get("/admin/")
    assert listed(response, "vacant-chapters") == [["Kin · Empty", empty.region.name, "Vacant"]]
    form = desk.get(links(response, "vacant-chapters")[0]).context["form"]
    assert (form["chapter"].value(), form["role"].value()) == (str(empty.pk), "chapter_lead")


def test_whoever_may_not_offer_is_led_to_the_group(desk, carol, kin):
    carol.groups.clear()
    carol.user_permissions.set(Permission.objects.filter(codename__in=["view_brg", "view_officer"]))
    response = desk.get("/admin/")
    assert links(response, "vacant") == [f"/admin/brgs/brg/{kin.pk}/change/"]
    assert [queue.key for queue in response.context["queues"]] == [
        key for key in KEYS if key not in ("proposals", "vacant-chapters")
    ]


def test_caretakers_are_marked_and_nobody_is_named(desk, kin):
    day = factories.today()
    chapter = factories.chapter(kin, name="Denver")
    olga = factories.person(legal_name="Olga Officer")
    factories.officer(olga, kin, ends=day - 2 * DAY)
    factories.chapter_officer(olga, chapter, ends=day - 5 * DAY)
    factories.officer(olga, factories.brg(), ends=day - 60 * DAY)
    factories.officer(olga, factories.brg(), ends=day - DAY, cut_short=True)
    response = desk.get("/admin/")
    assert listed(response, "caretakers") == [
        ["Chapter lead · Kin · Denver", "Caretaker", date_format(day + 55 * DAY)],
        ["Chair · Kin", "Caretaker", date_format(day + 58 * DAY)],
    ]
    assert "Olga" not in words(response)


def test_terms_that_end_are_listed_the_next_one_first(desk, kin):
    day = factories.today()
    chapter = factories.chapter(kin, name="Denver")
    factories.officer(factories.person(), kin, ends=day + 90 * DAY)
    factories.officer(factories.person(), kin, "treasurer", ends=day + 91 * DAY)
    factories.officer(factories.person(), kin, "secretary", ends=day + DAY)
    factories.chapter_officer(factories.person(), chapter, ends=day + 30 * DAY)
    put_away = factories.brg(status="archived")
    factories.officer(factories.person(), put_away, ends=day + DAY)
    response = desk.get("/admin/")
    assert listed(response, "endings") == [
        ["Secretary · Kin", date_format(day + DAY), "1 day"],
        ["Chapter lead · Kin · Denver", date_format(day + 30 * DAY), "30 days"],
        ["Chair · Kin", date_format(day + 90 * DAY), "90 days"],
    ]
    assert tones(response, "endings") == ["warn", "warn", ""]


# Groups


def test_groups_to_look_after(desk):
    review = {"review_date": dt.date(2024, 5, 1)}
    factories.brg(name="Late", content_owner="Office of Care", **review)
    factories.brg(name="Later", review_date=dt.date(2023, 1, 1))
    factories.brg(name="Not yet", review_date=dt.date(2099, 1, 1))
    factories.brg(name="Put away", status="archived", **review)
    factories.brg(name="Begun", status="draft")
    response = desk.get("/admin/")
    assert listed(response, "overdue") == [
        ["Later", "Nobody", "Jan. 1, 2023"],
        ["Late", "Office of Care", "May 1, 2024"],
    ]
    assert listed(response, "drafts") == [["Begun", "Nobody", "No date"]]


def test_a_queue_with_nothing_in_it_says_so(desk):
    assert words(desk.get("/admin/")).count("None. All is well here.") == len(KEYS)


# Long queues


def fill(number):
    """So many rows for each of the queues."""
    day = factories.today()
    lead = factories.person()
    for _ in range(number):
        group = factories.brg(review_date=dt.date(2020, 1, 1))
        chapter = factories.chapter(group)
        factories.brg(status="draft")
        factories.text_change(group, lead)
        factories.event(group, status="submitted", published=None, asked=timezone.now())
        factories.news_item(group, status="waiting", published=None, asked=timezone.now())
        factories.proposal(group, lead, state="supported")
        factories.officer(factories.person(), group, ends=day - DAY)
        factories.officer(factories.person(), group, "treasurer", ends=day + DAY)
        factories.chapter_officer(factories.person(), chapter, ends=day - DAY)
        factories.chapter_officer(factories.person(), chapter, "treasurer", ends=day + DAY)


def test_long_queues_lead_to_the_whole(desk, monkeypatch):
    monkeypatch.setattr("portal.queues.SHOWN", 2)
    fill(3)
    response = desk.get("/admin/")
    more = {key: [url for url, _words in queue(response, key).more] for key in KEYS}
    offices = ["/admin/brgs/officer/", "/admin/chapters/chapterofficer/"]
    assert more == {
        "texts": [],
        "events": ["/admin/events/event/?status=submitted"],
        "news": ["/admin/news/newsitem/?status=waiting"],
        "proposals": ["/admin/chapters/chapter/?status=supported"],
        "vacant": ["/admin/brgs/brg/?attention=vacant"],
        "vacant-chapters": ["/admin/chapters/chapter/?status=vacant"],
        "caretakers": [f"{where}?standing=caretaker" for where in offices],
        "endings": [f"{where}?standing=ending" for where in offices],
        "overdue": ["/admin/brgs/brg/?attention=overdue"],
        "drafts": ["/admin/brgs/brg/?status=draft"],
    }
    for key in KEYS:
        assert len(queue(response, key).rows) == 2
        for url in more[key]:
            assert len(desk.get(url).context["rows"]) == 3, url
    assert [queue(response, key).count for key in ANSWERED] == [3] * 4


@pytest.mark.parametrize("number", [1, 3])
def test_the_first_page_asks_the_same_of_the_database_however_much_waits(
    desk, number, django_assert_num_queries
):
    fill(number)
    desk.get("/admin/")
    # The session, the person and their permissions (two); texts, events, news and proposals with
    # their numbers; vacant groups and chapters; caretakers and endings, of each two; overdue,
    # drafts; one's own changes; how often people came.
    with django_assert_num_queries(22):
        desk.get("/admin/")


def test_a_hidden_membership_changes_no_byte(desk, kin):
    fill(1)
    olga = factories.person()
    chapter = factories.chapter(kin)
    desk.get("/admin/")
    without = desk.get("/admin/").content
    own = factories.membership(olga, kin, Visibility.ONLY_ME)
    factories.chapter_membership(own, chapter)
    assert desk.get("/admin/").content == without
