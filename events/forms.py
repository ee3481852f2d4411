"""What leads may type about an event, and what a group asks of its own."""

from dataclasses import dataclass

from django import forms
from django.conf import global_settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Region, User
from accounts.widgets import ChoiceCards
from brgs.group_forms import PictureInput
from brgs.models import Officer, Pillar
from brgs.written_forms import MARKDOWN, PicturedForm
from chapters.models import ChapterOfficer
from content.markdown import render
from content.pictures import EVENT, PictureField
from content.text import LineField, ProseField
from resources.forms import WebAddressField

from .actions.series_changes import ALL, LATER
from .models import Event
from .models.event import LONGEST_CLOSING_HOURS, MOST_SEATS
from .time_fields import WhenForm

Format = Event.Format
Audience = Event.Audience

FORMATS = {
    Format.IN_PERSON: ("map-pin", gettext_lazy("At a place, and nowhere else.")),
    Format.ONLINE: ("smartphone", gettext_lazy("By a link, which those see who are going.")),
    Format.HYBRID: ("users-round", gettext_lazy("At a place, and by a link as well.")),
}
# For one date of a series, beside the scopes of a change of several.
THIS = "this"
AT_A_PLACE = (Format.IN_PERSON, Format.HYBRID)
VISITORS = {
    Audience.PUBLIC: ("globe", gettext_lazy("Also shown to people who are not signed in.")),
    Audience.EMPLOYEES: ("briefcase", gettext_lazy("Whoever works here may come.")),
    Audience.MEMBERS: ("lock", gettext_lazy("Everybody may join the group, and then come.")),
}


@dataclass(frozen=True)
class Section:
    """Fields that belong together, perhaps folded away until one of them has something to say."""

    title: str
    hint: str
    fields: list
    is_folded: bool
    is_open: bool


class ContactField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return person.name


class EventForm(WhenForm, PicturedForm):
    """An event as its leads write it: what it needs comes first, all else is folded away."""

    template_name = "events/sections.html"

    scope = forms.ChoiceField(
        label=gettext_lazy("Change"),
        choices=[
            (THIS, gettext_lazy("This date only")),
            (LATER, gettext_lazy("This and all later dates")),
            (ALL, gettext_lazy("All dates")),
        ],
        initial=THIS,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "It is one date of a series. Other dates take over only what you change here; a new "
            "day moves each of them by as many days."
        ),
    )
    venue = LineField(
        label=gettext_lazy("Place"),
        max_length=200,
        help_text=gettext_lazy("Building, floor, room; or “to be announced”."),
        error_messages={"required": gettext_lazy("Say where it is, or “to be announced”.")},
    )
    online_link = WebAddressField(
        label=gettext_lazy("Online link"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Shown to those who are going. It may follow later."),
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
        help_text=gettext_lazy("Leave empty where there is room for all."),
    )
    closes_hours = forms.IntegerField(
        label=gettext_lazy("Answers close, hours before the start"),
        min_value=0,
        max_value=LONGEST_CLOSING_HOURS,
        required=False,
        help_text=gettext_lazy("Leave empty to take answers until it starts."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of these texts"),
        choices=lambda: [(code, _(name)) for code, name in global_settings.LANGUAGES],
        help_text=gettext_lazy("So that it is read out loud in the right one."),
    )
    pillar = forms.ModelChoiceField(
        Pillar.objects.all(),
        label=gettext_lazy("Pillar"),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("What it serves most."),
    )
    region = forms.ModelChoiceField(
        Region.objects.order_by("name"),
        label=gettext_lazy("Region"),
        to_field_name="slug",
        empty_label=gettext_lazy("All regions"),
        required=False,
        help_text=gettext_lazy("Where it takes place."),
    )
    accessibility_contact = ContactField(
        User.objects.none(),
        label=gettext_lazy("Accessibility contact"),
        to_field_name="public_id",
        empty_label=gettext_lazy("Nobody yet"),
        required=False,
        help_text=gettext_lazy(
            "The officer who alone reads what people need in order to take part."
        ),
    )
    picture = PictureField(EVENT, label=gettext_lazy("File"), required=False, widget=PictureInput)

    # What it needs, and then what may be folded away.
    layout = [
        (
            gettext_lazy("The event"),
            "",
            [
                *(
                    "scope",
                    "title",
                    "starts_date",
                    "starts_time",
                    "starts_turn",
                    "ends_time",
                    "ends_turn",
                ),
                *("time_zone", "format", "venue", "online_link", "pillar"),
            ],
        ),
        (gettext_lazy("Description"), "", ["summary", "description", "language"]),
        (gettext_lazy("Who may come"), "", ["audience", "cost", "outside_speakers", "paid_time"]),
        (gettext_lazy("Seats and answers"), "", ["capacity", "closes_hours"]),
        (gettext_lazy("Region, and events of several days"), "", ["region", "ends_date"]),
        (gettext_lazy("Accessibility"), "", ["accessibility", "accessibility_contact"]),
        (gettext_lazy("Picture"), "", ["picture", "picture_alt", "decorative"]),
    ]
    # So that what is wrong is listed in the order in which it is met.
    field_order = [name for _title, _hint, names in layout for name in names]

    class Meta:
        model = Event
        fields = [
            *("title", "summary", "description", "language", "pillar", "picture_alt"),
            *("format", "venue", "online_link", "region", "time_zone"),
            *("starts_date", "starts_time", "ends_date", "ends_time", "closes_hours"),
            *("audience", "capacity", "cost", "outside_speakers", "paid_time"),
            *("accessibility", "accessibility_contact"),
        ]
        field_classes = {
            **dict.fromkeys(("title", "summary", "picture_alt"), LineField),
            **dict.fromkeys(("cost", "paid_time", "accessibility"), LineField),
            "description": ProseField,
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 12}),
            "format": ChoiceCards(explained=FORMATS),
            "audience": ChoiceCards(explained=VISITORS),
        }
        help_texts = {"description": MARKDOWN}

    def __init__(self, *args, viewer=None, **kwargs):
        """`viewer` is the lead who begins a new event, and from whom it takes what fits."""
        event = kwargs["instance"]
        if viewer and not event.time_zone:
            event.time_zone = _usual_zone(event, viewer)
        if event.chapter and not event.pk:
            event.region = event.region or event.chapter.region
        super().__init__(*args, **kwargs)
        if not event.series or event.is_over():
            del self.fields["scope"]
        self._begin_with_choices(event, viewer)
        self.fields["venue"].required = self["format"].value() in AT_A_PLACE

    def _begin_with_choices(self, event, viewer):
        """What is chosen from lists goes by the words that addresses carry, and by no number.

        Only who acts for the group or chapter is a contact; not whose term is over.
        """
        for name in ("pillar", "region"):
            if getattr(event, f"{name}_id"):
                self.initial[name] = getattr(event, name)
        people = officers_of(event)
        self.fields["accessibility_contact"].queryset = people
        first = event.accessibility_contact_id or (viewer and viewer.pk)
        self.initial["accessibility_contact"] = people.filter(pk=first).first()

    def sections(self):
        """The visible fields as they are laid out, a `Section` each."""
        for place, (title, hint, fields) in enumerate(super().sections()):
            says = any(self._says_something(bound) for bound in fields)
            yield Section(title, hint, fields, is_folded=place > 0, is_open=says)

    def _says_something(self, bound):
        """Whether a field is wrong, differs from theirs, or holds more than a new event does."""
        differs = any(row["label"] == bound.label for row in self.theirs or ())
        if bound.errors or differs:
            return True
        value = bound.value()
        # Who is asked about accessibility is filled in by the form itself.
        is_filled_in = bound.name == "accessibility_contact"
        return bool(value) and not is_filled_in and str(value) not in _usual(bound.name)

    def _compare(self, stored):
        """For which dates it is meant is nobody's text."""
        super()._compare(stored)
        asked = self["scope"].label if "scope" in self.fields else None
        self.theirs = [row for row in self.theirs if row["label"] != asked]

    # What was typed, looked at as a whole

    @property
    def meant_for(self):
        """For which dates of a series the change is meant."""
        return self.cleaned_data.get("scope", THIS)

    def clean_closes_hours(self):
        return self.cleaned_data["closes_hours"] or 0

    def clean(self):
        cleaned = super().clean()
        self._check_place(cleaned)
        return cleaned

    def _check_place(self, cleaned):
        chosen, place = cleaned.get("format"), cleaned.get("venue")
        if chosen == Format.ONLINE and place:
            words = _("An online event has no place. Leave it empty, or choose another format.")
            self.add_error("venue", words)
        if chosen == Format.IN_PERSON and cleaned.get("online_link"):
            words = _("An event in person has no link. Leave it empty, or choose another format.")
            self.add_error("online_link", words)

    def preview(self):
        """The event as it would be seen, out of what was typed."""
        event = self.instance
        event.set_instants()
        event.description_html = render(event.description)
        return event


class RulesForm(forms.Form):
    """What a group asks of its own events."""

    approved_first = forms.BooleanField(
        label=gettext_lazy("A curator looks at each event first"), required=False
    )


def officers_of(event):
    """Who acts today for the group of an event, or for its chapter."""
    posts = Officer.objects
    people = (posts.in_term() | posts.caretaking()).filter(brg=event.brg).people()
    if event.chapter:
        posts = ChapterOfficer.objects
        mine = (posts.in_term() | posts.caretaking()).filter(chapter=event.chapter)
        people |= mine.people()
    return people.filter(is_active=True).order_by("sort_name", "pk")


def _usual_zone(event, viewer):
    return event.chapter.region.time_zone if event.chapter else viewer.zone.key


def _usual(name):
    """What a field of a new event holds that nobody has typed."""
    return {"language": ("en",), "audience": (Audience.EMPLOYEES,), "closes_hours": ("0",)}.get(
        name, ()
    )
