"""What a curator may type about groups and the lists beside them."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.curation_forms import CurationForm, ListForm
from accounts.models import Region
from accounts.visibility import DEFAULT_CHOICES, EXPLANATIONS, ICONS, Visibility
from accounts.widgets import ChoiceCards
from content.pictures import remove
from content.slugs import safe_slug
from content.text import LineField, ProseField

from .group_forms import GroupForm
from .models import BRG, FocusArea, Pillar
from .versioned_forms import VersionedForm


class BRGListForm(ListForm):
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("All")), *BRG.Status.choices],
    )
    focus = forms.ChoiceField(label=gettext_lazy("Focus"), required=False)
    attention = forms.ChoiceField(
        label=gettext_lazy("Needs attention"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("overdue", gettext_lazy("Overdue for review")),
            ("vacant", gettext_lazy("Without a lead")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["focus"].choices = [
            ("", _("All")),
            *FocusArea.objects.values_list("slug", "name"),
        ]

    def narrow(self, rows):
        rows = super().narrow(rows)
        if status := self.chosen.get("status"):
            rows = rows.filter(status=status)
        if focus := self.chosen.get("focus"):
            rows = rows.filter(focus_areas__slug=focus)
        narrower = {"overdue": BRG.objects.overdue_for_review, "vacant": BRG.objects.vacant}
        if attention := self.chosen.get("attention"):
            rows = rows.filter(pk__in=narrower[attention]().values("pk"))
        return rows

    def matching(self, rows, words):
        return rows.filter(pk__in=BRG.objects.matching(words).values("pk"))


class BRGForm(GroupForm, VersionedForm):
    """A group as its curators edit it."""

    focus_areas = forms.ModelMultipleChoiceField(
        FocusArea.objects.all(),
        label=gettext_lazy("Focus areas"),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    home_region = forms.ModelChoiceField(
        Region.objects.all(),
        label=gettext_lazy("Based in"),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("Every region"),
    )
    default_visibility = forms.ChoiceField(
        label=gettext_lazy("Who may see a member, to begin with"),
        help_text=gettext_lazy("“Only me” makes the group sensitive."),
        choices=DEFAULT_CHOICES,
        widget=ChoiceCards(
            explained={key: (ICONS[key], EXPLANATIONS[key]) for key, _label in DEFAULT_CHOICES}
        ),
    )
    make_sensitive = forms.BooleanField(
        label=gettext_lazy("Yes, make this group sensitive"),
        help_text=gettext_lazy(
            "Every present member moves down to “Only me”, and nobody can see them any more. "
            "Nothing raises them later: each member would have to do it alone."
        ),
        required=False,
    )

    layout = [
        (gettext_lazy("Name"), "", ["name", "acronym", "slug", "tagline", "focus_areas"]),
        (gettext_lazy("Texts"), "", ["purpose", "mission", "vision", "about"]),
        (gettext_lazy("Facts"), "", ["founded", "home_region", "contact"]),
        (gettext_lazy("Links"), gettext_lazy("Empty a row to remove the link."), []),
        (
            gettext_lazy("Look"),
            "",
            ["hue", "emblem", "banner", "banner_alt", "decorative"],
        ),
        (gettext_lazy("Privacy"), "", ["default_visibility", "make_sensitive"]),
        (gettext_lazy("Care"), "", ["content_owner", "review_date"]),
    ]

    class Meta:
        model = BRG
        fields = [
            *("name", "acronym", "slug", "tagline", "purpose", "mission", "vision", "about"),
            *("founded", "home_region", "contact", "hue", "banner_alt", "default_visibility"),
            *("content_owner", "review_date"),
        ]
        field_classes = {
            **dict.fromkeys(
                ("name", "acronym", "tagline", "banner_alt", "content_owner"), LineField
            ),
            **dict.fromkeys(("purpose", "mission", "vision", "about"), ProseField),
        }
        widgets = {"review_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["slug"].required = False
        self.fields["review_date"].validators += [
            MinValueValidator(dt.date(1970, 1, 1)),
            MaxValueValidator(dt.date(2100, 12, 31)),
        ]
        self.begin_with(self.instance)
        if not self._makes_sensitive():
            del self.fields["make_sensitive"]

    def begin_with(self, brg):
        super().begin_with(brg)
        if brg.pk:
            self.initial["focus_areas"] = [area.slug for area in brg.focus_areas.all()]
            self.initial["home_region"] = brg.home_region and brg.home_region.slug

    def _makes_sensitive(self):
        asked = self.data.get("default_visibility") == Visibility.ONLY_ME
        return asked and self.instance.pk and not self.instance.is_sensitive

    # What must fit together

    def clean_slug(self):
        """The address that was typed, or one made from what people call the group."""
        typed = self.cleaned_data["slug"]
        named = self.cleaned_data.get("acronym") or self.cleaned_data.get("name") or ""
        return safe_slug(typed or named)

    def clean_make_sensitive(self):
        if not self.cleaned_data["make_sensitive"]:
            raise ValidationError(_("Tick this if you are sure, or choose another answer above."))
        return True

    def forget_pictures(self, before):
        """Delete the files that were stored for a change that did not come about."""
        for name, was in before.items():
            if (stored := getattr(self.instance, name).name) != was:
                remove(stored)


class ListEntryForm(CurationForm):
    """A focus area or a pillar."""

    layout = [("", "", ["name", "slug", "position", "time_zone"])]

    class Meta:
        fields = ["name", "slug", "position"]
        field_classes = {"name": LineField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_slug(self):
        return safe_slug(self.cleaned_data["slug"] or self.cleaned_data.get("name") or "")


class FocusAreaForm(ListEntryForm):
    class Meta(ListEntryForm.Meta):
        model = FocusArea


class PillarForm(ListEntryForm):
    class Meta(ListEntryForm.Meta):
        model = Pillar


class RegionForm(ListEntryForm):
    class Meta(ListEntryForm.Meta):
        model = Region
        fields = ["name", "slug", "time_zone"]
