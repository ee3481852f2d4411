"""A real browser, a real server, and the demonstration organization between them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from csp.constants import HEADER
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connection, connections
from django.http import FileResponse
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bin.programs import find_chromium
from tests.browser.look import Look
from tests.browser.window import AXE, SWITCHES, Window, sign_in

HERE = Path(__file__).parent
CHROMIUM = find_chromium()
EMPLOYEES = 400
AXE_FILE = settings.BASE_DIR / "vendor" / "axe" / "axe.min.js"
# What a window says to the site that is to have the policy report.
REPORT_HEADER = "X-Report"
REPORT = "HTTP_X_REPORT"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder, and say what is skipped where there is no browser."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="package")
def organization(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Load the demonstration once for all tests of this folder, committed so the server sees it.

    What a test changes stays changed for the next one: a test that writes does it as a person of
    its own.
    """
    with django_db_blocker.unblock():
        assert not get_user_model().objects.exists(), "This is no empty test database."
        made_by_migrations = connection.creation.serialize_db_to_string()
        with override_settings(DEMO=True, STAFF_NEED_SECOND_FACTOR=False):
            call_command("load_demo", employees=EMPLOYEES, verbosity=0)
            yield
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        connection.creation.deserialize_db_from_string(made_by_migrations)


class Site(StaticFilesHandler):
    """The portal and its static files, which the browser keeps; and axe, at an address of its own.

    The stylesheet is some thirty files here, and asking for each again takes longer than the page.
    """

    def __call__(self, environ, start_response):
        if environ.get(REPORT):
            start_response = reporting(start_response)
        return super().__call__(environ, start_response)

    def _should_handle(self, path):
        return path == AXE or super()._should_handle(path)

    def serve(self, request):
        is_axe = request.path == AXE
        response = FileResponse(AXE_FILE.open("rb")) if is_axe else super().serve(request)
        response["Cache-Control"] = "max-age=3600"
        return response


def reporting(start_response):
    """Have the content security policy report what it would refuse, in place of refusing it."""

    def start(status, headers, *rest):
        renamed = [
            # A sandbox is closed or is not: a policy that only reports may not ask for one.
            (f"{name}-Report-Only", re.sub(r"; sandbox[^;]*", "", value))
            if name == HEADER
            else (name, value)
            for name, value in headers
        ]
        return start_response(status, renamed, *rest)

    return start


@pytest.fixture(scope="package")
def site(organization) -> Iterator[str]:
    """Serve the portal on a free port of this machine and give its address."""
    server = LiveServerThread("127.0.0.1", Site)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for each process that runs tests."""
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, and Django takes that for an asynchronous
        # caller, who must not wait and gets connections of its own. The tests are no such caller:
        # they and the browser take turns.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()
        connections.close_all()


@pytest.fixture(scope="package")
def contexts(browser: Browser, site: str) -> Iterator[Callable[..., BrowserContext]]:
    """Give contexts, each signed in as somebody; one that is only read in serves again."""
    kept = {}

    def new(who, *, reports: bool, **options) -> BrowserContext:
        headers = {REPORT_HEADER: "yes"} if reports else {}
        options |= {"base_url": site, "reduced_motion": "reduce", "extra_http_headers": headers}
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        if who:
            sign_in(context, site, who)
        return context

    def context_of(who, *, reads_only: bool, **options) -> BrowserContext:
        if not reads_only:
            return new(who, **options)
        key = (who, *sorted(options.items()))
        if key not in kept:
            kept[key] = new(who, **options)
        return kept[key]

    yield context_of
    for context in kept.values():
        context.close()


@pytest.fixture
def open_as(contexts, site: str) -> Iterator[Callable[..., Window]]:
    """Open windows: `open_as("member@demo.example", "/groups/", width=320, theme="dark")`.

    Without a name it is a visitor; in place of a path it takes a Look. Whatever went wrong in a
    window fails the test at its end; `status` is the answer that the first page is to give. Where
    `reports` is true, the content security policy says what it would refuse, and refuses nothing.
    """
    windows = []

    def open_window(
        who=None, where="/", *, width=1280, theme="light", status=200, reports=False, **options
    ):
        look = where if isinstance(where, Look) else None
        only_reads = bool(look and look.only_reads)
        context = contexts(who, reads_only=only_reads, reports=reports, **options)
        expected = look.status if look else status
        # A form that is sent back answers 422 for errors, 409 where somebody else has saved.
        allowed = {expected, 409, 422} if look and look.asks else {expected}
        # The browser takes longer over a new window than over a new page in it.
        page = context.pages[0] if only_reads and context.pages else context.new_page()
        window = Window(context, page, site, allowed, is_kept=only_reads)
        windows.append(window)
        window.page.set_viewport_size({"width": width, "height": 900})
        window.page.emulate_media(color_scheme=theme)
        window.listen()
        path = look.path if look else where
        if look:
            look.begin(window.page)
        response = window.page.goto(path, wait_until="load")
        assert response.status == expected, f"{path} as {who}: {response.status}"
        if look:
            look.finish(window.page)
        return window

    yield open_window
    for window in windows:
        window.leave()
    assert [complaint for window in windows for complaint in window.complaints] == []
