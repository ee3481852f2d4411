"""Notices are read, and mail is chosen and ended, by keyboard and where no script runs."""

import pytest
from playwright.sync_api import Page, expect

from notices.models import Choice, Mailbox, Notice, key_of
from tests import factories
from tests.browser.hands import Keyboard, Pointer

WAYS = {
    "by keyboard alone": (Keyboard, {}),
    "without scripts": (Pointer, {"java_script_enabled": False}),
}


@pytest.fixture(params=WAYS)
def start(request, open_as):
    """Open a page on a phone as somebody, and give it with a hand to use it."""
    hand, options = WAYS[request.param]

    def open_page(who, where) -> tuple[Page, Keyboard | Pointer]:
        page = open_as(who, where, width=320, **options).page
        return page, hand(page)

    return open_page


@pytest.fixture
def reader(organization):
    """An employee with two notices, who belongs to one test."""
    person = factories.person(preferred_name="Noor")
    for title in ("First", "Second"):
        factories.notice(person, letter={"title": title, "url": "/groups/"})
    return person


def unread(person) -> int:
    return Notice.objects.filter(person=person, read=None).count()


def test_opens_a_notice_from_the_bell_and_marks_the_rest(start, reader):
    page, hand = start(reader, "/events/")
    hand.follow("Notices 2 unread")
    hand.press("Second")
    expect(page.get_by_role("heading", level=1)).to_have_text("Groups")
    assert unread(reader) == 1
    hand.follow("Notices 1 unread")
    hand.press("Mark all as read")
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    assert unread(reader) == 0


def test_chooses_how_to_be_told(start, reader):
    group = factories.brg()
    factories.membership(reader, group)
    page, hand = start(reader, "/me/notices/")
    hand.follow("How I am told")
    hand.pick("News", "Once a week")
    hand.pick(group.name, "In the portal only")
    hand.press("Save")
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    kept = Choice.objects.filter(person=reader).exclude(delivery="at_once")
    assert {(row.kind, row.topic, row.delivery) for row in kept} == {
        ("news", "", "weekly"),
        ("", key_of(group), "portal"),
    }


def test_ends_mail_without_signing_in(start, reader):
    mailbox = Mailbox.objects.create(person=reader)
    letter = Notice.objects.filter(person=reader).first().letter
    page, hand = start(None, f"/unsubscribe/{mailbox.token}{letter.public_id}/")
    hand.press("Stop this mail")
    expect(page.get_by_role("heading", level=1)).to_have_text("No more mail like this")
    assert Choice.objects.get(person=reader).delivery == "portal"
