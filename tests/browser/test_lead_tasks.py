"""Whatever a lead does is done at 320 px, with the keyboard alone, and where no script runs."""

import pytest
from playwright.sync_api import Page, expect

from brgs.models import Membership, Officer
from chapters.models import Chapter, Proposal
from events.models import Event
from resources.models import Resource
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
def group(organization):
    """A group that belongs to one test, with members and a chapter."""
    group = factories.brg(mission="Old mission.")
    factories.membership(factories.person(preferred_name="Ana Member"), group, "members")
    factories.membership(factories.person(preferred_name="Lee Leadsonly"), group, "leads")
    factories.chapter(group, name="Denver", slug="denver")
    return group


@pytest.fixture
def lead(group):
    return factories.lead(group, password=factories.PASSWORD, preferred_name="Kim Lead")


def says(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(words)


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_edits_the_page_and_asks_for_new_texts(start, group, lead):
    page, hand = start(lead, f"/manage/{group.slug}/")
    hand.follow("Page")
    hand.fill("Mission (optional)", "New mission.")
    hand.fill("Tagline (optional)", "At night, too.")
    hand.press("Save")
    group.refresh_from_db()
    assert (group.tagline, group.mission) == ("At night, too.", "Old mission.")
    assert group.text_changes.get().texts == {"mission": "New mission."}


def test_takes_the_list_of_members_after_confirming(start, group, lead):
    page, hand = start(lead, f"/manage/{group.slug}/members/")
    hand.follow("Members as a file")
    hand.fill("Password", factories.PASSWORD)
    hand.press("Continue")
    hand.fill("What do you need the list for?", "Invitations by hand.")
    saved = hand.save_file("Download the file")
    assert "Ana Member" in saved
    assert "Lee Leadsonly" not in saved


def test_removes_a_member_for_cause(start, group, lead):
    page, hand = start(lead, f"/manage/{group.slug}/members/")
    hand.follow("Remove Ana Member")
    hand.fill("Password", factories.PASSWORD)
    hand.press("Continue")
    hand.fill("Why do you remove this person?", "Sold things to members.")
    hand.press("Remove from the group")
    removed = Membership.objects.get(brg=group, person__preferred_name="Ana Member")
    assert removed.left is not None
    assert removed.removal_reason == "Sold things to members."


def test_supports_a_proposed_chapter(start, group, lead):
    proposal = factories.proposal(group, Membership.objects.filter(brg=group).first().person)
    page, hand = start(lead, f"/manage/{group.slug}/")
    hand.follow("Chapters")
    hand.press(f"Support it {proposal.chapter.name}")
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.SUPPORTED


def test_lets_a_chapter_rest(start, group, lead):
    page, hand = start(lead, f"/manage/{group.slug}/chapters/")
    hand.follow("Denver")
    hand.follow("Let it rest")
    hand.press("Let it rest")
    assert Chapter.objects.get(brg=group).status == Chapter.Status.DORMANT


def test_offers_a_post_and_the_person_takes_it(start, group, lead):
    asked = factories.person(preferred_name="Wren Asked")
    page, hand = start(lead, f"/manage/{group.slug}/officers/")
    hand.follow("Offer a post")
    hand.fill("Name, work e-mail or employee id", asked.email)
    hand.press("Search")
    hand.choose("Wren Asked")
    hand.pick("Role", "Treasurer")
    hand.press("Offer the post")
    office = Officer.objects.get(brg=group, person=asked)
    assert (office.role, office.accepted) == ("treasurer", None)

    page, hand = start(asked, "/me/")
    page.goto(f"/me/offices/group/{office.pk}/")
    hand.choose("Only me")
    hand.press("Take the post")
    office.refresh_from_db()
    assert office.accepted is not None
    assert Membership.objects.get(brg=group, person=asked).visibility == "only_me"


def test_hands_the_own_post_over(start, group, lead):
    after = factories.person(preferred_name="Nia Next")
    office = Officer.objects.get(brg=group, person=lead)
    page, hand = start(lead, f"/manage/{group.slug}/officers/{office.pk}/")
    hand.follow("Hand over")
    hand.fill("Name, work e-mail or employee id", after.email)
    hand.press("Search")
    hand.choose("Nia Next")
    hand.fill("Handover note (optional)", "The calendar is in the blue folder.")
    hand.press("Offer the post to the successor")
    successor = Officer.objects.get(brg=group, person=after)
    assert (successor.role, successor.predecessor) == ("chair", office)
    assert successor.note == "The calendar is in the blue folder."


def test_the_only_lead_is_told_what_to_do_before_going(start, group, lead):
    office = Officer.objects.get(brg=group, person=lead)
    page, hand = start(lead, f"/manage/{group.slug}/officers/{office.pk}/")
    hand.follow("End the term")
    hand.press("End the term")
    expect(page.locator("main")).to_contain_text("Hand the post over first")
    office.refresh_from_db()
    assert not office.is_over()


def test_adds_a_resource(start, group, lead):
    page, hand = start(lead, f"/manage/{group.slug}/resources/")
    hand.follow("Add a resource")
    hand.fill("Title", "Guide")
    hand.fill("Address of a link (optional)", "https://example.com/guide")
    hand.fill("Owner", "Secretary")
    hand.press("Save")
    assert Resource.objects.get(brg=group).url == "https://example.com/guide"


def test_reads_what_was_done(start, group, lead):
    page, hand = start(lead, f"/manage/{group.slug}/")
    hand.follow("History")
    heading(page, "History")


def test_begins_an_event_with_what_is_ready_made_and_asks_a_curator(start, group, lead):
    page, hand = start(lead, f"/manage/{group.slug}/events/")
    hand.follow("New event")
    hand.follow("Coffee in the night shift")
    # By hand a date is typed as the browser shows it.
    hand.fill("Day", "2099-12-01" if isinstance(hand, Pointer) else "12012099")
    hand.fill("Place", "Cafeteria")
    hand.pick("Pillar", "Community")
    hand.unfold("Seats and answers")
    hand.fill("Seats (optional)", "30")
    hand.press("Save as a draft")
    says(page, "Nobody but the leads sees it.")
    event = Event.objects.get(brg=group)
    assert (str(event.starts_wall), event.capacity) == ("2099-12-01 02:00:00", 30)
    hand.follow("Publish it")
    expect(page.locator("main")).to_contain_text("It is for more than the group’s members")
    hand.press("Ask a curator")
    event.refresh_from_db()
    assert event.status == "submitted"


def test_cancels_an_event_with_a_reason(start, group, lead):
    event = factories.event(group)
    page, hand = start(lead, f"/manage/{group.slug}/events/{event.pk}/")
    hand.follow("Cancel this event")
    hand.fill("Why (optional)", "The room is flooded.")
    hand.press("Cancel the event")
    event.refresh_from_db()
    assert (event.status, event.cancel_reason) == ("cancelled", "The room is flooded.")
