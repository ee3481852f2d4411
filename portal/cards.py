"""Rows of groups made ready for cards: plain values, prepared once, nothing asked per row."""

from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people import picture_url
from brgs.models import BRG
from content.weave import band
from figures.rounding import in_words

FIELDS = [
    *("pk", "slug", "name", "acronym", "tagline", "hue", "banner"),
    "members_figure__value",
]


def cards(rows, focus_areas):
    """Cards for rows that were read with `.values(*FIELDS)`; takes one query for their focus."""
    focus = _focus_names(rows, focus_areas)
    before, _slug, after = reverse("group", args=["-"]).rpartition("-")
    return [_card(row, f"{before}{row['slug']}{after}", focus[row["pk"]]) for row in rows]


def _focus_names(rows, focus_areas):
    names = {area.pk: area.name for area in focus_areas}
    found = defaultdict(list)
    pairs = BRG.focus_areas.through.objects.filter(brg__in=[row["pk"] for row in rows])
    for brg, area in pairs.values_list("brg_id", "focusarea_id"):
        found[brg].append(names[area])
    return found


def _card(row, url, focus):
    figure = row["members_figure__value"]
    members = [] if figure is None else [_("%(members)s members") % {"members": in_words(figure)}]
    return {
        "url": url,
        "hue": row["hue"],
        "title": row["acronym"] or row["name"],
        "subtitle": row["name"] if row["acronym"] not in ("", row["name"]) else "",
        "text": row["tagline"],
        "notes": sorted(focus) + members,
        "picture": picture_url(row["banner"], 640),
        "band": band(row["slug"], row["hue"]).svg,
        "badge": "",
        "badge_icon": "",
    }


def chapter_card(chapter):
    """A chapter that was read with its group, region and figure, in the cloth of its group."""
    brg, figure = chapter.brg, chapter.shown_figure
    members = [_("%(members)s members") % {"members": figure}] if figure else []
    return {
        "url": chapter.get_absolute_url(),
        "hue": brg.hue,
        "title": chapter.full_name,
        "subtitle": brg.name if brg.name not in chapter.full_name else "",
        "text": "",
        "notes": [chapter.city] * bool(chapter.city) + members,
        "picture": "",
        "band": band(brg.slug, brg.hue).svg,
        "badge": "" if chapter.is_active else _("Resting"),
        "badge_icon": "" if chapter.is_active else "moon",
    }
