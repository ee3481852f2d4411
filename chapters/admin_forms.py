"""What a curator may type about chapters and their offices."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.curation_forms import CurationForm, ListForm
from accounts.models import Region
from brgs.models import BRG
from brgs.office_admin_forms import OFFERED, OfferForm, OfficeListForm
from brgs.versioned_forms import VersionedForm
from content.text import LineField, ProseField

from .models import Chapter, ChapterOfficer, Proposal


def _groups():
    return BRG.objects.exclude(status=BRG.Status.ARCHIVED).order_by("sort_name", "pk")


class ChapterListForm(ListForm):
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            *Chapter.Status.choices,
            ("supported", gettext_lazy("Proposed, waiting for a curator")),
            ("vacant", gettext_lazy("Active, without a lead")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        groups = _groups().only("slug", "name", "acronym")
        regions = Region.objects.order_by("name").values_list("slug", "name")
        self.fields["group"].choices = [every, *((brg.slug, brg.short_name) for brg in groups)]
        self.fields["region"].choices = [every, *regions]

    def narrow(self, rows):
        rows = super().narrow(rows)
        if group := self.chosen.get("group"):
            rows = rows.filter(brg__slug=group)
        if region := self.chosen.get("region"):
            rows = rows.filter(region__slug=region)
        status = self.chosen.get("status")
        if status == "vacant":
            return rows.vacant()
        if status == "supported":
            return rows.filter(proposal__state=Proposal.State.SUPPORTED)
        return rows.filter(status=status) if status else rows

    def matching(self, rows, words):
        return rows.matching(words)


class ChapterForm(VersionedForm):
    """A chapter as its curators open and edit it. Its group and its address stay what they are."""

    brg = forms.ModelChoiceField(
        _groups(),
        label=gettext_lazy("Group"),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose"),
    )
    region = forms.ModelChoiceField(
        Region.objects.order_by("name"),
        label=gettext_lazy("Region"),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose"),
    )

    layout = [
        (gettext_lazy("Place"), "", ["brg", "region", "city"]),
        (gettext_lazy("Words"), "", ["name", "about", "founded"]),
    ]

    class Meta:
        model = Chapter
        fields = ["brg", "region", "city", "name", "about", "founded"]
        field_classes = {"name": LineField, "city": LineField, "about": ProseField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["brg"]
            self.initial["region"] = self.instance.region.slug


class ChapterOfficeListForm(OfficeListForm):
    """As for groups; where a group is chosen, its chapters can be, too."""

    group_field = ChapterOfficer.group_path

    chapter = forms.ChoiceField(label=gettext_lazy("Chapter"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.data.get("group") or self.initial.get("group")
        if asked not in dict(self.fields["group"].choices) or not asked:
            del self.fields["chapter"]
            return
        chapters = Chapter.objects.filter(brg__slug=asked).order_by("sort_name", "pk")
        self.fields["chapter"].choices = [("", _("All")), *chapters.values_list("slug", "name")]

    def narrow(self, rows):
        return self._of_chapter(super().narrow(rows), "chapter__slug")

    def narrow_vacant(self, chapters):
        if group := self.chosen.get("group"):
            chapters = chapters.filter(brg__slug=group)
        return self._of_chapter(chapters, "slug")

    def _of_chapter(self, rows, field):
        chapter = self.chosen.get("chapter")
        return rows.filter(**{field: chapter}) if chapter else rows


class ChapterChoice(forms.ModelChoiceField):
    """Chapters, each with its group."""

    def label_from_instance(self, chapter):
        return f"{chapter.brg.short_name} · {chapter.name}"


class ChapterOfficerForm(OfferForm):
    """A post in one of the chapters of a group: all there are would be too many to choose from."""

    chapter = ChapterChoice(
        Chapter.objects.none(),
        label=gettext_lazy("Chapter"),
        empty_label=gettext_lazy("Choose"),
    )

    class Meta:
        model = ChapterOfficer
        fields = ["chapter", *OFFERED]
        field_classes = {"title": LineField}

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        chapters = Chapter.objects.open().filter(brg=group).select_related("brg")
        self.fields["chapter"].queryset = chapters.order_by("sort_name", "pk")


GROUP_FIRST = gettext_lazy("Choose the group first, and then the chapter.")


class GroupFirstForm(CurationForm):
    """Of which group the chapter is. It leads on to the offer, and keeps nothing."""

    button = gettext_lazy("Go on")
    only_leads_on = True
    layout = [
        (gettext_lazy("Group"), gettext_lazy("You choose the chapter in the next step."), ["brg"])
    ]

    brg = forms.ModelChoiceField(
        _groups(),
        label=gettext_lazy("Group"),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose"),
        error_messages={"required": GROUP_FIRST},
    )

    class Meta:
        model = ChapterOfficer
        fields = []

    def clean_brg(self):
        """What was sent to be kept names no chapter that there is."""
        raise ValidationError(GROUP_FIRST)


class DecisionForm(forms.Form):
    """What a curator decides about a proposal: the button that was pressed, and a note."""

    note = ProseField(
        label=gettext_lazy("What to change"),
        help_text=gettext_lazy(
            "For a proposal that you return. The proposer reads it. At most 1,000 characters."
        ),
        max_length=Proposal._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    @property
    def approves(self):
        return self.data.get("act") == "approve"

    def clean(self):
        cleaned = super().clean()
        note = cleaned.get("note")
        if self.approves and note:
            words = _("An approval goes without a note. Empty this, or return the proposal.")
            self.add_error("note", words)
        elif self.data.get("act") not in ("approve", "return"):
            raise ValidationError(_("Choose whether to approve the proposal or to return it."))
        elif not self.approves and not note and "note" not in self.errors:
            self.add_error("note", _("Say what to change. The proposer reads it."))
        return cleaned
