"""The pages of leads, each once for a group and once for a chapter."""

from django.urls import path

from . import manage, manage_cohosts, manage_materials, manage_series, manage_steps
from .hosts import EventHost

# Below the address of the events: the page, its name, its view, and what the view is given besides.
PAGES = [
    ("", "s", manage.events, {}),
    ("new/", "-new", manage.new, {}),
    ("<int:number>/", "", manage.event, {}),
    ("<int:number>/edit/", "-edit", manage.edit, {}),
    ("<int:number>/duplicate/", "-duplicate", manage.duplicate, {}),
    ("<int:number>/publish/", "-publish", manage_steps.publish, {}),
    ("<int:number>/cohosts/", "-cohosts", manage_cohosts.cohosts, {}),
    ("<int:number>/recordings/", "-recordings", manage_materials.recordings, {}),
    ("invitations/", "-invitations", manage_cohosts.invitations, {}),
    ("<int:number>/invitation/", "-invitation", manage_cohosts.invitation, {}),
    ("<int:number>/repeat/", "-repeat", manage_series.repeat, {}),
    ("<int:number>/sittings/", "-sittings", manage_series.sittings, {}),
    *(
        (f"<int:number>/{step}/", f"-{step}", manage_steps.change, {"step": step})
        for step in manage_steps.STEPS
    ),
]
# The same of series, whose pages are called by themselves.
SERIES = [
    ("", "", manage_series.series),
    ("dates/", "-dates", manage_series.add_dates),
    ("publish/", "-publish", manage_series.publish),
    ("cancel/", "-cancel", manage_series.cancel),
]
OF_SERIES = "series/<int:number>/"
GROUP = "manage/<slug:slug>/events/"
CHAPTER = "manage/<slug:slug>/chapters/<slug:chapter>/events/"

urlpatterns = [
    *(
        path(GROUP + address, EventHost.of_group(view), given, f"manage-event{name}")
        for address, name, view, given in PAGES
    ),
    # A chapter has no rules of its own.
    path(f"{GROUP}rules/", EventHost.of_group(manage_steps.rules), name="manage-event-rules"),
    *(
        path(CHAPTER + address, EventHost.of_chapter(view), given, f"manage-chapter-event{name}")
        for address, name, view, given in PAGES
    ),
    *(
        path(f"{GROUP}{OF_SERIES}{address}", EventHost.of_group(view), name=f"manage-series{name}")
        for address, name, view in SERIES
    ),
    *(
        path(
            f"{CHAPTER}{OF_SERIES}{address}",
            EventHost.of_chapter(view),
            name=f"manage-chapter-series{name}",
        )
        for address, name, view in SERIES
    ),
]
