"""Rows for tests, each valid with no argument given. Names and numbers count up."""

import datetime as dt
import itertools

from django.utils import timezone

from accounts.clock import organization_today
from accounts.models import Region, User
from accounts.visibility import Visibility
from brgs.curators import curators
from brgs.models import BRG, FocusArea, Membership, Officer

_count = itertools.count(1)

PASSWORD = "correct horse battery"


def region(**fields):
    number = next(_count)
    defaults = {"name": f"Region {number}", "slug": f"region-{number}"}
    return Region.objects.create(**defaults | {"time_zone": "America/Denver"} | fields)


def person(password=None, **fields):
    """An employee. Signing in by test client needs no password; give one to test it."""
    number = next(_count)
    defaults = {
        "email": f"person{number}@example.com",
        "employee_id": f"E{number:06}",
        "legal_name": f"Person {number}",
    }
    user = User(**defaults | fields)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    return user


def visitor_account(**fields):
    """An account that can sign in and belongs to no employee."""
    return person(**{"employee_id": None} | fields)


def curator(**fields):
    user = person(is_staff=True, **fields)
    # Made again where a test that commits has emptied the tables.
    user.groups.add(curators())
    return user


def superuser(**fields):
    return person(is_staff=True, is_superuser=True, **fields)


def focus_area(**fields):
    number = next(_count)
    return FocusArea.objects.create(
        **{"name": f"Focus {number}", "slug": f"focus-{number}"} | fields
    )


def brg(**fields):
    number = next(_count)
    defaults = {
        "name": f"Group number {number}",
        "acronym": f"Group {number}",
        "slug": f"group-{number}",
        "tagline": "A line about the group.",
        "purpose": "What the group is for.",
        "status": BRG.Status.ACTIVE,
        "published": timezone.now(),
    }
    return BRG.objects.create(**defaults | fields)


def membership(person_, brg_, visibility=Visibility.MEMBERS, **fields):
    joined = {"joined": timezone.now() - dt.timedelta(days=30)}
    return Membership.objects.create(
        person=person_, brg=brg_, visibility=visibility, **joined | fields
    )


def officer(person_, brg_, role="chair", **fields):
    """An accepted appointment in mid-term."""
    day = organization_today()
    defaults = {
        "starts": day - dt.timedelta(days=100),
        "ends": day + dt.timedelta(days=100),
        "accepted": timezone.now(),
    }
    return Officer.objects.create(person=person_, brg=brg_, role=role, **defaults | fields)


def lead(brg_, visibility=Visibility.MEMBERS, **fields):
    """A member who is the chair."""
    user = person(**fields)
    membership(user, brg_, visibility)
    officer(user, brg_)
    return user


def today():
    """The organization's day, by which terms begin and end."""
    return organization_today()
