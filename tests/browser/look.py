"""How one page is looked at: as whom, in which state, and when it is ready."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.test import RequestFactory
from django.urls import reverse
from playwright.sync_api import Page


@dataclass(frozen=True)
class Look:
    """One page as one person sees it; `name` is also the picture's."""

    name: str
    route: str
    kwargs: Mapping[str, object] | Callable[[], Mapping[str, object]] = field(default_factory=dict)
    who: str | None = None
    query: str = ""
    status: int = 200
    # What has to be in the database before.
    given: Callable[[], object] | None = None
    # What shows that the page is there.
    ready: str = "main h1"
    # What to fill in, by the names of the fields, before the form of the page is sent.
    sent: Mapping[str, str] | None = None
    # What else is done on the page, by whoever has a pointer and scripts.
    done: Callable[[Page], object] | None = None

    @property
    def path(self) -> str:
        kwargs = self.kwargs() if callable(self.kwargs) else self.kwargs
        return reverse(self.route, kwargs=dict(kwargs)) + self.query

    @property
    def asks(self) -> bool:
        """Whether something is sent from the page, which may be refused."""
        return self.sent is not None or self.done is not None

    @property
    def only_reads(self) -> bool:
        """Whether the browser is afterwards as it was, for the next look of the same person."""
        return not self.asks and self.given is None

    def begin(self, page: Page) -> None:
        """Prepare what the page needs before it is opened in a window."""
        if self.given:
            self.given()

    def finish(self, page: Page) -> None:
        """Bring an opened page to where it is looked at."""
        if self.sent is not None:
            with page.expect_navigation(wait_until="load"):
                page.evaluate(SEND, dict(self.sent))
        if self.done:
            self.done(page)
        page.locator(self.ready).first.wait_for()
        page.evaluate("document.fonts.ready.then(() => true)")


# Sent by script, because the browser itself would not send what it knows to be wrong.
SEND = """values => {
    const form = document.querySelector("main form[method=post]");
    for (const [name, value] of Object.entries(values)) {
        for (const control of form.querySelectorAll(`[name="${name}"]`)) {
            if (control.type === "radio") control.checked = control.value === value;
            else control.value = value;
        }
    }
    form.submit();
}"""


@dataclass(frozen=True)
class Trouble(Look):
    """A page for a bad day, drawn here and given to the browser in place of an answer."""

    template: str = ""

    @property
    def path(self) -> str:
        return f"/-/{self.template}"

    def begin(self, page: Page) -> None:
        """Answer for the server at this page's address."""
        request = RequestFactory().get(self.path)
        request.user = AnonymousUser()
        body = render(request, self.template).content
        page.route(
            f"**{self.path}",
            lambda route: route.fulfill(status=self.status, body=body, content_type="text/html"),
        )
