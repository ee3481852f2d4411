import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import hooks

from ..models import Membership

# How long an ended membership is kept: long enough to settle a question about it.
KEPT = dt.timedelta(days=365)


@transaction.atomic
def forget_ended_memberships(*, now=None):
    """Delete memberships that ended a year ago, and those of people gone as long; returns how many.

    Deactivated people's memberships resume if they return within the year.
    """
    before = (now or timezone.now()) - KEPT
    gone = Q(person__is_active=False, person__active_changed__lt=before)
    forgotten = Membership.objects.filter(Q(left__lt=before) | gone)
    hooks.call("ON_MEMBERSHIPS_FORGOTTEN", memberships=forgotten)
    return forgotten.delete()[0]
