"""Uploaded pictures, served by permission."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permissions import may_curate
from brgs.models import BRG
from content.pictures import original
from events.models import Event
from news.models import NewsItem

YEAR = 365 * 24 * 3600
# For minutes only: news may be taken down, and an event be for fewer.
MINUTES = 300
# By folder. Other folders have doors of their own: what a group offers is asked for by its id.
FIELDS = {"emblems": "emblem", "banners": "banner"}


@require_safe
def media(request, name):
    """A picture in one of its sizes: groups' for all who see the group, photos for employees.

    A picture of news or of an event is for whoever may read that whole. Names are random and a new
    picture gets a new one, so a public answer may be kept.
    """
    kept = original(name)
    if kept is None or not _may_see(request.user, kept) or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), content_type="image/webp")
    if not request.user.is_authenticated:
        response["Cache-Control"] = _how_long(kept)
    return response


def _how_long(name):
    if name.startswith(("news/", "events/")):
        return f"public, max-age={MINUTES}"
    return f"public, max-age={YEAR}, immutable"


def _may_see(viewer, name):
    folder = name.partition("/")[0]
    if folder == "photos":
        return viewer.is_authenticated and User.objects.filter(photo=name).exists()
    if folder == "news":
        items = NewsItem.objects.filter(picture=name)
        return items.visible_to(viewer).exists() or _works_on(viewer, items)
    if folder == "events":
        events = Event.objects.filter(picture=name)
        return events.open_to(viewer).exists() or _works_on(viewer, events)
    return folder in FIELDS and _may_see_of_group(viewer, {FIELDS[folder]: name})


def _may_see_of_group(viewer, having):
    groups = BRG.objects.filter(**having)
    return groups.filter(pk__in=BRG.objects.visible_to(viewer)).exists() or (
        # A preview shows what is not public yet.
        may_curate(viewer) and viewer.has_perm("brgs.view_brg") and groups.exists()
    )


def _works_on(viewer, rows):
    """Before it is out: those who write it, and those who are asked whether it may go out."""
    if not viewer.is_authenticated:
        return False
    return rows.led_by(viewer).exists() or (
        may_curate(viewer) and viewer.has_perm("brgs.view_brg") and rows.exists()
    )
