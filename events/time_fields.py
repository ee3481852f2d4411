"""When an event is, as a lead reads it off a clock: in wall time of a zone, by any day's rules."""

import datetime as dt
import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Region
from accounts.time_zones import time_zone_choices
from accounts.wall_time import after_skip, instant, is_skipped, is_twice, name_of
from brgs.offices_forms import day_field

from .models.finding import LONGEST

DAY = dt.timedelta(days=1)
LAST_YEAR = 2100
STARTS, ENDS = "starts", "ends"


def time_field(**named):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(widget=widget, **named)


def turn_field(**named):
    """Which of two it is, where clocks show an hour twice."""
    return forms.ChoiceField(
        choices=[
            ("0", gettext_lazy("The first one, before clocks go back")),
            ("1", gettext_lazy("The second one, after that")),
        ],
        widget=forms.RadioSelect,
        **named,
    )


class WhenForm(forms.ModelForm):
    """The part of a form that says when something is; it comes to the wall times of its instance.

    An hour that clocks skip is explained and put right in the form; of one that comes twice, it
    asks which. Where no day of the end is given, it ends within a day of the start.
    """

    starts_date = day_field(label=gettext_lazy("Day"))
    starts_time = time_field(label=gettext_lazy("Starts at"))
    starts_turn = turn_field(label=gettext_lazy("Which of the two is the start"))
    ends_time = time_field(
        label=gettext_lazy("Ends at"),
        help_text=gettext_lazy("A time before the start means the next day."),
    )
    ends_date = day_field(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Only where it takes more than a day."),
    )
    ends_turn = turn_field(label=gettext_lazy("Which of the two is the end"))
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Everybody else sees their own time beside it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = self._zones()
        self._leave_the_usual_end_open()
        for end in (STARTS, ENDS):
            self._ask_which(end)

    def _zones(self):
        """The zones of the regions first, then all where people live."""
        regions = sorted({*Region.objects.values_list("time_zone", flat=True), "UTC"})
        usual = [(name, _zone_label(name)) for name in regions]
        others = [(part, zones) for part, zones in time_zone_choices() if part]
        listed = {*regions, *(name for _part, zones in others for name, _label in zones)}
        own = self.initial.get("time_zone")
        if own and own not in listed:
            usual.insert(0, (own, _zone_label(own)))
        return [(_("Zones of the regions"), usual), *others]

    def _leave_the_usual_end_open(self):
        """A last day that follows from the times is not said twice."""
        first, last = self.initial.get("starts_date"), self.initial.get("ends_date")
        times = self.initial.get("starts_time"), self.initial.get("ends_time")
        if all((first, last, *times)) and last == _usual_last_day(first, *times):
            self.initial["ends_date"] = None

    # What was typed, or stands in the form to begin with

    def _ask_which(self, end):
        wall, zone = self._wall(end), self._zone()
        name = f"{end}_turn"
        if not (wall and zone and is_twice(wall, zone)):
            del self.fields[name]
            return
        words = _("On that day clocks in %(place)s go back and show %(time)s twice. Which one?")
        facts = {"place": name_of(zone), "time": time_format(wall)}
        self.fields[name].error_messages["required"] = words % facts
        if self.instance.pk:
            self.initial[name] = str(getattr(self.instance, name))

    def _zone(self):
        name = self._value("time_zone")
        return zoneinfo.ZoneInfo(name) if name else None

    def _wall(self, end):
        first, start = self._value("starts_date"), self._value("starts_time")
        if not (first and start):
            return None
        if end == STARTS:
            return dt.datetime.combine(first, _to_the_minute(start))
        time = self._value("ends_time")
        if not time:
            return None
        last = self._value("ends_date") or _usual_last_day(first, start, time)
        return dt.datetime.combine(last, _to_the_minute(time))

    def _value(self, name):
        """What a field comes to; None where that is nothing, or makes no sense."""
        try:
            return self.fields[name].clean(self[name].value())
        except ValidationError:
            return None

    # What it comes to

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        when = {"starts_date", "starts_time", "ends_date", "ends_time", "time_zone"}
        if not when & self.errors.keys():
            self._read(cleaned)
        return cleaned

    def _read(self, cleaned):
        zone = self._zone()
        skipped = [end for end in (STARTS, ENDS) if is_skipped(self._wall(end), zone)]
        for end in skipped:
            self._put_right(end, self._wall(end), zone)
        if skipped or {"starts_turn", "ends_turn"} & self.errors.keys():
            return
        for end in (STARTS, ENDS):
            wall, turn = self._wall(end), int(cleaned.get(f"{end}_turn") or 0)
            cleaned |= {f"{end}_date": wall.date(), f"{end}_time": wall.time()}
            setattr(self.instance, f"{end}_turn", turn)
        self._check_order(cleaned, zone)

    def _put_right(self, end, wall, zone):
        after = after_skip(wall, zone)
        words = _(
            "On that day clocks in %(place)s go forward and never show %(skipped)s, so the form "
            "now holds %(after)s instead. Save it, or choose another time."
        )
        facts = {"place": name_of(zone), "skipped": time_format(wall), "after": time_format(after)}
        self.data = self.data.copy()
        self.data[f"{end}_time"] = after.strftime("%H:%M")
        if after.date() != wall.date():
            words = _(
                "Clocks in %(place)s never show that day, so the form now holds %(day)s instead. "
                "Save it, or choose another day."
            )
            facts["day"] = date_format(after)
            self.data[f"{end}_date"] = after.date().isoformat()
        self.add_error(f"{end}_time", words % facts)

    def _check_order(self, cleaned, zone):
        starts, ends = (
            instant(self._wall(end), zone, turn=getattr(self.instance, f"{end}_turn"))
            for end in (STARTS, ENDS)
        )
        if ends <= starts:
            place = "ends_date" if self._value("ends_date") else "ends_time"
            self.add_error(place, _("It has to end after it starts."))
        elif cleaned["ends_date"].year > LAST_YEAR:
            self.add_error("ends_time", _("It has to end by the year 2100."))
        elif ends - starts > LONGEST:
            self.add_error("ends_date", _("It takes two weeks at most. Make several events of it."))


def _usual_last_day(first, start, end):
    return first if end > start else first + DAY


def _to_the_minute(time):
    return time.replace(second=0, microsecond=0)


def _zone_label(name):
    return name_of(zoneinfo.ZoneInfo(name)) if "/" in name else name
