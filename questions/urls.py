from django.urls import path

from . import desk, views

GROUP = "manage/<slug:slug>/questions/"
CHAPTER = "manage/<slug:slug>/chapters/<slug:chapter>/questions/"

urlpatterns = [
    path("groups/<slug:slug>/ask/", views.ask_group, name="group-ask"),
    path("groups/<slug:slug>/chapters/<slug:chapter>/ask/", views.ask_chapter, name="chapter-ask"),
    path("me/questions/", views.own_questions, name="me-questions"),
    path("me/questions/<slug:public_id>/", views.own_question, name="me-question"),
    path(GROUP, desk.of_a_group, name="manage-questions"),
    path(f"{GROUP}<slug:public_id>/", desk.one_of_a_group, name="manage-question"),
    path(CHAPTER, desk.of_a_chapter, name="manage-chapter-questions"),
    path(f"{CHAPTER}<slug:public_id>/", desk.one_of_a_chapter, name="manage-chapter-question"),
]
