from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Region
from brgs.models import BRG, FocusArea, Membership, Officer
from brgs.views import of_group
from chapters.models import ChapterOfficer
from content.csv import rows_as_csv
from content.weave import band
from paging.filters import ways_on
from paging.keyset import keyset_page

from .cards import FIELDS, cards
from .coming import events_of_own, public_events
from .contacts import contact_links
from .filters import DirectoryFilter
from .group_page import group_page
from .my_groups import my_groups_page
from .newest import news_of_own, public_news
from .own_data import own_data, what_others_see

GROUPS_A_PAGE = 24
GROUPS_ON_THE_CLOTH = 10
NEWEST_AT_HOME = 6


@require_safe
def home(request):
    """The public face for visitors, and one's own page for everybody who works here."""
    return _own_home(request) if request.user.is_authenticated else _public_home(request)


def _public_home(request):
    rows = BRG.objects.active().order_by("sort_name", "pk")
    strips = [
        _strip(brg) for brg in rows.only("slug", "name", "acronym", "hue")[:GROUPS_ON_THE_CLOTH]
    ]
    context = {"strips": strips, "news": public_news(), "events": public_events(request.user)}
    return render(request, "portal/welcome.html", context)


def _strip(brg):
    woven = band(brg.slug, brg.hue).svg
    return {"name": brg.short_name, "url": brg.get_absolute_url(), "hue": brg.hue, "band": woven}


def _own_home(request):
    """Groups to discover are the newest, the same for all: nothing is inferred from anyone."""
    mine = Membership.objects.current().filter(person=request.user).select_related("brg")
    mine = list(mine.order_by("brg__sort_name", "brg_id"))
    areas, regions = list(FocusArea.objects.all()), list(Region.objects.all())
    newest = BRG.objects.active().order_by("-published", "pk").values(*FIELDS)[:NEWEST_AT_HOME]
    context = {
        "offer_waits": _is_offered_a_post(request.user),
        "open_groups": [row.brg for row in mine if not row.brg.is_sensitive],
        "folded_groups": [row.brg for row in mine if row.brg.is_sensitive],
        "newest": cards(list(newest), areas),
        "focus_areas": areas,
        "regions": regions,
        **events_of_own(request.user, mine),
        **news_of_own(request.user, mine),
    }
    return render(request, "portal/home.html", context)


def _is_offered_a_post(person):
    offers = Officer.objects.offered().filter(person=person).values("pk")
    of_chapters = ChapterOfficer.objects.offered().filter(person=person).values("pk")
    return offers.union(of_chapters, all=True).exists()


@require_safe
def groups(request):
    areas, regions = list(FocusArea.objects.all()), list(Region.objects.all())
    found = DirectoryFilter(request.GET, BRG.objects.active(), focus_areas=areas, regions=regions)
    rows = found.qs.annotate(size=Coalesce("members_figure__value", Value(0)))
    page = keyset_page(
        rows.values(*FIELDS, "size"),
        order=found.order,
        key="slug",
        after=request.GET.get("after", "")[:60],
        size=GROUPS_A_PAGE,
    )
    context = {"filter": found, "page": page, "cards": cards(page.rows, areas)}
    return render(request, "portal/groups.html", context | ways_on(request, found, page))


@require_safe
@of_group(BRG.objects.visible_to, "members_figure", "home_region")
def group(request, brg):
    return render(request, "portal/group.html", group_page(brg, request.user))


@require_safe
def my_groups(request):
    return render(request, "portal/my_groups.html", my_groups_page(request.user))


@require_safe
def concerns(request):
    return render(request, "portal/concerns.html", {"contacts": contact_links()})


@require_safe
def privacy(request):
    return render(
        request,
        "portal/privacy.html",
        {"rows": what_others_see(request.user), "groups_url": reverse("groups")},
    )


@require_safe
def my_data(request):
    """One's own data as a file to keep."""
    response = HttpResponse(rows_as_csv(own_data(request.user)), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="my-data.csv"'
    return response
