"""Whether the viewer holds any post, which most people do not: then no page asks which ones."""

from django.db.models import Exists, OuterRef

from .models import Officer
from .models.officer import known_as


def knowing_posts(people, model):
    """People who know whether they hold a post of a kind, be it only for a time to come or past.

    Asked in the statement that loads the viewer.
    """
    held = model.objects.filter(person=OuterRef("pk"), accepted__isnull=False)
    return people.annotate(**{known_as(model): Exists(held)})


def with_posts(people):
    """People who know whether they hold a post of a group."""
    return knowing_posts(people, Officer)
