"""Every page, and as whom it is looked at: what tests of all pages, and pictures, walk over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.test import RequestFactory
from django.urls import reverse
from playwright.sync_api import Page

EMPLOYEE = "employee@demo.example"
MEMBER = "member@demo.example"
HIDDEN = "hidden@demo.example"
LEAD = "lead@demo.example"
CURATOR = "curator@demo.example"
ADMIN = "admin@demo.example"


@dataclass(frozen=True)
class Look:
    """One page as one person sees it; `name` is also the picture's."""

    name: str
    route: str
    kwargs: Mapping[str, object] | Callable[[], Mapping[str, object]] = field(default_factory=dict)
    who: str | None = None
    query: str = ""
    status: int = 200
    # What shows that the page is there.
    ready: str = "main h1"
    # What to fill in, by the names of the fields, before the form is sent to be refused.
    sent: Mapping[str, str] | None = None

    @property
    def path(self) -> str:
        kwargs = self.kwargs() if callable(self.kwargs) else self.kwargs
        return reverse(self.route, kwargs=dict(kwargs)) + self.query

    def begin(self, page: Page) -> None:
        """Prepare a window before the page is opened in it."""

    def finish(self, page: Page) -> None:
        """Bring an opened page to where it is looked at."""
        if self.sent is not None:
            with page.expect_navigation(wait_until="networkidle"):
                page.evaluate(SEND, dict(self.sent))
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


def group(slug: str) -> dict[str, str]:
    return {"slug": slug}


def row_of(model: str, **facts) -> Callable[[], dict[str, object]]:
    """The address of one row in the admin, found when it is asked for."""
    return lambda: {"object_id": apps.get_model(model).objects.get(**facts).pk}


FIRST_VISIT = [
    Look("home-visitor", "home"),
    Look("groups-visitor", "groups"),
    Look("groups-found", "groups", query="?q=asian&sort=size", who=EMPLOYEE),
    Look("groups-none", "groups", query="?q=zzzz"),
    Look("group-visitor", "group", group("genkp")),
    Look("group-long-name", "group", group("kpability")),
    Look("events", "events"),
    Look("concerns", "concerns"),
]
BELONGING = [
    Look("home-employee", "home", who=EMPLOYEE),
    Look("home-member", "home", who=MEMBER),
    Look("group-employee", "group", group("kp-pride"), who=EMPLOYEE),
    Look("group-member", "group", group("kpac"), who=MEMBER),
    Look("group-lead", "group", group("kpapia"), who=LEAD),
    Look("join", "group-join", group("kp-pride"), who=EMPLOYEE),
    Look("join-refused", "group-join", group("genkp"), who=EMPLOYEE, sent={"visibility": ""}),
    Look("visibility", "group-visibility", group("kpac"), who=MEMBER),
    Look("leave", "group-leave", group("kpac"), who=MEMBER),
    Look("members", "group-members", group("kpac"), who=MEMBER),
    Look("members-lead", "group-members", group("kpapia"), who=LEAD),
    Look("members-hidden", "group-members", group("kp-pride"), who=HIDDEN),
]
OWN = [
    Look("me", "me", who=MEMBER),
    Look("me-groups", "me-groups", who=MEMBER),
    Look("me-groups-none", "me-groups", who=EMPLOYEE),
    Look("me-settings", "me-settings", who=MEMBER),
    Look("me-privacy", "me-privacy", who=LEAD),
    Look("me-privacy-none", "me-privacy", who=EMPLOYEE),
]
DOORS = [
    Look("sign-in", "account_login"),
    Look("sign-in-refused", "account_login", sent={"login": "nobody", "password": "wrong"}),
    Look("sign-out", "account_logout", who=EMPLOYEE),
    Look("password-forgotten", "account_reset_password"),
    Look("password-sent", "account_reset_password_done"),
    Look("password-change", "account_change_password", who=EMPLOYEE),
]
CURATION = [
    Look("admin", "admin:index", who=CURATOR),
    Look("admin-groups", "admin:brgs_brg_changelist", who=CURATOR),
    Look("admin-group", "admin:brgs_brg_change", row_of("brgs.BRG", slug="kpac"), who=CURATOR),
    Look("admin-group-new", "admin:brgs_brg_add", who=CURATOR),
    Look("admin-group-refused", "admin:brgs_brg_add", who=CURATOR, sent={"name": ""}),
    Look("admin-people", "admin:accounts_user_changelist", who=CURATOR),
]
BAD_DAYS = [
    Look("missing", "group", group("no-such-group"), status=404),
    Trouble("bad-request", "", status=400, template="400.html"),
    Trouble("forbidden", "", status=403, template="403.html"),
    Trouble("stale-form", "", status=403, template="403_csrf.html"),
    Trouble("broken", "", status=500, template="500.html"),
    Trouble("busy", "", status=503, template="503.html"),
]
LOOKS = [*FIRST_VISIT, *BELONGING, *OWN, *DOORS, *CURATION, *BAD_DAYS]

# Routes that answer GET, and why no picture of them is taken.
WITHOUT_A_LOOK = {
    "me-data": "A file to keep.",
    "media": "Pictures.",
    "livez": "A word for a machine.",
    "readyz": "A word for a machine.",
}
