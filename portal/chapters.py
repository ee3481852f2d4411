"""The pages of chapters, for everybody: all of them by region, and one."""

from itertools import groupby

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Region
from brgs.models import BRG
from chapters.models import Chapter
from chapters.views import of_chapter
from paging.filters import ways_on
from paging.keyset import keyset_page

from .cards import chapter_card
from .chapter_page import chapter_page
from .filters import ChapterFilter

CHAPTERS_A_PAGE = 24
# With more, people find a group by typing its name.
GROUPS_TO_CHOOSE_FROM = 60


@require_safe
def chapters(request):
    regions = list(Region.objects.all())
    groups = _groups_to_choose_from(request.GET.get("group", "")[:60])
    rows = Chapter.objects.public().select_related("brg", "region", "members_figure")
    found = ChapterFilter(request.GET, rows, regions=regions, groups=groups)
    page = keyset_page(
        found.qs,
        order=["region__name", "brg__sort_name", "sort_name", "pk"],
        key="pk",
        after=request.GET.get("after", "")[:18],
        size=CHAPTERS_A_PAGE,
    )
    context = {"filter": found, "regions": _by_region(page.rows)}
    return render(request, "portal/chapters.html", context | ways_on(request, found, page))


def _by_region(rows):
    return [
        {"region": region, "cards": [chapter_card(chapter) for chapter in own]}
        for region, own in groupby(rows, key=lambda chapter: chapter.region)
    ]


def _groups_to_choose_from(chosen):
    """Groups that have chapters; where they are too many for a list, only the one in use."""
    held = Chapter.objects.public().order_by().values("brg")
    groups = BRG.objects.active().filter(pk__in=held).order_by("sort_name", "pk")
    groups = groups.only("slug", "name", "acronym")
    some = list(groups[: GROUPS_TO_CHOOSE_FROM + 1])
    if len(some) <= GROUPS_TO_CHOOSE_FROM:
        return some
    return list(groups.filter(slug=chosen)) if "\0" not in chosen else []


@require_safe
@of_chapter(Chapter.objects.visible_to)
def chapter(request, chapter):
    context = chapter_page(chapter, request.user, request.GET.get("after", "")[:32])
    return render(request, "portal/chapter.html", context)
