"""Looks at settings and database before serving, and refuses in one sentence each.

The rules are system checks with the tags below (portal/checks.py), so `manage.py check --deploy
--database default` says the same before the portal is started.
"""

import contextlib
import logging
import sys

from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError

# Checking the addresses also loads all pages, so that the first request does not wait for it.
SETTINGS_TAGS = ["start", Tags.security, Tags.urls]
DATABASE_TAGS = ["start_database"]

log = logging.getLogger("config.start")

# True from a start without a database until it has answered.
database_is_unknown = False


@contextlib.contextmanager
def sentences():
    """End the program with a sentence instead of a traceback where a setting is wrong."""
    try:
        yield
    except ImproperlyConfigured as problem:
        sys.exit(f"The portal does not start. {problem}")


def refuse_weak_start():
    """End the program where settings or data say that it must not serve.

    A database that is away is no reason: every page answers 503 until it is back, and then it
    is looked at before the first page.
    """
    global database_is_unknown
    refuse(problems(SETTINGS_TAGS))
    try:
        refuse(problems(DATABASE_TAGS))
    except DatabaseError:
        log.warning("the database does not answer at the start")
        database_is_unknown = True


def refuse(found):
    """End the program, saying each problem on a line of its own."""
    if found:
        sys.exit("\n".join(f"The portal does not start. {problem.msg}" for problem in found))


def look_at_database():
    """Look again after a start without a database.

    Raises OperationalError, which becomes a page that says to try later, while it is away or
    must not be served.
    """
    global database_is_unknown
    if found := problems(DATABASE_TAGS):
        for problem in found:
            log.critical(problem.msg)
        raise OperationalError
    database_is_unknown = False


def problems(tags):
    """The errors that the checks with these tags have found; a warning stops nobody."""
    found = run_checks(tags=tags, include_deployment_checks=True, databases=["default"])
    return [problem for problem in found if problem.is_serious()]
