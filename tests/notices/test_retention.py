import datetime as dt

import pytest
from django.utils import timezone

from notices.actions import forget_old
from notices.models import Letter, Notice
from tests import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()
OLD, RECENT = NOW - dt.timedelta(days=366), NOW - dt.timedelta(days=364)


def test_forgets_what_was_told_more_than_a_year_ago():
    person = factories.person()
    kept = factories.notice(person, letter={"made": RECENT}, told=RECENT)
    factories.notice(person, letter={"made": OLD}, told=OLD)
    assert forget_old(now=NOW) == 1
    assert list(Notice.objects.all()) == [kept]
    assert list(Letter.objects.all()) == [kept.letter]
    assert forget_old(now=NOW) == 0


def test_a_letter_stays_while_somebody_has_it():
    kept = factories.notice(factories.person(), letter={"made": OLD}, told=RECENT)
    assert forget_old(now=NOW) == 0
    assert list(Letter.objects.all()) == [kept.letter]


def test_forgets_more_than_it_holds_at_a_time(monkeypatch):
    monkeypatch.setattr("notices.actions.retention.AT_A_TIME", 2)
    person = factories.person()
    for _ in range(5):
        factories.notice(person, letter={"made": OLD}, told=OLD)
    assert forget_old(now=NOW) == 5
    assert not Letter.objects.exists()


@pytest.mark.parametrize(("mail", "left"), [("in_digest", "none"), ("sent", "sent")])
def test_parts_outlive_their_digest(mail, left):
    person = factories.person()
    digest = factories.notice(person, letter={"kind": "digest"}, told=OLD, in_portal=False)
    part = factories.notice(person, told=RECENT, mail=mail, digest=digest)
    assert forget_old(now=NOW) == 1
    part.refresh_from_db()
    assert (part.mail, part.digest) == (left, None)
