from django.urls import path

from . import manage_officers, manage_page, manage_versions, notice_settings, views

urlpatterns = [
    path("me/notices/settings/", notice_settings.notice_settings, name="me-notice-settings"),
    path("groups/<slug:slug>/join/", views.join, name="group-join"),
    path("groups/<slug:slug>/leave/", views.leave, name="group-leave"),
    path("groups/<slug:slug>/visibility/", views.visibility, name="group-visibility"),
    path("groups/<slug:slug>/members/", views.members, name="group-members"),
    path("manage/<slug:slug>/page/", manage_page.edit, name="manage-page"),
    path("manage/<slug:slug>/page/withdraw/", manage_page.withdraw, name="manage-page-withdraw"),
    path("manage/<slug:slug>/page/versions/", manage_versions.versions, name="manage-versions"),
    path(
        "manage/<slug:slug>/page/versions/<int:version>/",
        manage_versions.version,
        name="manage-version",
    ),
    path("manage/<slug:slug>/officers/", manage_officers.officers, name="manage-officers"),
    path("manage/<slug:slug>/officers/new/", manage_officers.new, name="manage-officer-new"),
    path(
        "manage/<slug:slug>/officers/<int:office>/", manage_officers.officer, name="manage-officer"
    ),
    path(
        "manage/<slug:slug>/officers/<int:office>/end/",
        manage_officers.end,
        name="manage-officer-end",
    ),
    path(
        "manage/<slug:slug>/officers/<int:office>/hand-over/",
        manage_officers.hand_over,
        name="manage-officer-hand-over",
    ),
    path(
        "manage/<slug:slug>/officers/<int:office>/deputy/",
        manage_officers.deputy,
        name="manage-officer-deputy",
    ),
]
