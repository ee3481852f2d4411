"""What a page weighs on the wire, from the server and the compressed files of production."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from bin.serve import free_port, server, wait_for

MOST_REQUESTS = 6
FIRST_VISIT_BYTES = 60_000
NEXT_PAGE_BYTES = 15_000


@pytest.fixture(scope="module")
def production(organization, tmp_path_factory):
    """Serve the test database as production does, and give the address."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
        environment.setenv("STATIC_ROOT", str(tmp_path_factory.mktemp("static")))
        environment.setenv("DATABASE_URL", address_of_the_test_database())
        environment.setenv("ALLOWED_HOSTS", "127.0.0.1")
        environment.setenv("INSECURE_LOOPBACK", "1")
        environment.setenv("DEMO", "1")
        environment.setenv("SECRET_KEY", settings.SECRET_KEY)
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(collect, cwd=settings.BASE_DIR, check=True)
        port = free_port()
        with server(port, log=subprocess.DEVNULL):
            wait_for(f"http://127.0.0.1:{port}/livez")
            yield f"http://127.0.0.1:{port}"


def address_of_the_test_database() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(database['NAME'])}"
    login = f"{database['USER']}:{database['PASSWORD']}".rstrip(":")
    if database["HOST"].startswith("/"):
        return f"postgres://{login}@/{database['HOST']}/{database['NAME']}"
    port = database["PORT"] or 5432
    return f"postgres://{login}@{database['HOST']}:{port}/{database['NAME']}"


@pytest.fixture
def visit(browser, production):
    """Open pages in one fresh context and give, for each, the sizes of its answers by address."""
    context = browser.new_context(base_url=production)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    seen: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire.on(
        "Network.responseReceived", lambda e: seen.update({e["requestId"]: e["response"]["url"]})
    )
    wire.on(
        "Network.loadingFinished",
        lambda event: sizes.update({seen[event["requestId"]]: int(event["encodedDataLength"])}),
    )

    def open_page(path: str) -> dict[str, int]:
        sizes.clear()
        page.goto(path, wait_until="networkidle")
        # What the browser had kept costs nothing on the wire.
        return {address: size for address, size in sizes.items() if size}

    yield open_page
    context.close()


def test_the_first_visit_is_light(visit):
    loaded = visit("/")
    assert len(loaded) <= MOST_REQUESTS, loaded
    assert sum(loaded.values()) <= FIRST_VISIT_BYTES, loaded


@pytest.mark.parametrize("path", ["/groups/", "/groups/kp-pride/", "/accounts/login/"])
def test_the_next_page_is_lighter(visit, path):
    visit("/")
    loaded = visit(path)
    assert sum(loaded.values()) <= NEXT_PAGE_BYTES, loaded
