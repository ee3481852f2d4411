"""The slowest of the hostile requests that the tests send: python -m benchmarks.slowest_request

Times each request inside one process, on an empty test database of its own (SQLite, or that of
DATABASE_URL), and prints the ten slowest. A number of requests can be given; 5,200 is what the
tests send. The address of each is printed as it is sent, cut to one line.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
SLOWEST = 10


def main(number: int) -> None:
    django.setup()
    # After the settings, because these modules hold models.
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        report(timed(number))
    finally:
        teardown_databases(made, verbosity=0)


def timed(number: int) -> list[tuple[float, int, str]]:
    """Milliseconds, status and description of each request."""
    from tests.hostile import Attacker, fields_of
    from tests.roles import World
    from tests.seen import undone

    world, found = World(), []
    for request in Attacker(0, fields_of(world)).requests(number):
        browser = world.client(request.role)
        with undone():
            began = time.perf_counter()
            response = request.send(browser)
            took = (time.perf_counter() - began) * 1000
        found.append((took, response.status_code, str(request)))
    return found


def report(found: list[tuple[float, int, str]]) -> None:
    times = sorted(took for took, _, _ in found)
    middle, nearly_all = times[len(times) // 2], times[len(times) * 99 // 100]
    print(f"{len(found)} requests: median {middle:.1f} ms, 99% within {nearly_all:.1f} ms")
    print(f"Answered by an error of ours: {sum(status >= 500 for _, status, _ in found)}")
    for took, status, request in sorted(found, reverse=True)[:SLOWEST]:
        print(f"{took:8.1f} ms  {status}  {request[:150]}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 5200)
