"""What a first visit weighs on the wire, and the pages after it, in a browser that kept nothing.

    python -m benchmarks.first_visit

Needs Chromium and PostgreSQL's programs. Counts what Chromium received, with headers, as granian
and whitenoise send it to whoever takes Brotli and gzip.
"""

import sys
from collections import defaultdict
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from bin.programs import find_chromium

from . import servers

MOST_REQUESTS, MOST_BYTES, MOST_SCRIPT, MOST_NEXT = 6, 60_000, 20_000, 15_000
# In this order, each with what the pages before it have left in the browser.
VISITS = ["/", "/groups/", "/groups/genkp/", "/accounts/login/"]
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


class Received(NamedTuple):
    """One answer: what it was for, its encoding, and its bytes with headers."""

    path: str
    kind: str
    encoding: str
    size: int


def main() -> None:
    servers.parser(__doc__).parse_args()
    with servers.postgres() as pg:
        pg.ask("CREATE DATABASE demo")
        environment = servers.portal_environment(pg.url("demo"), DEMO="1")
        for words in ("migrate -v0", "createcachetable -v0", "load_demo --employees 2000"):
            servers.run("manage", *words.split(), environment=environment)
        with servers.portal(environment) as portal:
            visits = browse(portal)
    for path, received in visits.items():
        show(path, received)
    judge(visits)


def browse(portal: servers.Server) -> dict[str, list[Received]]:
    """Open the pages in one browser; returns what each made it receive."""
    with sync_playwright() as playwright:
        program = find_chromium() or sys.exit("This needs Chromium.")
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        page = browser.new_page()
        wire = Wire(page.context.new_cdp_session(page))
        visits = {}
        for path in VISITS:
            page.goto(portal.url(path), wait_until="networkidle")
            visits[path] = wire.take()
        browser.close()
    return visits


class Wire:
    """Listens to what the browser receives."""

    def __init__(self, session):
        self.answers, self.received = defaultdict(dict), []
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _answered(self, event):
        self.answers[event["requestId"]] = event

    def _finished(self, event):
        answer = self.answers[event["requestId"]]
        size = int(event["encodedDataLength"])
        if not size:  # from the browser's own memory
            return
        headers = {k.lower(): v for k, v in answer["response"]["headers"].items()}
        path = "/" + answer["response"]["url"].split("/", 3)[3]
        encoding = headers.get("content-encoding", "as it is")
        self.received.append(Received(path, answer["type"], encoding, size))

    def take(self) -> list[Received]:
        """What has come since the last time."""
        taken, self.received = self.received, []
        return taken


def show(path: str, received: list[Received]) -> None:
    print(f"\n{path}")
    for each in received:
        print(f"  {each.size:>7}  {each.encoding:<9}{each.kind:<12}{each.path}")
    print(f"  {sum(each.size for each in received):>7}  in {len(received)} requests")


def judge(visits: dict[str, list[Received]]) -> None:
    """Print the goals beside what came."""
    first, *others = visits.values()
    script = sum(each.size for each in first if each.kind == "Script")
    heaviest = max(sum(each.size for each in received) for received in others)
    print()
    for what, got, most in (
        ("Requests of the first visit", len(first), MOST_REQUESTS),
        ("Bytes of the first visit", sum(each.size for each in first), MOST_BYTES),
        ("Bytes of its scripts", script, MOST_SCRIPT),
        ("Bytes of the heaviest page after it", heaviest, MOST_NEXT),
    ):
        said = "reached" if got <= most else "NOT REACHED"
        print(f"{what:<40}{got:>8}   at most {most}, {said}")


if __name__ == "__main__":
    main()
