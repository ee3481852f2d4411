"""News made ready for lists: plain values, prepared once, nothing asked per row."""

from accounts.people import picture_url
from content.weave import band

NEWEST = 3
# All that a list shows; the text itself stays where it is.
FIELDS = [
    *("title", "summary", "language", "picture", "published"),
    *("brg__slug", "brg__name", "brg__acronym", "brg__hue"),
    *("chapter__brg", "chapter__slug", "chapter__name", "chapter__status"),
]


def for_lists(items):
    """Rows with what `story` reads of them, and no more."""
    return items.select_related("brg", "chapter").only(*FIELDS)


def newest(items, number=NEWEST):
    """The newest of some news, as `components/_story.html` shows them."""
    rows = for_lists(items).order_by("-published", "-pk")[:number]
    return [story(item) for item in rows]


def story(item):
    """A row that was read by `for_lists`."""
    brg = item.brg
    return {
        "url": item.get_absolute_url(),
        "title": item.title,
        "summary": item.summary,
        "language": item.language,
        "published": item.published,
        "host": host_name(item),
        # On the group's own page its name goes without saying.
        "chapter": item.chapter.name if item.chapter_id else "",
        "hue": brg.hue,
        "picture": picture_url(item.picture, 640),
        "band": band(brg.slug, brg.hue).svg,
    }


def host_name(item):
    """Who tells it, as it is called away from its own page."""
    if item.chapter_id is None:
        return item.brg.short_name
    item.chapter.brg = item.brg
    return item.chapter.full_name


def host_url(item):
    """The page of whoever tells it: the chapter's, as long as it has one, or the group's."""
    chapter = item.chapter
    if chapter is None or chapter.status not in chapter.OPEN:
        return item.brg.get_absolute_url()
    chapter.brg = item.brg
    return chapter.get_absolute_url()
