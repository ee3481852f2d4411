"""News as people read it. Pages show what the viewer may read; to all others it does not exist."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.people import picture_url
from brgs.models import BRG
from brgs.views import of_group
from content.markdown import shown
from paging.filters import ways_on
from paging.keyset import keyset_page

from .filters import NewsFilter
from .models import NewsItem
from .stories import for_lists, host_name, host_url, newest, story

NEWS_A_PAGE = 20
# With more, people find a group's news by typing its name.
GROUPS_TO_CHOOSE_FROM = 60


@require_safe
def news(request):
    groups = _groups_to_choose_from(request.GET.get("group", "")[:60])
    visible = NewsItem.objects.visible_to(request.user)
    found = NewsFilter(request.GET, visible, viewer=request.user, groups=groups)
    page = _page(request, found.qs)
    context = {"filter": found, "stories": [story(item) for item in page.rows]}
    return render(request, "news/list.html", context | ways_on(request, found, page))


def _page(request, items):
    return keyset_page(
        for_lists(items),
        order=["-published", "-pk"],
        key="pk",
        after=request.GET.get("after", "")[:18],
        size=NEWS_A_PAGE,
    )


def _groups_to_choose_from(chosen):
    """Groups by name; where they are too many for a list, only the one in use."""
    groups = BRG.objects.active().order_by("sort_name", "pk").only("slug", "name", "acronym")
    some = list(groups[: GROUPS_TO_CHOOSE_FROM + 1])
    if len(some) <= GROUPS_TO_CHOOSE_FROM:
        return some
    return list(groups.filter(slug=chosen)) if "\0" not in chosen else []


@require_safe
@of_group(BRG.objects.visible_to)
def group_news(request, brg):
    """A group's news, and that of its chapters, which are named."""
    page = _page(request, NewsItem.objects.visible_to(request.user).filter(brg=brg))
    context = {
        "brg": brg,
        "stories": [story(item) for item in page.rows],
        "next_url": f"?after={page.after}" if page.after else "",
        "start_url": "" if page.is_first else request.path,
    }
    return render(request, "news/of_group.html", context)


@require_safe
def news_item(request, number, slug=None):
    """One piece of news. The number decides; whoever may read it is led to its full address."""
    item = _visible(request.user, number)
    if item is None:
        return _missing(request)
    if slug != item.slug:
        return redirect(item)
    return render(request, "news/item.html", _item_page(item, request.user))


def _visible(viewer, number):
    found = NewsItem.objects.visible_to(viewer).filter(pk=number)
    # A number is unique, so there is nothing to sort.
    return next(iter(found.select_related("brg", "chapter")), None)


def _missing(request):
    """Hidden and absent alike: a visitor is asked to sign in, and learns of nothing else."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())


def _readers(item):
    if item.audience != NewsItem.Audience.MEMBERS:
        return item.get_audience_display()
    return _("Members of %(host)s") % {"host": host_name(item)}


def _item_page(item, viewer):
    others = NewsItem.objects.visible_to(viewer).of_host(item.brg, item.chapter)
    return {
        "item": item,
        "brg": item.brg,
        "body": shown(item.body_html),
        "picture": picture_url(item.picture, 1280),
        "readers": _readers(item),
        "host": {"name": host_name(item), "url": host_url(item)},
        "is_told": item.told != NewsItem.Told.NOBODY,
        "more": newest(others.exclude(pk=item.pk)),
        "more_url": reverse("group-news", args=[item.brg.slug]),
    }
