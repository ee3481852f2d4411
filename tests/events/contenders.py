"""Many people who answer at the same moment, through processes of their own.

    python -m tests.events.contenders '{"database": ..., "event": ..., "calls": [...], ...}'

starts as many processes as `processes` says, by fork. They take the calls, each the key of a
person who answers, in turns: two calls side by side are two processes' at the same moment. It
writes a list of what each process came to, in its order: the person, the status and whether the
answer was new, or an error in words. `careless` takes out the hold of the event, which is the
control. With `series` in the place of `event` people sign up for all its dates; then the status is
empty, and `careless` takes out every hold.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parent.parent.parent
PROCESSES = 8


def contend(*, timeout, **facts):
    """What came of each call, by process: lists of [person, status, is_new] or words."""
    words = [sys.executable, "-m", "tests.events.contenders", json.dumps(facts)]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, timeout=timeout, check=True)
    return json.loads(done.stdout)


def main(facts):
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = facts["database"]
    # Whoever reads its end knows that all have started: it is closed in each when all are there.
    with tempfile.TemporaryDirectory() as folder:
        ready, steady = os.pipe(), os.pipe()
        pids = [fork(number, facts, folder, ready, steady) for number in range(PROCESSES)]
        for _ in pids:
            os.read(ready[0], 1)
        os.close(steady[1])
        for pid in pids:
            os.waitpid(pid, 0)
        files = [Path(folder) / str(number) for number in range(PROCESSES)]
        sys.stdout.write(json.dumps([json.loads(file.read_text()) for file in files]))


def fork(number, facts, folder, ready, steady):
    if pid := os.fork():
        return pid
    with contextlib.suppress(BaseException):
        os.close(steady[1])
        answer = (signing_up if "series" in facts else answering)(facts)
        calls = facts["calls"][number::PROCESSES]
        os.write(ready[1], b"!")
        # Comes back when the one who started all lets go.
        os.read(steady[0], 1)
        (Path(folder) / str(number)).write_text(json.dumps([answer(call) for call in calls]))
    os._exit(0)


def answering(facts):
    """The call of one person, with all that a request has at hand before."""
    from accounts.models import User
    from events.actions import answers
    from events.models import Event

    if facts.get("careless"):
        take_out_the_hold(answers)
    people = User.objects.in_bulk(set(facts["calls"]))
    event = Event.objects.select_related("brg").get(pk=facts["event"])

    def answer(key):
        given, is_new = answers.rsvp(event=event, by=people[key])
        return [key, given.status, is_new]

    return patient(answer)


def patient(act):
    """As one who is told “busy, try again”; SQLite says so to one of many, after 20 seconds."""
    from django.db import OperationalError

    def tried(key):
        try:
            return act(key)
        except OperationalError as error:
            # What PostgreSQL breaks off because two wait for each other is a mistake.
            return repr(error) if "deadlock" in str(error) else tried(key)
        except Exception as error:
            return repr(error)

    return tried


def signing_up(facts):
    """The call of one person for a whole series."""
    from accounts.models import User
    from events.actions import enrolling
    from events.models import Series

    if facts.get("careless"):
        take_out_all_holds(enrolling)
    people = User.objects.in_bulk(set(facts["calls"]))
    series = Series.objects.select_related("brg").get(pk=facts["series"])

    def sign_up(key):
        _enrollment, is_new = enrolling.enroll(series=series, by=people[key])
        return [key, "", is_new]

    return patient(sign_up)


def take_out_all_holds(enrolling):
    """Each statement by itself, as in autocommit, and no row held."""
    from django.db.models import QuerySet

    QuerySet.select_for_update = lambda rows, **how: rows
    enrolling.enroll = enrolling.enroll.__wrapped__
    enrolling.record = lambda **facts: None
    enrolling.emails = SimpleNamespace(enrolled=lambda enrollment: None)


def take_out_the_hold(answers):
    """Look first, then write: each statement by itself, as in autocommit, and no row held."""
    from events.actions.seats import Place
    from events.models import Event

    def careless(answer, *, now):
        seen = Event.objects.get(pk=answer.event.pk)
        is_seated = seen.waiting == 0 and seen.going < seen.capacity
        status = "going" if is_seated else "waiting"
        answer.status, answer.place = status, answer.person.pk
        answer.save(force_insert=True)
        Event.objects.filter(pk=seen.pk).update(**{status: getattr(seen, status) + 1})
        return Place(status, False)

    answers.take = careless
    answers.may_be_last = lambda: False
    answers.transaction = SimpleNamespace(atomic=contextlib.nullcontext)
    answers.record = lambda **facts: None
    answers.emails = SimpleNamespace(answered=lambda event, answer: None)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
