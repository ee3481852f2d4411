"""Officers of a chapter, for its leads and those of the group."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brgs import officer_pages as pages
from brgs.officer_desk import Desk
from brgs.permissions import leads_group

from .models import ChapterOfficer
from .views import of_own_chapter
from .workspace import frame

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _desk(request, chapter):
    by_group = leads_group(request.user, chapter.brg)
    return Desk(
        unit=chapter,
        model=ChapterOfficer,
        route="manage-chapter-officer",
        address={"slug": chapter.brg.slug, "chapter": chapter.slug},
        frame=lambda title: frame(chapter, "officers", title, leads_group=by_group),
        no_lead=_("This chapter has no lead. Offer the post to somebody."),
    )


@require_safe
@of_own_chapter
def officers(request, chapter):
    return pages.officers_page(request, _desk(request, chapter))


@form_page
@of_own_chapter
def new(request, chapter):
    return pages.new_page(request, _desk(request, chapter))


@require_safe
@of_own_chapter
def officer(request, chapter, office):
    return pages.officer_page(request, _desk(request, chapter), office)


@form_page
@of_own_chapter
def end(request, chapter, office):
    return pages.end_page(request, _desk(request, chapter), office)


@form_page
@of_own_chapter
def hand_over(request, chapter, office):
    return pages.hand_over_page(request, _desk(request, chapter), office)


@form_page
@of_own_chapter
def deputy(request, chapter, office):
    return pages.deputy_page(request, _desk(request, chapter), office)
