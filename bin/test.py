"""make test: the whole suite on SQLite, with its coverage, and on a private PostgreSQL.

With arguments, which go to pytest, it is a quick run of some tests on both, without coverage.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from bin.environment import ROOT, VAR
from bin.postgres import private_server
from bin.programs import find_chromium, find_postgres, install, may_install

REPORTS = VAR / "test"


@dataclass
class Run:
    """The suite on one database: where it ran, how it ended, and what it said last."""

    database: str
    exit_code: int = 0
    closing_line: str = ""
    counts: Counter = field(default_factory=Counter)
    skipped: Counter = field(default_factory=Counter)
    # Those that the database cannot change, which the other run leaves out.
    once: int = 0


def main(arguments: list[str]) -> int:
    """Run everything and return the exit code: 0 only if all that ran has passed."""
    # Asked to end from outside, end as Ctrl-C would: the server is stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    left_out = [] if provide(find_chromium, "chromium") else ["Browser tests: no Chromium here."]
    postgres = provide(find_postgres, "postgresql")
    runs = [run_suite("SQLite", None, arguments, covered=not arguments)]
    if postgres:
        with private_server(postgres) as url:
            # Coverage is measured once too: it takes as long as the tests, and its bound holds for
            # the first run alone.
            chosen = arguments or ["-m", "not once and not long"]
            runs.append(run_suite("PostgreSQL", url, chosen, covered=False))
    else:
        left_out.append("The suite on PostgreSQL: no server programs (15 or later) here.")
    covered = True if arguments else report_coverage()
    summarize(runs, left_out, covered)
    return max(abs(run.exit_code) for run in runs) or (0 if covered else 2)


def provide(find, package: str):
    """Find a program, after installing it where that is allowed."""
    if not find() and may_install() and not install(package):
        print(f"\n*** {package} could not be installed. ***\n", flush=True)
    return find()


def run_suite(database: str, url: str | None, arguments: list[str], *, covered: bool) -> Run:
    """Run pytest on one database, showing what it says, on all cores."""
    print(f"\n=== The suite on {database} ===\n", flush=True)
    run = Run(database)
    report = REPORTS / f"{database.lower()}.xml"
    command = [*runner(covered), f"--junit-xml={report}", *arguments]
    with (
        tempfile.TemporaryDirectory(prefix="brg-tests-", ignore_cleanup_errors=True) as scratch,
        child(command, environment_of(url, scratch)) as pytest,
    ):
        # Other accounts may pass through, as root's PostgreSQL does on its way to its own folder.
        Path(scratch).chmod(0o711)
        for line in shown(pytest):
            run.closing_line = line.strip() or run.closing_line
        run.exit_code = pytest.wait()
    if report.exists():
        count(run, report)
    return run


def environment_of(url: str | None, scratch: str) -> dict[str, str]:
    """The environment of a run: its database, and a folder that takes all it leaves behind."""
    environment = os.environ | {"COVERAGE_FILE": str(REPORTS / "coverage"), "TMPDIR": scratch}
    environment.pop("DATABASE_URL", None)
    return environment | ({"DATABASE_URL": url} if url else {})


def runner(covered: bool) -> list[str]:
    """The words that start pytest, under coverage or not."""
    under = ["coverage", "run", "-m"] if covered else []
    workers = ["--numprocesses=auto", "--dist=worksteal"]
    return [sys.executable, "-m", *under, "pytest", *workers, "--durations=15", "--durations-min=2"]


@contextlib.contextmanager
def child(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    """Run a program for the length of the block; it does not outlive the block."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def shown(process: subprocess.Popen) -> Iterator[str]:
    """Pass on what a program says as it says it, and yield it line by line."""
    line = b""
    while piece := process.stdout.read1():
        sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        *lines, line = (line + piece).split(b"\n")
        yield from (each.decode(errors="replace") for each in lines)
    yield line.decode(errors="replace")


def count(run: Run, report: Path) -> None:
    """Count how the tests ended, and why some were skipped, from pytest's report."""
    for case in ElementTree.parse(report).iter("testcase"):
        endings = {child.tag for child in case} & {"failure", "error", "skipped"}
        run.counts.update(endings or {"passed"})
        run.skipped.update(each.get("message", "") for each in case.iter("skipped"))
        run.once += case.find("properties/property[@name='once']") is not None


def report_coverage() -> bool:
    """Print the coverage of the first run and say whether it reaches the bound."""
    environment = os.environ | {"COVERAGE_FILE": str(REPORTS / "coverage")}
    tool = [sys.executable, "-m", "coverage"]
    subprocess.run([*tool, "combine", "--quiet"], cwd=ROOT, env=environment, check=True)
    print("\n=== Coverage of branches, of the run on SQLite ===\n", flush=True)
    report = [*tool, "report", "--skip-covered", "--skip-empty", "--show-missing"]
    return subprocess.run(report, cwd=ROOT, env=environment).returncode == 0


def summarize(runs: list[Run], left_out: list[str], covered: bool) -> None:
    """Say loudly what ran and what did not; pytest's own closing lines stand last."""
    print("\n" + "=" * 78)
    for run in runs:
        counts = run.counts
        print(
            f"{run.database:<11} {counts['passed']} passed, {counts['failure']} failed, "
            f"{counts['error']} errors, {counts['skipped']} skipped"
        )
        for reason, number in run.skipped.most_common():
            print(f"            skipped {number}: {reason}")
        if len(runs) > 1 and run.once and not runs[1].once:
            print(f"            {run.once} of them here alone: no database can change how they end")
    for what in left_out:
        print(f"*** LEFT OUT *** {what}")
    if not covered:
        print("*** TOO LITTLE COVERAGE *** The bound is fail_under in pyproject.toml.")
    print("=" * 78 + "\n")
    for run in runs:
        print(run.closing_line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
