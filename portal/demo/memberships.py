"""Who belongs to which group. Chance alone decides: nothing about a person is looked at."""

import datetime as dt
from typing import NamedTuple

from accounts.models import User
from accounts.visibility import Visibility
from brgs.models import BRG, Membership

from . import tables
from .cast import CAST
from .chance import chance, instant_between, pick, start_of
from .presence import employee_id

BATCH = 4000
# How many memberships ended, for each current one.
ENDED = 0.18
# A group that states no year has had members for as long as this, in days.
UNSTATED_AGE = 12 * 365
FEWEST_MEMBERS = 12

# What people choose, by what the form preselects: most leave it, some decide for themselves.
CHOICES = {
    Visibility.MEMBERS: {"everyone": 21, "members": 61, "leads": 9, "only_me": 9},
    Visibility.LEADS: {"everyone": 12, "members": 21, "leads": 56, "only_me": 11},
    Visibility.ONLY_ME: {"everyone": 4, "members": 9, "leads": 14, "only_me": 73},
}


class Candidate(NamedTuple):
    """What a membership needs of a person: the key, and when they were there to join."""

    pk: int
    since: dt.datetime
    until: dt.datetime


def load_memberships(*, seed, today, advance):
    """Write current and ended memberships of every group; `advance(n)` after each group."""
    active, inactive = candidates(today)
    characters = dict(
        User.objects.filter(employee_id__in=map(employee_id, _numbers())).values_list(
            "employee_id", "pk"
        )
    )
    numbers = sizes(len(active) + len(inactive) + len(CAST))
    for brg in BRG.objects.order_by("slug"):
        draw = Draw(brg, seed=seed, today=today)
        cast = list(_cast_memberships(brg, characters, draw))
        count = numbers[brg.acronym]
        rows = cast + draw.current(active, count - len(cast))
        rows += draw.current(inactive, round(count * len(inactive) / len(active)))
        rows += draw.ended(active, rows)
        Membership.objects.bulk_create(rows, batch_size=BATCH)
        advance(count)


def sizes(employees):
    """Current members of each group, by acronym, of so many employees.

    As the facts state them where the largest group is at most half of all; scaled down alike
    where it would be more.
    """
    shown = {group["acronym"]: group["members_shown"] for group in tables.organization()["brg"]}
    room, largest = employees // 2, max(shown.values())
    if largest <= room:
        return shown
    return {name: max(FEWEST_MEMBERS, count * room // largest) for name, count in shown.items()}


def candidates(today):
    """Active people and those who have left the organization, without the cast."""
    people = (
        User.objects.exclude(employee_id__in=map(employee_id, _numbers()))
        .order_by("employee_id")
        .values_list("is_active", "pk", "created", "active_changed")
    )
    now, active, inactive = start_of(today), [], []
    for is_active, pk, created, changed in people.iterator(chunk_size=BATCH):
        person = Candidate(pk, created, now if is_active else changed)
        (active if is_active else inactive).append(person)
    return active, inactive


class Draw:
    """The draw for one group, with a chance of its own."""

    def __init__(self, brg, *, seed, today):
        self.brg = brg
        self.rng = chance(seed, f"members of {brg.slug}")
        self.now = start_of(today)
        self.opened = self.now - dt.timedelta(days=UNSTATED_AGE)
        if brg.founded:
            self.opened = dt.datetime(brg.founded, 12, 31, tzinfo=dt.UTC)

    def current(self, people, count):
        """Unsaved memberships of `count` different people, drawn from all alike."""
        return [self._membership(person) for person in self.rng.sample(people, count)]

    def ended(self, people, current):
        """Unsaved memberships that ended; who is drawn and is a member now has come back."""
        joined = {membership.person_id: membership.joined for membership in current}
        drawn = self.rng.sample(people, min(len(people), int(ENDED * len(current))))
        return [self._ended(person, joined.get(person.pk, self.now)) for person in drawn]

    def _ended(self, person, by):
        row = self._membership(person._replace(until=by))
        row.left = instant_between(self.rng, row.joined, by)
        return row

    def _membership(self, person):
        first = min(max(person.since, self.opened), person.until)
        return Membership(
            person_id=person.pk,
            brg=self.brg,
            visibility=pick(self.rng, CHOICES[self.brg.default_visibility]),
            joined=instant_between(self.rng, first, person.until),
        )


def _cast_memberships(brg, characters, draw):
    for character in CAST:
        for acronym, visibility in character.groups:
            if acronym == brg.acronym:
                yield Membership(
                    person_id=characters[employee_id(character.number)],
                    brg=brg,
                    visibility=visibility,
                    joined=draw.now - dt.timedelta(days=500 + 31 * character.number),
                )


def _numbers():
    return [character.number for character in CAST]
