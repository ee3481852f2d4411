"""What leads may type about several dates: a rule, more times, and from when on they are off."""

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusal import Refusal
from accounts.wall_time import after_skip, is_skipped, name_of
from brgs.offices_forms import day_field
from content.text import LineField

from . import when
from .actions.series import days_of, days_to_add
from .actions.series_changes import ALL, LATER
from .models import Series
from .rule_words import days_in_words
from .time_fields import time_field

# Rows for more times: so many at first, so many more when asked for, and at most.
ROWS, MORE_ROWS, MOST_ROWS = 3, 3, 30


class DatesForm(forms.Form):
    """Until when a rule goes on. Its days are shown before anything is made of them."""

    last = day_field(
        label=gettext_lazy("Until"), help_text=gettext_lazy("The last day on which it may be.")
    )
    # For what the days were shown.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    # The days to be made, once what was typed makes sense.
    days = ()

    def found(self, cleaned):
        """The days that what was typed comes to; raises Refusal."""
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                self.days = self.found(cleaned)
            except Refusal as refusal:
                self.add_error("last", str(refusal))
        return cleaned

    def is_confirmed(self):
        """Whether what is to be made was shown before; if not, it is to be shown now."""
        typed = " ".join(str(self.cleaned_data[name]) for name in self.fields if name != "seen")
        was_shown = "make" in self.data and self.cleaned_data["seen"] == typed
        self.data = self.data.copy()
        self.data["seen"] = typed
        return was_shown


class RepeatForm(DatesForm):
    """By which rule an event repeats, in words that name its own day."""

    rule = forms.ChoiceField(label=gettext_lazy("How often"), widget=forms.RadioSelect)

    field_order = ["rule", "last"]

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.first = event.starts_date
        self.fields["rule"].choices = [
            (rule, days_in_words(rule, self.first)) for rule in Series.Rule
        ]

    def found(self, cleaned):
        return days_of(cleaned["rule"], self.first, cleaned["last"])

    @property
    def given(self):
        return {name: self.cleaned_data[name] for name in ("rule", "last")}


class AddDatesForm(DatesForm):
    """Until when a series goes on by its rule."""

    def __init__(self, *args, series, **kwargs):
        super().__init__(*args, **kwargs)
        self.series = series

    def found(self, cleaned):
        return days_to_add(self.series, cleaned["last"])


class SittingsForm(forms.Form):
    """More times of one event, as many rows as are asked for; empty rows are no times."""

    template_name = "events/sittings.html"

    rows_shown = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = event.zone
        self.count = self._count()
        for number in range(self.count):
            self.fields[f"day_{number}"] = day_field(label=gettext_lazy("Day"), required=False)
            self.fields[f"time_{number}"] = time_field(
                label=gettext_lazy("Starts at"), required=False
            )
        self.initial |= {"rows_shown": ROWS, "day_0": event.starts_date}

    def _count(self):
        text = self.data.get("rows_shown", "")
        sent = int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else ROWS
        more = MORE_ROWS if "more" in self.data else 0
        return max(1, min(sent + more, MOST_ROWS))

    def rows(self):
        """The fields of each row."""
        return [(self[f"day_{number}"], self[f"time_{number}"]) for number in range(self.count)]

    @property
    def has_room(self):
        return self.count < MOST_ROWS

    def with_more_rows(self):
        """The form as it was typed, with more rows, and nothing said of what is missing."""
        self.data = self.data.copy()
        self.data["rows_shown"] = str(self.count)
        self._errors = {}
        return self

    def clean(self):
        cleaned = super().clean()
        found = [self._wall(cleaned, number) for number in range(self.count)]
        self.times = [wall for wall in found if wall]
        return cleaned

    def _wall(self, cleaned, number):
        day, time = cleaned.get(f"day_{number}"), cleaned.get(f"time_{number}")
        if not (day and time):
            # A day alone that nobody typed, in the first row, is no half of a time.
            if time and f"day_{number}" not in self.errors:
                self.add_error(f"day_{number}", _("Choose the day as well."))
            if day and number and f"time_{number}" not in self.errors:
                self.add_error(f"time_{number}", _("Say when it starts as well."))
            return None
        wall = dt.datetime.combine(day, time.replace(second=0, microsecond=0))
        if is_skipped(wall, self.zone):
            words = _("Clocks in %(place)s skip this time on that day. Choose %(after)s, perhaps.")
            after = when.hour_in_words(after_skip(wall, self.zone))
            facts = {"place": name_of(self.zone), "after": after}
            self.add_error(f"time_{number}", words % facts)
            return None
        return wall


class CancelDatesForm(forms.Form):
    """From which date on they are off, and why."""

    which = forms.ChoiceField(
        label=gettext_lazy("Which dates"),
        error_messages={
            "invalid_choice": gettext_lazy("This has changed meanwhile. Choose once more."),
        },
    )
    reason = LineField(
        label=gettext_lazy("Why"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Everybody who has answered reads it. Name no person in it."),
    )

    def __init__(self, *args, dates, **kwargs):
        """`dates` are those to come, the soonest first: one at least."""
        super().__init__(*args, **kwargs)
        self.dates = {_key(LATER, event): event for event in dates}
        every = {_key(ALL, dates[0]): dates[0]}
        self.chosen_of = every | self.dates
        self.fields["which"].choices = [
            *((key, _("All dates to come")) for key in every),
            *(
                (key, _("From %(date)s on") % {"date": when.moment_in_words(e.starts, e.zone)})
                for key, e in self.dates.items()
            ),
        ]

    def begin_with(self, number):
        """Let a date be chosen already, by its number in the address."""
        for key, event in self.dates.items():
            if str(event.pk) == number:
                self.initial["which"] = key

    @property
    def given(self):
        which = self.cleaned_data["which"]
        event = self.chosen_of[which]
        scope = which.partition("-")[0]
        facts = {"version": event.version, "reason": self.cleaned_data["reason"]}
        return {"event": event, "scope": scope, **facts}


def _key(scope, event):
    """What a choice is sent as: with its version, so that nothing is called off unseen."""
    return f"{scope}-{event.pk}-{event.version}"
