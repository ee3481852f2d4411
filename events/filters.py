import datetime as dt

import django_filters as filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brgs.models import Membership
from content.text import clean_query
from paging.filters import QUERY_LENGTH, ChoiceFilter, ListFilter

from .models import Event

# No address of a group is spelled so.
OWN = "~own"
FIRST = ("q", "group", "when")
FIRST_DAY, LAST_DAY = dt.date(1970, 1, 1), dt.date(2100, 12, 31)
WITHIN = _("Choose a day from 1970 to 2100.")
# The hours at which an event starts, from the first one up to the last, which is not among them.
HOURS = {"morning": (5, 12), "day": (12, 17), "evening": (17, 22), "night": (22, 5)}
TIMES_OF_DAY = [
    ("morning", _("Morning, 5 to noon")),
    ("day", _("Day, noon to 5")),
    ("evening", _("Evening, 5 to 10")),
    ("night", _("Night, 10 to 5")),
]


class DayFilter(filters.DateFilter):
    """A day that a browser offers to choose, as it stands in an address: 2026-12-01."""

    def __init__(self, **kwargs):
        bounds = {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **bounds}),
            input_formats=["%Y-%m-%d"],
            validators=[MinValueValidator(FIRST_DAY, WITHIN), MaxValueValidator(LAST_DAY, WITHIN)],
            error_messages={"invalid": _("Write the day like this: 2026-12-31.")},
            **kwargs,
        )


class EventFilter(ListFilter):
    """What events can be narrowed by, in a list and in a month alike.

    The choices come as rows. Those of chapters are of the one group in use: without it, or where
    it has none, there is no such filter.
    """

    q = filters.CharFilter(
        label=_("Search"), method="search", widget=forms.TextInput(attrs={"type": "search"})
    )
    group = ChoiceFilter(label=_("Group"), method="held_by", empty_label=_("All groups"))
    when = ChoiceFilter(
        label=_("When I am free"), method="at_hours", empty_label=_("Any"), choices=TIMES_OF_DAY
    )
    chapter = ChoiceFilter(label=_("Chapter"), method="held_by_chapter", empty_label=_("All"))
    region = ChoiceFilter(label=_("Region"), method="in_region", empty_label=_("All"))
    format = ChoiceFilter(
        label=_("Format"), method="of_format", empty_label=_("All"), choices=Event.Format
    )
    pillar = ChoiceFilter(label=_("Pillar"), field_name="pillar__slug", empty_label=_("All"))
    seats = ChoiceFilter(
        label=_("Seats"),
        method="with_seats",
        empty_label=_("Any"),
        choices=[("free", _("With free seats"))],
    )

    class Meta:
        model = Event
        fields = []

    def __init__(self, data, *, viewer, groups, chapters, regions, pillars):
        # Nothing, but for what the viewer may know of.
        super().__init__(data, Event.objects.none())
        self.viewer = viewer
        own = [(OWN, _("My groups"))] if viewer.is_authenticated else []
        self.filters["group"].extra["choices"] = own + groups
        self.filters["region"].extra["choices"] = regions
        self.filters["pillar"].extra["choices"] = pillars
        self.filters["chapter"].extra["choices"] = chapters
        if not chapters:
            del self.filters["chapter"]

    @property
    def first_fields(self):
        """What most people look by; all else is folded, unless it is in use."""
        return [self.form[name] for name in FIRST]

    @property
    def more_fields(self):
        return [field for field in self.form if field.name not in FIRST]

    @property
    def uses_more(self):
        return bool((self.chosen.keys() | self.form.errors.keys()) - set(FIRST))

    def filter_queryset(self, events):
        """The gate is put together here: where nothing is narrowed, that was done before."""
        return super().filter_queryset(Event.objects.published().visible_to(self.viewer))

    def search(self, events, name, value):
        return events.matching(clean_query(value, QUERY_LENGTH))

    def held_by(self, events, name, value):
        """Alone, or with others."""
        if value != OWN:
            return events.held_by(brg__slug=value)
        mine = Membership.objects.current().filter(person=self.viewer)
        return events.held_by(brg__in=mine.values("brg"))

    def held_by_chapter(self, events, name, value):
        """An address of a chapter is one in its group only, which is in use then."""
        chapter = {"chapter__slug": value, "chapter__brg__slug": self.chosen.get("group", "")}
        return events.held_by(**chapter)

    def in_region(self, events, name, value):
        """Events that take place there, and those for all regions."""
        return events.filter(Q(region__slug=value) | Q(region=None))

    def of_format(self, events, name, value):
        """One may come to a hybrid event in either way."""
        return events.filter(format__in={value, Event.Format.HYBRID})

    def with_seats(self, events, name, value):
        return events.with_free_seats()

    def at_hours(self, events, name, value):
        """By the clock of the viewer, which is the one that lookups of hours go by."""
        first, last = HOURS[value]
        from_first, before_last = Q(starts__hour__gte=first), Q(starts__hour__lt=last)
        return events.filter(from_first & before_last if first < last else from_first | before_last)


class ListOfEventsFilter(EventFilter):
    """A list begins with what is coming, unless a first day is chosen: that may be long ago."""

    @classmethod
    def get_filters(cls):
        # Addresses say `from`, which no attribute can be called.
        days = {
            "from": DayFilter(label=_("From"), method="from_day"),
            "to": DayFilter(label=_("To"), method="to_day"),
        }
        return super().get_filters() | days

    def filter_queryset(self, events):
        found = super().filter_queryset(events)
        return found if "from" in self.chosen else found.upcoming()

    def from_day(self, events, name, value):
        return events.from_day(value)

    def to_day(self, events, name, value):
        return events.to_day(value)
