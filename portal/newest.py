"""The newest news on the pages that gather: home, a group's, a chapter's."""

from django.db.models import Q
from django.urls import reverse

from news.models import NewsItem
from news.stories import NEWEST, for_lists, newest, story


def public_news():
    """What a visitor finds on the first page."""
    return newest(NewsItem.objects.public())


def news_of_own(viewer, memberships):
    """The newest of one's groups, and those of sensitive groups apart; asked in one statement."""
    if not memberships:
        return {"news": [], "folded_news": []}
    folded = {row.brg_id for row in memberships if row.brg.is_sensitive}
    shown = {row.brg_id for row in memberships} - folded
    found = Q(pk__in=_newest_of(shown, viewer)) | Q(pk__in=_newest_of(folded, viewer))
    rows = list(for_lists(NewsItem.objects.filter(found)).order_by("-published", "-pk"))
    return {
        "news": [story(item) for item in rows if item.brg_id in shown],
        "folded_news": [story(item) for item in rows if item.brg_id in folded],
    }


def _newest_of(groups, viewer):
    rows = NewsItem.objects.visible_to(viewer).filter(brg__in=groups)
    return rows.order_by("-published", "-pk").values("pk")[:NEWEST]


def news_of_group(brg, viewer, **host):
    """The newest of a group with all its chapters, or of one chapter, and the way to the rest."""
    rows = NewsItem.objects.visible_to(viewer).filter(brg=brg, **host)
    return {"news": newest(rows), "news_url": reverse("group-news", args=[brg.slug])}
