"""What leads write: a piece of news, who may read it, and who is told."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Region
from accounts.widgets import ChoiceCards
from brgs.group_forms import PictureInput
from brgs.roles import ROLE_CHOICES
from brgs.written_forms import MARKDOWN, PicturedForm
from chapters.models import Chapter
from content.markdown import render
from content.pictures import NEWS, PictureField
from content.text import LineField, ProseField

from .models import NewsItem

Audience = NewsItem.Audience
Told = NewsItem.Told

READERS = {
    Audience.PUBLIC: ("globe", gettext_lazy("Also people who are not signed in.")),
    Audience.EMPLOYEES: ("briefcase", gettext_lazy("Whoever is signed in as an employee.")),
    Audience.MEMBERS: ("lock", gettext_lazy("Members, and the leads who look after it.")),
}
TELLING = {
    Told.NOBODY: ("file-text", gettext_lazy("No notice and no mail. It stands on the page.")),
    Told.MEMBERS: ("users-round", gettext_lazy("Each by themselves. Nobody sees who they are.")),
    Told.OFFICERS: ("id-card", gettext_lazy("Those in a post of the group or its chapters.")),
    Told.EMPLOYEES: ("send", gettext_lazy("A curator looks first.")),
}
# What may narrow each of those who are told.
NARROWED_BY = {
    Told.NOBODY: (),
    Told.MEMBERS: ("told_region", "told_chapter"),
    Told.OFFICERS: ("told_region", "told_chapter", "told_role"),
    Told.EMPLOYEES: ("told_region",),
}
OF_CHAPTERS = [(Told.NOBODY, Told.NOBODY.label), (Told.MEMBERS, Told.MEMBERS.label)]


class NewsForm(PicturedForm):
    """A piece of news as its leads write it. A chapter tells its own members, or nobody."""

    picture = PictureField(NEWS, label=gettext_lazy("File"), required=False, widget=PictureInput)

    layout = [
        (gettext_lazy("What you tell"), "", ["title", "summary", "body"]),
        (gettext_lazy("Picture"), "", ["picture", "picture_alt", "decorative"]),
        (gettext_lazy("Readers"), "", ["audience"]),
        (
            gettext_lazy("Notice and mail"),
            gettext_lazy("A notice in the portal, and a mail to those who want one."),
            ["told", "told_region", "told_chapter", "told_role"],
        ),
    ]

    class Meta:
        model = NewsItem
        fields = [
            *("title", "summary", "body", "picture_alt"),
            *("audience", "told", "told_region", "told_chapter", "told_role"),
        ]
        field_classes = {
            "title": LineField,
            "summary": LineField,
            "picture_alt": LineField,
            "body": ProseField,
        }
        widgets = {
            "body": forms.Textarea(attrs={"rows": 14}),
            "audience": ChoiceCards(explained=READERS),
            "told": ChoiceCards(explained=TELLING),
        }
        help_texts = {
            "body": MARKDOWN,
            "told_role": gettext_lazy("For officers."),
            "told_region": gettext_lazy(
                "Members and officers of the group’s chapters there, or employees who work there."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        item = self.instance
        if item.chapter:
            self._keep_to_the_chapter()
        else:
            self._offer_chapters(item.brg)

    def _keep_to_the_chapter(self):
        self.fields["told"].choices = OF_CHAPTERS
        for name in NARROWED_BY[Told.OFFICERS]:
            del self.fields[name]

    def _offer_chapters(self, brg):
        chapters = Chapter.objects.open().filter(brg=brg).select_related("brg")
        self.fields["told_chapter"].queryset = chapters.by_region()
        self.fields["told_region"].queryset = Region.objects.order_by("name")
        self.fields["told_chapter"].empty_label = _("All chapters")
        self.fields["told_region"].empty_label = _("Everywhere")
        self.fields["told_role"].choices = [("", _("All roles")), *ROLE_CHOICES]
        for name in NARROWED_BY[Told.OFFICERS]:
            self.fields[name].required = False

    def clean(self):
        cleaned = super().clean()
        self._check_readers(cleaned)
        if "told_region" in self.fields:
            self._check_narrowing(cleaned)
        return cleaned

    def _check_readers(self, cleaned):
        if cleaned.get("told") == Told.EMPLOYEES and cleaned.get("audience") == Audience.MEMBERS:
            sentence = _("Employees are told only of what they may read. Choose “Every employee”.")
            self.add_error("audience", sentence)

    def _check_narrowing(self, cleaned):
        """Refuse what cannot narrow the chosen audience: it would be passed over in silence."""
        if not (told := cleaned.get("told")):
            return
        for name in NARROWED_BY[Told.OFFICERS]:
            if cleaned.get(name) and name not in NARROWED_BY[told]:
                sentence = _("This does not narrow those who are told. Leave it empty.")
                self.add_error(name, sentence)
        if cleaned.get("told_region") and cleaned.get("told_chapter"):
            self.add_error("told_chapter", _("Choose a region or a chapter, not both."))

    def preview(self):
        """The piece of news as it would be read, out of what was typed."""
        item = self.instance
        item.body_html = render(self.cleaned_data["body"])
        return item
