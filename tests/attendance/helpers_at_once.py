"""Helpers at one door who press at the same moment, through processes of their own.

    python -m tests.attendance.helpers_at_once '{"database": ..., "event": ..., "turns": [...]}'

starts as many processes as there are turns, by fork. Each helper takes a turn: a list of calls, of
which each is what is done ("in" or "undo"), the key of whom, and the key of the press. It writes
what each came to, in the order of the turns: whether the row or the undo was there, or an error in
words. `careless` looks first and then writes, which is the control.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def at_once(*, timeout, **facts):
    """What came of each call, by helper."""
    words = [sys.executable, "-m", "tests.attendance.helpers_at_once", json.dumps(facts)]
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
        pids = [fork(number, facts, folder, ready, steady) for number in range(len(facts["turns"]))]
        for _ in pids:
            os.read(ready[0], 1)
        os.close(steady[1])
        for pid in pids:
            os.waitpid(pid, 0)
        files = [Path(folder) / str(number) for number in range(len(pids))]
        sys.stdout.write(json.dumps([json.loads(file.read_text()) for file in files]))


def fork(number, facts, folder, ready, steady):
    if pid := os.fork():
        return pid
    with contextlib.suppress(BaseException):
        os.close(steady[1])
        press = pressing(facts)
        os.write(ready[1], b"!")
        # Comes back when the one who started all lets go.
        os.read(steady[0], 1)
        said = [press(*call) for call in facts["turns"][number]]
        (Path(folder) / str(number)).write_text(json.dumps(said))
    os._exit(0)


def pressing(facts):
    """One press, with all that a request has at hand before."""
    from django.db import OperationalError

    from accounts.models import User
    from attendance import actions
    from events.models import Event

    if facts.get("careless"):
        take_out_the_once()
    keys = {who for turn in facts["turns"] for _, who, _ in turn}
    people = User.objects.in_bulk(keys)
    event = Event.objects.select_related("brg").get(pk=facts["event"])
    by = User.objects.get(pk=facts["by"])

    def press(act, who, key):
        given = {"event": event, "by": by, "person": people[who], "key": key}
        try:
            if act == "undo":
                return actions.undo(**given)
            return actions.check_in(**given, method="by_hand") is not None
        except OperationalError:
            # The page says “busy, try again”, and the script on it does.
            return press(act, who, key)
        except Exception as error:
            return repr(error)

    return press


def take_out_the_once():
    """Look first, then write, without holding anything and with no rule in the database."""
    from attendance.actions import arrivals
    from attendance.models import Attendance

    def careless(self, defaults, **named):
        seen = self.filter(**named).first()
        return (seen, False) if seen else (self.create(**named, **defaults), True)

    type(Attendance.objects.all()).get_or_create = careless
    arrivals._is_known = lambda event, key: False


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
