"""What one's own data holds about notices."""

import csv
import io

import pytest
from django.utils import timezone

from notices.models import Choice, Mailbox, key_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    person = factories.person()
    client.force_login(person)
    return person


def rows(client):
    answer = client.get("/me/privacy/my-data.csv").content.decode("utf-8-sig")
    return [tuple(row[:3]) for row in csv.reader(io.StringIO(answer))]


def test_holds_what_one_was_told_and_what_one_read(client, alice):
    told = timezone.now()
    factories.notice(alice, told=told, mail="sent", letter={"title": "Picnic", "why": "You came."})
    factories.notice(alice, mail="none", letter={"title": "Walk"}, read=told)
    factories.notice(factories.person(), letter={"title": "Of another"})
    found = rows(client)
    assert ("Notice, sent by mail", "Picnic A line about it. You came.", "Only me") in found
    walk = "Walk A line about it. You are a member."
    assert ("Notice, in the portal", walk, "Only me") in found
    assert ("Notice that I read", "Walk", "Only me") in found
    assert ("Notice that I read", "Picnic", "Only me") not in found
    assert not any("Of another" in row[1] for row in found)


def test_holds_how_one_wants_to_be_told(client, alice):
    group = factories.brg(name="Gardeners")
    Choice.objects.create(person=alice, kind="news", delivery="weekly")
    Choice.objects.create(person=alice, topic=key_of(group), delivery="portal")
    Mailbox.objects.create(person=alice, names_groups=True)
    found = rows(client)
    assert ("How I am told: News", "Once a week", "Only me") in found
    assert ("How I am told: Gardeners", "In the portal only", "Only me") in found
    assert ("Quiet hours", "8 p.m. – 7 a.m.", "Only me") in found
    assert ("Private groups are named in subjects", "Yes", "Only me") in found
    assert ("Mails change my calendar", "Yes", "Only me") in found


def test_holds_no_key_to_ones_mail(client, alice):
    box = Mailbox.objects.create(person=alice)
    assert box.token not in client.get("/me/privacy/my-data.csv").content.decode()
