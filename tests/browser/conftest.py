"""A real browser, a real server, and the demonstration organization between them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connection, connections
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bin.programs import find_chromium
from tests.browser.look import Look
from tests.browser.window import SWITCHES, Window, sign_in

HERE = Path(__file__).parent
CHROMIUM = find_chromium()
EMPLOYEES = 400


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


class StaticFiles(StaticFilesHandler):
    """Static files as Django serves them while developing, but kept by the browser.

    The stylesheet is some thirty files here, and asking for each again takes longer than the page.
    """

    def serve(self, request):
        response = super().serve(request)
        response["Cache-Control"] = "max-age=3600"
        return response


@pytest.fixture(scope="package")
def site(organization) -> Iterator[str]:
    """Serve the portal on a free port of this machine and give its address."""
    server = LiveServerThread("127.0.0.1", StaticFiles)
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

    def context_of(who, *, reads_only: bool, **options) -> BrowserContext:
        key = (who, *sorted(options.items())) if reads_only else object()
        if key not in kept:
            context = browser.new_context(base_url=site, reduced_motion="reduce", **options)
            context.set_default_timeout(10_000)
            if who:
                sign_in(context, site, who)
            kept[key] = context
        return kept[key]

    yield context_of
    for context in kept.values():
        context.close()


@pytest.fixture
def open_as(contexts, site: str) -> Iterator[Callable[..., Window]]:
    """Open windows: `open_as("member@demo.example", "/groups/", width=320, theme="dark")`.

    Without a name it is a visitor; in place of a path it takes a Look. Whatever went wrong in a
    window fails the test at its end; `status` is the answer that the first page is to give.
    """
    windows = []

    def open_window(who=None, where="/", *, width=1280, theme="light", status=200, **options):
        look = where if isinstance(where, Look) else None
        context = contexts(who, reads_only=bool(look and look.only_reads), **options)
        expected = look.status if look else status
        # A form that is sent back answers 422 for errors, 409 where somebody else has saved.
        allowed = {expected, 409, 422} if look and look.sent is not None else {expected}
        window = Window(context, context.new_page(), site, allowed)
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
        window.page.close()
    assert [complaint for window in windows for complaint in window.complaints] == []
