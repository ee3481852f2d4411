"""What happens to a question: asked, answered, gone on with, closed, and forgotten in the end.

Nothing on record says who asked without a name: the record is kept longer than the question.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusal import Refusal
from audit.actions import record
from brgs.models import BRG
from chapters.models import Chapter

from . import emails
from .models import Message, Question

Status = Question.Status

MOST_IN_A_DAY = 10
# So that a page of one question has an end.
MOST_MESSAGES = 100
# The same words again within that time were sent by a double click.
A_DOUBLE_CLICK = dt.timedelta(minutes=1)
# How long it is kept after the last word, or after it was closed.
KEPT = dt.timedelta(days=365)


@transaction.atomic
def ask(*, question, text, by):
    """Put a question, given unsaved, to the leads of its group or chapter; returns it as kept.

    `text` is the first message. Raises Refusal where nothing new is asked there, and for more than
    ten questions within a day.
    """
    by = _asker_held(by)
    _refuse_unless_in_use(question)
    if twin := _sent_just_now(question, text, by):
        return twin
    _refuse_too_many(by)
    question.asker, question.asked = by, timezone.now()
    question.last = question.asked
    question.save()
    emails.asked(question.messages.create(text=text, said=question.asked))
    _record_for_asker("question.asked", question)
    return question


def _asker_held(person):
    """Whoever sends many questions at once waits here, so that none slips past the limit."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _refuse_unless_in_use(question):
    groups = BRG.objects.active().filter(pk=question.brg_id)
    if question.chapter_id:
        chapters = Chapter.objects.open().filter(pk=question.chapter_id)
        groups = groups.filter(pk__in=chapters.values("brg"))
    if not groups.exists():
        raise Refusal(_("Nothing new is asked here at the moment."))


def _sent_just_now(question, text, by):
    same = ("brg", "chapter", "kind", "is_named", "subject")
    rows = Question.objects.asked_by(by).filter(**{name: getattr(question, name) for name in same})
    rows = rows.filter(asked__gt=timezone.now() - A_DOUBLE_CLICK, messages__text=text)
    return rows.order_by("-pk").first()


def _refuse_too_many(person):
    a_day_ago = timezone.now() - dt.timedelta(days=1)
    if Question.objects.asked_by(person).filter(asked__gt=a_day_ago).count() >= MOST_IN_A_DAY:
        raise Refusal(_("You have asked ten questions within a day. Please go on tomorrow."))


@transaction.atomic
def reply(*, question, text, by):
    """Say more as the asker. The leads are told once, until they answer."""
    question = _held(question)
    was_open = question.is_open
    message = _say(question, text, author=None)
    if message:
        _move(question, Status.OPEN, message.said)
        _record_for_asker("question.continued", question)
        if not was_open:
            emails.asked(message)
    return question


@transaction.atomic
def answer(*, question, text, by):
    """Answer as a lead, whose name stands beside the words. The asker is told."""
    question = _held(question)
    message = _say(question, text, author=by)
    if message:
        _move(question, Status.ANSWERED, message.said)
        record(by=by, verb="question.answered", thing=question, within=question.brg)
        emails.answered(message)
    return question


@transaction.atomic
def close(*, question, by, as_lead):
    """Let nothing more be said. The asker is told of it where a lead does it.

    Closing it twice is closing it once.
    """
    question = _locked(question)
    if question.is_closed:
        return question
    _move(question, Status.CLOSED, timezone.now())
    if as_lead:
        record(by=by, verb="question.closed", thing=question, within=question.brg)
        emails.closed(question)
    else:
        _record_for_asker("question.closed", question)
    return question


@transaction.atomic
def forget_old(*, now=None):
    """Delete what was closed a year ago, or has been silent for a year; returns how many."""
    old = Question.objects.filter(last__lt=(now or timezone.now()) - KEPT)
    # Held first: somebody may say something at this moment, and then it is not old any more.
    keys = list(old.select_for_update().values_list("pk", flat=True))
    return Question.objects.filter(pk__in=keys).delete()[1].get(Question._meta.label, 0)


def _record_for_asker(verb, question):
    """What the asker did: by nobody where they did not give their name, and for no lead to read."""
    record(by=question.asker if question.is_named else None, verb=verb, thing=question)


def _locked(question):
    rows = Question.objects.select_for_update(of=("self",))
    found = rows.select_related("brg", "chapter__brg", "asker").filter(pk=question.pk).first()
    if found is None:
        raise Refusal(_("This question is no longer there."))
    return found


def _held(question):
    """The question as it is now, held; Refusal where nothing more can be said."""
    question = _locked(question)
    if question.is_closed:
        raise Refusal(_("This question is closed. You can still read it."))
    if not question.brg.is_readable:
        raise Refusal(_("The group is closed, so nobody would read this."))
    if question.messages.count() >= MOST_MESSAGES:
        raise Refusal(_("This talk has become very long. Please close it and begin a new one."))
    return question


def _say(question, text, *, author):
    """Keep a message of the lead `author`, or of the asker; None where a double click sent it."""
    words = {"text": text, "author": author, "from_leads": author is not None}
    last = question.messages.last()
    is_new = last is None or last.said < timezone.now() - A_DOUBLE_CLICK
    if not is_new and all(getattr(last, name) == value for name, value in words.items()):
        return None
    return Message.objects.create(question=question, **words)


def _move(question, status, at):
    question.status, question.last = status, at
    question.save(update_fields=["status", "last"])
