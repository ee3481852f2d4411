import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit.actions import NotInTransaction, forget_old, record
from audit.models import AuditEvent, AuditIsFinal
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_act_is_on_record_with_an_opaque_actor():
    alice, group = factories.person(), factories.brg()
    event = record(by=alice, verb="brg.changed", thing=group)
    assert (event.actor, event.thing_kind, event.thing_id) == (
        alice.public_id,
        "brg",
        str(group.pk),
    )


def test_what_the_clock_does_is_the_systems():
    assert record(by=None, verb="brg.reviewed", thing=factories.brg()).actor == "system"


@pytest.mark.django_db(transaction=True)
def test_a_record_apart_from_its_change_is_refused():
    with pytest.raises(NotInTransaction):
        record(by=None, verb="brg.changed", thing=factories.brg())


def test_nothing_in_the_code_changes_or_deletes_a_record():
    event = record(by=None, verb="brg.changed", thing=factories.brg())
    for attempt in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(verb="other"),
    ):
        with pytest.raises(AuditIsFinal):
            attempt()


def test_the_database_refuses_a_change_as_well():
    record(by=None, verb="brg.changed", thing=factories.brg())
    with (
        pytest.raises(DatabaseError, match="an audit event is never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit_auditevent SET verb = 'other'")
    assert AuditEvent.objects.get().verb == "brg.changed"


def test_the_table_points_at_nobody():
    assert [field.name for field in AuditEvent._meta.get_fields() if field.is_relation] == []


def test_retention_takes_what_is_three_years_old_and_nothing_younger():
    now = timezone.now()
    for days in (3 * 365 + 1, 3 * 365 - 1):
        AuditEvent.objects.create(
            actor="system", verb=f"{days}", thing_kind="", at=now - dt.timedelta(days=days)
        )
    assert forget_old(now=now) == 1
    assert AuditEvent.objects.get().verb == str(3 * 365 - 1)
