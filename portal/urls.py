from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("groups/", views.groups, name="groups"),
    path("groups/<slug:slug>/", views.group, name="group"),
    path("events/", views.events, name="events"),
    path("concerns/", views.concerns, name="concerns"),
    path("me/privacy/", views.privacy, name="me-privacy"),
    path("me/privacy/my-data.csv", views.my_data, name="me-data"),
    path("media/<path:name>", views.media, name="media"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
