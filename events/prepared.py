"""Statements that are put together once, and then run again and again with other values.

Django makes the text of a query anew for each call, which takes longer than running it where
programs ask the same thing all the time.
"""

import datetime as dt
from functools import lru_cache

from django.db import connection


def prepared(build, values):
    """The rows of a query as the database has them: for a stamp, or where they are text.

    `build` makes the query for marks in the place of the values, so it has to put them into the
    query as they are; nothing else in it may hang on the hour or on who asks.
    """
    kinds = tuple(type(value) for value in values)
    statement, params, marks = _statement(build, kinds, connection.vendor)
    known = dict(zip(marks, map(_adapted, values), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(statement, [known.get(param, param) for param in params])
        return cursor.fetchall()


@lru_cache(maxsize=32)
def _statement(build, kinds, vendor):
    marks = [MARKS[kind](number) for number, kind in enumerate(kinds)]
    statement, params = build(*marks).query.sql_with_params()
    marks = [_adapted(mark) for mark in marks]
    missing = [mark for mark in marks if mark not in params]
    assert not missing, missing
    return statement, params, marks


# Values of each kind that stand in no query otherwise.
MARKS = {
    int: lambda number: -1000 - number,
    str: lambda number: f"mark {number}",
    dt.datetime: lambda number: dt.datetime(1900 + number, 1, 1, tzinfo=dt.UTC),
}


def _adapted(value):
    """As the database gets it."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
