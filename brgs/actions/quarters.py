import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from accounts.clock import organization_today
from figures.rounding import publishable

from ..models import BRG, Membership, Quarter

# Ended memberships are kept for a year, so older quarters can no longer be counted.
COUNTABLE = 3


def publish_quarters(*, today=None, back=COUNTABLE):
    """Publish joins and leaves of the quarters that have ended, once each; returns how many.

    `back` is how many ended quarters to look at. A group gets none for a quarter before the one
    in which it was first published. Nothing is locked: where two run at once, the first counts.
    """
    found = []
    for begins, after in ended_quarters(today or organization_today(), back):
        if due := _due(begins, after):
            joined, left = _people("joined", begins, after), _people("left", begins, after)
            found += [
                Quarter(
                    brg_id=brg,
                    begins=begins,
                    joined=publishable(joined.get(brg, 0)),
                    left=publishable(left.get(brg, 0)),
                )
                for brg in due
            ]
    # What another run has published meanwhile stays as it is.
    Quarter.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)


def _due(begins, after):
    """The keys of groups that have no figures of a quarter yet, and should."""
    known = Quarter.objects.filter(brg=OuterRef("pk"), begins=begins)
    groups = BRG.objects.filter(~Exists(known), published__lt=_midnight(after))
    return list(groups.order_by("pk").values_list("pk", flat=True))


def ended_quarters(today, back):
    """The last quarters that have ended by a day, the earliest first: (first day, day after)."""
    after = dt.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    found = []
    for _ in range(back):
        begins = _quarter_before(after)
        found.append((begins, after))
        after = begins
    return found[::-1]


def _quarter_before(first_day):
    last = first_day - dt.timedelta(days=1)
    return dt.date(last.year, last.month - 2, 1)


def _people(field, begins, after):
    """How many different people joined or left each group in those days."""
    days = Q(**{f"{field}__gte": _midnight(begins), f"{field}__lt": _midnight(after)})
    rows = Membership.objects.filter(days).order_by().values_list("brg")
    return dict(rows.annotate(Count("person", distinct=True)))


def _midnight(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
