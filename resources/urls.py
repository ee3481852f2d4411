from django.urls import path

from . import views

urlpatterns = [
    path("resources/<slug:public_id>/", views.resource, name="resource"),
    path("manage/<slug:slug>/resources/", views.resources, name="manage-resources"),
    path("manage/<slug:slug>/resources/new/", views.new, name="manage-resource-new"),
    path("manage/<slug:slug>/resources/<slug:public_id>/", views.edit, name="manage-resource"),
    path(
        "manage/<slug:slug>/resources/<slug:public_id>/delete/",
        views.delete,
        name="manage-resource-delete",
    ),
]
