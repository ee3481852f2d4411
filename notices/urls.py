from django.urls import path

from . import views

urlpatterns = [
    path("me/notices/", views.notices, name="me-notices"),
    path("me/notices/<slug:public_id>/", views.notice, name="me-notice"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
