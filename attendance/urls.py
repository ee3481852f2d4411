from django.urls import path

from events.hosts import EventHost

from . import door, manage, own

# Below the address of an event in a workspace: the page, its name, and its view.
PAGES = [
    ("check-in", door.workspace_door),
    ("helpers", manage.helpers),
    ("import", manage.import_list),
]
GROUP = "manage/<slug:slug>/events/<int:number>/"
CHAPTER = "manage/<slug:slug>/chapters/<slug:chapter>/events/<int:number>/"

urlpatterns = [
    path("events/<int:number>/door/", door.event_door_short, name="event-door-short"),
    path("events/<int:number>-<slug:slug>/door/", door.event_door, name="event-door"),
    path("me/events/<int:number>/pass/", own.own_pass, name="me-event-pass"),
    *(
        path(f"{GROUP}{page}/", EventHost.of_group(view), name=f"manage-event-{page}")
        for page, view in PAGES
    ),
    *(
        path(f"{CHAPTER}{page}/", EventHost.of_chapter(view), name=f"manage-chapter-event-{page}")
        for page, view in PAGES
    ),
]
