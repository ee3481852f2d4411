from collections import Counter, defaultdict

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.clock import organization_today
from brgs.models import BRG, Membership
from figures.actions import first_published, recompute
from figures.models import PublishedFigure
from figures.rounding import SMALLEST, at_most

from ..models import Chapter, ChapterMembership


@transaction.atomic
def publish_figures(*, today=None):
    """Recompute the published figure of every chapter, once a day; returns how many were due.

    Runs after the groups' own. Where the people of a group who are in no chapter are fewer than
    ten, the figures of its smallest chapters are not shown, so that nobody can subtract.
    """
    # Everything is counted first: no chapter is locked meanwhile but those without a figure.
    today, now = today or organization_today(), timezone.now()
    counts, changes = _counts(now), _changes(now)
    missing = _publish_missing(counts, now, today)
    figures = _figures_held()
    rows = Chapter.objects.open().order_by("pk")
    chapters = [chapter for chapter in rows if chapter.members_figure_id in figures]
    due = [chapter for chapter in chapters if figures[chapter.members_figure_id].checked < today]
    for chapter in due:
        count, changed = counts.get(chapter.pk, 0), changes.get(chapter.pk, 0)
        figure = figures[chapter.members_figure_id]
        recompute(figure, count=count, changed=changed, now=now, today=today)
    moved = [figures[chapter.members_figure_id] for chapter in due]
    PublishedFigure.objects.bulk_update(moved, ["value", "published", "checked"], batch_size=500)
    _drop_what_tells(chapters, figures, counts, now)
    return missing + len(due)


def _publish_missing(counts, now, today):
    """Give a first figure to the chapters that have none; returns how many they are."""
    rows = Chapter.objects.open().filter(members_figure=None)
    missing = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for chapter in missing:
        figure = first_published(count=counts.get(chapter.pk, 0), now=now, today=today)
        Chapter.objects.filter(pk=chapter.pk).update(members_figure=figure)
    return len(missing)


def _figures_held():
    """The figures of open chapters by their key, locked: another run waits here."""
    of_chapters = Chapter.objects.open().exclude(members_figure=None).values("members_figure")
    rows = PublishedFigure.objects.select_for_update().filter(pk__in=of_chapters)
    return {figure.pk: figure for figure in rows.order_by("pk")}


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


def _drop_what_tells(chapters, figures, counts, now):
    """Decide which chapters' figures are not shown.

    By exact counts only where a figure of the group's chapters has just moved: a figure that comes
    or goes on another day would tell about the few who moved meanwhile. By what is published,
    which anybody may compute with, every time: the group's own figure may have fallen.
    """
    by_group, changed = defaultdict(list), []
    for chapter in chapters:
        by_group[chapter.brg_id].append(chapter)
    totals, largest = _totals(now), _largest()
    for brg, own in by_group.items():
        dropped = {chapter.pk for chapter in own if chapter.figure_dropped}
        if any(figures[chapter.members_figure_id].published == now for chapter in own):
            exact = {chapter.pk: counts.get(chapter.pk, 0) for chapter in own}
            dropped = dropped_of(exact, totals.get(brg, 0))
        if brg in largest:
            published = {chapter.pk: figures[chapter.members_figure_id].value for chapter in own}
            dropped = dropped_of(published, largest[brg], dropped)
        for chapter in own:
            if chapter.figure_dropped != (chapter.pk in dropped):
                chapter.figure_dropped = chapter.pk in dropped
                changed.append(chapter)
    Chapter.objects.bulk_update(changed, ["figure_dropped"], batch_size=500)


def _totals(now):
    """How many people belong to each group."""
    people = Membership.objects.counted().filter(joined__lte=now)
    return dict(people.order_by().values_list("brg").annotate(Count("pk")))


def _largest():
    """The most people that each group can have, going by its published figure."""
    rows = BRG.objects.exclude(members_figure=None).order_by()
    return {brg: at_most(value) for brg, value in rows.values_list("pk", "members_figure__value")}


def dropped_of(parts, total, dropped=frozenset()):
    """Which parts, by key, not to show so that no rest under ten can be computed from the total.

    `parts` are counts of people, or the least that they can be; `total` is theirs all together, or
    the most that it can be. What is dropped already stays so; then the smallest go first.
    """
    dropped = set(dropped)
    rest = total - sum(count for key, count in parts.items() if key not in dropped)
    for key in sorted(parts.keys() - dropped, key=lambda key: (parts[key], key)):
        if rest >= SMALLEST:
            break
        rest += parts[key]
        dropped.add(key)
    return dropped
