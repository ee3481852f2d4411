"""What the portal answered, in the words of the access table, and what it saved meanwhile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

from django.db import connection
from django.urls import Resolver404, resolve

SAVES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|CREATE|ALTER|DROP)\b", re.I)
# The time of a session's last request, and how often somebody has knocked.
STAMPS = re.compile(r'UPDATE "django_session" SET|\w+ (INTO |FROM )?"cache"')


def answer(response, address: str) -> str:
    """What the portal answered, in the words of the table."""
    target = response.headers.get("Location")
    if target is None:
        return str(response.status_code)
    if (response.status_code, target) == (302, f"/accounts/login/?next={quote(address)}"):
        return "login"
    return f"{response.status_code} {name_of(target)}"


def name_of(target: str) -> str:
    """The route that a redirect leads to, or the whole target where it leads out of the portal."""
    try:
        return resolve(urlsplit(target).path).view_name if target.startswith("/") else target
    except Resolver404:
        return target


@contextmanager
def statements_that_save() -> Iterator[list[str]]:
    """Watch what reaches the database and collect what would change it."""
    saved = []

    def watch(execute, sql, params, many, context):
        if SAVES.match(sql) and not STAMPS.match(sql):
            saved.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield saved
