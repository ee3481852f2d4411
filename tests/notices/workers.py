"""Real workers in processes of their own, to be killed.

    python -m tests.notices.workers '{"database": ..., "port": ..., "lease": ...}'

gets ready once, and starts a worker for each line that it reads, by fork, so that the next one is
at work within milliseconds; it answers with the worker's process id. `unmarked` is a worker that
marks its mails after all of them have left, which is the control.
"""

import contextlib
import datetime as dt
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class Nursery:
    """Starts workers, kills them, and knows how many live."""

    def __init__(self, process):
        self._process, self.living = process, []

    def start(self):
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()
        self.living.append(int(self._process.stdout.readline()))

    def kill(self, pid):
        """End a worker in the middle of whatever it does; returns once it is dead."""
        self.living.remove(pid)
        self._process.stdin.write(f"{pid}\n".encode())
        self._process.stdin.flush()
        assert self._process.stdout.readline() == b"dead\n"


@contextlib.contextmanager
def nursery(**facts) -> Iterator[Nursery]:
    """A nursery for the length of the block; all its workers end with it."""
    words = [sys.executable, "-m", "tests.notices.workers", json.dumps(facts)]
    process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    made = Nursery(process)
    try:
        yield made
        for pid in list(made.living):
            made.kill(pid)
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(timeout=30)


def main(facts):
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = facts["database"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", facts["port"]
    settings.EMAIL_TIMEOUT = facts["timeout"]
    living = []
    for line in sys.stdin:
        if line.strip():
            living.remove(int(line))
            end(int(line))
            answer("dead")
        else:
            living.append(fork(facts))
            answer(living[-1])
    for pid in living:
        end(pid)


def answer(word):
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def end(pid):
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def fork(facts):
    if pid := os.fork():
        return pid
    # What the parent reads is none of the worker's, nor is what it does when it ends.
    with contextlib.suppress(BaseException), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stderr.fileno())
        live(facts)
    os._exit(1)


def live(facts):
    from notices import outbox, worker

    worker.PAUSES = [dt.timedelta(seconds=0.1)] * 1000
    worker.IDLE_SECONDS = worker.LONGEST_WAIT_SECONDS = 0.05
    if facts.get("unmarked"):
        mark_afterwards(outbox, worker)
    worker.work(worker.Terms(length=dt.timedelta(seconds=facts["lease"])))


def mark_afterwards(outbox, worker):
    """Take out that each mail is marked before the next one leaves."""
    sent, later = outbox.sent, []
    give_back = outbox.give_back

    def settle(lease):
        while later:
            arguments, facts = later.pop()
            sent(*arguments, **facts)
        return give_back(lease)

    outbox.sent = lambda *arguments, **facts: later.append((arguments, facts))
    outbox.give_back = settle


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
