"""Curation of news: the queue, and the page on which a curator reads and decides."""

import datetime as dt
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.utils import timezone

from audit.models import AuditEvent
from news import actions
from news.models import NewsItem
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
CURATION = "/admin/news/newsitem/"


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


@pytest.fixture
def lea(kin):
    return factories.lead(kin, legal_name="Lea Lead")


@pytest.fixture
def waiting(kin, lea):
    for _ in range(10):
        factories.person()
    item = draft(kin, title="Big news", told="employees", audience="employees")
    return actions.schedule(item=item, by=lea, version=1)


def draft(brg, **facts):
    given = {"status": "draft", "published": None, "told_rule": "", "told_figure": ""}
    return factories.news_item(brg, **given | facts)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("\xa0", " ").split())


def page(item):
    return f"{CURATION}{item.pk}/"


def fresh(item):
    return NewsItem.objects.get(pk=item.pk)


def queue(desk):
    return next(each for each in desk.get("/admin/").context["queues"] if each.key == "news")


# The queue


def test_what_waits_stands_on_the_first_page_with_its_age(desk, waiting, kin):
    later = draft(kin, title="Older", status="waiting", told_rule="Every employee")
    NewsItem.objects.filter(pk=later.pk).update(asked=timezone.now() - 2 * DAY)
    found = queue(desk)
    rows = [
        (row.title, [cell.text.replace("\xa0", " ") for cell in row.cells]) for row in found.rows
    ]
    assert rows == [
        ("Kin · Older", ["Every employee", "2 days, late"]),
        ("Kin · Big news", ["Every employee", "Less than an hour"]),
    ]
    assert found.rows[1].url == page(waiting)
    assert found.count == 2


def test_a_curator_without_permission_for_groups_sees_no_queue_and_no_page(desk, carol, waiting):
    carol.groups.clear()
    keys = [each.key for each in desk.get("/admin/").context["queues"]]
    assert "news" not in keys
    assert desk.get(CURATION).status_code == 404
    assert desk.get(page(waiting)).status_code == 404


def test_whoever_only_views_groups_reads_and_does_not_decide(desk, carol, waiting):
    carol.groups.clear()
    carol.user_permissions.add(Permission.objects.get(codename="view_brg"))
    assert "Approve" not in words(desk.get(page(waiting)))
    assert desk.post(page(waiting), {"act": "approve", "version": "1"}).status_code == 403


# The list


def test_the_list_names_host_state_and_readers_and_no_person(desk, kin, lea):
    denver = factories.chapter(kin, name="Denver")
    draft(kin, title="Of the chapter", chapter=denver, author=lea)
    factories.news_item(kin, title="Out", audience="public", author=lea)
    response = desk.get(CURATION)
    assert [row.title for row in response.context["rows"]] == [
        *("Kin · Out", "Kin Denver · Of the chapter"),
    ]
    assert lea.name not in words(response)


@pytest.mark.parametrize(
    ("asked", "found"),
    [("?q=apple", ["Apples"]), ("?status=draft", ["Pears"]), ("?q=apple&status=draft", [])],
)
def test_the_list_is_narrowed_by_words_and_by_status(desk, kin, asked, found):
    factories.news_item(kin, title="Apples")
    factories.news_item(kin, title="Pears", status="draft", published=None)
    page = desk.get(CURATION + asked).content.decode()
    assert [title for title in ("Apples", "Pears") if f"Kin · {title}" in page] == found


def test_the_list_makes_the_same_queries_for_one_and_for_many(desk, kin, django_assert_num_queries):
    denver = factories.chapter(kin)
    draft(kin, chapter=denver)
    desk.get(CURATION)
    for _ in range(2):
        with django_assert_num_queries(5):
            desk.get(CURATION)
        draft(factories.brg())
        draft(kin, chapter=denver)


# Reading and deciding


def test_a_curator_reads_the_text_and_who_would_be_told(desk, waiting):
    response = desk.get(page(waiting))
    shown = words(response)
    for part in ("Big news", "What happened.", "All of it.", "Every employee", "10"):
        assert part in shown
    assert "Ten minutes after you approve" in shown
    assert response.context["may_decide"]


def test_approved_it_is_on_its_way(desk, waiting):
    response = desk.post(page(waiting), {"act": "approve", "version": "1"})
    assert (response["Location"], said(response)) == ("/admin/", ["Approved."])
    assert fresh(waiting).status == "scheduled"
    assert LogEntry.objects.get().change_message == "Approved."
    assert queue(desk).count == 0


def test_returned_it_carries_the_note(desk, waiting):
    response = desk.post(page(waiting), {"act": "return", "version": "1", "note": "Shorter."})
    assert (response["Location"], said(response)) == ("/admin/", ["Returned with a note."])
    assert (fresh(waiting).status, fresh(waiting).note) == ("returned", "Shorter.")
    assert "Shorter." in words(desk.get(page(waiting)))


def test_without_a_note_nothing_is_returned(desk, waiting):
    response = desk.post(page(waiting), {"act": "return", "version": "1", "note": ""})
    assert response.status_code == 422
    assert fresh(waiting).status == "waiting"


def test_words_that_changed_since_are_read_once_more(desk, waiting, lea):
    actions.take_back(item=waiting, by=lea)
    edited = fresh(waiting)
    edited.body = "Other words."
    actions.edit(item=edited, by=lea, version=1)
    actions.schedule(item=edited, by=lea, version=2)
    sent = {"act": "return", "version": "1", "note": "Kept while you read."}
    response = desk.post(page(waiting), sent)
    assert response.status_code == 409
    shown = words(response)
    assert "Other words." in shown
    assert "Kept while you read." in shown
    assert not LogEntry.objects.exists()


def test_whoever_asked_finds_no_button_to_approve(desk, carol, kin):
    for _ in range(10):
        factories.person()
    factories.officer(carol, kin, "co_chair")
    item = draft(kin, told="employees", audience="employees")
    item = actions.schedule(item=item, by=carol, version=1)
    response = desk.get(page(item))
    assert "another curator decides" in words(response)
    assert 'value="approve"' not in response.content.decode()
    response = desk.post(page(item), {"act": "approve", "version": "1"})
    assert said(response) == ["You asked for this yourself, so another curator decides."]
    assert fresh(item).status == "waiting"
    assert not LogEntry.objects.exists()


def test_what_does_not_wait_is_only_read(desk, kin):
    item = factories.news_item(kin)
    assert not desk.get(page(item)).context["may_decide"]
    response = desk.post(page(item), {"act": "approve", "version": "1"})
    assert said(response) == ["This does not wait for a curator any more."]


@pytest.mark.parametrize("tail", ["add/", "1/delete/", "1/history/", "1/change/"])
def test_there_is_no_other_page(desk, tail):
    assert desk.get(CURATION + tail).status_code == 404


# Taking down what is out


def test_a_curator_takes_down_what_is_out_after_a_page_that_asks(desk, carol, kin):
    item = factories.news_item(kin, title="Not true")
    address = f"{CURATION}{item.pk}/take-down/"
    assert f'href="{address}"' in desk.get(f"{CURATION}{item.pk}/").content.decode()
    assert "Take this down?" in desk.get(address).content.decode()
    assert fresh(item).status == "published"
    response = desk.post(address)
    assert response.url == f"{CURATION}{item.pk}/"
    assert said(response) == ["Taken down. Nobody but the leads and curators sees it now."]
    assert fresh(item).status == "withdrawn"
    event = AuditEvent.objects.get(verb="news.withdrawn")
    assert (event.actor, event.thing_id) == (carol.public_id, str(item.pk))
    assert LogEntry.objects.get().change_message == "Taken down"


def test_what_is_not_out_cannot_be_taken_down(desk, waiting):
    address = f"{CURATION}{waiting.pk}/take-down/"
    assert address not in desk.get(f"{CURATION}{waiting.pk}/").content.decode()
    assert said(desk.post(address)) == ["This is not published."]
    assert fresh(waiting).status == "waiting"
    assert not LogEntry.objects.exists()


def test_who_may_only_look_takes_nothing_down(client, kin, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    looks = factories.person(is_staff=True)
    looks.user_permissions.add(Permission.objects.get(codename="view_brg"))
    client.force_login(looks)
    item = factories.news_item(kin)
    assert "take-down" not in client.get(f"{CURATION}{item.pk}/").content.decode()
    assert client.post(f"{CURATION}{item.pk}/take-down/").status_code == 403
    assert fresh(item).status == "published"
