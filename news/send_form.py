"""When news goes out: in ten minutes, or at an hour that a lead reads off a clock."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.wall_time import after_skip, instant, is_skipped, is_twice, name_of
from accounts.widgets import ChoiceCards

from .models import NewsItem

WITHIN_A_YEAR = gettext_lazy("Choose a day within a year from now.")


class SendForm(forms.Form):
    """Comes to an instant, or None for as soon as it can be.

    An hour that clocks skip is explained and put right in the form; of one that comes twice, it
    asks which.
    """

    SOON, LATER = "soon", "later"
    # Whose clock: the organization's, or the lead's own.
    HERE, OWN = "organization", "own"

    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        initial=SOON,
        widget=ChoiceCards(explained={SOON: ("clock", ""), LATER: ("calendar-clock", "")}),
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Day and time count only where you choose the time."),
        # Beyond these no clock can be read.
        validators=[
            MinValueValidator(dt.date(1970, 1, 1), WITHIN_A_YEAR),
            MaxValueValidator(dt.date(2100, 12, 31), WITHIN_A_YEAR),
        ],
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    turn = forms.ChoiceField(
        label=gettext_lazy("Which of the two"),
        choices=[
            ("0", gettext_lazy("The first one, before clocks go back")),
            ("1", gettext_lazy("The second one, after that")),
        ],
        widget=forms.RadioSelect,
    )
    clock = forms.ChoiceField(label=gettext_lazy("By which clock"), widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, item, zones, **kwargs):
        """`zones` are the organization's and the lead's own."""
        super().__init__(*args, **kwargs)
        self.initial |= {"version": item.version, "clock": self.HERE}
        self.zones = dict(zip((self.HERE, self.OWN), zones, strict=True))
        soon = _("Now") if item.told == NewsItem.Told.NOBODY else _("In ten minutes")
        self.fields["when"].choices = [(self.SOON, soon), (self.LATER, _("At a time I choose"))]
        self._name_clocks()
        self._ask_which()

    def _name_clocks(self):
        here, own = (name_of(zone) for zone in self.zones.values())
        choices = [(self.HERE, _("%(place)s time, the organization’s") % {"place": here})]
        if own != here:
            choices.append((self.OWN, _("%(place)s time, your own") % {"place": own}))
        self.fields["clock"].choices = choices

    def _ask_which(self):
        """Ask which of two it is, where the clock shows the hour that was typed twice."""
        zone, wall = self.zones.get(self.data.get("clock")), self._typed()
        if not (zone and wall and is_twice(wall, zone)):
            del self.fields["turn"]
            return
        turn = self.fields["turn"]
        turn.required = self.data.get("when") == self.LATER
        words = _("On that day clocks in %(place)s go back and show %(time)s twice. Which one?")
        facts = {"place": name_of(zone), "time": time_format(wall)}
        turn.error_messages["required"] = words % facts

    def _typed(self):
        """The wall time that was typed, or None."""
        try:
            day = self.fields["day"].clean(self.data.get("day"))
            time = self.fields["time"].clean(self.data.get("time"))
        except ValidationError:
            return None
        return dt.datetime.combine(day, time) if day and time else None

    def clean(self):
        cleaned = super().clean()
        self.goes_out = None
        if cleaned.get("when") != self.LATER or self.errors:
            return
        for name in ("day", "time"):
            if not cleaned[name]:
                self.add_error(name, _("Fill this in, or choose the first row above."))
        if not self.errors:
            zone = self.zones[cleaned["clock"]]
            self._read(dt.datetime.combine(cleaned["day"], cleaned["time"]), zone)

    def _read(self, wall, zone):
        if is_skipped(wall, zone):
            self._put_right(wall, zone)
        else:
            self.goes_out = instant(wall, zone, turn=int(self.cleaned_data.get("turn", "0")))

    def _put_right(self, wall, zone):
        after = after_skip(wall, zone)
        words = _(
            "On that day clocks in %(place)s go forward and never show %(skipped)s, so the form "
            "now holds %(after)s instead. Send it, or choose another time."
        )
        facts = {"place": name_of(zone), "skipped": time_format(wall), "after": time_format(after)}
        self.add_error("time", words % facts)
        self.data = self.data.copy()
        self.data["time"] = after.strftime("%H:%M")
