"""The pages of leads, each once for a group and once for a chapter."""

from django.urls import path

from . import manage, manage_steps
from .hosts import NewsHost

# Below the address of the news: the page, its view, and what the view is given besides.
PAGES = [
    ("", "", manage.news, {}),
    ("new/", "-new", manage.new, {}),
    ("<int:number>/", "-item", manage.item, {}),
    ("<int:number>/edit/", "-edit", manage.edit, {}),
    ("<int:number>/send/", "-send", manage_steps.send, {}),
    *(
        (f"<int:number>/{step}/", f"-{step}", manage_steps.change, {"step": step})
        for step in manage_steps.STEPS
    ),
]

urlpatterns = [
    *(
        path(
            f"manage/<slug:slug>/news/{address}",
            NewsHost.of_group(view),
            given,
            f"manage-news{name}",
        )
        for address, name, view, given in PAGES
    ),
    *(
        path(
            f"manage/<slug:slug>/chapters/<slug:chapter>/news/{address}",
            NewsHost.of_chapter(view),
            given,
            f"manage-chapter-news{name}",
        )
        for address, name, view, given in PAGES
    ),
]
