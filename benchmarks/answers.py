"""Answers to one hot event: 5,000 people want its 500 seats, from 64 clients at once.

    python -m benchmarks.answers

Needs PostgreSQL's programs. Measures the action alone, as a view calls it, in a process for each
core, which share the clients as threads; then reads back that nothing was oversold, lost, or out
of order.
"""

import multiprocessing
import os
import statistics
import sys
import threading
import time

from . import servers

CLIENTS = 64
# More processes than cores take turns at them, and each turn costs.
PROCESSES = min(os.cpu_count() or 1, CLIENTS)
THREADS = CLIENTS // PROCESSES
SEATS, PEOPLE = 500, 5_000
GOAL_A_SECOND, STRETCH, GOAL_P95_MS = 500, 2_000, 250


def main() -> None:
    parser = servers.parser(__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seats", type=int, default=SEATS)
    parser.add_argument("--inside", action="store_true", help="for its own use")
    arguments = parser.parse_args()
    if arguments.inside:
        inside(arguments)
        return
    with servers.postgres() as pg:
        # Each thread keeps a connection of its own.
        environment = servers.organization(pg, "answering") | {"DATABASE_POOL": str(THREADS)}
        words = ["--inside", "--people", str(arguments.people), "--seats", str(arguments.seats)]
        print("\n".join(servers.run("benchmarks.answers", *words, environment=environment)))


def inside(arguments) -> None:
    """Make the event, let everybody answer, and judge what came of it."""
    event, people = prepare(arguments.people, arguments.seats)
    spawn = multiprocessing.get_context("spawn")
    barrier, results = spawn.Barrier(PROCESSES * THREADS + 1), spawn.Queue()
    shares = [people[number::PROCESSES] for number in range(PROCESSES)]
    workers = [
        spawn.Process(target=answer_all, args=(event, share, barrier, results)) for share in shares
    ]
    for worker in workers:
        worker.start()
    barrier.wait()
    began = time.perf_counter()
    found = [each for _ in range(PROCESSES * THREADS) for each in results.get()]
    took = time.perf_counter() - began
    for worker in workers:
        worker.join()
    judge(event, found, took, arguments)


def prepare(people: int, seats: int):
    """The key of a new event, and the keys of those who want to come."""
    import datetime as dt

    import django

    django.setup()
    from django.utils import timezone

    from accounts.models import User
    from brgs.models import BRG, Pillar
    from events.models import Event

    day = timezone.now().date() + dt.timedelta(days=7)
    event = Event(
        brg=BRG.objects.order_by("pk").first(),
        pillar=Pillar.objects.create(name="Career", slug="career"),
        title="The one that everybody wants",
        **{"time_zone": "America/Denver", "starts_date": day, "ends_date": day},
        **{"starts_time": dt.time(12), "ends_time": dt.time(13)},
        capacity=seats,
        status="published",
        published=timezone.now(),
    )
    event.save()
    rows = User.objects.employees().order_by("pk").values_list("pk", flat=True)
    return event.pk, list(rows[:people])


def answer_all(event: int, people: list[int], barrier, results) -> None:
    """In a process of its own: let these people answer, from its share of the clients."""
    import django

    django.setup()
    threads = [
        threading.Thread(target=answer_some, args=(event, people[n::THREADS], barrier, results))
        for n in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def answer_some(event: int, people: list[int], barrier, results) -> None:
    """In a thread of its own: milliseconds of each answer."""
    from django.db import connection

    from accounts.models import User
    from events.actions import rsvp
    from events.models import Event

    hot = Event.objects.select_related("brg", "chapter").get(pk=event)
    users = list(User.objects.filter(pk__in=people).select_related("region"))
    took = []
    barrier.wait()
    for user in users:
        began = time.perf_counter()
        rsvp(event=hot, by=user)
        took.append((time.perf_counter() - began) * 1000)
    results.put(took)
    connection.close()


def judge(event: int, found: list[float], took: float, arguments) -> None:
    """Print what was reached; ends the program where the seats are not as they must be."""
    from events.models import Event, Rsvp

    row = Event.objects.get(pk=event)
    answers = list(Rsvp.objects.filter(event=event).order_by("place"))
    statuses = [answer.status for answer in answers]
    seats, people = arguments.seats, len(found)
    right = ["going"] * min(seats, people) + ["waiting"] * max(0, people - seats)
    rate, p95 = people / took, statistics.quantiles(found, n=20)[-1]
    print(f"\n{people:,} answers in {took:.1f} s from {PROCESSES * THREADS} clients")
    print(f"{rate:,.0f} a second (goal {GOAL_A_SECOND}, stretch {STRETCH:,})")
    print(f"p50 {statistics.median(found):.0f} ms, p95 {p95:.0f} ms (goal {GOAL_P95_MS})")
    print(f"oversold {max(0, row.going - seats)}, lost {people - len(answers)}")
    if statuses != right or row.going + row.waiting != people:
        sys.exit("The seats are not as they must be.")
    print("Seats in strict order, counters as the rows.")


if __name__ == "__main__":
    main()
