"""The one door by which anything is told: rows, in the transaction of what they tell."""

import datetime as dt
from functools import cache

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q, Value
from django.utils import timezone

from audit.actions import NotInTransaction
from statements.prepared import preparing_cursor

from ..models import Letter, Notice

# Somebody waits for a link to sign in. What is due longest goes first, so this passes by the
# thousands of mails that a group may have sent in the last minutes.
HEAD_START = dt.timedelta(minutes=10)
# A letter is written once for these.
ONCE = ["kind", "thing", "occurrence"]
# What may be purged by now of a letter that is kept.
PURGED = ["body", "calendar"]


def tell(letter, *people, discreet=False):
    """Tell a letter, new or kept, to people; returns it with the key under which it is kept.

    It is told once for its kind, thing and occurrence, and once to each person, however often this
    is called. `discreet` keeps the group out of subject and first lines. People without an account
    in use are passed over. Raises NotInTransaction outside a transaction.
    """
    notices = [_notice(letter, person, discreet) for person in people if person.is_active]
    if letter.pk is None and len(notices) == 1 and connection.vendor == "postgresql":
        return _kept_and_told(letter, notices[0])
    letter = _kept(letter)
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
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
    columns = _columns(_notice(letter, None, discreet=False), "person", "discreet")
    # The names come from the model and the query from the ORM; all values are bound.
    statement = (
        f"INSERT INTO {_table(Notice)} (person_id, discreet, {_names(columns)}) "  # noqa: S608
        f"SELECT person_, discreet_, {_marks(columns)} "
        f"FROM ({query}) AS people WHERE TRUE ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*columns.values(), *values])
        return cursor.rowcount


def withdraw(*, topic, person=None, kinds=()):
    """Let no more mail go out about a topic, to one person or to all; the portal keeps what it has.

    `kinds` narrows it. Returns how many mails.
    """
    letters = Letter.objects.filter(topic=topic)
    if kinds:
        letters = letters.filter(kind__in=kinds)
    # Without a join, so that PostgreSQL asks a row again that a worker has just sent.
    rows = Notice.objects.on_their_way().filter(letter__in=letters)
    if person is not None:
        rows = rows.filter(person=person)
    return rows.update(mail=Notice.Mail.NONE, digest=None)


def make_discreet(*, topic, person=None, url=""):
    """Keep the name of a topic to itself in what was told about it so far.

    In the subjects of mail that has still to go out, and in the list of notices, which folds what
    is discreet. To one person, or to all; `url` narrows it to what leads to one page. Returns how
    many notices.
    """
    rows = Notice.objects.filter(letter__topic=topic, discreet=False)
    if url:
        rows = rows.filter(letter__url=url)
    if person is not None:
        rows = rows.filter(person=person)
    return rows.update(discreet=True)


def stop(letters, *, person=None):
    """Call letters, a query of them, back: what has not gone out by mail stays in the portal alone.

    From all, or from one person. Returns how many mails do not go out.
    """
    rows = Notice.objects.on_their_way().filter(letter__in=letters)
    if person is None:
        letters.filter(stopped=None).update(stopped=timezone.now())
    else:
        rows = rows.filter(person=person)
    return rows.update(mail=Notice.Mail.NONE, digest=None)


def take_words_away(letters, *, title, line=""):
    """Call letters back about what is gone: the portal says this much and leads nowhere.

    What has been sent cannot be called back. Returns how many mails do not go out.
    """
    mails = stop(letters)
    letters.update(title=title, line=line, body="", url="")
    return mails


def lead_to(letters, url):
    """Let letters, a query of them, lead to another page than the one that is gone."""
    return letters.update(url=url)


def _kept(letter):
    """The letter, with the key of the one that stands in the table, whoever wrote that first."""
    _refuse_outside_transaction(letter)
    if letter.pk is None:
        # Its text may be purged by now; and what is not written comes back without a key.
        once = {"unique_fields": ONCE, "update_fields": PURGED}
        Letter.objects.bulk_create([letter], update_conflicts=True, **once)
    return letter


def _kept_and_told(letter, notice):
    """The letter, kept and told by one statement, which SQLite cannot.

    A person waits for the page meanwhile, as with `_kept` and a notice after it.
    """
    _refuse_outside_transaction(letter)
    words, facts = _columns(letter), _columns(notice, "letter")
    with preparing_cursor() as cursor:
        cursor.execute(_keeping_and_telling(), [*words.values(), *facts.values()])
        (letter.pk,) = cursor.fetchone()
    letter._state.adding = False
    return letter


@cache
def _keeping_and_telling():
    """The statement: the names in it come from the models, and all values are bound."""
    words, facts = _fields(Letter), _fields(Notice, "letter")
    columns = [field.column for field in facts]
    # What their types are does not follow from where they stand.
    typed = ", ".join(f"CAST(%s AS {field.cast_db_type(connection)})" for field in facts)
    return (
        f"WITH kept AS (INSERT INTO {_table(Letter)} ({_names(f.column for f in words)}) "  # noqa: S608
        f"VALUES ({_marks(words)}) "
        f"ON CONFLICT ({', '.join(ONCE)}) DO UPDATE SET {_written_again()} RETURNING id), "
        f"told AS (INSERT INTO {_table(Notice)} (letter_id, {_names(columns)}) "
        f"SELECT id, {typed} FROM kept ON CONFLICT DO NOTHING) SELECT id FROM kept"
    )


def _refuse_outside_transaction(letter):
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(letter.kind)


def _notice(letter, person, discreet):
    now = timezone.now()
    due = now - HEAD_START if letter.about.pressing else now
    facts = {"in_portal": letter.about.in_portal, "told": now, "due": due}
    return Notice(letter=letter, person=person, discreet=discreet, **facts)


def _columns(row, *left_out):
    """What a row that is not saved holds, by column, as the database takes it."""
    return {
        field.column: field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in _fields(type(row), *left_out)
    }


def _fields(model, *left_out):
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in left_out
    ]


def _written_again():
    return ", ".join(f"{name} = EXCLUDED.{name}" for name in PURGED)


def _table(model):
    return connection.ops.quote_name(model._meta.db_table)


def _names(columns):
    return ", ".join(connection.ops.quote_name(name) for name in columns)


def _marks(columns):
    return ", ".join(["%s"] * len(columns))
