"""A browser window that keeps a list of everything that should not have happened in it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import BrowserContext, Page

# The sandbox needs rights that a container does not give; the rest keeps the browser at home.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Where the site has axe for those who measure with it.
AXE = "/axe.min.js"


@dataclass
class Window:
    """A page in a context of its own, and the complaints about it.

    Errors and warnings of the console (a breach of the content security policy is one), errors of
    scripts, requests that failed, answers of 400 and more, and requests to another host.
    """

    context: BrowserContext
    page: Page
    site: str
    allowed: set[int] = field(default_factory=set)
    # Whether the next test opens a page in the same window.
    is_kept: bool = False
    complaints: list[str] = field(default_factory=list)
    _heard: dict[str, Callable] = field(default_factory=dict)

    def listen(self) -> None:
        """Begin to note what goes wrong."""
        self._heard = {
            "console": self._note_console,
            "pageerror": self._note_error,
            "request": self._note_request,
            "requestfailed": self._note_failure,
            "response": self._note_response,
        }
        for event, note in self._heard.items():
            self.page.on(event, note)

    def be_deaf(self) -> None:
        """Note nothing more: what comes now is the doing of the test."""
        for event, note in self._heard.items():
            self.page.remove_listener(event, note)
        self._heard = {}

    def leave(self) -> None:
        """Leave the window as it was found, or close it with all that belongs to it."""
        self.be_deaf()
        if self.is_kept:
            self.page.unroute_all()
        else:
            self.context.close()

    def _note(self, what: str) -> None:
        self.complaints.append(f"{what} (on {self.page.url})")

    def _note_error(self, error) -> None:
        self._note(f"script: {error}")

    def _note_console(self, message) -> None:
        # The browser tells of a refused form (422) or a missing page (404) here too; whether that
        # was expected is for _note_response to say.
        answered = "the server responded with a status of" in message.text
        reported = "The policy is report-only" in message.text
        if message.type in {"error", "warning"} and not answered or reported:
            self._note(f"console: {message.text}")

    def _note_request(self, request) -> None:
        # A picture drawn in a stylesheet has no host: data:image/svg+xml,...
        parts = urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" != self.site:
            self._note(f"another host: {request.url}")

    def _note_failure(self, request) -> None:
        # Leaving a page ends what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"failed: {request.url} {request.failure}")

    def _note_response(self, response) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self._note(f"answered {response.status}: {response.request.method} {response.url}")


def signed_in(who) -> Client:
    """A client of somebody who has just signed in: a person, or an address; None is a visitor."""
    client = Client()
    if who is None:
        return client
    person = get_user_model().objects.get(email=who) if isinstance(who, str) else who
    client.force_login(person)
    session = client.session
    # Pages that matter for the account ask how long ago the password was typed.
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def sign_in(context: BrowserContext, site: str, who) -> None:
    """Give a context the session of somebody who has just signed in."""
    client = signed_in(who)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
