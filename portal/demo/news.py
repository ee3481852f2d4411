"""Two years of news of the demonstration's groups, and what has not gone out yet."""

import datetime as dt
import functools
import io
from contextlib import ExitStack

from PIL import Image, ImageDraw

from accounts.names import plain_text
from brgs.models import BRG
from chapters.models import Chapter, ChapterOfficer
from content import pictures
from content.markdown import render
from news.models import NewsItem

from . import tables
from .chance import ago
from .posts import lead_of
from .reach import put_reach

Status, Told = NewsItem.Status, NewsItem.Told
COPIED = ("title", "summary", "body", "told", "audience", "picture_alt", "note")
WAITING = "unpublished"
# A wide sheet for the picture above a text.
SHEET = (1280, 640)


def load_news(*, today):
    """Write the news of every group. Pictures go again where the transaction fails."""
    with ExitStack() as stack:
        items = [*_published(today), *_unpublished(today)]
        for item, entry in items:
            if "picture_alt" in entry:
                item.picture = pictures.store(banner(item.brg.hue))
                stack.callback(pictures.remove, item.picture)
        NewsItem.objects.bulk_create(item for item, _ in items)
        stack.pop_all()


def _published(today):
    for acronym, entries in tables.news().items():
        if acronym != WAITING:
            yield from _of_group(BRG.objects.get(acronym=acronym), entries, today)


def _of_group(brg, entries, today):
    """What a group and its chapters have told, each one thing a day at most."""
    taken = set()
    for place, entry in enumerate(entries):
        days = days_ago(entry, today)
        while (entry.get("chapter"), days) in taken:
            days += 1
        taken.add((entry.get("chapter"), days))
        at = ago(today, days, 8 + place % 9)
        item = _item(brg, entry, at, today)
        item.status, item.published = Status.PUBLISHED, at
        put_reach(item, at=at)
        item.told_on = None if item.told == Told.NOBODY else today - dt.timedelta(days=days)
        yield item, entry


def days_ago(entry, today):
    """How long ago an entry went out, by its day of the year or by the number that it gives."""
    if "days_ago" in entry:
        return entry["days_ago"]
    month, day = map(int, entry["day"].split("-"))
    this_year = dt.date(today.year, month, day)
    years = entry.get("year", 1) - (this_year < today)
    return (today - this_year.replace(year=today.year - years)).days


def _unpublished(today):
    for entry in tables.news()[WAITING]:
        at = ago(today, entry["days_ago"], 15)
        item = _item(BRG.objects.get(acronym=entry["brg"]), entry, at, today)
        item.status = entry["state"]
        if item.status in (Status.WAITING, Status.RETURNED):
            item.asked, item.askers = at, [item.author.public_id] if item.author else []
        if item.status in (Status.WAITING, Status.SCHEDULED):
            put_reach(item, at=at)
        if item.status == Status.SCHEDULED:
            item.goes_out = ago(today, -entry["goes_out_in"])
            item.told_on = today + dt.timedelta(days=entry["goes_out_in"])
        yield item, entry


def _item(brg, entry, at, today):
    """Unsaved news, by whoever leads today if they led then."""
    chapter = entry.get("chapter")
    if chapter:
        chapter = Chapter.objects.open().select_related("brg").get(brg=brg, region__name=chapter)
    lead = _lead_of(brg, chapter, today)
    text = {name: entry[name] for name in COPIED if name in entry}
    return NewsItem(
        brg=brg,
        chapter=chapter,
        body_html=render(entry["body"]),
        search_text=plain_text(f"{entry['title']} {entry.get('summary', '')}"),
        author=lead.person if lead and lead.accepted <= at else None,
        made=at - dt.timedelta(days=1),
        **text,
    )


def _lead_of(brg, chapter, today):
    if chapter is None:
        return lead_of(brg.acronym, today)
    leads = ChapterOfficer.objects.leading(today).filter(chapter=chapter)
    return leads.select_related("person").order_by("starts", "pk").first()


@functools.cache
def banner(hue):
    """A sheet with standing bands in a group's hue, read as an upload is. The same for a hue."""
    sheet = Image.new("RGB", SHEET, f"hsl({hue}, 30%, 92%)")
    pen, bottom = ImageDraw.Draw(sheet), SHEET[1]
    for band in range(8):
        left, top = 120 + band * 135, 90 + 48 * ((band * 5) % 8)
        color = f"hsl({(hue + 9 * band) % 360}, 45%, {32 + 5 * band}%)"
        pen.rounded_rectangle((left, top, left + 96, bottom), radius=48, fill=color)
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return pictures.read(file, pictures.NEWS)
