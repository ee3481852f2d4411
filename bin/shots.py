"""make shots: a picture of every page, at three widths, light and dark, into var/shots.

It looks at a demonstration of its own, which it serves on a free port. Arguments choose pages by
their names: make shots ARGS="home-visitor groups-visitor".
"""

import os
import shutil
import subprocess
import sys

import django
from django.core.management import call_command
from playwright.sync_api import sync_playwright

from bin.environment import VAR, use_demonstration
from bin.programs import find_chromium, install, may_install
from bin.serve import free_port, server, wait_for

SHOTS = VAR / "shots"
WIDTHS = (320, 768, 1280)
THEMES = ("light", "dark")
DRAWN = "new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))"


def main(names: list[str]) -> None:
    """Prepare, serve, and take the pictures."""
    if not find_chromium() and may_install():
        install("chromium")
    if not find_chromium():
        sys.exit("The pictures need Chromium, and it is not installed.")
    use_demonstration(VAR / "shots.sqlite3")
    # Set before Django starts: Playwright keeps an event loop, which Django takes for a caller
    # that must not wait for a database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_demo")
    if not names:
        shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with server(port, log=subprocess.DEVNULL):
        site = f"http://127.0.0.1:{port}"
        wait_for(f"{site}/livez")
        take_all(site, names)


def take_all(site: str, names: list[str]) -> None:
    """Take the pictures of the named pages, or of all."""
    # Imported here because the table of pages needs Django to be set up.
    from tests.browser.pages import LOOKS  # noqa: PLC0415
    from tests.browser.window import SWITCHES  # noqa: PLC0415

    looks = [look for look in LOOKS if not names or look.name in names]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=SWITCHES)
        for look in looks:
            take(chromium, site, look)
            print(f"  {look.name}", flush=True)
        chromium.close()
    print(f"{len(looks) * len(WIDTHS) * len(THEMES)} pictures are in {SHOTS}")


def take(chromium, site: str, look) -> None:
    """Take the pictures of one page: opened once, then resized and changed in theme."""
    from tests.browser.window import sign_in  # noqa: PLC0415

    context = chromium.new_context(base_url=site, reduced_motion="reduce")
    if look.who:
        sign_in(context, site, look.who)
    page = context.new_page()
    look.begin(page)
    page.goto(look.path, wait_until="networkidle")
    look.finish(page)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            # A window as high as the page, so that the bar at its foot covers nothing.
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": height})
            # Of a high window the lower end is else at times not drawn yet.
            page.evaluate(DRAWN)
            page.screenshot(path=SHOTS / f"{look.name}-{width}-{theme}.png")
    context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
