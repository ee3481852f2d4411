"""What viewers ask of events, put together once for all of a kind: gates are long conditions."""

from functools import lru_cache

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from brgs.models import Officer
from brgs.models.officer import known_as
from chapters.models import ChapterOfficer
from statements.prepared import prepared

POSTS = [known_as(Officer), known_as(ChapterOfficer)]


def asked(build, viewer, values=()):
    """A list of what the query `build(viewer, *values)` gives; as for `prepared`.

    For visitors, and for employees who are known to hold no post, which nearly all are. What
    anybody else may see hangs on terms and thereby on the day: they are asked about anew.
    """
    if not viewer.is_authenticated:
        return prepared(_of_visitors(build), values)
    if viewer.is_employee and not any(getattr(viewer, post, True) for post in POSTS):
        return prepared(_of_employees(build), [viewer.pk, *values])
    return list(build(viewer, *values))


@lru_cache
def _of_visitors(build):
    return lambda *values: build(AnonymousUser(), *values)


@lru_cache
def _of_employees(build):
    return lambda person, *values: build(_employee(person), *values)


def _employee(number):
    """An employee without a post, of whom all else is not there to be asked for."""
    known = {"id": number, "employee_id": "", "is_active": True}
    person = User.from_db(None, known.keys(), known.values())
    for post in POSTS:
        setattr(person, post, False)
    return person
