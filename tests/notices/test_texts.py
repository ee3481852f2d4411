import datetime as dt

import pytest
from django.utils import timezone

from notices.actions import purge_texts
from notices.models import Letter, Notice
from tests import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MONTH = dt.timedelta(days=30)


def text_of(**facts):
    """What is left of the text of a letter to one person, and the state of its mail."""
    factories.notice(factories.person(), letter={"body": "A text."}, **facts)
    purge_texts(now=NOW)
    return Letter.objects.get().body, Notice.objects.get().mail


def test_purges_what_was_called_back():
    assert text_of(mail="none") == ("", "none")


@pytest.mark.parametrize("body", ["A text.", ""])
def test_what_was_said_to_calendars_goes_with_the_text(body):
    letter = {"body": body, "calendar": "BEGIN:VCALENDAR"}
    factories.notice(factories.person(), letter=letter, mail="none")
    assert purge_texts(now=NOW) == 1
    assert (Letter.objects.get().body, Letter.objects.get().calendar) == ("", "")


def test_keeps_what_is_on_its_way():
    assert text_of() == ("A text.", "waiting")


def test_what_failed_is_kept_for_a_month_and_given_up_then():
    assert text_of(mail="failed", sent=NOW - MONTH) == ("A text.", "failed")
    Notice.objects.update(sent=NOW - MONTH - dt.timedelta(seconds=1))
    assert purge_texts(now=NOW) == 1
    assert (Letter.objects.get().body, Notice.objects.get().mail) == ("", "none")
