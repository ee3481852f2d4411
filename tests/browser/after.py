"""Looks at what remains of an event: how it went, and its recordings and slides."""

from collections.abc import Callable

from django.apps import apps

from tests import factories
from tests.browser.feedback import KPAPIA, made
from tests.browser.look import Look

LIKE_GROUPS = "The same template as for events of groups."
WITHOUT_A_LOOK = {
    "manage-chapter-event-summary": LIKE_GROUPS,
    "manage-chapter-event-recordings": LIKE_GROUPS,
}
FIGURES = {"going": 60, "came": 50, "walk_ins": 10, "show_rate": 70}
FEW = {"going": 0, "came": 0, "walk_ins": 0, "show_rate": None}


def summed_up(title: str, released: int = 0, **figures) -> Callable[[], dict[str, object]]:
    """The address of how an event went, with these figures published, if any."""

    def find() -> dict[str, object]:
        event = made(title)
        if figures:
            model = apps.get_model("attendance.EventFigures")
            model.objects.update_or_create(event=event, defaults=figures)
        given = {"released": released, "scores": [0] * 7 + [released // 5] * 4}
        apps.get_model("feedback.Box").objects.update_or_create(event=event, defaults=given)
        return KPAPIA | {"number": event.pk}

    return find


def recorded(title: str, *, is_in_workspace: bool) -> Callable[[], dict[str, object]]:
    """The address of an event, or of its page for leads, with two recordings and slides."""

    def find() -> dict[str, object]:
        event = made(title)
        if not apps.get_model("events.Material").objects.filter(event=event).exists():
            for name, said in {
                "The whole evening": {"captions": "none"},
                "The talk alone": {"captions": "captions"},
                "What was on the wall": {"kind": "2_slides"},
            }.items():
                resource = factories.resource(event.brg, title=name, audience="employees")
                factories.material(event, resource, **said)
        own = {"number": event.pk, "slug": event.slug}
        return KPAPIA | {"number": event.pk} if is_in_workspace else own

    return find


def looks(*, member: str, lead: str) -> list[Look]:
    summary, page = "manage-event-summary", "manage-event-recordings"
    title = "An evening on film"
    return [
        Look("manage-event-summary", summary, summed_up("A full hall", 20, **FIGURES), who=lead),
        Look("manage-event-summary-few", summary, summed_up("A few of us", **FEW), who=lead),
        Look("manage-event-summary-none", summary, summed_up("Not counted"), who=lead),
        Look("event-recordings", "event", recorded(title, is_in_workspace=False), who=member),
        Look("manage-event-recordings", page, recorded(title, is_in_workspace=True), who=lead),
        Look(
            *("manage-event-recordings-refused", page, recorded(title, is_in_workspace=True)),
            who=lead,
            sent={"kind": "1_recording"},
        ),
    ]
