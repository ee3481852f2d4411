"""How a person wants to be told by mail.

On record stands that somebody chose, and never about what: a group there would tell that they
belong to it.
"""

import re

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from audit.actions import record

from ..kinds import CHOOSABLE
from ..models import Choice, Delivery, Letter, Mailbox, Notice

# The token of a mailbox and the public id of a letter, 22 characters each.
TOKEN = re.compile(r"([\w-]{22})([\w-]{22})", re.ASCII)
KEYS = [kind.key for kind in CHOOSABLE]


@transaction.atomic
def set_preferences(*, person, by, kinds=(), topics=(), **facts):
    """Keep how a person wants to be told.

    `kinds` and `topics` map the key of a kind, or a topic, to a delivery; an empty one gives the
    choice up. What is not named stays as it is. `facts` are columns of the mailbox. Raises Refusal
    for a kind that always goes out.
    """
    kinds, topics = dict(kinds), dict(topics)
    if not set(kinds) <= set(KEYS):
        raise Refusal(_("Some messages always go out, so there is nothing to choose for them."))
    mailbox = _hold_mailbox(person)
    for name, value in facts.items():
        setattr(mailbox, name, value)
    mailbox.save()
    _choose(person, [("kind", key, delivery) for key, delivery in kinds.items()])
    _choose(person, [("topic", topic, delivery) for topic, delivery in topics.items()])
    record(by=by, verb="person.notices_chosen", thing=person)
    return mailbox


@transaction.atomic
def unsubscribe(*, token):
    """End mail of the sort of one letter, for whoever holds the token of its mail.

    The letter's topic, or its kind, goes to the portal alone; where the letter is gone, or was of
    many kinds, all that may be chosen does. Nothing happens for an unknown token. Nothing is
    answered either, so that an asker learns nothing.
    """
    parts = TOKEN.fullmatch(token)
    mailbox = parts and _mailbox_of(parts[1])
    if not mailbox:
        return
    person = mailbox.person
    letter = Letter.objects.filter(public_id=parts[2], notices__person=person).first()
    _end_mail(person, letter)
    record(by=person, verb="person.unsubscribed", thing=person)


def _hold_mailbox(person):
    """The mailbox of a person, held, so that two forms that are sent at once take turns."""
    Mailbox.objects.bulk_create([Mailbox(person=person)], ignore_conflicts=True)
    return Mailbox.objects.select_for_update().get(person=person)


def _mailbox_of(token):
    rows = Mailbox.objects.filter(token=token, person__is_active=True)
    return rows.select_for_update(of=("self",)).select_related("person").first()


def _choose(person, wanted):
    given_up = Q(pk__in=[])
    for name, value, delivery in wanted:
        if not delivery:
            given_up |= Q(**{name: value})
    Choice.objects.filter(given_up, person=person).delete()
    kept = [
        Choice(person=person, delivery=delivery, **{name: value})
        for name, value, delivery in wanted
        if delivery
    ]
    unique = ["person", "kind", "topic"]
    Choice.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=unique, update_fields=["delivery"]
    )


def _end_mail(person, letter):
    """No more mail of this sort, and none that is on its way, also within a digest."""
    letters = Letter.objects.filter(kind__in=KEYS)
    if letter and letter.topic:
        _choose(person, [("topic", letter.topic, Delivery.PORTAL)])
        letters = letters.filter(topic=letter.topic)
    elif letter and letter.kind in KEYS:
        _choose(person, [("kind", letter.kind, Delivery.PORTAL)])
        letters = letters.filter(kind=letter.kind, topic="")
    else:
        _choose(person, [("kind", key, Delivery.PORTAL) for key in KEYS])
        Choice.objects.filter(person=person).update(delivery=Delivery.PORTAL)
    # Without a join, so that PostgreSQL asks a row again that a worker has just sent.
    on_their_way = Notice.objects.on_their_way().filter(person=person, letter__in=letters)
    on_their_way.update(mail=Notice.Mail.NONE, digest=None)
