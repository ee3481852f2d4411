"""How many notices somebody has yet to read: the number on the bell of every page."""

from django.db.models import IntegerField, OuterRef, Subquery

from .models import Notice

# More than this many are said as “9+”, and no more are counted.
SHOWN = 9


class _Capped(Subquery):
    """The number of rows of a query that has a limit; a plain count would count past it."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS unread_rows)"


def with_unread(people):
    """People who know how many of their notices are unread, counted as far as the bell counts.

    Asked in the statement that loads the viewer, so that the bell costs no page a query.
    """
    rows = Notice.objects.filter(person=OuterRef("pk"), in_portal=True).unread().order_by()
    unread = _Capped(rows.values("pk")[: SHOWN + 1], output_field=IntegerField())
    return people.annotate(unread_notices=unread)


def unread(person):
    """How many notices a person has yet to read, at most one more than the bell shows."""
    known = getattr(person, "unread_notices", None)
    if known is not None:
        return known
    return Notice.objects.of(person).unread()[: SHOWN + 1].count()
