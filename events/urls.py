from django.urls import path

from . import views

urlpatterns = [
    path("events/<int:number>/", views.event, name="event-short"),
    path("events/<int:number>-<slug:slug>/", views.event, name="event"),
]
