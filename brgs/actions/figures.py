from collections import Counter

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.clock import organization_today
from figures.actions import first_published, recompute
from figures.models import PublishedFigure

from ..models import BRG, Membership


@transaction.atomic
def publish_figures(*, today=None):
    """Recompute the published figure of every group, once a day; returns how many were due.

    A second run on the same day finds nothing due. Two runs at once wait for each other at
    the rows that they lock.
    """
    today = today or organization_today()
    now = timezone.now()
    missing = list(BRG.objects.select_for_update().filter(members_figure=None))
    # Those of groups alone: apps above keep figures of other things in the same table.
    of_groups = BRG.objects.exclude(members_figure=None).values("members_figure")
    figures = PublishedFigure.objects.select_for_update().filter(pk__in=of_groups)
    due = list(figures.filter(checked__lt=today))
    counts, changes = _counts(now), _changes(now)
    for brg in missing:
        _publish_first(brg, counts.get(brg.pk, 0), now, today)
    _recompute(due, counts, changes, now, today)
    return len(missing) + len(due)


def _counts(now):
    rows = Membership.objects.counted().filter(joined__lte=now)
    return dict(rows.order_by().values_list("brg").annotate(Count("pk")))


def _changes(now):
    """How many different people came or went, by group, since its figure was published.

    Whoever is where they were before has not moved: else a few people who join and leave again
    could make a figure move on the day of somebody else's change.
    """
    since = F("brg__members_figure__published")
    stayed = Q(left=None, joined__lte=since)
    came = Q(joined__gt=since, joined__lte=now, left=None, person__is_active=True)
    went = Q(left__gt=since, left__lte=now, joined__lte=since)
    changed = Q(person__active_changed__gt=since, person__active_changed__lte=now) & stayed
    moved = (_pairs(came) ^ _pairs(went)) | _pairs(changed)
    return Counter(brg for brg, _person in moved)


def _pairs(condition):
    return set(Membership.objects.filter(condition).order_by().values_list("brg", "person"))


def _publish_first(brg, count, now, today):
    figure = first_published(count=count, now=now, today=today)
    BRG.objects.filter(pk=brg.pk).update(members_figure=figure)


def _recompute(due, counts, changes, now, today):
    brgs = dict(BRG.objects.filter(members_figure__in=due).values_list("members_figure", "pk"))
    for figure in due:
        pk = brgs.get(figure.pk)
        recompute(figure, count=counts.get(pk, 0), changed=changes.get(pk, 0), now=now, today=today)
    PublishedFigure.objects.bulk_update(due, ["value", "published", "checked"], batch_size=500)
