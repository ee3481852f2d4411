"""A browser window that keeps a list of everything that should not have happened in it."""

import time
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
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Begin to note what goes wrong."""
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("request", self._note_request)
        self.page.on("requestfailed", self._note_failure)
        self.page.on("response", self._note_response)

    def _note(self, what: str) -> None:
        self.complaints.append(f"{what} (on {self.page.url})")

    def _note_console(self, message) -> None:
        # The browser tells of a refused form (422) or a missing page (404) here too; whether that
        # was expected is for _note_response to say.
        answered = "the server responded with a status of" in message.text
        if message.type in {"error", "warning"} and not answered:
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


def sign_in(context: BrowserContext, site: str, who) -> None:
    """Give a context the session of somebody who has just signed in: a person, or an address."""
    person = get_user_model().objects.get(email=who) if isinstance(who, str) else who
    client = Client()
    client.force_login(person)
    session = client.session
    # Pages that matter for the account ask how long ago the password was typed.
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session.save()
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
