"""Looks at doors, passes, helpers and lists, each state made when it is asked for."""

import datetime as dt
from collections.abc import Callable

from django.apps import apps
from django.utils import timezone
from playwright.sync_api import Page

from tests import factories
from tests.browser.event_work import OUT, event
from tests.browser.look import Look

LIKE_GROUPS = [f"manage-chapter-event-{page}" for page in ("check-in", "helpers", "import")]
WITHOUT_A_LOOK = {
    "event-door-short": "Leads to the door.",
    **dict.fromkeys(LIKE_GROUPS, "The same template as for events of groups."),
}
LONG = "Wilhelmina Ngozi Featherstonehaugh-Nakamura"
UNKNOWN_CODE = "BCDFGHJK"


def soon(**facts) -> dict[str, object]:
    starts = timezone.now() + dt.timedelta(minutes=30)
    return factories.wall(starts, 2, "America/Los_Angeles") | facts


def door() -> dict[str, object]:
    """A door at which some have come, one of them a guest; others are awaited."""
    address = event("Six kitchens, at the door", **OUT, **soon())()
    found = apps.get_model("events.Event").objects.get(pk=address["number"])
    if not found.going:
        for number, name in enumerate(["Ann Lee", LONG, "Bo Adeyemi"]):
            person = factories.person(legal_name=name, pronouns="they/them", job_title="Nurse")
            factories.rsvp(found, person)
            if number:
                factories.attendance(found, person, expected=True)
        apps.get_model("attendance.DoorRules").objects.create(event=found, guests_welcome=True)
        guest = {"who": "guest", "guest_name": "Otto Brandt", "method": "walk_in"}
        apps.get_model("attendance.Attendance").objects.create(event=found, **guest)
    return address


def empty_door() -> dict[str, object]:
    return event("Six kitchens, nobody yet", **OUT, **soon())()


def shut() -> dict[str, object]:
    return event("Six kitchens, later", **OUT)()


def begun(title: str, **facts) -> Callable[[], dict[str, object]]:
    """The address of an event that has begun, so that lists of it are taken."""
    starts = timezone.now() - dt.timedelta(hours=1)
    return event(title, **OUT, **factories.wall(starts, 2, "America/Los_Angeles"), **facts)


def with_list() -> dict[str, object]:
    """An event for which a list was imported."""
    address = begun("Six kitchens, counted")()
    apps.get_model("attendance.BroughtList").objects.get_or_create(event_id=address["number"])
    return address


def bring_long_list(page: Page) -> None:
    """Look at a list that has far more people than the event has seats."""
    rows = "".join(f"somebody{number}@example.org,9:00\n" for number in range(60))
    table = f"Email,Join time\n{rows}".encode()
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": table}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it first").click()


def unfold_guest(page: Page) -> None:
    """Open the form for guests."""
    page.locator("summary", has_text="A guest").click()


def press_unknown_code(page: Page) -> None:
    """Check in by a code that is on no pass."""
    page.get_by_label("Code on the pass").fill(UNKNOWN_CODE)
    page.get_by_role("button", name="Check in", exact=True).click()


def as_page(find: Callable[[], dict[str, object]]) -> Callable[[], dict[str, object]]:
    """Where those find it who have no workspace."""

    def address() -> dict[str, object]:
        found = apps.get_model("events.Event").objects.get(pk=find()["number"])
        return {"number": found.pk, "slug": found.slug}

    return address


def to_come_to() -> dict[str, object]:
    """An event for every employee, of which nobody has made a pass."""
    return {
        "number": event("Six kitchens, for all", **OUT, **soon(audience="employees"))()["number"]
    }


def with_pass(email: str) -> Callable[[], dict[str, object]]:
    def address() -> dict[str, object]:
        number = event("Six kitchens, with a pass", **OUT, **soon(audience="employees"))()["number"]
        person = apps.get_model("accounts.User").objects.get(email=email)
        rows = apps.get_model("attendance.Pass").objects
        rows.get_or_create(event_id=number, person=person, defaults={"code": "BCDFGHJK"})
        return {"number": number}

    return address


def with_helper() -> dict[str, object]:
    address = door()
    rows = apps.get_model("attendance.DoorHelper").objects.filter(event_id=address["number"])
    if not rows.exists():
        helper = factories.person(legal_name=LONG, job_title="Nurse")
        apps.get_model("attendance.DoorHelper").objects.create(
            event_id=address["number"], person=helper
        )
    return address


def looks(*, employee: str, lead: str) -> list[Look]:
    check_in, helpers = "manage-event-check-in", "manage-event-helpers"
    lists, just_begun = "manage-event-import", begun("Six kitchens, begun")
    small = begun("Six kitchens, twelve seats", capacity=12)
    return [
        Look("door", "event-door", as_page(door), who=lead),
        Look("door-workspace", check_in, door, who=lead),
        Look("door-search", check_in, door, who=lead, query="?q=lee"),
        Look(*("door-guest", check_in, door, lead), done=unfold_guest, ready="#guest_name"),
        Look(
            *("door-refused", check_in, door, lead),
            done=press_unknown_code,
            ready=".door-refusal",
        ),
        Look("door-none", check_in, empty_door, who=lead),
        Look("door-shut", check_in, shut, who=lead),
        Look("pass-none", "me-event-pass", to_come_to, who=employee),
        Look("pass", "me-event-pass", with_pass(employee), who=employee),
        Look("door-helpers", helpers, with_helper, who=lead),
        Look("door-helpers-found", helpers, with_helper, who=lead, query="?q=an"),
        Look("door-import", lists, just_begun, who=lead),
        Look("door-import-shut", lists, shut, who=lead),
        Look("door-import-refused", lists, just_begun, who=lead, sent={}),
        Look("door-import-again", lists, with_list, who=lead),
        Look(
            *("door-import-doubted", lists, small, lead),
            done=bring_long_list,
            ready="main .message.warning",
        ),
    ]
