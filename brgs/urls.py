from django.urls import path

from . import manage_page, manage_versions, views
from .workspace import not_yet

urlpatterns = [
    path("groups/<slug:slug>/join/", views.join, name="group-join"),
    path("groups/<slug:slug>/leave/", views.leave, name="group-leave"),
    path("groups/<slug:slug>/visibility/", views.visibility, name="group-visibility"),
    path("groups/<slug:slug>/members/", views.members, name="group-members"),
    path("me/groups/", views.my_groups, name="me-groups"),
    path("manage/<slug:slug>/page/", manage_page.edit, name="manage-page"),
    path("manage/<slug:slug>/page/withdraw/", manage_page.withdraw, name="manage-page-withdraw"),
    path("manage/<slug:slug>/page/versions/", manage_versions.versions, name="manage-versions"),
    path(
        "manage/<slug:slug>/page/versions/<int:version>/",
        manage_versions.version,
        name="manage-version",
    ),
    path("manage/<slug:slug>/officers/", not_yet, name="manage-officers"),
]
