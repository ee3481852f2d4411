from django.urls import path

from events.hosts import EventHost
from events.manage_urls import CHAPTER, GROUP
from events.urls import EVENT

from . import manage, views
from .summary import JointHost, event_summary

RESULTS = "<int:number>/feedback/"
SUMMARY = "<int:number>/summary/"

urlpatterns = [
    path(f"{EVENT}feedback/", views.event_feedback, name="event-feedback"),
    path("events/<int:number>/feedback/", views.event_feedback_short, name="event-feedback-short"),
    path(
        f"{GROUP}{RESULTS}",
        EventHost.of_group(manage.event_feedback),
        name="manage-event-feedback",
    ),
    path(
        f"{CHAPTER}{RESULTS}",
        EventHost.of_chapter(manage.event_feedback),
        name="manage-chapter-event-feedback",
    ),
    path(f"{GROUP}{SUMMARY}", JointHost.of_group(event_summary), name="manage-event-summary"),
    path(
        f"{CHAPTER}{SUMMARY}",
        JointHost.of_chapter(event_summary),
        name="manage-chapter-event-summary",
    ),
]
