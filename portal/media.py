"""Uploaded pictures, served by permission."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permissions import may_curate
from brgs.models import BRG
from content.pictures import original

YEAR = 365 * 24 * 3600
# By folder. Other folders have doors of their own: what a group offers is asked for by its id.
FIELDS = {"emblems": "emblem", "banners": "banner"}


@require_safe
def media(request, name):
    """A picture in one of its sizes: groups' for all who see the group, photos for employees.

    Names are random and a new picture gets a new one, so a public answer may be kept.
    """
    kept = original(name)
    if kept is None or not _may_see(request.user, kept) or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), content_type="image/webp")
    if not request.user.is_authenticated:
        response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def _may_see(viewer, name):
    if name.startswith("photos/"):
        return viewer.is_authenticated and User.objects.filter(photo=name).exists()
    field = FIELDS.get(name.partition("/")[0])
    if field is None:
        return False
    groups = BRG.objects.filter(**{field: name})
    return groups.filter(pk__in=BRG.objects.visible_to(viewer)).exists() or (
        # A preview shows what is not public yet.
        may_curate(viewer) and viewer.has_perm("brgs.view_brg") and groups.exists()
    )
