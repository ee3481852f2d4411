"""Looks at events as people answer to them, each state made when it is asked for."""

import datetime as dt
from collections.abc import Callable

from django.apps import apps
from django.utils import timezone

from accounts.models import User
from events.models import Enrollment
from tests import factories
from tests.browser.look import Look

DESCRIPTION = """Bring a dish from home, and its story. **Everybody** is welcome.

- Doors open at half past five.
- Plates and cups are there; leave plastic at home."""
WHOLE = {
    "summary": "A long table, and a dish from each kitchen.",
    "description": DESCRIPTION,
    "format": "hybrid",
    "venue": "Garfield building, floor 2, the long room",
    "online_link": "https://example.com/meet",
    "paid_time": "Counts as paid time if your manager agrees.",
    "accessibility": "Step-free way, captions, a quiet room beside it.",
    "outside_speakers": True,
    "closes_hours": 24,
    "audience": "public",
}
LONG = {
    "summary": ("Everybody tells of a dish " * 12)[:300],
    "venue": "Floor2" * 30,
    "cost": "Twelve dollars for the dish" * 4,
    "accessibility": ("captions and " * 24)[:300],
}
OWN = "kpapia"
# They answer where a look says so, and nowhere else.
CAST = ("employee", "member", "hidden", "lead")


def soon(**until):
    return timezone.now().replace(second=0, microsecond=0) + dt.timedelta(**until)


def event(title: str, answers=(), guests=0, brg=OWN, **facts) -> Callable[[], dict[str, object]]:
    """The address of an event, which is made with its answers where it is not there yet."""

    def find() -> dict[str, object]:
        found = made(title, brg, facts)
        if not found.last_place:
            answer(found, answers, guests)
        return {"number": found.pk, "slug": found.slug}

    return find


def made(title, slug, facts):
    """The event of this title; what the organization has to offer is filled in."""
    events = apps.get_model("events.Event").objects
    found = events.filter(title=title).select_related("brg").first()
    if found:
        return found
    brg = apps.get_model("brgs.BRG").objects.get(slug=slug)
    pillar = apps.get_model("brgs.Pillar").objects.order_by("position").first()
    contact = User.objects.get(email="lead@demo.example")
    given = {
        "starts": soon(days=9).replace(hour=23, minute=0),
        "zone": "America/New_York",
        "accessibility_contact": contact,
    }
    given |= {name: value() if callable(value) else value for name, value in facts.items()}
    return factories.event(brg, title=title, pillar=pillar, **given)


def answer(event, answers, guests):
    """Let members of the group go, and then these people answer: e-mail, status and what else."""
    members = apps.get_model("brgs.Membership").objects.counted().filter(brg=event.brg)
    seen = members.filter(visibility__in=["members", "everyone"]).select_related("person")
    others = seen.exclude(person__email__in=[f"{name}@demo.example" for name in CAST])
    for membership in others.order_by("pk")[:guests]:
        factories.rsvp(event, membership.person)
    for email, status, *more in answers:
        facts = {name: value() if callable(value) else value for name, value in dict(*more).items()}
        factories.rsvp(event, User.objects.get(email=email), status, **facts)


def request(who: str) -> Callable[[], None]:
    """Let somebody have written to the contact of the long table."""

    def write() -> None:
        table = made("A long table", OWN, WHOLE)
        needs = apps.get_model("events.AccessibilityRequest").objects
        facts = {"contact": table.accessibility_contact, "text": "Captions, please.\nAnd a chair."}
        needs.get_or_create(event=table, person=User.objects.get(email=who), defaults=facts)

    return write


def of_contact() -> dict[str, object]:
    return {"number": event("A long table", **WHOLE)()["number"]}


def series(title: str, make=factories.series, who=(), **facts) -> Callable[[], dict[str, object]]:
    """The address of a series with its dates, of which the second is full.

    These people have signed up for it, or are going to the first sitting.
    """

    def find() -> dict[str, object]:
        rows = apps.get_model("events.Series").objects
        found = rows.filter(title=title).first() or signed_up(title, make, who, facts)
        return {"number": found.pk, "slug": found.slug}

    return find


def signed_up(title, make, who, facts):
    brg = apps.get_model("brgs.BRG").objects.get(slug=OWN)
    pillar = apps.get_model("brgs.Pillar").objects.order_by("position").first()
    made, dates = make(brg, 5, title=title, pillar=pillar, **facts)
    dates[1].capacity = 1
    factories.rsvp(dates[1], User.objects.get(email="lead@demo.example"))
    for email in who:
        person = User.objects.get(email=email)
        if not made.has_sittings:
            Enrollment.objects.create(series=made, person=person)
        for event in dates[:1] if made.has_sittings else dates:
            factories.rsvp(event, person, "waiting" if event.going and event.capacity else "going")
    return made


def date_of(find) -> Callable[[], dict[str, object]]:
    """The address of the first date of a series."""

    def first() -> dict[str, object]:
        dates = apps.get_model("events.Event").objects.filter(series=find()["number"])
        event = dates.order_by("starts").first()
        return {"number": event.pk, "slug": event.slug}

    return first


def looks_at_series(*, employee: str, member: str) -> list[Look]:
    weekly = series("Lunch together", who=[member], audience="public")
    times = series("Know your rights", factories.sittings, [member], audience="public")
    closed = series("Members’ lunch", audience="members")
    return [
        Look("series-free", "series", weekly, who=employee),
        Look("series-enrolled", "series", weekly, who=member),
        Look("series-visitor", "series", weekly),
        Look("series-join", "series", closed, who=employee),
        Look("series-cancel", "series-cancel", weekly, who=member),
        Look("series-sittings", "series", times, who=member),
        Look("series-sittings-free", "series", times, who=employee),
        Look("event-of-series", "event", date_of(weekly), who=member),
        Look("event-of-series-free", "event", date_of(weekly), who=employee),
        Look("event-sitting", "event", date_of(times), who=member),
        Look("me-events-series", "me-events", who=member, given=all_of(weekly, times)),
    ]


def looks(*, employee: str, member: str, lead: str) -> list[Look]:
    hour = {"offer_ends": lambda: soon(hours=20)}
    going, waiting = (member, "going"), (member, "waiting")
    table = event("A long table", guests=30, **WHOLE)
    states = {
        "event-full": event("Full house", capacity=2, guests=2),
        "event-going": event("Going out", [going], 3, capacity=40, **WHOLE),
        "event-waiting": event("A long line", [(employee, "waiting"), waiting], 2, capacity=2),
        "event-offered": event("An offer", [(member, "offered", hour)], 1, capacity=2),
        "event-late": event("Too late", [(member, "offered", {"offer_ends": soon})], capacity=2),
        "event-closed": event("Closed", closes_hours=600),
        "event-begun": event("It has begun", [going], 2, starts=lambda: soon(minutes=-20)),
        "event-over": event("Long over", [going], 2, starts=lambda: soon(days=-20)),
        "event-again": event("Once more", [going], status="submitted", asked=timezone.now),
        "event-cancelled": event(
            "Called off", [going], status="cancelled", cancel_reason="The room is flooded."
        ),
    }
    return [
        Look("event-visitor", "event", table),
        Look("event-answer", "event", states["event-going"], who=employee),
        Look("event-lead", "event", table, who=lead),
        Look("event-join", "event", event("Members meet", audience="members"), who=employee),
        Look("event-long", "event", event("Dish" * 30, brg="kpability", **LONG), who=employee),
        *(Look(name, "event", find, who=member) for name, find in states.items()),
        Look("event-cancel", "event-cancel", states["event-going"], who=member),
        Look("event-guests", "event-guests", table, who=lead),
        Look("event-guests-none", "event-guests", event("Nobody yet"), who=employee),
        Look("event-accessibility", "event-accessibility", table, who=employee),
        Look(
            "event-accessibility-refused",
            "event-accessibility",
            table,
            who=employee,
            sent={"text": ""},
        ),
        Look(
            "event-accessibility-sent",
            "event-accessibility",
            table,
            who=member,
            given=request(member),
        ),
        Look(
            "event-accessibility-nobody",
            "event-accessibility",
            event("No contact", accessibility_contact=None),
            who=employee,
        ),
        Look("me-events", "me-events", who=member, given=all_of(*states.values())),
        Look("me-events-past", "me-events", who=member, query="?show=past"),
        Look("me-event-requests", "me-event-requests", of_contact, who=lead, given=request(member)),
        *looks_at_series(employee=employee, member=member),
    ]


def all_of(*finds) -> Callable[[], None]:
    """Let all of these be there."""

    def make() -> None:
        for find in finds:
            find()

    return make


ACT = "An act, which leads back to the event."
WITHOUT_A_LOOK = dict.fromkeys(["event-rsvp", "event-accept", "event-seat-me"], ACT) | {
    "series-rsvp": "An act, which leads back to the series.",
}
