import datetime as dt

from django.db import transaction
from django.utils import timezone

from ..models import Membership

# How long an ended membership is kept: long enough to settle a question about it.
KEPT = dt.timedelta(days=365)


@transaction.atomic
def forget_ended_memberships(*, now=None):
    """Delete memberships that ended a year ago; returns how many."""
    ended = Membership.objects.filter(left__lt=(now or timezone.now()) - KEPT)
    return ended.delete()[0]
