"""Queries that are put together once, and then asked again and again with other values.

Django makes the text of a query anew for each call, and PostgreSQL a plan for each text: for the
long conditions of a gate both take far longer than finding the few rows that are asked for.
"""

import copy
import datetime as dt
import re
from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.utils.dateparse import parse_datetime

# Values of each kind that stand in no query otherwise.
MARKS = {
    int: lambda number: -1000 - number,
    str: lambda number: f"mark {number}",
    dt.datetime: lambda number: dt.datetime(1900 + number, 1, 1, tzinfo=dt.UTC),
}
# The greatest number of a column.
MOST = 2**63 - 1


class Statement(NamedTuple):
    """The text of a query, the marks in it in their order, and what makes rows of an answer."""

    text: str
    params: list
    marks: list
    query: object
    compiler: SQLCompiler


def prepared(build, values):
    """A list of what the query `build(*values)` gives: objects, dictionaries or rows.

    `build` is called once in the life of a process for values of the same kinds, with marks in
    their place, so it has to put them into the query as they are. Nothing else in it may hang on
    the hour or on who asks, and what lasts for a process has to be the same function each time.
    """
    if any(isinstance(value, int) and abs(value) > MOST for value in values):
        # For which Django knows the answer, and a database has no room.
        return list(build(*values))
    statement = _statement(build, tuple(map(type, values)), connection.vendor)
    if statement is None:
        return []
    known = dict(zip(statement.marks, map(_adapted, values), strict=True))
    with preparing_cursor() as cursor:
        cursor.execute(statement.text, [known.get(param, param) for param in statement.params])
        return _read(statement, cursor.fetchall())


def preparing_cursor():
    """A cursor for texts that stay the same, and are asked again and again.

    PostgreSQL is sent each text once for every connection, and after that the values alone: what
    stands in the text is planned with, what is a value is not. A connection that rolls back
    forgets all that it was sent.
    """
    if connection.vendor == "postgresql":
        return connection.preparing_cursor()
    return connection.cursor()


@lru_cache(maxsize=64)
def _statement(build, kinds, vendor):
    plain = [MARKS[kind](number) for number, kind in enumerate(kinds)]
    query = build(*plain)
    compiler = query.query.get_compiler(query.db)
    try:
        text, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    marks = [_adapted(mark) for mark in plain]
    _check(query, compiler, params, marks)
    _make_lasting(compiler)
    if vendor == "postgresql":
        text, params = _with_constants(text, params, marks)
    return Statement(text, params, marks, query, compiler)


def _check(query, compiler, params, marks):
    """That nothing is left out, and that nothing is kept which would be another tomorrow."""
    missing = [mark for mark in marks if mark not in params]
    assert not missing, missing
    moments = [param for param in params if _is_moment(param) and param not in marks]
    assert not moments, moments
    # Neither is made of the rows of one statement.
    assert not (compiler.has_extra_select or query._prefetch_related_lookups)


def _make_lasting(compiler):
    """Have it outlive the thread that made it, and know how values are read."""
    # One that is never opened: not that of a thread, which may end and would leave it behind.
    compiler.connection = connection.copy()
    # How values are read is asked of each column, and is the same each time.
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    compiler.get_converters = lambda columns: converters


def _is_moment(param):
    """Whether it is a date or a moment, also as text, which is how SQLite is given them."""
    if not isinstance(param, str):
        return isinstance(param, dt.date)
    try:
        return parse_datetime(param) is not None
    except ValueError:
        return False


def _with_constants(text, params, marks):
    """A text in which the marks alone are open, so that indexes for a given status are found."""
    parts = re.split(r"(?<!%)%s", text)
    assert len(parts) == len(params) + 1
    values = ["%s" if param in marks else _constant(param) for param in params]
    pairs = zip(parts, [*values, ""], strict=True)
    return "".join(part + value for part, value in pairs), [p for p in params if p in marks]


def _constant(param):
    return connection.ops.compose_sql("%s", [param]).replace("%", "%%")


def _read(statement, rows):
    """What the query makes of rows: as if it had asked for them itself."""
    compiler, query = copy.copy(statement.compiler), copy.copy(statement.query.query)
    # Whose thread put the statement together does not matter.
    compiler.connection = connection
    compiler.execute_sql = lambda *args, **kwargs: [rows]
    query.get_compiler = lambda *args, **kwargs: compiler
    asked = statement.query
    reading = SimpleNamespace(
        query=query,
        db=asked.db,
        model=asked.model,
        _fields=asked._fields,
        _known_related_objects=asked._known_related_objects,
    )
    return list(asked._iterable_class(reading))


def _adapted(value):
    """As the database gets it."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, int):
        # Else small and great numbers are of different types to PostgreSQL, and a text is kept anew
        # for each mixture of them.
        return connection.ops.adapt_integerfield_value(value, "BigIntegerField")
    return value
