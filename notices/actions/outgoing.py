"""The one door by which anything is told: rows, in the transaction of what they tell."""

import datetime as dt

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q, Value
from django.utils import timezone

from audit.actions import NotInTransaction

from ..models import Letter, Notice

# Somebody waits for a link to sign in. What is due longest goes first, so this passes by the
# thousands of mails that a group may have sent in the last minutes.
HEAD_START = dt.timedelta(minutes=10)


def tell(letter, *people, discreet=False):
    """Tell a letter, new or kept, to people; returns it with the key under which it is kept.

    It is told once for its kind, thing and occurrence, and once to each person, however often this
    is called. `discreet` keeps the group out of subject and first lines. People without an account
    in use are passed over. Raises NotInTransaction outside a transaction.
    """
    letter = _kept(letter)
    Notice.objects.bulk_create(
        (_notice(letter, person, discreet) for person in people if person.is_active),
        ignore_conflicts=True,
    )
    return letter


def tell_all(letter, people, *, person="person", discreet=False):
    """Tell a letter, new or kept, to everybody in a query, by one statement.

    `person` is the path from its rows to the person; `discreet` is true, false, or a condition on
    the rows. Returns the letter, as `tell` does, and how many are told. Raises NotInTransaction
    outside a transaction.
    """
    letter = _kept(letter)
    condition = discreet if isinstance(discreet, Q) else Value(discreet)
    told_discreetly = ExpressionWrapper(condition, output_field=BooleanField())
    rows = people.order_by().annotate(person_=F(person), discreet_=told_discreetly)
    try:
        return letter, _fan_out(letter, rows.values_list("person_", "discreet_"))
    except EmptyResultSet:
        # The ORM knows without asking that nobody is in the query.
        return letter, 0


def _fan_out(letter, rows):
    """Write a notice for each row of person and discretion; returns how many were new."""
    query, values = rows.query.sql_with_params()
    columns = _columns(letter)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    # The names come from the model and the query from the ORM; all values are bound.
    statement = (
        f"INSERT INTO {connection.ops.quote_name(Notice._meta.db_table)} "  # noqa: S608
        f"(person_id, discreet, {names}) SELECT person_, discreet_, {marks} "
        f"FROM ({query}) AS people WHERE TRUE ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*columns.values(), *values])
        return cursor.rowcount


def withdraw(*, topic, person=None, kinds=()):
    """Let no more mail go out about a topic, to one person or to all; the portal keeps what it has.

    `kinds` narrows it. Returns how many mails.
    """
    rows = Notice.objects.on_their_way().filter(letter__topic=topic)
    if person is not None:
        rows = rows.filter(person=person)
    if kinds:
        rows = rows.filter(letter__kind__in=kinds)
    return rows.update(mail=Notice.Mail.NONE, digest=None)


def make_discreet(*, topic, person=None):
    """Keep the name of a topic out of the subjects of mail that has still to go out.

    To one person, or to all. Returns how many mails.
    """
    rows = Notice.objects.on_their_way().filter(letter__topic=topic)
    if person is not None:
        rows = rows.filter(person=person)
    return rows.update(discreet=True)


def stop(letter):
    """Call a letter back: what has not gone out by mail stays in the portal alone.

    Returns how many mails do not go out.
    """
    Letter.objects.filter(pk=letter.pk, stopped=None).update(stopped=timezone.now())
    rows = Notice.objects.on_their_way().filter(letter=letter)
    return rows.update(mail=Notice.Mail.NONE, digest=None)


def _kept(letter):
    """The letter, with the key of the one that stands in the table, whoever wrote that first."""
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(letter.kind)
    if letter.pk is None:
        # Its text may be purged by now; and what is not written comes back without a key.
        once = {"unique_fields": ["kind", "thing", "occurrence"], "update_fields": ["body"]}
        Letter.objects.bulk_create([letter], update_conflicts=True, **once)
    return letter


def _notice(letter, person, discreet):
    now = timezone.now()
    due = now - HEAD_START if letter.about.pressing else now
    facts = {"in_portal": letter.about.in_portal, "told": now, "due": due}
    return Notice(letter=letter, person=person, discreet=discreet, **facts)


def _columns(letter):
    """What is alike in every row of a letter, by column, as the database takes it."""
    notice = _notice(letter, None, discreet=False)
    fields = [
        field
        for field in Notice._meta.concrete_fields
        if not field.primary_key and field.name not in ("person", "discreet")
    ]
    return {
        field.column: field.get_db_prep_save(getattr(notice, field.attname), connection)
        for field in fields
    }
