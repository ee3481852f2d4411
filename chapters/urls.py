from django.urls import path

from . import manage, manage_chapter, manage_members, manage_officers, my_offices, proposing, views

urlpatterns = [
    path("groups/<slug:slug>/chapters/<slug:chapter>/join/", views.join, name="chapter-join"),
    path("groups/<slug:slug>/chapters/<slug:chapter>/leave/", views.leave, name="chapter-leave"),
    path("me/proposals/<int:proposal>/", proposing.edit, name="me-proposal"),
    path("me/proposals/<int:proposal>/withdraw/", proposing.withdraw, name="me-proposal-withdraw"),
    path("manage/<slug:slug>/members/", manage_members.members, name="manage-members"),
    path("manage/<slug:slug>/members/export/", manage_members.export, name="manage-members-export"),
    path(
        "manage/<slug:slug>/members/<slug:public_id>/remove/",
        manage_members.remove_member,
        name="manage-member-remove",
    ),
    path("manage/<slug:slug>/chapters/", manage.chapters, name="manage-chapters"),
    # Before the chapters: what stands in the place of their address is in RESERVED.
    path(
        "manage/<slug:slug>/chapters/proposals/<int:number>/",
        manage.proposal,
        name="manage-proposal",
    ),
    path(
        "manage/<slug:slug>/chapters/<slug:chapter>/",
        manage_chapter.chapter,
        name="manage-chapter",
    ),
    *(
        path(
            f"manage/<slug:slug>/chapters/<slug:chapter>/{step}/",
            manage_chapter.change_state,
            {"step": step},
            name=f"manage-chapter-{step}",
        )
        for step in manage_chapter.STEPS
    ),
    path(
        "manage/<slug:slug>/chapters/<slug:chapter>/members/",
        manage_chapter.members,
        name="manage-chapter-members",
    ),
    path(
        "manage/<slug:slug>/chapters/<slug:chapter>/officers/",
        manage_officers.officers,
        name="manage-chapter-officers",
    ),
    path(
        "manage/<slug:slug>/chapters/<slug:chapter>/officers/new/",
        manage_officers.new,
        name="manage-chapter-officer-new",
    ),
    path(
        "manage/<slug:slug>/chapters/<slug:chapter>/officers/<int:office>/",
        manage_officers.officer,
        name="manage-chapter-officer",
    ),
    path(
        "manage/<slug:slug>/chapters/<slug:chapter>/officers/<int:office>/end/",
        manage_officers.end,
        name="manage-chapter-officer-end",
    ),
    path(
        "manage/<slug:slug>/chapters/<slug:chapter>/officers/<int:office>/hand-over/",
        manage_officers.hand_over,
        name="manage-chapter-officer-hand-over",
    ),
    path(
        "manage/<slug:slug>/chapters/<slug:chapter>/officers/<int:office>/deputy/",
        manage_officers.deputy,
        name="manage-chapter-officer-deputy",
    ),
    path("me/offices/", my_offices.my_offices, name="me-offices"),
    path("me/offices/<slug:kind>/<int:office>/", my_offices.my_office, name="me-office"),
]
