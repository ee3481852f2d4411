from django.urls import include, path

from . import lists, views

urlpatterns = [
    path("events/", lists.events, name="events"),
    path("events/calendar/", lists.events_calendar, name="events-calendar"),
    path("events/<int:number>/", views.event, name="event-short"),
    path("events/<int:number>-<slug:slug>/", views.event, name="event"),
    path("", include("events.manage_urls")),
]
