"""Looks at an event as people answer to it, each state made when it is asked for."""

import datetime as dt
from collections.abc import Callable

from django.apps import apps
from django.utils import timezone

from tests import factories
from tests.browser.look import Look


def held(title: str, **facts) -> Callable[[], dict[str, object]]:
    """The address of an event of KPAPIA, which is made where it is not there yet."""

    def find() -> dict[str, object]:
        event = made(title, **facts)
        return {"number": event.pk, "slug": event.slug}

    return find


def made(title: str, **facts):
    """An event of KPAPIA with this title; with facts that differ where they are given."""
    events = apps.get_model("events.Event").objects
    found = events.filter(title=title).select_related("brg").first()
    if found:
        return found
    brg = apps.get_model("brgs.BRG").objects.get(slug="kpapia")
    pillar = apps.get_model("brgs.Pillar").objects.order_by("position").first()
    starts = timezone.now().replace(minute=0) + dt.timedelta(days=9)
    return factories.event(brg, title=title, pillar=pillar, **{"starts": starts} | facts)


def looks() -> list[Look]:
    return [
        Look("event-visitor", "event", held("An open evening", audience="public")),
    ]
