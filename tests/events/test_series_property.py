"""Random changes of a series of six, against a plain model: all else is exactly where it was."""

import copy
import datetime as dt
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.refusal import Refusal
from events import actions
from events.models import AudienceRecord, Event, Rsvp
from tests import factories

# Sundays in Denver from March 2, 2098 on; on the second of them clocks go from 2 to 3.
FIRST = dt.datetime(2098, 3, 2, 18, tzinfo=dt.timezone(dt.timedelta(hours=-7)))
JUMP = (dt.date(2098, 3, 9), 2)
DATES, PEOPLE = 6, 5
# The first of them belong to the group.
MEMBERS = 2
AGREED = {"approved": {"whole_organization": "employees"}}

which = st.integers(0, DATES - 1)
scopes = st.sampled_from(["this", "later", "all"])
changes = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Circle", "Round"]),
        "venue": st.sampled_from(["Room 1", "Room 2"]),
        "capacity": st.sampled_from([None, 1, 2, 4]),
        "audience": st.sampled_from(["employees", "members"]),
        "hour": st.integers(0, 22),
        "days": st.integers(-2, 3),
    },
)
edits = st.tuples(st.just("edit"), which, scopes, changes)
ends = st.tuples(st.just("cancel"), which, scopes, st.just({}))
answers = st.lists(st.tuples(which, st.integers(0, PEOPLE - 1)), max_size=14, unique=True)


@dataclass
class Date:
    """One date in the fewest words. `line` has who answered, in order: (person, is going)."""

    date: dt.date
    hour: int = 18
    title: str = "Circle"
    venue: str = "Room 1"
    capacity: int | None = None
    audience: str = "employees"
    is_on: bool = True
    line: list = field(default_factory=list)

    @property
    def going(self):
        return sum(is_going for _, is_going in self.line)

    def answer(self, person):
        free = self.capacity is None or self.going < self.capacity
        self.line.append([person, free and all(is_going for _, is_going in self.line)])

    def put(self, seen, typed, days):
        """Take over what is typed otherwise than it was seen; False where it can't be."""
        for name in ("title", "venue"):
            if getattr(typed, name) != getattr(seen, name):
                setattr(self, name, getattr(typed, name))
        if typed.hour != seen.hour:
            self.hour = typed.hour
        moves = days or typed.hour != seen.hour
        self.date += dt.timedelta(days=days)
        if moves and (self.date, self.hour) == JUMP:
            self.hour += 1
        if typed.audience != seen.audience and self.audience != typed.audience:
            self.audience = typed.audience
            if self.audience == "members":
                self.line = [row for row in self.line if row[0] < MEMBERS]
        if typed.capacity != seen.capacity:
            if typed.capacity is not None and typed.capacity < self.going:
                return False
            self.capacity = typed.capacity
        self.fill()
        return True

    def fill(self):
        for row in self.line:
            if self.capacity is None or self.going < self.capacity:
                row[1] = True

    @property
    def starts(self):
        """The instant, by the law alone: seven hours behind, and six once clocks have jumped."""
        wall = dt.datetime.combine(self.date, dt.time(self.hour), dt.UTC)
        jump = dt.datetime(2098, 3, 9, 2, tzinfo=dt.UTC)
        return wall + dt.timedelta(hours=7 if wall < jump else 6)


class Case(TestCase):
    @settings(max_examples=25)
    @given(st.sampled_from([None, 1, 2]), answers, st.lists(edits | ends, min_size=1, max_size=4))
    def test_every_other_date_and_every_answer_is_where_it_was(self, capacity, answered, acts):
        self.begin(capacity, answered)
        self.compare()
        for kind, number, scope, change in acts:
            if self.model[number].is_on:
                getattr(self, kind)(number, scope, **change)
                self.compare()

    def begin(self, capacity, answered):
        kin = factories.brg()
        self.lea = factories.lead(kin)
        self.people = [factories.person() for _ in range(PEOPLE)]
        for person in self.people[:MEMBERS]:
            factories.membership(person, kin)
        facts = {"starts": FIRST, "capacity": capacity, "title": "Circle", **AGREED}
        self.series, rows = factories.series(kin, DATES, **facts)
        self.keys = [row.pk for row in rows]
        self.model = [Date(row.starts_date, capacity=capacity) for row in rows]
        self.let_some_differ(rows)
        for number, person in answered:
            actions.rsvp(event=self.event(number), by=self.people[person])
            self.model[number].answer(person)

    def let_some_differ(self, rows):
        """Dates that were changed alone before."""
        one, other = self.model[2], self.model[4]
        one.title, one.hour, other.venue = "Special", 9, "Room 9"
        rows[2].title, rows[4].venue = one.title, other.venue
        rows[2].starts_time, rows[2].ends_time = dt.time(9), dt.time(10)
        for row in (rows[2], rows[4]):
            row.save()

    def event(self, number):
        rows = Event.objects.select_related("brg", "chapter", "series")
        return rows.get(pk=self.keys[number])

    def in_scope(self, number, scope):
        first = {"this": number, "later": number, "all": 0}[scope]
        last = number + 1 if scope == "this" else DATES
        return [each for each in range(first, last) if self.model[each].is_on]

    def edit(self, number, scope, *, days=0, **change):
        seen = copy.deepcopy(self.model[number])
        typed = copy.deepcopy(seen)
        for name, value in change.items():
            setattr(typed, name, value)
        typed.date += dt.timedelta(days=days)
        if (typed.date, typed.hour) == JUMP:
            # No form lets that through.
            typed.hour = 5
        after = copy.deepcopy(self.model)
        fits = all(after[each].put(seen, typed, days) for each in self.in_scope(number, scope))
        try:
            self.keep(number, scope, typed)
        except Refusal as refusal:
            assert not fits, refusal
            assert "seats are taken" in str(refusal)
        else:
            assert fits
            self.model = after

    def keep(self, number, scope, typed):
        event = self.event(number)
        for name in ("title", "venue", "capacity", "audience"):
            setattr(event, name, getattr(typed, name))
        event.starts_date = event.ends_date = typed.date
        event.starts_time, event.ends_time = dt.time(typed.hour), dt.time(typed.hour + 1)
        facts = {"event": event, "by": self.lea, "version": event.version}
        if scope == "this":
            actions.edit(**facts)
        else:
            actions.edit_many(**facts, scope=scope)

    def cancel(self, number, scope):
        event = self.event(number)
        facts = {"event": event, "by": self.lea, "version": event.version}
        if scope == "this":
            actions.cancel(**facts)
        else:
            actions.cancel_many(**facts, scope=scope)
        for each in self.in_scope(number, scope):
            self.model[each].is_on = False

    def compare(self):
        for number, date in enumerate(self.model):
            event = self.event(number)
            found = (event.title, event.venue, event.capacity, event.audience, event.is_published)
            assert found == (date.title, date.venue, date.capacity, date.audience, date.is_on)
            assert (event.starts_date, event.starts_time) == (date.date, dt.time(date.hour))
            assert (event.starts, event.ends - event.starts) == (date.starts, dt.timedelta(hours=1))
            assert event.series_date == FIRST.date() + dt.timedelta(days=7 * number)
            assert self.line_of(event) == [tuple(row) for row in date.line], number
            assert (event.going, event.waiting, event.offered) == (
                date.going,
                len(date.line) - date.going,
                0,
            )
            kept = AudienceRecord.objects.filter(event=event).last()
            assert kept is None or kept.audience == date.audience

    def line_of(self, event):
        rows = Rsvp.objects.filter(event=event).order_by("place").values_list("person", "status")
        numbers = {person.pk: number for number, person in enumerate(self.people)}
        return [(numbers[person], status == "going") for person, status in rows]
