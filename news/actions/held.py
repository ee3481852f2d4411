"""A piece of news under its lock, as the actions read it before they change it."""

import zoneinfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from audit.actions import record
from brgs.actions import EditConflict

from ..audience import why_too_few
from ..models import NewsItem

Status = NewsItem.Status
RELATED = (
    *("brg__members_figure", "chapter__brg", "chapter__members_figure"),
    *("told_region", "told_chapter__brg", "letter"),
)


def locked(**options):
    """Rows of news under their locks, with what an action asks about them."""
    return NewsItem.objects.select_for_update(of=("self",), **options).select_related(*RELATED)


def held(item, *, version=None):
    """The row as it is now, locked. `version` is the one that somebody has looked at, if any.

    Raises Refusal where it is gone, and EditConflict where it is another version.
    """
    found = locked().filter(pk=item.pk).first()
    if found is None:
        raise Refusal(_("Somebody has deleted this meanwhile."))
    if version is not None and found.version != version:
        raise EditConflict
    return found


def refuse_unless(condition, sentence):
    if not condition:
        raise Refusal(sentence)


def keep(item, *, by, verb):
    """Save what an action has made of it, on record for the leads of its group."""
    item.save()
    record(by=by, verb=verb, thing=item, within=item.brg)
    return item


def back_to_draft(item):
    """Let it be a draft again, not saved yet; the day of its broadcast is free then."""
    item.status = Status.DRAFT
    item.goes_out = item.told_on = item.asked = None
    item.told_rule = item.told_figure = ""
    return item


def why_not_out(item):
    """Why news cannot go out now, as a sentence; empty where it can."""
    if not item.brg.is_active:
        return _("The group is not active, so nothing goes out at the moment.")
    if item.chapter and item.chapter.status not in item.chapter.OPEN:
        return _("The chapter is closed, so nothing goes out any more.")
    return why_too_few(item)


def organization_day(instant):
    """The organization's day that an instant lies in."""
    return timezone.localdate(instant, timezone=organization_zone())


def organization_zone():
    return zoneinfo.ZoneInfo(settings.TIME_ZONE)
