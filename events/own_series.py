"""A whole series among one's own events: once, with its next date, and the others to open out."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q

from .models import Enrollment


def next_dates(answers, person):
    """Of answers to what is coming: those to series that the person has signed up for, once each.

    That is to the next date of each; all other answers stay.
    """
    same = answers.filter(event__series=OuterRef("event__series"))
    starts, key = OuterRef("event__starts"), OuterRef("event")
    earlier = same.filter(Q(event__starts__lt=starts) | Q(event__starts=starts, event__lt=key))
    signed_up = Enrollment.objects.of(person).filter(series=OuterRef("event__series"))
    return answers.exclude(Exists(signed_up) & Exists(earlier))


def later_dates(rows, answers, person):
    """For each row of a series that the person has signed up for: it, the series, and the rest."""
    keys = {row["event"].series_id for row in rows if row["event"].series_id}
    if not keys:
        return
    signed_up = Enrollment.objects.of(person).filter(series__in=keys)
    theirs = answers.filter(event__series__in=signed_up.values("series"))
    of_series = defaultdict(list)
    for answer in theirs.order_by("event__starts", "event"):
        of_series[answer.event.series_id].append(answer)
    for row in rows:
        if found := of_series.get(row["event"].series_id):
            yield row, row["event"].series, [each for each in found if each != row["answer"]]
