"""Looks at news as leads and curators work with it, each state made when it is asked for."""

import datetime as dt
import zoneinfo
from collections.abc import Callable

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from accounts.wall_time import is_skipped, is_twice
from tests.browser.look import Look

KPAPIA = {"slug": "kpapia"}
HAWAII = KPAPIA | {"chapter": "hawaii"}
BODY = """Our garden opens on Saturday. **Everybody** is welcome, with family.

- Come as you are.
- Food from six kitchens.

[How to get there](https://example.com/)"""
# The pages of a chapter that no look opens: those of its group look the same.
LIKE_GROUPS = [
    f"manage-chapter-news-{page}"
    for page in ("new", "edit", "send", "take-back", "stop", "take-down", "delete")
]


def piece(state: str, chapter: str = "", **facts) -> Callable[[], dict[str, object]]:
    """The address of a piece of news of KPAPIA, which is made where it is not there yet."""

    def find() -> dict[str, object]:
        brg = apps.get_model("brgs.BRG").objects.get(slug="kpapia")
        place = apps.get_model("chapters.Chapter").objects.filter(brg=brg, slug=chapter).first()
        given = {"status": state, "summary": "Come and see what grows.", "body": BODY}
        item, _made = apps.get_model("news.NewsItem").objects.update_or_create(
            brg=brg, chapter=place, title=f"The garden opens, {state}", defaults=given | facts
        )
        address = HAWAII if place else KPAPIA
        return address | {"number": item.pk}

    return find


def out() -> dict[str, object]:
    """Published news of which mails are still on their way."""
    address = piece(
        "published", published=timezone.now(), told_rule="Members of KPAPIA", told_figure="2,200+"
    )()
    item = apps.get_model("news.NewsItem").objects.get(pk=address["number"])
    if item.letter is None:
        letters = apps.get_model("notices.Letter").objects
        facts = {"thing": f"newsitem:{item.pk}", "title": item.title, "why": "You are a member."}
        item.letter = letters.create(kind="news", **facts)
        item.save()
        person = apps.get_model("accounts.User").objects.order_by("pk").first()
        item.letter.notices.create(person=person)
    return address


def waiting() -> dict[str, object]:
    address = WAITING()
    return {"number": address["number"]}


DRAFT = piece("draft")
ON_ITS_WAY = piece("scheduled", goes_out=timezone.now() + dt.timedelta(days=200))
WAITING = piece(
    "waiting",
    told="employees",
    audience="employees",
    asked=timezone.now(),
    told_rule="Every employee",
    told_figure="200",
)
RETURNED = piece("returned", note="Please say where it is.")


def night(is_odd: Callable, hour: dt.time) -> dict[str, str]:
    """What to type for the next night on which the organization's clocks do something odd."""
    today, zone = timezone.localdate(), zoneinfo.ZoneInfo(settings.TIME_ZONE)
    days = (today + dt.timedelta(days=ahead) for ahead in range(1, 366))
    day = next(day for day in days if is_odd(dt.datetime.combine(day, hour), zone))
    typed = {"day": day.isoformat(), "time": hour.isoformat("minutes")}
    return typed | {"when": "later", "clock": "organization"}


TWICE, SKIPPED = night(is_twice, dt.time(1, 30)), night(is_skipped, dt.time(2, 30))


def looks(*, lead: str, curator: str) -> list[Look]:
    return [
        Look("manage-news", "manage-news", KPAPIA, who=lead, given=DRAFT),
        Look("manage-news-chapter", "manage-chapter-news", HAWAII, who=lead),
        Look("manage-news-new", "manage-news-new", KPAPIA, who=lead),
        Look("manage-news-refused", "manage-news-new", KPAPIA, who=lead, sent={"title": ""}),
        Look("manage-news-draft", "manage-news-item", DRAFT, who=lead),
        Look("manage-news-scheduled", "manage-news-item", ON_ITS_WAY, who=lead),
        Look("manage-news-waiting", "manage-news-item", WAITING, who=lead),
        Look("manage-news-returned", "manage-news-item", RETURNED, who=lead),
        Look("manage-news-published", "manage-news-item", out, who=lead),
        Look(
            "manage-news-of-chapter", "manage-chapter-news-item", piece("draft", "hawaii"), who=lead
        ),
        Look("manage-news-edit", "manage-news-edit", DRAFT, who=lead),
        Look(
            "manage-news-conflict",
            "manage-news-edit",
            DRAFT,
            who=lead,
            sent={"title": "Mine", "version": "999"},
        ),
        Look("manage-news-send", "manage-news-send", DRAFT, who=lead),
        Look("manage-news-send-twice", "manage-news-send", DRAFT, who=lead, sent=TWICE),
        Look("manage-news-send-skipped", "manage-news-send", DRAFT, who=lead, sent=SKIPPED),
        Look("manage-news-take-back", "manage-news-take-back", ON_ITS_WAY, who=lead),
        Look("manage-news-stop", "manage-news-stop", out, who=lead),
        Look("manage-news-take-down", "manage-news-take-down", out, who=lead),
        Look("manage-news-delete", "manage-news-delete", DRAFT, who=lead),
        Look("curation-news-list", "admin:news_newsitem_changelist", who=curator, given=WAITING),
        Look("curation-news", "admin:news_newsitem_change", waiting, who=curator),
    ]
