"""The demonstration's lists and groups, as the packaged facts state them."""

import datetime as dt

from accounts.models import Region
from brgs.models import BRG, BRGLink, FocusArea, Pillar
from content.slugs import safe_slug

from . import tables
from .chance import start_of

# What a group has in the table under the same name. A fact that is not stated stays empty.
TEXTS = ("acronym", "name", "tagline", "purpose", "mission", "vision", "contact", "content_owner")
FACTS = ("founded", "hue", "default_visibility")
# Long enough for eight quarters of joins and leaves, two years and what has passed of a third.
DAYS_SINCE_PUBLISHED = 1000


def load_groups(*, today, advance):
    """Write focus areas, pillars and the groups with their links."""
    facts = tables.organization()
    _load_list(FocusArea, facts["focus"])
    _load_list(Pillar, facts["pillar"])
    for position, group in enumerate(facts["brg"]):
        _load_group(group, position, today)
        advance(1)


def _load_list(model, entries):
    for position, entry in enumerate(entries):
        values = {"slug": safe_slug(entry["name"]), "position": position}
        model.objects.get_or_create(name=entry["name"], defaults=values)


def _load_group(group, position, today):
    published = start_of(today) - dt.timedelta(days=DAYS_SINCE_PUBLISHED - 20 * position)
    brg = BRG(
        slug=safe_slug(group["acronym"]),
        about=group["about"].strip(),
        review_date=today + dt.timedelta(days=group["review_in_days"]),
        status=BRG.Status.ACTIVE,
        published=published,
        **{key: group[key] for key in TEXTS + FACTS if key in group},
    )
    if "home_region" in group:
        brg.home_region = Region.objects.get(name=group["home_region"])
    brg.save()
    brg.focus_areas.set(FocusArea.objects.filter(name__in=group["focus"]))
    BRGLink.objects.bulk_create(
        BRGLink(brg=brg, position=place, **link) for place, link in enumerate(group["links"])
    )
