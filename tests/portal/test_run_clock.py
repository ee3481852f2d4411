import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from brgs.models import BRG, Membership
from tests import factories

pytestmark = pytest.mark.django_db

LONG_AGO = dt.timedelta(days=500)


def test_it_does_everything_that_is_due_and_nothing_twice(capsys):
    group, now = factories.brg(), timezone.now()
    factories.membership(factories.person(), group, joined=now - 2 * LONG_AGO, left=now - LONG_AGO)
    Session.objects.create(session_key="old", session_data="", expire_date=now - LONG_AGO)
    for figures, memberships in ((1, 1), (0, 0)):
        call_command("run_clock")
        assert capsys.readouterr().out.splitlines() == [
            f"Published figures recomputed: {figures}.",
            f"Ended memberships deleted: {memberships}.",
            "Old acts taken off the record: 0.",
        ]
    assert str(BRG.objects.get().members_figure) == "Fewer than 10"
    assert not Membership.objects.exists()
    assert not Session.objects.exists()
