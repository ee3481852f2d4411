"""The frame of a lead's workspace: what every page of it shows around its own work."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# By key: the route, an icon of the set, and the words.
TABS = (
    ("overview", "manage", "layout-dashboard", _("Overview")),
    ("page", "manage-page", "file-text", _("Page")),
    ("members", "manage-members", "users-round", _("Members")),
    ("chapters", "manage-chapters", "map-pin", _("Chapters")),
    ("officers", "manage-officers", "id-card", _("Officers")),
    ("questions", "manage-questions", "message-circle-question-mark", _("Questions")),
    ("events", "manage-events", "calendar-days", _("Events")),
    ("news", "manage-news", "megaphone", _("News")),
    ("resources", "manage-resources", "folder-open", _("Resources")),
    ("history", "manage-history", "history", _("History")),
)


def frame(brg, here, title):
    """The context of `manage/base.html` for a page of a group's workspace, under a tab's key."""
    return {
        "brg": brg,
        "title": title,
        "hue": brg.hue,
        "here": here,
        "over": {"name": brg.short_name, "url": brg.get_absolute_url()},
        "tabs": tabs(TABS, slug=brg.slug),
    }


def tabs(rows, **address):
    """The tabs of a workspace whose pages share these parts of their addresses."""
    return [
        {"key": key, "url": reverse(route, kwargs=address), "icon": icon, "words": words}
        for key, route, icon, words in rows
    ]
