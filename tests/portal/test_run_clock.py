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
    now = timezone.now()
    group = factories.brg(published=now - LONG_AGO)
    member = factories.membership(factories.person(), factories.brg(status="draft", published=None))
    factories.chapter_membership(member, factories.chapter(group))
    factories.membership(factories.person(), group, joined=now - 2 * LONG_AGO, left=now - LONG_AGO)
    Session.objects.create(session_key="old", session_data="", expire_date=now - LONG_AGO)
    factories.notice(factories.person(), told=now - LONG_AGO)
    for groups, once, quarters in ((2, 1, 3), (0, 0, 0)):
        call_command("run_clock")
        assert capsys.readouterr().out.splitlines() == [
            f"Published figures recomputed: {groups}.",
            f"Chapters' figures recomputed: {once}.",
            f"Quarters published: {quarters}.",
            f"Chapter memberships repaired: {once}.",
            "People told that a term ends: 0.",
            "People told of caretakers: 0.",
            "People told of places without a lead: 0.",
            "People told of reviews: 0.",
            f"Ended memberships deleted: {once}.",
            "Old exports of lists forgotten: 0.",
            "Old questions deleted: 0.",
            f"Old notices forgotten: {once}.",
            "Old acts taken off the record: 0.",
        ]
    assert {str(brg.members_figure) for brg in BRG.objects.all()} == {"Fewer than 10"}
    assert list(Membership.objects.all()) == [member]
    assert not Session.objects.exists()
