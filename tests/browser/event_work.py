"""Looks at events as leads and curators work with them, each state made when it is asked for."""

import datetime as dt
from collections.abc import Callable

from django.apps import apps
from django.utils import timezone

from tests import factories
from tests.browser.look import Look

KPAPIA = {"slug": "kpapia"}
HAWAII = KPAPIA | {"chapter": "hawaii"}
DESCRIPTION = """We cook what our grandmothers cooked. **Everybody** is welcome.

- Six kitchens, one table
- Recipes to take home"""
# The pages of a chapter that no look opens: those of its group look the same.
LIKE_GROUPS = [
    f"manage-chapter-event-{page}"
    for page in (
        "new",
        "edit",
        "duplicate",
        "publish",
        "take-back",
        "cancel",
        "delete",
        "cohosts",
        "invitations",
        "invitation",
        "repeat",
        "sittings",
    )
] + [f"manage-chapter-series{page}" for page in ("", "-dates", "-publish", "-cancel")]
IN_HAND = {"status": "draft", "published": None}
OUT = {"status": "published", "published": timezone.now()}


def event(title: str, chapter: str = "", **facts) -> Callable[[], dict[str, object]]:
    """The address of an event of KPAPIA, which is made where it is not there yet."""

    def find() -> dict[str, object]:
        brg = apps.get_model("brgs.BRG").objects.get(slug="kpapia")
        place = apps.get_model("chapters.Chapter").objects.filter(brg=brg, slug=chapter).first()
        given = {
            **{"summary": "A table, six kitchens, and room to sit.", "description": DESCRIPTION},
            **{"venue": "Broadway Medical Offices, floor 3, room 12", "audience": "members"},
            "pillar": apps.get_model("brgs.Pillar").objects.first(),
            **factories.wall(timezone.now() + dt.timedelta(days=30), 2, "America/Los_Angeles"),
        }
        found, _made = apps.get_model("events.Event").objects.update_or_create(
            brg=brg, chapter=place, title=title, defaults=given | facts
        )
        return (HAWAII if place else KPAPIA) | {"number": found.pk}

    return find


def published() -> dict[str, object]:
    """An event that has been for members first, with answers that are counted."""
    facts = {"capacity": 40, "going": 38, "offered": 2, "waiting": 7, "cost": "$5 for the food"}
    address = event("Six kitchens, published", **OUT, **facts, closes_hours=24)()
    records = apps.get_model("events.AudienceRecord").objects
    for audience in ("members", "employees"):
        records.get_or_create(event_id=address["number"], audience=audience)
    return address


def joint() -> dict[str, object]:
    """An event that one group holds too, and to which another is invited."""
    address = event("Six kitchens, together", **OUT)()
    for slug, accepted in (("kpac", timezone.now()), ("genkp", None)):
        _shared(address["number"], slug, accepted)
    return address


def invited() -> dict[str, object]:
    """An event of another group, to which KPAPIA is invited."""
    return KPAPIA | {"number": _of_another("Drums and dumplings", None)}


def held_together() -> dict[str, object]:
    return KPAPIA | {"number": _of_another("A table taken away", timezone.now())}


def _of_another(title: str, accepted: dt.datetime | None) -> int:
    brg = apps.get_model("brgs.BRG").objects.get(slug="kpac")
    found = apps.get_model("events.Event").objects.filter(brg=brg, title=title).first()
    facts = {"title": title, "capacity": 40, "going": 3, "pillar": _pillar()}
    found = found or factories.event(brg, **facts)
    _shared(found.pk, "kpapia", accepted)
    return found.pk


def _pillar() -> object:
    return apps.get_model("brgs.Pillar").objects.first()


def _shared(number: int, slug: str, accepted: dt.datetime | None) -> None:
    brg = apps.get_model("brgs.BRG").objects.get(slug=slug)
    rows = apps.get_model("events.CoHost").objects
    rows.get_or_create(event_id=number, brg=brg, defaults={"accepted": accepted})
    if accepted:
        apps.get_model("events.Event").objects.filter(pk=number).update(hosts_version=1)


NO_NOTE = {"act": "take-down", "note": ""}


def out() -> dict[str, object]:
    return {"number": published()["number"]}


def submitted() -> dict[str, object]:
    return {"number": SUBMITTED()["number"]}


def series(title: str, **facts) -> Callable[[], dict[str, object]]:
    """The address of a series of KPAPIA, which is made where it is not there yet."""

    def find() -> dict[str, object]:
        brg = apps.get_model("brgs.BRG").objects.get(slug="kpapia")
        rows = apps.get_model("events.Series").objects.filter(brg=brg, title=title)
        pillar = apps.get_model("brgs.Pillar").objects.first()
        given = {"title": title, "pillar": pillar, "zone": "America/Los_Angeles"} | facts
        made = rows.first() or factories.series(brg, 5, **given)[0]
        return KPAPIA | {"number": made.pk}

    return find


def date_of_series() -> dict[str, object]:
    """The address of the second date of a series."""
    dates = apps.get_model("events.Event").objects.filter(series=SERIES()["number"])
    return KPAPIA | {"number": dates.order_by("series_date")[1].pk}


def page_of(find: Callable[[], dict[str, object]]) -> Callable[[], dict[str, object]]:
    """Where everybody finds a series: its number decides, and the words are its own."""

    def address() -> dict[str, object]:
        number = find()["number"]
        found = apps.get_model("events.Series").objects.get(pk=number)
        return {"number": number, "slug": found.slug}

    return address


SERIES = series("Table talk")
OPEN_SERIES = series("Open table talk", audience="public")
DRAFTS = series("Table talk, not yet", status="draft", published=None)
LAST = (timezone.now() + dt.timedelta(days=120)).date().isoformat()
DRAFT = event("Six kitchens, a draft", **IN_HAND)
ASKING = event(
    "Six kitchens, for all", **IN_HAND, cost="$5", outside_speakers=True, audience="public"
)
SUBMITTED = event(
    "Six kitchens, submitted",
    **{"status": "submitted", "published": None, "asked": timezone.now()},
    **{"cost": "$5", "audience": "employees"},
)
RETURNED = event(
    "Six kitchens, returned",
    status="changes_asked",
    published=None,
    note="Please say in which room, and whether family may come.",
)
CANCELLED = event(
    "Six kitchens, cancelled",
    **OUT | {"status": "cancelled"},
    cancelled=timezone.now(),
    cancel_reason="The kitchen is flooded.",
)
# In Denver clocks are put back on November 7, 2083, and forward on March 14, 2083.
TYPED = {"title": "Night of clocks", "venue": "Room 1", "time_zone": "America/Denver"}
TWICE = TYPED | {"starts_date": "2083-11-07", "starts_time": "01:30", "ends_time": "04:00"}
SKIPPED = TYPED | {"starts_date": "2083-03-14", "starts_time": "02:30", "ends_time": "04:00"}
WRONG = {"title": "", "capacity": "0", "closes_hours": "721"}


def looks(*, lead: str, curator: str) -> list[Look]:
    new, edit, page = "manage-event-new", "manage-event-edit", "manage-event"
    mine = {"title": "Mine", "starts_time": "09:15", "version": "999"}
    return [
        Look("manage-events", "manage-events", KPAPIA, who=lead, given=published),
        Look(
            *("manage-events-drafts", "manage-events", KPAPIA),
            who=lead,
            query="?show=drafts",
            given=RETURNED,
        ),
        Look("manage-events-chapter", "manage-chapter-events", HAWAII, who=lead),
        Look("manage-event-new", new, KPAPIA, who=lead),
        Look("manage-event-new-begun", new, KPAPIA, who=lead, query="?like=speaker"),
        Look("manage-event-new-refused", new, KPAPIA, who=lead, sent=WRONG),
        Look("manage-event-new-twice", new, KPAPIA, who=lead, sent=TWICE),
        Look("manage-event-new-skipped", new, KPAPIA, who=lead, sent=SKIPPED),
        Look("manage-event-draft", page, DRAFT, who=lead),
        Look("manage-event-submitted", page, SUBMITTED, who=lead),
        Look("manage-event-returned", page, RETURNED, who=lead),
        Look("manage-event-published", page, published, who=lead),
        Look("manage-event-cancelled", page, CANCELLED, who=lead),
        Look(
            "manage-event-of-chapter",
            "manage-chapter-event",
            event("Six kitchens in Hawaii", "hawaii", **IN_HAND),
            who=lead,
        ),
        Look("manage-event-edit", edit, DRAFT, who=lead),
        Look("manage-event-edit-published", edit, published, who=lead),
        Look("manage-event-conflict", edit, DRAFT, who=lead, sent=mine),
        Look("manage-event-duplicate", "manage-event-duplicate", published, who=lead),
        Look("manage-event-publish", "manage-event-publish", DRAFT, who=lead),
        Look("manage-event-publish-asking", "manage-event-publish", ASKING, who=lead),
        Look("manage-event-take-back", "manage-event-take-back", SUBMITTED, who=lead),
        Look("manage-event-cancel", "manage-event-cancel", published, who=lead),
        Look("manage-event-delete", "manage-event-delete", DRAFT, who=lead),
        Look("manage-event-cohosts", "manage-event-cohosts", joint, who=lead),
        Look(
            "manage-event-invitations", "manage-event-invitations", KPAPIA, who=lead, given=invited
        ),
        Look("manage-event-invitation", "manage-event-invitation", invited, who=lead),
        Look("manage-event-joint", "manage-event-invitation", held_together, who=lead),
        Look("manage-event-edit-series", edit, date_of_series, who=lead),
        Look("manage-event-of-series", page, date_of_series, who=lead),
        Look("manage-event-repeat", "manage-event-repeat", DRAFT, who=lead),
        Look(
            *("manage-event-repeat-days", "manage-event-repeat", DRAFT),
            who=lead,
            sent={"last": LAST},
        ),
        Look("manage-event-sittings", "manage-event-sittings", DRAFT, who=lead),
        Look(
            *("manage-event-sittings-refused", "manage-event-sittings", DRAFT),
            who=lead,
            sent={"time_1": "07:30"},
        ),
        Look("series-page", "series", page_of(SERIES), who=lead),
        Look("series-page-visitor", "series", page_of(OPEN_SERIES)),
        Look("manage-series", "manage-series", DRAFTS, who=lead),
        Look("manage-series-dates", "manage-series-dates", SERIES, who=lead),
        Look("manage-series-publish", "manage-series-publish", DRAFTS, who=lead),
        Look("manage-series-cancel", "manage-series-cancel", SERIES, who=lead),
        Look("manage-event-rules", "manage-event-rules", KPAPIA, who=lead),
        Look("curation-event-list", "admin:events_event_changelist", who=curator, given=SUBMITTED),
        Look("curation-event", "admin:events_event_change", submitted, who=curator),
        # What is out, which was to be taken off its page without a note.
        Look("curation-event-out", "admin:events_event_change", out, who=curator, sent=NO_NOTE),
    ]
