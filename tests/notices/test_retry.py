import pytest
from django.utils import timezone

from audit.models import AuditEvent
from notices.actions import retry_failed
from notices.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol():
    return factories.curator()


def states():
    return list(Notice.objects.order_by("pk").values_list("mail", flat=True))


def test_tries_what_failed_from_the_start_and_nothing_else(carol):
    person, before = factories.person(), timezone.now()
    failed = factories.notice(person, mail="failed", attempts=9, sent=before, due=before)
    for mail in ("sent", "none", "waiting"):
        factories.notice(person, mail=mail)
    assert retry_failed(by=carol) == 1
    assert states() == ["waiting", "sent", "none", "waiting"]
    failed.refresh_from_db()
    assert (failed.attempts, failed.sent, failed.due > before) == (0, None, True)


def test_what_failed_in_a_digest_goes_with_it_again(carol):
    person = factories.person()
    facts = {"letter": {"kind": "digest"}, "in_portal": False}
    digest = factories.notice(person, mail="failed", **facts)
    factories.notice(person, mail="failed", digest=digest)
    assert retry_failed(by=carol) == 1
    assert states() == ["waiting", "in_digest"]


def test_the_record_says_who_asked_and_nothing_of_others(carol):
    retry_failed(by=carol)
    assert not AuditEvent.objects.exists()
    factories.notice(factories.person(), mail="failed")
    retry_failed(by=carol)
    event = AuditEvent.objects.get()
    assert (event.actor, event.verb) == (carol.public_id, "mail.retried")
    assert (event.thing_kind, event.thing_id) == ("user", str(carol.pk))
