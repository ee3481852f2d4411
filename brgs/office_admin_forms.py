"""What a curator may type about offices: to whom one is offered, for which days, and as what."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.clock import organization_today
from accounts.curation_forms import CurationForm, ListForm
from accounts.models import User
from content.text import LineField

from .models import BRG, Officer
from .models.officer import SOON_DAYS
from .offices_forms import PostRules, day_field
from .roles import roles_of


class OfficeListForm(ListForm):
    """Offices by group and by how they stand. There is no search by name: who held what is past."""

    # What is looked at, and how a list of offices is narrowed to it.
    STANDINGS = {
        "held": (gettext_lazy("In office"), lambda rows: rows.in_term()),
        "ending": (gettext_lazy("Ends within 90 days"), lambda rows: rows.ending_within(SOON_DAYS)),
        "offered": (gettext_lazy("Offered"), lambda rows: rows.offered()),
        "coming": (
            gettext_lazy("Begins later"),
            lambda rows: rows.accepted().filter(starts__gt=organization_today()),
        ),
        "caretaker": (gettext_lazy("Caretakers"), lambda rows: rows.filter(is_caretaker=True)),
        "over": (gettext_lazy("Over"), lambda rows: rows.filter(ends__lte=organization_today())),
    }

    # The field of an office under which its group is found.
    group_field = Officer.group_path

    q = None
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    standing = forms.ChoiceField(
        label=gettext_lazy("Posts"),
        required=False,
        choices=[
            # Short, so that a phone shows it whole.
            ("", gettext_lazy("Not over")),
            *((key, words) for key, (words, _narrow) in STANDINGS.items()),
            ("vacant", gettext_lazy("Vacant")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = BRG.objects.exclude(status=BRG.Status.ARCHIVED).order_by("sort_name", "pk")
        self.fields["group"].choices = [
            ("", _("All")),
            *((brg.slug, brg.short_name) for brg in groups.only("slug", "name", "acronym")),
        ]

    @property
    def asks_for_vacant(self):
        return self.chosen.get("standing") == "vacant"

    def narrow(self, rows):
        if group := self.chosen.get("group"):
            rows = rows.filter(**{f"{self.group_field}__slug": group})
        if standing := self.chosen.get("standing"):
            return self.STANDINGS[standing][1](rows)
        not_over = Q(ends=None) | Q(ends__gt=organization_today())
        return rows.filter(not_over | Q(is_caretaker=True))

    def narrow_vacant(self, units):
        """The same for groups or chapters that nobody leads."""
        return units.filter(slug=self.chosen["group"]) if "group" in self.chosen else units


class AppointForm(PostRules, CurationForm):
    """Somebody and the days of a term. Nobody is chosen from a list: who belongs is not shown."""

    button = gettext_lazy("Offer the post")

    who = LineField(
        label=gettext_lazy("Work e-mail or employee id"),
        help_text=gettext_lazy("The person is asked, and is named once they have accepted."),
        max_length=254,
    )
    starts = day_field(label=gettext_lazy("First day"))
    ends = day_field(
        label=gettext_lazy("Ends on"),
        help_text=gettext_lazy("The first day without the post. Leave empty for no end yet."),
        required=False,
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.initial["starts"] = self.initial.get("starts") or organization_today()

    def clean_who(self):
        typed = self.cleaned_data["who"]
        person = User.objects.employees().with_login(typed).first()
        if person is None:
            raise ValidationError(
                _("Nobody here has this work e-mail or employee id. Look at what you typed.")
            )
        if person == self.by:
            # A curator sees no memberships, and would see them with the powers of an office.
            raise ValidationError(_("Nobody gives a post to themselves. Ask another curator."))
        return person

    def office(self):
        """The office that was typed, unsaved."""
        office = self.save(commit=False)
        office.person = self.cleaned_data["who"]
        return office


class OfferForm(AppointForm):
    """An office that is offered to somebody. A subclass adds the group or chapter it belongs to."""

    layout = [
        (gettext_lazy("Post"), "", ["brg", "chapter", "role", "title", "line"]),
        (gettext_lazy("Person and term"), "", ["who", "starts", "ends"]),
    ]

    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        roles = roles_of(self.instance.where)
        self.fields["role"].choices = [
            ("", _("Choose")),
            *((role.key, f"{role.name}: {role.description}") for role in roles),
        ]


OFFERED = ["role", "title", "starts", "ends"]
LINES = {"title": LineField, "line": LineField}


class OfficerForm(OfferForm):
    brg = forms.ModelChoiceField(
        BRG.objects.exclude(status=BRG.Status.ARCHIVED).order_by("sort_name", "pk"),
        label=gettext_lazy("Group"),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose"),
    )

    class Meta:
        model = Officer
        fields = ["brg", *OFFERED, "line"]
        field_classes = LINES


class HandOverForm(AppointForm):
    """Who comes after somebody, from when on, and until when the present one stays."""

    layout = [
        (gettext_lazy("Successor"), "", ["who", "starts", "ends"]),
        (gettext_lazy("Present term"), "", ["until"]),
    ]

    until = day_field(
        label=gettext_lazy("The present term stops on"),
        help_text=gettext_lazy(
            "From the first day of the successor to this day both hold the post."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["until"] = self.initial.get("until") or organization_today()
