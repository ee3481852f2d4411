import datetime as dt

import pytest
from django.utils import timezone

from brgs.actions import forget_ended_memberships
from brgs.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db


def ended(days):
    return factories.membership(
        factories.person(),
        factories.brg(),
        joined=timezone.now() - dt.timedelta(days=1000),
        left=timezone.now() - dt.timedelta(days=days),
    )


def test_a_membership_that_ended_a_year_ago_is_deleted():
    ended(366)
    assert forget_ended_memberships() == 1
    assert not Membership.objects.exists()


def test_memberships_of_somebody_gone_for_a_year_are_deleted():
    now = timezone.now()
    for days in (366, 364):
        away = factories.person(is_active=False, active_changed=now - dt.timedelta(days=days))
        factories.membership(away, factories.brg(), joined=now - dt.timedelta(days=1000))
    assert forget_ended_memberships() == 1
    kept = Membership.objects.select_related("person").get().person
    assert now - kept.active_changed == dt.timedelta(days=364)


def test_a_younger_one_and_a_current_one_stay():
    kept = {
        ended(364),
        factories.membership(
            factories.person(),
            factories.brg(),
            joined=timezone.now() - dt.timedelta(days=1000),
        ),
    }
    assert forget_ended_memberships() == 0
    assert set(Membership.objects.all()) == kept
