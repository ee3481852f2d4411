from collections import Counter, defaultdict

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.clock import organization_today
from brgs.models import Membership
from figures.actions import first_published, recompute
from figures.models import PublishedFigure
from figures.rounding import SMALLEST

from ..models import Chapter, ChapterMembership


@transaction.atomic
def publish_figures(*, today=None):
    """Recompute the published figure of every chapter, once a day; returns how many were due.

    Runs after the groups' own. Where the people of a group who are in no chapter are fewer than
    ten, the figures of its smallest chapters are not shown, so that nobody can subtract.
    """
    today, now = today or organization_today(), timezone.now()
    chapters = list(Chapter.objects.open().select_for_update(of=("self",)).order_by("pk"))
    figures = PublishedFigure.objects.select_for_update()
    figures = figures.in_bulk([chapter.members_figure_id for chapter in chapters])
    counts, changes = _counts(now), _changes(now)
    moved, due = set(), []
    for chapter in chapters:
        count = counts.get(chapter.pk, 0)
        figure = figures.get(chapter.members_figure_id)
        if figure is None:
            chapter.members_figure = first_published(count=count, now=now, today=today)
            chapter.save(update_fields=["members_figure"])
            moved.add(chapter.brg_id)
        elif figure.checked < today:
            changed = changes.get(chapter.pk, 0)
            recompute(figure, count=count, changed=changed, now=now, today=today)
            due.append(figure)
            if figure.published == now:
                moved.add(chapter.brg_id)
    PublishedFigure.objects.bulk_update(due, ["value", "published", "checked"], batch_size=500)
    _drop_what_tells(chapters, counts, moved, now)
    return len(due) + sum(chapter.members_figure_id not in figures for chapter in chapters)


def _counts(now):
    rows = ChapterMembership.objects.counted().filter(joined__lte=now)
    return dict(rows.order_by().values_list("chapter").annotate(Count("pk")))


def _changes(now):
    """How many different people came or went, by chapter, since its figure was published."""
    since = F("chapter__members_figure__published")
    active = Q(membership__person__is_active=True)
    came = active & Q(joined__gt=since, joined__lte=now, left=None)
    went = Q(left__gt=since, left__lte=now, joined__lte=since)
    turned = Q(
        membership__person__active_changed__gt=since, membership__person__active_changed__lte=now
    )
    moved = (_pairs(came) ^ _pairs(went)) | _pairs(turned & Q(left=None, joined__lte=since))
    return Counter(chapter for chapter, _person in moved)


def _pairs(condition):
    rows = ChapterMembership.objects.filter(condition).order_by()
    return set(rows.values_list("chapter", "membership__person"))


def _drop_what_tells(chapters, counts, moved, now):
    """Decide anew, for groups of which a figure moved, which chapters' figures are not shown."""
    people = Membership.objects.counted().filter(joined__lte=now, brg__in=moved)
    totals = dict(people.order_by().values_list("brg").annotate(Count("pk")))
    by_group = defaultdict(list)
    for chapter in chapters:
        if chapter.brg_id in moved:
            by_group[chapter.brg_id].append(chapter)
    for brg, own in by_group.items():
        dropped = dropped_of({row.pk: counts.get(row.pk, 0) for row in own}, totals.get(brg, 0))
        for chapter in own:
            chapter.figure_dropped = chapter.pk in dropped
        Chapter.objects.bulk_update(own, ["figure_dropped"])


def dropped_of(parts, total):
    """Which parts, by key, not to show so that no rest under ten can be computed from the total.

    `parts` are the exact counts of the parts; the smallest are dropped first.
    """
    rest, dropped = total - sum(parts.values()), set()
    for key in sorted(parts, key=lambda key: (parts[key], key)):
        if rest >= SMALLEST:
            break
        rest += parts[key]
        dropped.add(key)
    return dropped
