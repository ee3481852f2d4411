"""The attack: somebody has everything but the portal's key, and wants to know who said what.

They have all rows of all tables after each answer, in the order in which they lie, with what the
database itself keeps of each row (PostgreSQL: ctid and xmin, SQLite: rowid); the log of the
server; and all statements that were sent. They know that twelve people came, and in which order
these answered. They do not have SECRET_KEY, nor have they looked into the running portal.

What they hold is the evidence. It is the same, to the byte, whichever of five people released
together said what, and whatever those said who still wait. So no way of looking at it does better
than a guess among five, and none at all does anything before. Each control takes one protection
away: then the evidence differs, and the attack ties answers to people.
"""

import datetime as dt
import json
import logging
import re
from io import StringIO
from itertools import islice, permutations
from types import SimpleNamespace
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from config.logs import JsonFormatter
from feedback import actions, piles, seal
from feedback.piles import Pile
from feedback.seal import NONCE, ROOM
from tests import factories
from tests.seen import undone

from .conftest import guest

pytestmark = pytest.mark.django_db

TAG = 16
CLOCK = re.compile(r"20\d\d-\d\d-\d\d[ T]\d\d:")
# In the order in which they answer. By the alphabet the words stand in another one.
WORDS = ["oak", "ash", "yew", "fir", "elm", "bay", "fig", "asp", "box", "may", "ivy", "rue"]
SAID = [{"stars": n % 5 + 1, "score": n % 11, "text": word} for n, word in enumerate(WORDS)]
# Which of the twelve are released together; the last two wait.
TOGETHER = [range(0, 5), range(5, 10), range(10, 12)]


# What the attacker holds


def rows(table):
    """All rows of a table as they lie, each with what the database keeps of it besides."""
    name = connection.ops.quote_name(table)
    own = "rowid" if connection.vendor == "sqlite" else "ctid, xmin::text::bigint AS born"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {own}, * FROM {name} ORDER BY 1")
        # Columns are tuples on one database and objects on the other; both begin with the name.
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def dump(tables=None):
    """The tables by name; places and births of rows as ranks, so that two dumps compare."""
    tables = tables or sorted(connection.introspection.table_names())
    found = {table: rows(table) for table in tables}
    births = sorted({row["born"] for each in found.values() for row in each if "born" in row})
    return {
        table: [_comparable(place, row, births) for place, row in enumerate(each)]
        for table, each in found.items()
    }


def _comparable(place, row, births):
    place_of_its_own = {"ctid": place, "born": births.index(row["born"])} if births else {}
    return {name: _readable(value) for name, value in (row | place_of_its_own).items()}


def _readable(value):
    """A value as it can be compared: of sealed bytes, which are noise, the length."""
    if isinstance(value, memoryview):
        value = bytes(value)
    if isinstance(value, bytes) and len(value) > NONCE:
        return f"{len(value)} bytes"
    return value


class Wiretap:
    """Every value that is sent to the database."""

    def __init__(self):
        self.values = []

    def __call__(self, execute, sql, params, many, context):
        # Some values come wrapped for their column.
        values = [_readable(getattr(value, "obj", value)) for value in params or ()]
        self.values += ["a time" if CLOCK.match(str(value)) else value for value in values]
        return execute(sql, params, many, context)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Twelve people who came, signed in, in the midst of things; for all tests here.

    What each of them changes is undone after it.
    """
    # A session notes its time again after a while, which a slow machine would take for a change.
    never = mock.patch("accounts.middleware.SECONDS_BETWEEN_NOTES", 10**6)
    with django_db_blocker.unblock(), undone(), never:
        starts = timezone.now() - dt.timedelta(hours=2)
        event = factories.event(factories.brg(), title="Supper", starts=starts)
        clients = []
        for number in range(12):
            client = Client()
            client.force_login(guest(event, legal_name=f"Person {number}"))
            client.get("/me/events/")
            clients.append(client)
        yield SimpleNamespace(event=event, clients=clients)


@pytest.fixture(scope="module")
def evidence(stage):
    """What is left when all have said what they said."""
    with undone():
        yield happens(stage)


def happens(stage, said=SAID):
    """Let the twelve answer, one after the other; returns the evidence."""
    _begin_anew()
    before, log, tap, steps = dump(), StringIO(), Wiretap(), []
    handler = logging.StreamHandler(log)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    try:
        with connection.execute_wrapper(tap):
            for client, words in zip(stage.clients, said, strict=True):
                _answer(client, stage.event, words)
                steps.append((dump(["feedback_box", "feedback_spent"]), len(tap.values)))
    finally:
        logging.getLogger().removeHandler(handler)
    after = dump()
    changed = {table for table in after if after[table] != before[table]}
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return SimpleNamespace(steps=steps, after=after, changed=changed, log=lines, sent=tap.values)


def _begin_anew():
    """Empty tables, in which rows lie as they come."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM feedback_spent")
            cursor.execute("DELETE FROM feedback_box")
        else:
            # What is checked at the end of a transaction is checked now: it holds the tables.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("TRUNCATE feedback_spent, feedback_box")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _answer(client, event, words):
    address = f"/events/{event.pk}-{event.slug}/feedback/"
    response = client.post(address, words)
    assert (response.status_code, response["Location"]) == (302, address)


def all_of(evidence):
    """All that two runs can be told apart by; of the log not the clock, nor what is random."""
    log = [
        {name: value for name, value in line.items() if name not in ("at", "ms", "request")}
        for line in evidence.log
    ]
    return evidence.steps, evidence.after, evidence.changed, log, evidence.sent


def turned(places, order):
    """The same things said, by others: of these places, each in the order that is given."""
    said = list(SAID)
    for place, source in zip(places, order, strict=True):
        said[place] = SAID[source]
    return said


# What they can do with it


def newly_said(evidence):
    """The words that appeared with each person's answer, where there is but one word."""
    seen, tied = set(), {}
    for number, (tables, _sent) in enumerate(evidence.steps):
        new = {word for word in WORDS if f'"{word}"' in repr(tables).replace("'", '"')} - seen
        seen |= new
        if len(new) == 1:
            tied[number] = new.pop()
    return tied


def by_place(evidence):
    """How many texts lie in the order in which people answered."""
    (box,) = evidence.after["feedback_box"]
    texts = json.loads(box["texts"]) if isinstance(box["texts"], str) else box["texts"]
    return sum(text == word for text, word in zip(texts, WORDS, strict=False))


# The attack fails


def others_said_it():
    """Some ways in which the same things may have been said by others, within what is released."""
    for places in TOGETHER:
        # Of the 120 orders of five a few, none of which leaves everything in its place.
        for order in islice(permutations(places), 1, None, 59):
            yield turned(places, order)


def test_whoever_of_those_released_together_said_what_the_evidence_is_the_same(stage, evidence):
    others = list(others_said_it())
    assert len(others) == 3 + 3 + 1
    for said in others:
        assert all_of(happens(stage, said)) == all_of(evidence)


def test_nor_where_not_everybody_gives_a_score_and_writes(stage):
    """What found too few of its kind waits on with others, and still nothing says whose it is."""
    sparse = [dict(words) for words in SAID]
    for number in (0, 1, 4, 6, 11):
        sparse[number] |= {"score": "", "text": ""}
    first = happens(stage, sparse)
    for order in ([4, 2, 0, 1, 3], [1, 0, 3, 2, 4]):
        said = [sparse[place] for place in order] + sparse[5:]
        assert all_of(happens(stage, said)) == all_of(first)


def test_the_last_state_alone_does_not_tell_who_was_in_which_five(stage, evidence):
    for order in ([*range(5, 10), *range(5)], [9, 0, 8, 1, 7, 2, 6, 3, 5, 4]):
        assert happens(stage, turned(range(10), order)).after == evidence.after


def test_which_parts_of_an_answer_belong_together_is_in_none_of_it(stage, evidence):
    mixed = [
        {"stars": SAID[n]["stars"], "score": SAID[s]["score"], "text": SAID[t]["text"]}
        for n, s, t in zip(range(5), [1, 2, 3, 4, 0], [3, 4, 0, 1, 2], strict=True)
    ]
    assert all_of(happens(stage, mixed + SAID[5:])) == all_of(evidence)


def test_whatever_those_say_who_wait_the_evidence_is_the_same(stage, evidence):
    silent, loud = {"stars": 1}, {"stars": 5, "score": 0, "text": "🦉" * 1000}
    assert all_of(happens(stage, [*SAID[:10], silent, loud])) == all_of(evidence)


def test_nothing_is_written_anywhere_but_the_box_and_the_marks(evidence):
    assert evidence.changed == {"feedback_box", "feedback_spent"}
    assert len(evidence.after["feedback_spent"]) == 12
    (box,) = evidence.after["feedback_box"]
    assert box["sealed"] == f"{NONCE + ROOM + TAG} bytes"


def test_no_word_reaches_the_database_before_it_is_released(evidence):
    at = {5: 4, 10: 9}
    for count, place in at.items():
        until = evidence.steps[place - 1][1]
        sent = repr(evidence.sent[:until])
        said = {word for word in WORDS if f"'{word}'" in sent or f'"{word}"' in sent}
        assert said == set(WORDS[: count - 5])
    sent = repr(evidence.sent)
    assert [word for word in WORDS[10:] if f"'{word}'" in sent or f'"{word}"' in sent] == []


def test_the_log_knows_the_kind_of_page_and_nothing_else(evidence):
    assert len(evidence.log) == 12
    for line in evidence.log:
        assert set(line) == {
            *("at", "level", "logger", "message"),
            *("request", "method", "route", "status", "ms"),
        }
    kept = {(line["route"], line["method"], line["status"]) for line in evidence.log}
    assert kept == {("event-feedback", "POST", 302)}


def test_the_log_of_a_second_answer_is_that_of_a_first(stage, evidence):
    """The same person answers twelve times, of which one counts."""
    again = SimpleNamespace(event=stage.event, clients=[stage.clients[0]] * 12)
    assert all_of(happens(again))[3] == all_of(evidence)[3]


def test_no_alignment_ties_an_answer_to_a_person(evidence):
    assert newly_said(evidence) == {}
    # One of ten lies where it would lie in that order: as many as by chance.
    assert by_place(evidence) == 1


# The controls: without the protection it succeeds


@pytest.fixture
def unsealed(monkeypatch):
    """What waits is kept as it is."""

    def keep(pile, event):
        return json.dumps([pile.stars, pile.scores, pile.texts]).encode()

    def find(kept, event):
        return Pile(*map(tuple, json.loads(bytes(kept)))) if kept else Pile()

    monkeypatch.setattr(actions, "seal", keep)
    monkeypatch.setattr(actions, "unseal", find)
    monkeypatch.setattr(f"{__name__}.NONCE", 10**6)


def test_control_without_the_seal_each_new_word_is_that_of_whoever_has_just_answered(
    stage, unsealed
):
    tied = newly_said(happens(stage))
    assert {number: WORDS[number] for number in tied} == tied
    # The fifth is known as well, being the one that was not there before.
    assert set(tied) == set(range(12))


def test_control_without_the_seal_the_evidence_differs(stage, unsealed):
    found = all_of(happens(stage))
    assert all_of(happens(stage, turned(TOGETHER[0], [1, 0, 2, 3, 4]))) != found


def test_control_without_the_order_of_the_alphabet_texts_lie_as_people_came(stage, monkeypatch):
    add = Pile.__add__

    def in_order(one, other):
        both = add(one, other)
        return Pile(both.stars, both.scores, one.texts + other.texts)

    monkeypatch.setattr(Pile, "__add__", in_order)
    evidence = happens(stage)
    assert by_place(evidence) == 10
    assert all_of(happens(stage, turned(TOGETHER[0], [1, 0, 2, 3, 4]))) != all_of(evidence)


def test_control_released_one_by_one_each_is_known(stage, monkeypatch):
    monkeypatch.setattr(piles, "RELEASED_TOGETHER", 1)
    release = actions.Box.release

    def at_once(box, pile):
        release(box, pile)
        # The database would not have it otherwise.
        box.released = 0

    monkeypatch.setattr(actions.Box, "release", at_once)
    assert newly_said(happens(stage)) == dict(enumerate(WORDS))


def test_control_with_the_key_the_marks_say_who_has_answered(stage, evidence):
    marks = [row["mark"] for row in evidence.after["feedback_spent"]]
    people = [
        row for row in evidence.after["accounts_user"] if row["legal_name"].startswith("Person ")
    ]
    made = {
        seal.marks_of(SimpleNamespace(public_id=row["public_id"]), stage.event)[0]: row[
            "legal_name"
        ]
        for row in people
    }
    assert [made[mark] for mark in marks] == [f"Person {n}" for n in range(12)]
