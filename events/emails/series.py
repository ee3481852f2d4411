"""What people are told of a change of several dates of a series: each once, of all their own."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices.models import key_of

from .. import when
from ..calendars import text_of_mail, text_of_series_mail
from ..models import Event, Rsvp
from ..models.rsvp import hidden
from .answers import answer_ended
from .changes import where
from .letters import tell_answered, tell_person

# More dates than these are on the page of the series.
MOST_TOLD = 20
# So many people a statement.
A_BATCH = 5000


def series_changed(series, outcomes):
    """That dates have another time or place, or are not for somebody any more.

    `outcomes` are pairs of an event and what has come of its change.
    """
    before = {event.pk: outcome.before for event, outcome in outcomes if outcome.before}
    moved = [event for event, _outcome in outcomes if event.pk in before]
    ended = [(event, each) for event, outcome in outcomes for each in outcome.ended]
    if not (moved or ended):
        return
    answers = Answers(series)
    _tell(answers, moved, _words_of_moved(series, before), occurrence="moved")
    _tell_ended(answers, ended)


def series_cancelled(series, events, *, reason):
    """That dates do not take place."""
    if events:
        _tell(Answers(series), events, _words_of_cancelled(series, reason), occurrence="cancelled")


def _words_of_moved(series, before):
    def words(dates):
        line = ngettext(
            "One of your dates has another time or place.",
            "%(n)s of your dates have another time or place.",
            len(dates),
        )
        hint = _(
            "Your answers stand. If you can’t come now, you can leave the whole series in one step "
            "in the portal, or give single dates back."
        )
        rows = [_moved_row(event, before[event.pk]) for event in dates]
        return {
            "title": _("Changed: %(event)s") % {"event": series.title},
            "line": line % {"n": len(dates)},
            "body": listed(hint, rows),
        }

    return words


def _moved_row(event, before):
    now = ". ".join(filter(None, [when.in_words(event), where(event)]))
    return _("**Now:** %(now)s\n  **Before:** %(before)s") % {"now": now, "before": before}


def _words_of_cancelled(series, reason):
    def words(dates):
        line = ngettext(
            "One of your dates does not take place.",
            "%(n)s of your dates do not take place.",
            len(dates),
        )
        line %= {"n": len(dates)}
        return {
            "title": _("Cancelled: %(event)s") % {"event": series.title},
            "line": line,
            "body": listed(reason or line, [when.in_words(event) for event in dates]),
        }

    return words


def listed(text, rows):
    told = rows[:MOST_TOLD]
    if len(rows) > MOST_TOLD:
        told.append(_("and %(n)s more") % {"n": len(rows) - MOST_TOLD})
    return "\n".join([text, "", *(f"- {row}" for row in told)])


class _Own(NamedTuple):
    """What somebody has answered to one date, and whether they show it to nobody."""

    pk: int
    is_going: bool
    hides: bool


class Answers:
    """Who has answered to the dates of a series that are to come, and which of them are on."""

    def __init__(self, series):
        self.series = series
        coming = Event.objects.filter(series=series, ends__gt=timezone.now())
        on = coming.published().select_related("brg", "chapter__brg", "series")
        self.on = {event.pk: event for event in on}
        self.people = defaultdict(dict)
        rows = Rsvp.objects.filter(event__in=coming.values("pk"), person__is_active=True)
        rows = rows.annotate(hides=ExpressionWrapper(hidden(), output_field=BooleanField()))
        names = ("person", "event", "pk", "status", "hides")
        for person, event, pk, status, hides in rows.values_list(*names):
            self.people[person][event] = _Own(pk, status == Rsvp.Status.GOING, hides)

    def going(self, person):
        """The dates that are on, to which somebody is going."""
        own = self.people.get(person, {})
        return [key for key in self.on if key in own and own[key].is_going]

    def calendar(self, still, gone):
        """What the calendar of somebody is told who goes to some dates still, or to none.

        `gone` are those to which they went till now. A calendar that knows nothing is told nothing.
        """
        events, is_on = ([self.on[key] for key in still], True) if still else (gone, False)
        if self.series.has_sittings:
            return text_of_mail(events[0], is_on=is_on) if events else ""
        return text_of_series_mail(self.series, events, is_on=is_on)


def _tell(answers, events, words, *, occurrence):
    """One letter for all who have answered to the same of these events in the same way."""
    groups = defaultdict(list)
    for person, own in answers.people.items():
        theirs = tuple(event.pk for event in events if event.pk in own)
        if theirs:
            went = tuple(key for key in theirs if own[key].is_going)
            # Whoever hides anywhere in the series is told as one who hides.
            spoken_for = max(own.values(), key=lambda each: each.hides).pk
            groups[theirs, went, tuple(answers.going(person))].append(spoken_for)
    by_key = {event.pk: event for event in events}
    for number, ((theirs, went, still), keys) in enumerate(sorted(groups.items())):
        dates = sorted((by_key[key] for key in theirs), key=lambda event: event.starts)
        gone = [by_key[key] for key in went]
        facts = {
            **words(dates),
            **_about(answers.series),
            "occurrence": f"{occurrence} {answers.series.version} {number}",
            "good_until": max(event.ends for event in dates),
            # Who only waits has none of it in a calendar.
            "calendar": answers.calendar(still, gone) if went else "",
        }
        for first in range(0, len(keys), A_BATCH):
            batch = Rsvp.objects.filter(pk__in=keys[first : first + A_BATCH])
            # One date that could tell where somebody belongs makes the letter discreet.
            tell_answered(max(dates, key=_is_discreet), batch, **facts)


def _is_discreet(event):
    return event.is_discreet


def _about(series):
    return {
        "kind": "change",
        "thing": key_of(series),
        "url": reverse("series-short", args=[series.pk]),
        "language": series.language,
    }


def _tell_ended(answers, ended):
    """That answers ended by a rule: these dates are not for somebody any more."""
    of_person = defaultdict(list)
    for event, answer in ended:
        of_person[answer.person_id].append((event, answer))
    for person, found in of_person.items():
        if len(found) == 1:
            answer_ended(*found[0])
            continue
        event, answer = max(found, key=lambda pair: _is_discreet(pair[0]) or pair[1].is_hidden)
        went = [event for event, answer in found if answer.is_going]
        still = answers.going(person)
        tell_person(
            max([event, *(answers.on[key] for key in still)], key=_is_discreet),
            answer,
            **_about(answers.series) | {"thing": key_of(answer)},
            occurrence="ended",
            title=_("Your answers have ended: %(event)s") % {"event": answers.series.title},
            line=when.in_words(event),
            body=listed(
                _("These dates are for members of the group now. Your seats are free for others."),
                [when.in_words(event) for event, _answer in found],
            ),
            calendar=answers.calendar(still, went) if went else "",
        )
