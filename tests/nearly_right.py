"""Forms as the portal gives them out, sent with one or two fields that nobody means.

A form that is wrong throughout is refused by its first field. These go further.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

import html5lib
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode

from tests.access_table import READING, lines
from tests.hostile import HUGE, TEXTS
from tests.roles import World

# Leads have most of the forms.
ROLES = ("visitor", "employee", "member", "hidden", "lead", "lead", "lead", "curator")
READ = {
    role: [address for address, _, answers in lines(READING) if answers[role] == "200"]
    for role in ROLES
}
CONTROLS = ("input", "textarea", "select", "button")
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sending:
    """A form that somebody sends, with what was put into which fields."""

    address: str
    fields: MultiValueDict
    hostile: tuple[str, ...]

    def send(self, browser):
        body = urlencode(self.fields, doseq=True)
        return browser.generic("POST", self.address, body, content_type=FORM)

    def __str__(self):
        put = {name: self.fields.getlist(name)[-1][:80] for name in self.hostile}
        return f"{self.address} {put!r}"


class Fiddler:
    """Draws pages with forms, the same ones for the same seed, and fiddles with what they hold."""

    def __init__(self, seed: int, world: World):
        self.chance = random.Random(seed)
        self.names = world.names

    def pages(self) -> Iterator[tuple[str, str]]:
        """Roles and addresses without end."""
        while True:
            role = self.chance.choice(ROLES)
            yield role, self.chance.choice(READ[role]).format_map(self.names)

    def sending(self, address: str, page: bytes) -> Sending | None:
        """One of the forms of a page, a little wrong; None where it has none to be sent."""
        forms = list(forms_of(address, page))
        if not forms:
            return None
        target, fields = self.chance.choice(forms)
        names = sorted(set(fields) - {"csrfmiddlewaretoken"})
        hostile = self.chance.sample(names, min(len(names), self.chance.choice([0, 1, 1, 1, 2])))
        for name in hostile:
            fields.setlist(name, self._values())
        return Sending(target, fields, tuple(hostile))

    def _values(self) -> list[str]:
        value = self.chance.choice(TEXTS)
        if self.chance.random() < 0.02:
            value = self.chance.choice(HUGE).decode("utf-8", "replace")
        # What is sent twice counts as what was sent last.
        value = value.encode("utf-8", "replace").decode()
        return [value] * self.chance.choice([1, 1, 1, 2])


def forms_of(address: str, page: bytes) -> Iterator[tuple[str, MultiValueDict]]:
    """Where each form of a page is sent to, and what it holds if nothing is touched."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    for form in tree.iter("form"):
        if form.get("method", "get").lower() == "post":
            yield urljoin(address, form.get("action", "")), _fields(form)


def _fields(form) -> MultiValueDict:
    fields = MultiValueDict()
    for control in form.iter():
        name, kind = control.get("name"), control.get("type")
        if control.tag not in CONTROLS or not name or kind == "file":
            continue
        # Of boxes to tick and of buttons with one name, the last one stands for all.
        if kind != "radio" or name not in fields or control.get("checked") is not None:
            fields.setlist(name, [_value(control)])
    return fields


def _value(control) -> str:
    if control.tag == "textarea":
        return control.text or ""
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        return _value((chosen or options)[0]) if options else ""
    return control.get("value", "on" if control.get("type") == "checkbox" else "")
