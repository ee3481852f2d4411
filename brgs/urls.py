from django.urls import path

from . import views
from .workspace import not_yet

urlpatterns = [
    path("groups/<slug:slug>/join/", views.join, name="group-join"),
    path("groups/<slug:slug>/leave/", views.leave, name="group-leave"),
    path("groups/<slug:slug>/visibility/", views.visibility, name="group-visibility"),
    path("groups/<slug:slug>/members/", views.members, name="group-members"),
    path("me/groups/", views.my_groups, name="me-groups"),
    path("manage/<slug:slug>/page/", not_yet, name="manage-page"),
    path("manage/<slug:slug>/officers/", not_yet, name="manage-officers"),
]
