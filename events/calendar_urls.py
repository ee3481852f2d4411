from django.urls import path

from . import calendar_pages

urlpatterns = [
    path("events/<int:number>-<slug:slug>/event.ics", calendar_pages.event_file, name="event-ics"),
    path(
        "events/series/<int:number>-<slug:slug>/series.ics",
        calendar_pages.series_file,
        name="series-ics",
    ),
    path("calendar/<str:token>.ics", calendar_pages.own_feed, name="calendar-feed"),
    path("groups/<slug:slug>/events.ics", calendar_pages.group_feed, name="group-events-ics"),
    path(
        "groups/<slug:slug>/chapters/<slug:chapter>/events.ics",
        calendar_pages.chapter_feed,
        name="chapter-events-ics",
    ),
    path("me/events/calendar/", calendar_pages.my_calendar, name="me-calendar"),
]
