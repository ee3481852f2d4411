from django.urls import path

from brgs.workspace import not_yet

urlpatterns = [
    path("groups/<slug:slug>/chapters/<slug:chapter>/", not_yet, name="chapter"),
    path("manage/<slug:slug>/members/", not_yet, name="manage-members"),
    path("manage/<slug:slug>/chapters/", not_yet, name="manage-chapters"),
    path("manage/<slug:slug>/chapters/<slug:chapter>/", not_yet, name="manage-chapter"),
    path(
        "manage/<slug:slug>/chapters/<slug:chapter>/members/",
        not_yet,
        name="manage-chapter-members",
    ),
    path(
        "manage/<slug:slug>/chapters/<slug:chapter>/officers/",
        not_yet,
        name="manage-chapter-officers",
    ),
]
