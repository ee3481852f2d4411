from django.urls import path

from chapters.proposing import propose

from . import chapters, demo_mail, health, manage, views
from .media import media

urlpatterns = [
    path("", views.home, name="home"),
    path("groups/", views.groups, name="groups"),
    path("groups/<slug:slug>/", views.group, name="group"),
    # Before the chapters' own addresses, of which none is called so.
    path("groups/<slug:slug>/chapters/propose/", propose, name="chapter-propose"),
    path("groups/<slug:slug>/chapters/<slug:chapter>/", chapters.chapter, name="chapter"),
    path("concerns/", views.concerns, name="concerns"),
    path("chapters/", chapters.chapters, name="chapters"),
    path("manage/<slug:slug>/", manage.manage, name="manage"),
    path("manage/<slug:slug>/history/", manage.manage_history, name="manage-history"),
    path("me/groups/", views.my_groups, name="me-groups"),
    path("me/privacy/", views.privacy, name="me-privacy"),
    path("me/privacy/my-data.csv", views.my_data, name="me-data"),
    path("demo/mail/", demo_mail.demo_mail, name="demo-mail"),
    path("demo/mail/<slug:name>/", demo_mail.demo_mail_message, name="demo-mail-message"),
    path("demo/mail/<slug:name>/html/", demo_mail.demo_mail_html, name="demo-mail-html"),
    path("media/<path:name>", media, name="media"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]
