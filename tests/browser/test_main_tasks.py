"""What people come for can be done with the keyboard alone, and where no script runs."""

import pytest
from playwright.sync_api import Page, expect

from accounts.visibility import Visibility
from brgs.models import BRG, Membership
from tests import factories
from tests.browser.hands import Keyboard, Pointer

WAYS = {
    "by keyboard alone": (Keyboard, {}),
    "without scripts": (Pointer, {"java_script_enabled": False}),
    "on a phone without scripts": (Pointer, {"java_script_enabled": False, "width": 320}),
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
def newcomer(organization):
    """An employee in no group, who belongs to one test."""
    return factories.person(password=factories.PASSWORD, preferred_name="Noor")


def says(page: Page, words: str) -> None:
    """Wait until the page says it, in the place where it tells what was done."""
    expect(page.get_by_role("status")).to_contain_text(words)


def membership_of(person) -> tuple[str, str, bool]:
    """The one membership of a person: group, who may see it, whether it has ended."""
    row = Membership.objects.select_related("brg").get(person=person)
    return row.brg.slug, row.visibility, row.left is not None


def test_signs_in_finds_a_group_joins_changes_and_leaves(start, newcomer):
    page, hand = start(None, "/")
    hand.follow("Sign in")
    hand.fill("Work e-mail or employee id", newcomer.email)
    hand.fill("Password", factories.PASSWORD)
    hand.press("Sign in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Noor")

    hand.follow("Groups")
    hand.fill("Search", "pride")
    hand.press("Search")
    hand.follow("KP Pride")
    hand.follow("Join")
    hand.choose("Members of the group")
    hand.press("Join")
    says(page, "Welcome! You belong now.")
    assert membership_of(newcomer) == ("kp-pride", Visibility.MEMBERS, False)

    hand.follow("Change who sees it")
    hand.choose("Only me")
    hand.press("Save")
    says(page, "Saved.")
    assert membership_of(newcomer) == ("kp-pride", Visibility.ONLY_ME, False)

    hand.follow("Leave KP Pride")
    hand.press("Leave the group")
    says(page, "You have left. Nobody is told.")
    assert membership_of(newcomer) == ("kp-pride", Visibility.ONLY_ME, True)


def test_joins_with_the_default_that_is_preselected(start, newcomer):
    page, hand = start(newcomer, "/groups/kp-pride/")
    hand.follow("Join")
    hand.press("Join")
    says(page, "Welcome! You belong now.")
    assert membership_of(newcomer) == ("kp-pride", Visibility.ONLY_ME, False)


def test_changes_the_name_that_others_see(start, newcomer):
    page, hand = start(newcomer, "/me/settings/")
    hand.fill("Preferred name (optional)", "Nour")
    hand.press("Save")
    newcomer.refresh_from_db()
    assert newcomer.preferred_name == "Nour"


def test_signs_out(start, newcomer):
    page, hand = start(newcomer, "/me/")
    hand.press("Sign out")
    page.goto("/me/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_curator_edits_a_group(start, organization):
    brg = factories.brg(status=BRG.Status.DRAFT, published=None)
    page, hand = start(factories.curator(), "/admin/brgs/brg/")
    hand.fill("Search", brg.name)
    hand.press("Search")
    hand.follow(f"{brg.acronym} · {brg.name}")
    hand.fill("Tagline (optional)", "Together at work.")
    hand.press("Save")
    brg.refresh_from_db()
    assert brg.tagline == "Together at work."
