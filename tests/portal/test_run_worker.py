"""The worker as `make run` and systemd start it: a process of its own, that ends when told to."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from notices.actions import tell
from notices.models import Letter, Mailbox, Notice
from tests import factories
from tests.notices.sink import Sink, listening

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parent.parent.parent
# The settings of the tests, on the database and with the mail server of one test.
BOOT = """
import json, os, sys, django
facts = json.loads(sys.argv.pop(1))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = facts["database"]
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", facts["port"]
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "run_worker", *sys.argv[1:]])
"""


def told(count):
    people = [factories.person() for _ in range(count)]
    Mailbox.objects.bulk_create(Mailbox(person=person, quiet=False) for person in people)
    letter = Letter(kind="news", thing="news:1", title="A title", body="A text.", why="Why.")
    with transaction.atomic():
        tell(letter, *people)


def worker(port, *words):
    facts = json.dumps({"database": connection.settings_dict["NAME"], "port": port})
    command = [sys.executable, "-c", BOOT, facts, *words]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)


def until(true, seconds=60):
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_once_sends_what_is_due_and_ends(settings):
    told(3)
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    handler = signal.getsignal(signal.SIGTERM)
    with listening(sink) as settings.EMAIL_PORT:
        call_command("run_worker", once=True)
    assert len(sink.taken) == 3
    assert signal.getsignal(signal.SIGTERM) == handler


def test_before_the_mail_it_passes_seats_on_and_reminds(settings):
    now, hour = timezone.now(), dt.timedelta(hours=1)
    event = factories.event(factories.brg(), capacity=2, starts=now + 1.5 * hour)
    going, late, next_ = [factories.person() for _ in range(3)]
    Mailbox.objects.bulk_create(
        Mailbox(person=person, quiet=False) for person in (going, late, next_)
    )
    factories.rsvp(event, going)
    factories.rsvp(event, late, "offered", offer_ends=now - hour)
    factories.rsvp(event, next_, "waiting")
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with listening(sink) as settings.EMAIL_PORT:
        call_command("run_worker", once=True)
    titles = Notice.objects.filter(mail="sent").values_list("person", "letter__title")
    assert {(person, title.partition(":")[0]) for person, title in titles} == {
        (going.pk, "Soon"),
        (late.pk, "The offer of a seat has ended"),
        (next_.pk, "You have a seat"),
        (next_.pk, "Soon"),
    }
    assert len(sink.taken) == 4


def test_told_to_end_it_ends_after_the_mail_in_hand_and_gives_the_rest_back():
    told(60)
    sink = Sink()
    with listening(sink) as port:
        process = worker(port)

        def end_at_the_fifth(to):
            if len(sink.taken) == 4:
                process.send_signal(signal.SIGTERM)
            return "take"

        sink.mood = end_at_the_fifth
        assert process.wait(timeout=60) == 0
    sent = Notice.objects.filter(mail="sent").count()
    assert 5 <= sent < 60
    assert sent == len(sink.taken) == len(sink.times())
    assert Notice.objects.filter(mail="waiting", lease="", leased_until=None).count() == 60 - sent


def test_it_ends_when_what_started_it_has_ended():
    told(1)
    sink = Sink()
    with listening(sink) as port:
        # A parent that is not this process: it counts as ended.
        process = worker(port, "--parent", str(os.getpid() + 1))
        assert process.wait(timeout=60) == 0
    assert sink.taken == []


def test_it_goes_on_until_then():
    told(1)
    sink = Sink()
    with listening(sink) as port:
        process = worker(port, "--parent", str(os.getpid()))
        until(lambda: sink.taken)
        assert process.poll() is None
        process.terminate()
        assert process.wait(timeout=60) == 0
