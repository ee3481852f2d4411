"""How an event went, for the leads of its hosts: figures as published, and what people thought."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from attendance.hours import CLOSES_AFTER, LISTS_TAKEN
from attendance.models import EventFigures
from events import when
from events.actions.held import RELATED
from events.hosts import EventHost
from events.models import CoHost, Event

from .chart import HEIGHT, WIDTH, bars
from .results import results


class JointHost(EventHost):
    """Also what others hold together with the group or chapter."""

    @property
    def rows(self):
        joint = CoHost.objects.holding().of(self.chapter or self.brg)
        known = Event.objects.filter(published__isnull=False, pk__in=joint.values("event"))
        return super().rows | known.select_related(*RELATED)


@require_safe
def event_summary(request, host, number):
    """What came of an event, once it is counted; before that, when it will be."""
    event = host.row_or_404(number)
    figures = EventFigures.objects.filter(event=event).first()
    context = host.frame(_("How it went"), request.user) | {
        "event": event,
        "when": when.in_words(event),
        "figures": figures,
        "counted_at": when.moment_in_words(counted_at(event), event.zone),
        "is_over": event.is_over(),
        "is_in_person": _is_in_person(event),
        "back_url": _back(host, event),
        "feedback_url": _feedback(host, event),
        "results": results(event),
        **(_shown(figures) if figures else {}),
    }
    return render(request, "feedback/summary.html", context)


def counted_at(event):
    """When the figures of an event are put together; never again after that."""
    return event.ends + (CLOSES_AFTER if _is_in_person(event) else LISTS_TAKEN)


def _is_in_person(event):
    return event.format == Event.Format.IN_PERSON


def _is_own(host, event):
    """Whether it is the host's own to edit, and not one that it holds with others."""
    return event.brg_id == host.brg.pk


def _back(host, event):
    return host.url("event", event.pk) if _is_own(host, event) else event.get_absolute_url()


def _feedback(host, event):
    return host.url("feedback", event.pk) if _is_own(host, event) else ""


def _shown(figures):
    """The figures by name: as bars, and in words."""
    names = {"going": _("Had a seat"), "came": _("Came"), "walk_ins": _("Came without a seat")}
    words = figures.in_words
    rows = [(label, getattr(figures, name)) for name, label in names.items()]
    table = [(label, words[name]) for name, label in names.items()]
    said = "; ".join(f"{label}: {word}" for label, word in table)
    return {"bars": bars(rows), "table": table, "said": said, "box": f"0 0 {WIDTH} {HEIGHT}"}
