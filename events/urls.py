from django.urls import include, path

from . import access, answering, lists, own, poster_pages, series_answering, series_page, views

EVENT = "events/<int:number>-<slug:slug>/"
SERIES = "events/series/<int:number>-<slug:slug>/"

urlpatterns = [
    path("events/", lists.events, name="events"),
    path("events/calendar/", lists.events_calendar, name="events-calendar"),
    path("events/<int:number>/", views.event, name="event-short"),
    path(EVENT, views.event, name="event"),
    path(f"{EVENT}rsvp/", answering.rsvp, name="event-rsvp"),
    path(f"{EVENT}cancel/", answering.cancel, name="event-cancel"),
    path(f"{EVENT}accept/", answering.accept, name="event-accept"),
    path(f"{EVENT}seat-me/", answering.seat_me, name="event-seat-me"),
    path(f"{EVENT}guests/", views.event_guests, name="event-guests"),
    path(f"{EVENT}accessibility/", access.event_accessibility, name="event-accessibility"),
    path(f"{EVENT}poster.svg", poster_pages.poster_svg, name="event-poster"),
    path(f"{EVENT}poster.pdf", poster_pages.poster_pdf, name="event-poster-pdf"),
    path("events/series/<int:number>/", series_page.series, name="series-short"),
    path(SERIES, series_page.series, name="series"),
    path(f"{SERIES}rsvp/", series_answering.rsvp, name="series-rsvp"),
    path(f"{SERIES}cancel/", series_answering.cancel, name="series-cancel"),
    path("me/events/", own.own_events, name="me-events"),
    path("me/events/<int:number>/requests/", access.own_event_requests, name="me-event-requests"),
    path("", include("events.calendar_urls")),
    path("", include("events.manage_urls")),
]
