"""Who is in which chapter of a group: by the person's region for the most part, and by chance."""

import datetime as dt
from typing import NamedTuple

from accounts.visibility import Visibility
from brgs.models import Membership, Officer
from chapters.models import Chapter, ChapterMembership

from .cast import CAST
from .chance import chance, instant_between, start_of
from .presence import employee_id

# Of the members whose region has a chapter, how many are in one; of all, how many in any other.
BELONGS, BELONGS_ELSEWHERE = 0.62, 0.02
# A group that is at home in one region draws people to its chapter there from everywhere.
BELONGS_AT_HOME = 0.4
# How many had been in another one before; of those who left the group, how many had been in one.
HAS_MOVED, HAD_BELONGED = 0.05, 0.4
TAKES_MEMBERS = [Chapter.Status.ACTIVE, Chapter.Status.DORMANT]


class Member(NamedTuple):
    """What a seat in a chapter needs of a membership, current or ended."""

    pk: int
    person: int
    employee_id: str
    is_active: bool
    region: int
    visibility: str
    joined: dt.datetime
    left: dt.datetime | None


class Seats:
    """The draw for the chapters of one group, with a chance of its own."""

    def __init__(self, brg, chapters, *, seed, today):
        self.brg, self.chapters = brg, chapters
        self.rng = chance(seed, f"chapters of {brg.slug}")
        self.now = start_of(today)
        self.open = [chapter for chapter in chapters if chapter.status in TAKES_MEMBERS]
        self.by_region = {chapter.region_id: chapter for chapter in self.open}
        self.members = _members(brg)
        self.busy = set(Officer.objects.filter(brg=brg).values_list("person", flat=True))
        self.cast = {employee_id(character.number): character for character in CAST}
        # The present ones by membership, and those that have ended.
        self.present, self.ended = {}, []

    def draw(self):
        """Give members a seat in the chapter of their region, a few in another; the cast theirs."""
        for member in self.members:
            chapter = self._chapter_of(member)
            if chapter and member.left:
                self._end(member, chapter)
            elif chapter:
                self.take(member, chapter)

    def take(self, member, chapter):
        """Seat a member from some day on, a few of them after another chapter of the group."""
        joined = instant_between(self.rng, member.joined, self.now)
        others = [other for other in self.chapters if other is not chapter]
        if others and self.rng.random() < HAS_MOVED:
            since = instant_between(self.rng, member.joined, joined)
            self.ended.append(_row(member, self.rng.choice(others), since, joined))
        self.present[member.pk] = _row(member, chapter, joined, None)

    def rows(self):
        return [*self.ended, *self.present.values()]

    def candidates(self, chapter):
        """Whom chance may give an office of the chapter: those first who do not hide."""
        found = [member for member in self._free() if self._sits_in(member, chapter)]
        return sorted(found, key=lambda member: member.visibility == Visibility.ONLY_ME)

    def unseated(self):
        """Whom chance may give an office and who are in no chapter."""
        return [member for member in self._free() if member.pk not in self.present]

    def joined(self, member):
        return self.present[member.pk].joined

    def leading(self, chapter):
        """The one of the cast who leads the chapter, or None."""
        for member in self.members:
            character = self.cast.get(member.employee_id)
            if character and character.leads_chapter_of == self.brg.acronym:
                return member if self._sits_in(member, chapter) else None
        return None

    def _free(self):
        for member in self.members:
            is_here = member.is_active and not member.left
            if is_here and member.person not in self.busy and member.employee_id not in self.cast:
                yield member

    def _sits_in(self, member, chapter):
        return member.pk in self.present and self.present[member.pk].chapter is chapter

    def _chapter_of(self, member):
        if character := self.cast.get(member.employee_id):
            region = dict(character.chapters).get(self.brg.acronym)
            return next((one for one in self.open if one.region.name == region), None)
        luck = self.rng.random()
        if luck < (BELONGS_AT_HOME if self.brg.home_region_id else BELONGS_ELSEWHERE):
            return self.rng.choice(self.open)
        return self.by_region.get(member.region) if luck < BELONGS else None

    def _end(self, member, chapter):
        if self.rng.random() < HAD_BELONGED:
            joined = instant_between(self.rng, member.joined, member.left)
            self.ended.append(_row(member, chapter, joined, member.left))


def _members(brg):
    rows = Membership.objects.filter(brg=brg).order_by("person__employee_id", "joined")
    person = ("person", "person__employee_id", "person__is_active", "person__region")
    return [Member(*row) for row in rows.values_list("pk", *person, "visibility", "joined", "left")]


def _row(member, chapter, joined, left):
    return ChapterMembership(membership_id=member.pk, chapter=chapter, joined=joined, left=left)
