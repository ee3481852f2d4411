"""Mail to 50,000 people: queued by one statement, sent by workers, while pages are asked for.

    python -m benchmarks.mail

Needs PostgreSQL's programs and Linux. Measures on SQLite too. The mails go to a server on loopback
that takes everything, in a process of its own. Pages are asked for in turns with the worker resting
and with it working at the lowest priority, in one run of their own.
"""

import contextlib
import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from bin.environment import ROOT
from bin.serve import free_port

from . import servers
from .organization import LARGEST, MEMBER
from .roster import on_sqlite, peak_of

PEOPLE = 50_000
QUEUE_SECONDS, DRAIN_SECONDS, GOAL_MB, GOAL_RATIO = 5, 150, 150, 1.2
TURNS, PAGES = 10, 60
# One mail waits for several answers, so that one worker leaves much of a core idle. SQLite has one
# writer at a time, and one worker.
WORKERS = {"PostgreSQL": 2, "SQLite": 1}


def main() -> None:
    parser = servers.parser(__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--inside", choices=["queue", "left", "sink"], help="for its own use")
    parser.add_argument("--port", type=int, help="for its own use")
    arguments = parser.parse_args()
    if arguments.inside == "sink":
        sink(arguments.port)
    elif arguments.inside:
        inside(arguments)
    else:
        measure_all(arguments.people)


def measure_all(people: int) -> None:
    reached = []
    with servers.postgres() as pg, tempfile.TemporaryDirectory() as folder, taking() as mail:
        pairs = {
            "PostgreSQL": servers.organization(pg, "large"),
            "SQLite": on_sqlite(folder, "large"),
        }
        for database, environment in pairs.items():
            print(f"\n{database}", flush=True)
            environment |= mail
            workers = WORKERS[database]
            reached += [throughput(environment, people, workers), pages(environment, people)]
    if not all(reached):
        sys.exit("A goal was not reached.")


def throughput(environment: dict[str, str], people: int, workers: int) -> bool:
    """Queue for so many people and have so many workers send it all."""
    (said,) = queue(environment, people)
    took = float(said)
    began = time.perf_counter()
    processes, peak = [worker(environment, "--once") for _ in range(workers)], 0.0
    while any(process.poll() is None for process in processes):
        for process in processes:
            with contextlib.suppress(OSError, StopIteration):
                peak = max(peak, peak_of(process.pid))
        time.sleep(0.2)
    seconds = time.perf_counter() - began
    left = int(servers.run("benchmarks.mail", "--inside=left", environment=environment)[0])
    print(f"queued for {people:,}: {took:.2f} s, goal {QUEUE_SECONDS} s")
    rate = people / seconds
    print(
        f"sent in {seconds:.1f} s, {rate:.0f} a second, by {workers}, goal {DRAIN_SECONDS} s,"
        f" {left} left"
    )
    print(f"most memory of a worker: {peak:.0f} MB, goal {GOAL_MB} MB", flush=True)
    good = seconds < DRAIN_SECONDS * people / PEOPLE and peak < GOAL_MB
    return took < QUEUE_SECONDS and good and left == 0


def pages(environment: dict[str, str], people: int) -> bool:
    """Ask for a group's page in turns, the worker resting or working with the lowest priority."""
    queue(environment, people)
    cookie = servers.run("benchmarks.sessions", str(MEMBER), environment=environment)[MEMBER - 1]
    times = {"resting": [], "working": []}
    process = worker(environment, nice=True)
    with servers.portal(environment) as portal:
        ask(portal, cookie, PAGES)
        try:
            for turn in range(TURNS):
                for state in ("resting", "working") if turn % 2 else ("working", "resting"):
                    stop = signal.SIGSTOP if state == "resting" else signal.SIGCONT
                    process.send_signal(stop)
                    time.sleep(0.2)
                    times[state] += ask(portal, cookie, PAGES)
        finally:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()
    p95 = {state: statistics.quantiles(found, n=20)[-1] for state, found in times.items()}
    left = int(servers.run("benchmarks.mail", "--inside=left", environment=environment)[0])
    ratio = p95["working"] / p95["resting"]
    print(
        f"group page, p95: {p95['resting']:.1f} ms at rest, {p95['working']:.1f} ms with a worker,"
        f" {ratio:.2f} times, goal {GOAL_RATIO}; {left:,} mails were left"
    )
    return ratio < GOAL_RATIO


def queue(environment: dict[str, str], people: int) -> list[str]:
    words = ["--inside=queue", f"--people={people}"]
    return servers.run("benchmarks.mail", *words, environment=environment)


def worker(environment: dict[str, str], *words: str, nice: bool = False) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "run_worker", *words]
    before = ["nice", "-n", "19"] if nice else []
    return subprocess.Popen(
        [*before, *command], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )


def ask(portal: servers.Server, cookie: str, count: int) -> list[float]:
    """Milliseconds of so many requests, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=20)
    times = []
    for _ in range(count):
        began = time.perf_counter()
        connection.request("GET", f"/groups/{LARGEST}/", headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            sys.exit(f"The page answered {answer.status}.")
    return times


@contextlib.contextmanager
def taking() -> Iterator[dict[str, str]]:
    """A mail server for the length of the block; yields the variable that names it."""
    port = free_port()
    words = [sys.executable, "-m", "benchmarks.mail", "--inside=sink", f"--port={port}"]
    process = subprocess.Popen(words, cwd=ROOT)
    try:
        yield {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    finally:
        process.terminate()
        process.wait()


def sink(port: int) -> None:
    """Take all mail and keep none, as cheaply as a mail server can: its time is not ours."""
    import asyncio

    class Conversation(asyncio.Protocol):
        def connection_made(self, transport):
            self.transport, self.rest, self.in_data = transport, b"", False
            transport.write(b"220 sink\r\n")

        def data_received(self, data):
            self.rest += data
            while self.step():
                pass

        def step(self):
            end = b"\r\n.\r\n" if self.in_data else b"\r\n"
            line, found, rest = self.rest.partition(end)
            if not found:
                return False
            self.rest = rest
            verb = b"" if self.in_data else line[:4].upper()
            self.in_data = verb == b"DATA"
            self.transport.write(b"354 Go on\r\n" if self.in_data else b"250 OK\r\n")
            if verb == b"QUIT":
                self.transport.close()
            return True

    async def serve():
        server = await asyncio.get_running_loop().create_server(Conversation, "127.0.0.1", port)
        await server.serve_forever()

    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    asyncio.run(serve())


def inside(arguments) -> None:
    """Queue one letter to the members of the largest group, or count what is left."""
    import django

    django.setup()
    from django.db import transaction

    from brgs.models import Membership
    from notices.actions import tell_all
    from notices.models import Letter, Mailbox, Notice

    if arguments.inside == "left":
        print(Notice.objects.filter(mail="waiting").count())
        return
    Notice.objects.all().delete()
    rows = Membership.objects.filter(brg__slug=LARGEST, person__is_active=True)
    rows = rows.exclude(person__email=None)
    missing = rows.values_list("person", flat=True).exclude(person__in=Mailbox.objects.values("pk"))
    boxes = (Mailbox(person_id=person, quiet=False) for person in missing)
    Mailbox.objects.bulk_create(boxes, batch_size=1000)
    letter = Letter(
        kind="news",
        thing="news:1",
        occurrence=str(time.time()),
        topic="brg:1",
        title="What we do in spring",
        body="Come and **meet** us. " * 60,
        url=f"/groups/{LARGEST}/",
        why="You are a member of Group 1.",
    )
    last = rows.order_by("person").values_list("person", flat=True)[: arguments.people]
    rows = rows.filter(person__lte=max(last))
    began = time.perf_counter()
    with transaction.atomic():
        told = tell_all(letter, rows)[1]
    took = time.perf_counter() - began
    if told != arguments.people:
        sys.exit(f"{told} were told.")
    print(took)


if __name__ == "__main__":
    main()
