"""The frame of a chapter's workspace, for its own leads and those of the group."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from brgs.workspace import tabs

TABS = (
    ("chapter", "manage-chapter", "file-text", _("Chapter")),
    ("members", "manage-chapter-members", "users-round", _("Members")),
    ("officers", "manage-chapter-officers", "id-card", _("Officers")),
    (
        "questions",
        "manage-chapter-questions",
        "message-circle-question-mark",
        _("Questions"),
    ),
    ("events", "manage-chapter-events", "calendar-days", _("Events")),
    ("news", "manage-chapter-news", "megaphone", _("News")),
)


def frame(chapter, here, title, *, leads_group):
    """The context of `manage/base.html` for a page of a chapter's workspace.

    The way back leads to the group's workspace where the viewer leads the group, and else to the
    chapter's page.
    """
    brg = chapter.brg
    over = {"name": chapter.name, "url": chapter.get_absolute_url()}
    if leads_group:
        url = reverse("manage-chapters", args=[brg.slug])
        over = {"name": _("Chapters of %(group)s") % {"group": brg.short_name}, "url": url}
    return {
        "brg": brg,
        "chapter": chapter,
        "title": title,
        "hue": brg.hue,
        "here": here,
        "over": over,
        "tabs": tabs(TABS, slug=brg.slug, chapter=chapter.slug),
    }
