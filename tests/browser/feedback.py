"""Looks at feedback: the form and what stands in its place, and what leads read of it."""

import datetime as dt
from collections.abc import Callable

from django.apps import apps
from django.utils import timezone

from accounts.models import User
from feedback import actions
from tests import factories
from tests.browser.look import Look

KPAPIA = {"slug": "kpapia"}
WITHOUT_A_LOOK = {
    "event-feedback-short": "Leads to the form.",
    "manage-chapter-event-feedback": "The same template as for events of groups.",
}
WORDS = [
    "Could we start ten minutes later? The shift ends at the hour.",
    "I almost did not come, and I am glad that I did.\nThe food was good, too.",
    "It felt safe to ask.",
    "Long" * 60,
    "More time for questions, please.",
    "The room was too warm by the end.",
]


def made(title, *, days=2):
    """An event of KPAPIA that is over, made where it is not there yet."""
    found = apps.get_model("events.Event").objects.filter(title=title).first()
    if found:
        return found
    brg = apps.get_model("brgs.BRG").objects.get(**KPAPIA)
    pillar = apps.get_model("brgs.Pillar").objects.order_by("position").first()
    starts = timezone.now() - dt.timedelta(days=days)
    zone = "America/Los_Angeles"
    return factories.event(brg, title=title, pillar=pillar, starts=starts, hours=2, zone=zone)


def at(title: str, *, came="", gave=False, **facts) -> Callable[[], dict[str, object]]:
    """The address of the form, after somebody came there, and perhaps gave an answer."""

    def find() -> dict[str, object]:
        event = made(title, **facts)
        person = User.objects.filter(email=came).first()
        if person and not apps.get_model("attendance.Attendance").objects.of(person).filter(
            event=event
        ):
            factories.attendance(event, person)
        if gave:
            actions.give(event=event, by=person, stars=5)
        return {"number": event.pk, "slug": event.slug}

    return find


def results(title: str, released: int, **totals) -> Callable[[], dict[str, object]]:
    """The address of an event's results, with so many answers released."""

    def find() -> dict[str, object]:
        event = made(title)
        given = {"released": released} | totals
        apps.get_model("feedback.Box").objects.update_or_create(event=event, defaults=given)
        return KPAPIA | {"number": event.pk}

    return find


def looks(*, employee: str, member: str, lead: str) -> list[Look]:
    form, page = "event-feedback", "manage-event-feedback"
    few = {"stars": [0, 0, 1, 1, 3], "scores": [0] * 11}
    many = {
        "stars": [1, 2, 5, 12, 15],
        "scores": [1, 0, 0, 0, 1, 2, 3, 5, 8, 7, 4],
        "texts": WORDS,
    }
    return [
        Look("feedback-form", form, at("A warm evening", came=member), who=member),
        Look(
            *("feedback-refused", form, at("A warm evening", came=member)),
            who=member,
            sent={"text": "Long" * 300},
        ),
        Look(
            "feedback-thanks", form, at("A table, and thanks", came=member, gave=True), who=member
        ),
        Look("feedback-not-there", form, at("A warm evening"), who=employee),
        Look("feedback-early", form, at("A table to come", days=-3), who=employee),
        Look("feedback-closed", form, at("A table of old", days=40), who=employee),
        Look("manage-feedback-none", page, results("A short table", 0), who=lead),
        Look("manage-feedback-five", page, results("A table for five", 5, **few), who=lead),
        Look("manage-feedback-many", page, results("A table for many", 35, **many), who=lead),
    ]
