"""The bell, the list of one's notices, and the page of each."""

import datetime as dt
import re

import pytest
from django.test import RequestFactory
from django.utils import timezone

from accounts.backends import AccountBackend
from accounts.models import User
from notices.models import Notice
from notices.unread import unread
from portal.context import site
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    person = factories.person()
    client.force_login(person)
    return person


def told(person, count=1, **facts):
    """Notices, each told a minute after the one before."""
    first = timezone.now() - dt.timedelta(hours=2)
    return [
        factories.notice(person, told=first + dt.timedelta(minutes=number), **facts)
        for number in range(count)
    ]


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def bell(response):
    """What the bell in the head of the page says; None where there is none."""
    found = re.search(r'<a class="bell".*?</a>', response.content.decode())
    return found and " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def titles(response):
    return [entry["title"] for entry in response.context["entries"]]


# The bell


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "Notices"),
        (1, "Notices 1 unread"),
        (9, "Notices 9 unread"),
        (10, "Notices 9+ unread"),
        (12, "Notices 9+ unread"),
    ],
)
def test_the_bell_says_in_words_how_much_is_unread(client, alice, count, said):
    told(alice, count)
    told(alice, 2, read=timezone.now())
    told(factories.person(), 3)
    told(alice, 1, in_portal=False)
    assert bell(client.get("/events/")) == said


def test_visitors_have_no_bell_and_nothing_is_asked_for_them(client, django_assert_num_queries):
    client.get("/concerns/")
    with django_assert_num_queries(0):
        assert bell(client.get("/concerns/")) is None


def test_the_bell_comes_with_the_viewer_and_costs_no_statement(
    client, alice, django_assert_num_queries
):
    told(alice, 12)
    client.get("/concerns/")
    # The session, and the person with the number on the bell.
    with django_assert_num_queries(2):
        client.get("/concerns/")


def test_the_bell_counts_no_further_than_it_shows(client, alice, django_assert_num_queries):
    told(alice, 12)
    loaded, plain = AccountBackend().get_user(alice.pk), User.objects.get(pk=alice.pk)
    with django_assert_num_queries(0):
        assert unread(loaded) == 10
    with django_assert_num_queries(1) as asked:
        assert unread(plain) == 10
    assert "LIMIT 10" in asked[0]["sql"]


def test_nothing_is_counted_for_a_page_without_a_bell(alice, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = alice
    with django_assert_num_queries(0):
        context = site(request)
    with django_assert_num_queries(1):
        assert context["bell"]() == ""


# The list


def test_lists_ones_own_notices_the_newest_first(client, alice):
    first, second = told(alice, 2)
    told(factories.person())
    told(alice, in_portal=False)
    response = client.get("/me/notices/")
    assert titles(response) == [second.letter.title, first.letter.title]


def test_says_from_whom_it_came_unless_it_is_folded(client, alice):
    told(alice, letter={"why": "You are a member of Kin."})
    told(alice, letter={"why": "You are a member of Veil."}, discreet=True)
    page = client.get("/me/notices/").content.decode()
    outside = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    assert ("of Kin." in outside, "of Veil." in outside, "of Veil." in page) == (True, False, True)


def test_says_in_words_what_is_unread(client, alice):
    told(alice, read=timezone.now())
    assert "Unread News" not in words(client.get("/me/notices/"))
    told(alice)
    page = words(client.get("/me/notices/"))
    assert (page.count("Unread News"), page.count("Read News")) == (1, 1)


def test_shows_the_unread_ones_alone_when_asked(client, alice):
    told(alice, read=timezone.now())
    new = told(alice)[0]
    assert titles(client.get("/me/notices/?show=unread")) == [new.letter.title]


def test_goes_on_where_the_page_ended_and_keeps_the_filter(client, alice, monkeypatch):
    monkeypatch.setattr("notices.views.NOTICES_A_PAGE", 2)
    rows = [row.letter.title for row in told(alice, 3)]
    told(alice, 3, read=timezone.now() - dt.timedelta(days=1))
    first = client.get("/me/notices/?show=unread")
    assert titles(first) == rows[:0:-1]
    second = client.get(f"/me/notices/{first.context['next_url']}")
    assert titles(second) == rows[:1]
    assert (second.context["next_url"], second.context["start_url"]) == ("", "?show=unread")
    # What was on the page before was seen, and what has come since was not.
    assert second.context["up_to"] == ""


def test_two_of_the_same_moment_are_both_listed(client, alice, monkeypatch):
    monkeypatch.setattr("notices.views.NOTICES_A_PAGE", 1)
    now = timezone.now()
    both = {factories.notice(alice, told=now).letter.title for _ in range(2)}
    first = client.get("/me/notices/")
    second = client.get(f"/me/notices/{first.context['next_url']}")
    assert {*titles(first), *titles(second)} == both


@pytest.mark.parametrize("after", ["unknown", "a\0b", "x" * 400])
def test_an_unknown_place_begins_at_the_start(client, alice, after):
    told(alice)
    assert len(titles(client.get("/me/notices/", {"after": after}))) == 1


def test_anothers_notice_is_no_place_to_go_on_from(client, alice):
    told(alice, 2)
    theirs = told(factories.person())[0]
    assert len(titles(client.get("/me/notices/", {"after": theirs.letter.public_id}))) == 2


def test_says_what_would_be_here_when_nothing_is(client, alice):
    assert "No notices yet" in words(client.get("/me/notices/"))
    told(alice, read=timezone.now())
    assert "You have read everything" in words(client.get("/me/notices/?show=unread"))


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_no_more_for_more_notices(client, alice, size, django_assert_num_queries):
    told(alice, size)
    client.get("/me/notices/")
    with django_assert_num_queries(3):
        client.get("/me/notices/")


def test_a_discreet_one_is_folded_under_a_neutral_title(client, alice):
    told(alice, discreet=True, letter={"title": "Pride picnic", "kind": "privacy"})
    page = client.get("/me/notices/").content.decode()
    entry = re.search(r'<ul class="notices".*?</ul>', page, re.DOTALL)[0]
    before, folded = entry.split("<details>")
    assert folded.startswith("<summary>A message</summary>")
    assert "Pride picnic" in folded
    # Not even of which kind it is.
    for word in ("Pride", "privacy"):
        assert word not in before


def test_reading_the_list_or_a_page_changes_nothing(client, alice):
    notice = told(alice)[0]
    client.get("/me/notices/")
    client.get(notice.get_absolute_url())
    notice.refresh_from_db()
    assert notice.read is None


# One notice


def test_a_page_says_why_it_came_to_whom_and_when(client, alice):
    sent = dt.datetime(2026, 3, 4, 20, tzinfo=dt.UTC)
    notice = told(alice, mail="sent", sent=sent)[0]
    page = words(client.get(notice.get_absolute_url()))
    assert "Why you got this You are a member." in page
    assert f"To whom it was sent To you, {alice.name}." in page
    assert "By mail Sent on Wednesday, March 4, 2026, noon" in page


MAILS = {
    "waiting": "It is on its way.",
    "failed": "The mail could not be delivered. You have it here.",
    "none": "No. It stands in the portal only.",
}


@pytest.mark.parametrize("mail", MAILS)
def test_a_page_says_what_became_of_the_mail(client, alice, mail):
    notice = told(alice, mail=mail)[0]
    assert f"By mail {MAILS[mail]}" in words(client.get(notice.get_absolute_url()))


def test_a_page_says_that_it_comes_with_a_digest(client, alice):
    digest = factories.notice(alice, letter={"kind": "digest"}, in_portal=False)
    notice = told(alice, mail="in_digest", digest=digest)[0]
    page = words(client.get(notice.get_absolute_url()))
    assert "By mail It comes with your next digest." in page


def test_the_title_of_a_discreet_page_names_nothing(client, alice):
    notice = told(alice, discreet=True, letter={"title": "Pride picnic"})[0]
    page = client.get(notice.get_absolute_url()).content.decode()
    assert re.search("<title>(.*?) ·", page)[1] == "A message"
    assert "<h1>Pride picnic</h1>" in page


def test_opening_marks_as_read_once_and_leads_on(client, alice):
    notice = told(alice, letter={"url": "/groups/?sort=new#top"})[0]
    response = client.post(notice.get_absolute_url())
    assert (response.status_code, response["Location"]) == (302, "/groups/?sort=new#top")
    read = Notice.objects.get(pk=notice.pk).read
    assert read
    client.post(notice.get_absolute_url())
    assert Notice.objects.get(pk=notice.pk).read == read


@pytest.mark.parametrize(
    "url", ["", "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"]
)
def test_opening_never_leads_out_of_the_portal(client, alice, url):
    notice = told(alice, letter={"url": url})[0]
    response = client.post(notice.get_absolute_url())
    assert response["Location"] == notice.get_absolute_url()


def test_without_a_way_on_there_is_only_the_mark_to_set(client, alice):
    notice = told(alice, letter={"url": ""})[0]
    assert "Mark as read" in words(client.get(notice.get_absolute_url()))
    client.post(notice.get_absolute_url())
    assert '<form method="post">' not in client.get(notice.get_absolute_url()).content.decode()


def test_anothers_notice_answers_as_one_that_is_not_there(client, alice):
    theirs = told(factories.person())[0]
    unknown = theirs.get_absolute_url().replace(theirs.letter.public_id, "u" * 22)
    for ask in (client.get, client.post):
        one, other = ask(theirs.get_absolute_url()), ask(unknown)
        assert (one.status_code, other.status_code) == (404, 404)
        assert one.content == other.content
    theirs.refresh_from_db()
    assert theirs.read is None


def test_a_letter_that_stands_in_no_list_has_no_page(client, alice):
    notice = told(alice, in_portal=False)[0]
    assert client.get(notice.get_absolute_url()).status_code == 404


# Marking all


def test_marks_all_as_read_up_to_what_was_seen(client, alice):
    older, newest = told(alice, 2)
    theirs = told(factories.person())[0]
    up_to = client.get("/me/notices/").context["up_to"]
    assert up_to == newest.letter.public_id
    since = factories.notice(alice)
    response = client.post("/me/notices/", {"up_to": up_to})
    assert response["Location"] == "/me/notices/"
    unread_now = Notice.objects.filter(read=None)
    assert set(unread_now) == {since, theirs}
    assert older not in unread_now


def test_marks_those_of_one_moment_that_were_seen_alone(client, alice):
    now = timezone.now()
    seen, since = (factories.notice(alice, told=now) for _ in range(2))
    client.post("/me/notices/", {"up_to": seen.letter.public_id})
    assert list(Notice.objects.filter(read=None)) == [since]


@pytest.mark.parametrize("up_to", ["", "unknown", "a\0b"])
def test_marks_nothing_that_was_not_seen(client, alice, up_to):
    told(alice)
    client.post("/me/notices/", {"up_to": up_to})
    assert Notice.objects.filter(read=None).count() == 1


def test_there_is_nothing_to_mark_where_all_is_read(client, alice):
    told(alice, read=timezone.now())
    assert "Mark all as read" not in words(client.get("/me/notices/"))
