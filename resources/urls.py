from django.urls import path

from brgs.workspace import not_yet

urlpatterns = [
    path("manage/<slug:slug>/resources/", not_yet, name="manage-resources"),
    path("resources/<slug:public_id>/", not_yet, name="resource"),
]
