"""What somebody is told who signs up for a whole series, or leaves it: one letter for all dates."""

from collections import defaultdict

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices.actions import tell, tell_all
from notices.models import key_of

from .. import when
from ..calendars import text_of_series_mail
from ..models import Event, Rsvp
from ..models.rsvp import hidden
from .answers import answer_left
from .letters import letter
from .series import A_BATCH, Answers, listed


def enrolled(enrollment):
    """That somebody has signed up: where they have a seat, and where they wait for one."""
    series, person = enrollment.series, enrollment.person
    answers = _own_answers(series, person)
    seats = [answer.event for answer in answers if answer.is_going]
    waits = [answer.event for answer in answers if not answer.is_going]
    hint = _(
        "Dates that are added later are yours too. You can leave the whole series in one step in "
        "the portal, or give single dates back."
    )
    facts = {
        "occurrence": f"enrolled {enrollment.pk}",
        "title": _("You are signed up: %(event)s") % {"event": series.title},
        "line": _counted(seats, waits),
        "body": "\n\n".join([*_dates(seats, waits), hint]),
        "calendar": text_of_series_mail(series, seats) if seats else "",
    }
    _tell_one(series, person, answers, **facts)


def unenrolled(series, person, answers):
    """That somebody has left, and which dates were given back."""
    on = [answer for answer in answers if not answer.event.is_cancelled]
    dates = sorted((answer.event for answer in on), key=_by_start)
    went = [answer.event for answer in on if answer.is_going]
    hint = _("You gave these dates back. You can answer again as long as they take answers.")
    facts = {
        "occurrence": f"left {timezone.now().isoformat()}",
        "title": _("You have left: %(event)s") % {"event": series.title},
        "line": _("You are not signed up for it any more."),
        "body": _listed(hint, dates) if dates else _("There was no date to give back."),
        "calendar": text_of_series_mail(series, went, is_on=False) if went else "",
    }
    _tell_one(series, person, answers, **facts)


def answers_left(answers):
    """That seats at events for members have ended with the membership; of a series, once."""
    of_series = defaultdict(list)
    for answer in answers:
        is_date = answer.event.series_id and not answer.event.series.has_sittings
        of_series[answer.event.series if is_date else answer].append(answer)
    for series, ended in of_series.items():
        if len(ended) == 1:
            answer_left(ended[0].event, ended[0])
        else:
            _left(series, ended)


def _left(series, answers):
    person, went = answers[0].person, [answer.event for answer in answers]
    own = _own_answers(series, person)
    still = [each.event for each in own if each.is_going]
    hint = _("You are not a member of the group any more, and these events are for its members.")
    calendar = text_of_series_mail(series, still or went, is_on=bool(still))
    facts = {
        "occurrence": f"left {timezone.now().isoformat()}",
        "title": _("You are not going: %(event)s") % {"event": series.title},
        "line": _("It is for members of the group."),
        "body": _listed(hint, went),
        "calendar": calendar,
    }
    # A date that only the calendar holds makes the letter discreet as well.
    _tell_one(series, person, [*answers, *own], **facts)


def dates_added(series, events):
    """To those who have signed up, once, of all dates that went out together.

    Their answers bear the instant at which their event went out (`answer_enrolled`).
    """
    new = {event.pk: event for event in events if event.is_published}
    told = set()
    for event in new.values():
        rows = Rsvp.objects.filter(event=event, answered=event.changed)
        told.update(rows.values_list("person", flat=True))
    if not told:
        return
    answers, now = Answers(series), timezone.now()
    groups = defaultdict(list)
    for person in sorted(told):
        own = answers.people[person]
        # Whoever hides anywhere in the series is told as one who hides.
        spoken_for = max(own.values(), key=lambda each: each.hides).pk
        waits = tuple(key for key in new if key in own and not own[key].is_going)
        groups[tuple(answers.going(person)), waits].append(spoken_for)
    for number, ((going, waits), keys) in enumerate(sorted(groups.items())):
        seats = [new[key] for key in going if key in new]
        facts = _words_of_new(series, seats, [new[key] for key in waits])
        facts["occurrence"] = f"{now.isoformat()} {number}"
        facts["calendar"] = answers.calendar(going, []) if seats else ""
        _tell_alike(series, keys, new.values(), **facts)


def _words_of_new(series, seats, waits):
    hint = ngettext(
        "A date was added to a series for which you are signed up. If you can’t come, give it back "
        "in the portal.",
        "Dates were added to a series for which you are signed up. If you can’t come, give them "
        "back in the portal.",
        len(seats) + len(waits),
    )
    return {
        "title": _("New dates: %(event)s") % {"event": series.title},
        "line": _counted(seats, waits),
        "body": "\n\n".join([hint, *_dates(seats, waits)]),
        "good_until": max(event.ends for event in (*seats, *waits)),
    }


def _tell_alike(series, keys, events, **facts):
    """The same words to all whose answers have these keys."""
    written = letter(series, **_about(series), **facts)
    discreet = True if _is_discreet(series, events) else hidden()
    for begin in range(0, len(keys), A_BATCH):
        rows = Rsvp.objects.filter(pk__in=keys[begin : begin + A_BATCH])
        written, _told = tell_all(written, rows, discreet=discreet)


def _tell_one(series, person, answers, **facts):
    discreet = _is_discreet(series, [answer.event for answer in answers])
    discreet = discreet or any(answer.is_hidden for answer in answers)
    tell(letter(series, **_about(series), **facts), person, discreet=discreet)


def _is_discreet(series, events):
    return series.brg.is_sensitive or any(event.is_discreet for event in events)


def _about(series):
    return {
        "kind": "event",
        "thing": key_of(series),
        "url": reverse("series-short", args=[series.pk]),
        "why": _("You signed up for events of %(host)s.") % {"host": series.brg.short_name},
    }


def _own_answers(series, person):
    """A person's answers to dates that are on and to come, the soonest first."""
    coming = Event.objects.upcoming().with_discretion().filter(series=series)
    events = {event.pk: event for event in coming.select_related("brg", "chapter__brg", "series")}
    mine = Rsvp.objects.of(person).filter(event__in=list(events)).select_related("membership")
    found = {answer.event_id: answer for answer in mine}
    for key, answer in found.items():
        answer.event, answer.person = events[key], person
    return [found[key] for key in events if key in found]


def _dates(seats, waits):
    """Paragraphs with the dates at which somebody has a seat, and those at which they wait."""
    if seats:
        yield _listed(_("You have a seat:"), seats)
    if waits:
        yield _listed(_("All seats are taken here. You wait, and we tell you of a seat:"), waits)


def _listed(text, events):
    return listed(text, [when.in_words(event) for event in sorted(events, key=_by_start)])


def _counted(seats, waits):
    words = []
    if seats:
        line = ngettext("A seat at one date.", "A seat at %(n)s dates.", len(seats))
        words.append(line % {"n": len(seats)})
    if waits:
        line = ngettext("Waiting at one date.", "Waiting at %(n)s dates.", len(waits))
        words.append(line % {"n": len(waits)})
    return " ".join(words) or _("Dates to come are yours too.")


def _by_start(event):
    return event.starts
