"""Answering to an event and changing one's mind, with the keyboard alone, and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from events.actions import cancel_rsvp
from events.models import AccessibilityRequest, Rsvp
from tests import factories
from tests.browser.hands import Keyboard, Pointer

WAYS = {
    "by keyboard alone": (Keyboard, {}),
    "without scripts": (Pointer, {"java_script_enabled": False, "width": 320}),
}


@pytest.fixture(params=WAYS)
def start(request, open_as):
    """Open a page as somebody and give the page with a hand to use it."""
    hand, options = WAYS[request.param]

    def open_page(who, where) -> tuple[Page, Keyboard | Pointer]:
        page = open_as(who, where, **options).page
        return page, hand(page)

    return open_page


@pytest.fixture
def noor(organization):
    """An employee in no group, who belongs to one test."""
    return factories.person(password=factories.PASSWORD, preferred_name="Noor")


def says(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(words)


def statuses(person) -> list[str]:
    return list(Rsvp.objects.filter(person=person).values_list("status", flat=True))


def test_goes_and_gives_the_place_back(start, noor):
    event = factories.event(factories.brg())
    page, hand = start(noor, event.get_absolute_url())
    hand.press("I am coming")
    says(page, "You are going.")
    assert statuses(noor) == ["going"]
    hand.unfold("I can’t come")
    hand.press("Give my place back")
    says(page, "You gave your place back.")
    assert statuses(noor) == []


def test_waits_asks_to_be_asked_and_takes_what_is_offered(start, noor):
    event = factories.event(factories.brg(), capacity=1)
    going = factories.rsvp(event, factories.person())
    page, hand = start(noor, event.get_absolute_url())
    hand.tick("If I have to wait, seat me when a place is free")
    hand.press("Wait for a seat")
    says(page, "You are on the waiting list.")
    hand.press("Seat me at once instead")
    says(page, "A free seat is yours at once.")
    hand.press("Ask me first instead")
    says(page, "When a seat is free, we ask you first.")
    cancel_rsvp(event=event, by=going.person)
    page.goto("/me/events/")
    hand.press(f"Take the seat {event.title}")
    says(page, "The seat is yours.")
    assert statuses(noor) == ["going"]


def test_says_what_is_needed_and_takes_it_back(start, noor):
    contact = factories.person(preferred_name="Carl")
    event = factories.event(factories.brg(), accessibility_contact=contact)
    page, hand = start(noor, event.get_absolute_url())
    hand.follow("Say what you need to take part")
    hand.fill("What do you need?", "Captions")
    hand.press("Send to Carl")
    says(page, "Sent. Only Carl reads it.")
    assert AccessibilityRequest.objects.get(person=noor).text == "Captions"
    hand.follow("Say what you need to take part")
    hand.press("Delete it")
    says(page, "Deleted.")
    assert not AccessibilityRequest.objects.filter(person=noor).exists()
