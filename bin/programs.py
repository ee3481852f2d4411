"""Finds programs that the tests use, and installs them where Debian's apt and root allow it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

OLDEST_POSTGRES = 15

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

# Debian keeps the server's programs out of PATH; Homebrew keeps each version in a folder.
POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


def find_chromium() -> str | None:
    """Return the path of a Chromium that this machine has, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def find_postgres() -> Path | None:
    """Return the folder of the newest PostgreSQL server programs, 15 or later, or None."""
    folders = [Path(path) for pattern in POSTGRES_FOLDERS for path in Path("/").glob(pattern[1:])]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    versions = {folder: postgres_version(folder) for folder in folders}
    newest = max(versions, key=versions.__getitem__, default=None)
    return newest if newest and versions[newest] >= OLDEST_POSTGRES else None


def postgres_version(folder: Path) -> int:
    """Return the major version of the server in a folder, 0 where there is none."""
    if not all((folder / name).is_file() for name in ("postgres", "initdb", "pg_ctl")):
        return 0
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    found = re.search(r"\b(\d+)", said.stdout)
    return int(found[1]) if found else 0


def may_install() -> bool:
    """Whether packages can be installed here without asking anybody: root, and Debian's apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(package: str) -> bool:
    """Install a Debian package, with the lists fetched anew if the first try fails."""
    print(f"\n*** Installing {package} with apt-get: the tests use it. ***\n", flush=True)
    fetch = ["apt-get", "install", "--yes", "--no-install-recommends", package]
    return apt(fetch) or (apt(["apt-get", "update"]) and apt(fetch))


def apt(command: list[str]) -> bool:
    """Run apt without questions, and say whether it worked."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    return done.returncode == 0
