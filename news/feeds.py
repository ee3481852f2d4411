"""Public news as Atom (RFC 4287): what a visitor may read, whoever asks."""

import datetime as dt
import hashlib
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from brgs.models import BRG
from brgs.views import of_group

from .models import NewsItem
from .stories import host_name

ENTRIES = 50
# For minutes only: news may be taken down.
SECONDS = 300
# The year from which on the names below are given out (RFC 4151). It never changes.
SINCE = "2026"
# Before any news there is nothing to be newer than.
BEFORE_ALL = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
# What XML 1.0 cannot hold, in any spelling.
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(text):
    return _NO_CHARACTER.sub("", str(text))


def _absolute(path):
    return f"{settings.SITE_URL}{path}"


def _tag(name):
    """A name that stays the same wherever the page moves to (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{SINCE}:{name}"


class Entries(Atom1Feed):
    """Atom with the whole text of an entry beside its summary."""

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"])
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def latest_post_date(self):
        """When the newest came out; never the present moment, which would be news each time."""
        return max((item["updateddate"] for item in self.items), default=BEFORE_ALL)


class NewsFeed(Feed):
    """The newest public news, of all groups or of one."""

    feed_type = Entries
    # Whoever asks, and in whatever language they read pages.
    language = settings.LANGUAGE_CODE

    def __init__(self, brg=None):
        self.brg = brg

    def items(self):
        rows = _public(self.brg).select_related("brg", "chapter")
        return rows.defer("body", "search_text")[:ENTRIES]

    def title(self):
        if self.brg is None:
            return _clean(_("News of %(site)s") % {"site": settings.SITE_NAME})
        words = {"group": self.brg.short_name, "site": settings.SITE_NAME}
        return _clean(_("News of %(group)s · %(site)s") % words)

    def link(self):
        return _absolute(_address("news", self.brg))

    def feed_url(self):
        return _absolute(_address("news-feed", self.brg))

    def feed_guid(self):
        return _tag(f"news/group/{self.brg.pk}" if self.brg else "news")

    def item_title(self, item):
        return _clean(item.title)

    def item_description(self, item):
        """Nothing: the summary and the text say it, each in its own place."""

    def item_link(self, item):
        return _absolute(item.get_absolute_url())

    def item_guid(self, item):
        return _tag(f"news/{item.pk}")

    def item_pubdate(self, item):
        return item.published

    item_updateddate = item_pubdate

    def item_author_name(self, item):
        return _clean(host_name(item))

    def item_extra_kwargs(self, item):
        return {
            "summary": _clean(item.summary),
            "content": _clean(item.body_html),
            "language": item.language,
        }


def _public(brg):
    rows = NewsItem.objects.public()
    return rows if brg is None else rows.filter(brg=brg)


def _address(route, brg):
    return reverse(route) if brg is None else reverse(f"group-{route}", args=[brg.slug])


def _stamp(request, brg=None):
    """What the feed is made from, in a few letters: another stamp, another feed.

    Not by the newest date: when something is taken down, that goes back.
    """
    facts = _public(brg).values_list(
        *("pk", "version", "published", "brg__version", "brg__name", "brg__acronym", "brg__slug"),
        *("chapter__version", "chapter__name"),
    )
    about = [settings.SITE_URL, settings.SITE_NAME, brg and (brg.pk, brg.slug, brg.short_name)]
    digest = hashlib.blake2b(repr([*about, *facts[:ENTRIES]]).encode(), digest_size=12)
    return f'"{digest.hexdigest()}"'


@require_safe
@condition(etag_func=_stamp)
def news_feed(request):
    return _kept_for_minutes(NewsFeed()(request))


@require_safe
@of_group(lambda viewer: BRG.objects.active())
@condition(etag_func=_stamp)
def group_news_feed(request, brg):
    return _kept_for_minutes(NewsFeed(brg)(request))


def _kept_for_minutes(response):
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response
