from django.urls import include, path

from . import views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/settings/", views.settings, name="me-settings"),
    path("accounts/", include("allauth.urls")),
]
