"""Sends requests to several pages in interleaved rounds, and compares what came of it.

Figures of one run compare with each other and with nothing else: the client, the servers and the
database share the machine with whatever else runs there. So the order turns round with each
round, medians are taken, and besides the requests a second there is the processor time that app
and database spent on a request, which others on the machine disturb least.
"""

import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from .servers import Postgres, Server

TICKS = os.sysconf("SC_CLK_TCK")

# What wrk runs: requests from a file, each a line of method, path, cookie and form.
SCRIPT = """
local requests, place = {}, 0
function init(arguments)
  for line in io.lines(arguments[1]) do
    local method, path, cookie, form, etag =
      line:match("^(.-)\\t(.-)\\t(.-)\\t(.-)\\t(.*)$")
    local headers = {}
    if cookie ~= "" then headers["Cookie"] = cookie end
    if etag ~= "" then headers["If-None-Match"] = etag end
    if form ~= "" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
    requests[#requests + 1] = wrk.format(method, path, headers, form ~= "" and form or nil)
  end
end
function request()
  place = place % #requests + 1
  return requests[place]
end
function done(summary, latency, rate)
  local wrong = summary.errors
  io.write(string.format("RESULT %d %d %d\\n", summary.requests, summary.duration,
    wrong.status + wrong.connect + wrong.read + wrong.write + wrong.timeout))
end
"""


class Request(NamedTuple):
    """One request; one with a form is sent as that form."""

    path: str
    cookie: str = ""
    form: str = ""
    # What is at hand already: the answer is 304 where it has not changed.
    etag: str = ""

    @property
    def method(self) -> str:
        return "POST" if self.form else "GET"


class Result(NamedTuple):
    """What one round gave: requests a second, and milliseconds of processor time for each."""

    rate: float
    processor_ms: float
    requests: int


@dataclass
class Target:
    """A page under measurement: requests are sent in order, and again from the first."""

    name: str
    server: Server
    requests: list[Request]
    results: list[Result] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(result.rate for result in self.results)

    @property
    def processor_ms(self) -> float:
        return statistics.median(result.processor_ms for result in self.results)


def compare(targets: list[Target], pg: Postgres, *, rounds: int, seconds: int, clients: int):
    """Measure all targets round by round, there and back; each keeps its results."""
    for target in targets:
        measure(target, pg, seconds=1, clients=8)
        target.results.clear()
    for number in range(rounds):
        for target in targets if number % 2 == 0 else targets[::-1]:
            measure(target, pg, seconds=seconds, clients=clients)
        print(f"Round {number + 1} of {rounds}", flush=True)


def measure(target: Target, pg: Postgres, *, seconds: int, clients: int) -> None:
    """One round of one page. Ends the program where a request was answered with an error."""
    send = with_wrk if shutil.which("wrk") else with_python
    before = processor_seconds(target.server.pid, pg.pid)
    requests, took, wrong = send(target, seconds, clients)
    spent = processor_seconds(target.server.pid, pg.pid) - before
    if wrong or not requests:
        sys.exit(f"{target.name}: {wrong} of {requests} requests failed.")
    target.results.append(Result(requests / took, spent * 1000 / requests, requests))


def with_wrk(target: Target, seconds: int, clients: int) -> tuple[int, float, int]:
    """Number of requests, seconds and errors, as counted by wrk."""
    with tempfile.TemporaryDirectory() as folder:
        script, requests = Path(folder, "script.lua"), Path(folder, "requests")
        script.write_text(SCRIPT)
        lines = ("\t".join([each.method, *each]) for each in target.requests)
        requests.write_text("\n".join(lines) + "\n")
        options = ["-t1", f"-c{clients}", f"-d{seconds}s", "--timeout=20s", "-s", script]
        words = ["wrk", *options, target.server.url("/"), "--", requests]
        said = subprocess.run(words, capture_output=True, text=True).stdout
    counted = re.search(r"RESULT (\d+) (\d+) (\d+)", said) or sys.exit(said)
    number, microseconds, wrong = map(int, counted.groups())
    return number, microseconds / 1e6, wrong


def with_python(target: Target, seconds: int, clients: int) -> tuple[int, float, int]:
    """The same from one connection of Python's, where there is no wrk: it takes more of a core."""
    where = urllib.parse.urlsplit(target.server.url("/")).netloc
    connection = http.client.HTTPConnection(where, timeout=20)
    began, number, wrong = time.perf_counter(), 0, 0
    while time.perf_counter() - began < seconds:
        answer = send_one(connection, target.requests[number % len(target.requests)])
        number, wrong = number + 1, wrong + (answer.status >= 400)
    return number, time.perf_counter() - began, wrong


def send_one(connection: http.client.HTTPConnection, request: Request, **headers: str):
    """Send one request and read its answer to the end."""
    headers |= {"Cookie": request.cookie} if request.cookie else {}
    headers |= {"If-None-Match": request.etag} if request.etag else {}
    if request.form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(request.method, request.path, request.form or None, headers)
    answer = connection.getresponse()
    answer.read()
    return answer


def processor_seconds(*roots: int) -> float:
    """Processor time that processes and their descendants have spent; 0 where there is no /proc."""
    return sum(spent for spent, _ in map(process_times, descendants(roots)))


def descendants(roots: Iterable[int]) -> set[int]:
    """Processes with everything that they have started."""
    parents = {pid: process_times(pid)[1] for pid in all_processes()}
    found = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def all_processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def process_times(pid: int) -> tuple[float, int]:
    """Processor seconds of a process, with those of children that have ended, and its parent."""
    try:
        # The second field is a name in brackets, which may hold blanks.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0, 0
    return sum(map(int, fields[11:15])) / TICKS, int(fields[1])


def table(targets: list[Target]) -> None:
    """Print what each page gave."""
    print(f"\n{'':<44}{'req/s':>8}{'lowest':>8}{'highest':>8}{'CPU ms':>8}")
    for target in targets:
        rates = [result.rate for result in target.results]
        numbers = target.rate, min(rates), max(rates)
        columns = "".join(f"{number:>8.0f}" for number in numbers)
        print(f"{target.name:<44}{columns}{target.processor_ms:>8.2f}")
    print()


def judge(what: str, ours: Target, reference: Target, goal: float) -> None:
    """Print a ratio of requests a second beside its goal, and the same of processor time."""
    ratio = statistics.median(
        one.rate / other.rate for one, other in zip(ours.results, reference.results, strict=True)
    )
    processor = reference.processor_ms / ours.processor_ms if ours.processor_ms else 0
    said = "reached" if ratio >= goal else "NOT REACHED"
    print(f"{what:<56}{ratio:>6.2f}   goal {goal:.2f}, {said:<12} by CPU {processor:.2f}")
