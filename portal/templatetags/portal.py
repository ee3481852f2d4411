"""Icons, woven bands and the site's name, for templates."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from content import diff
from content import weave as weaving

register = template.Library()

PLACES = (
    ("home", "house", _("Home")),
    ("groups", "users-round", _("Groups")),
    ("events", "calendar-days", _("Events")),
)
OWN_PLACE = ("me", "circle-user-round", _("Me"))
DOOR = ("account_login", "log-in", _("Sign in"))
CURRENT = mark_safe(' aria-current="page"')  # Safe: a constant.
ICONS = Path(__file__).resolve().parents[2] / "vendor" / "lucide"


@cache
def shapes(name: str) -> SafeString:
    """What is drawn in the icon's frame; raises FileNotFoundError for one not vendored."""
    svg = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL).group(1)
    # Safe: a file of this repository, held to its checksum by a test.
    return mark_safe(re.sub(r"\s*\n\s*", "", inner).replace(" />", "/>"))  # noqa: S308


@cache
def plain_icon(name: str) -> SafeString:
    """The icon as decoration beside words."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', shapes(name)
    )


@register.simple_tag
def icon(name: str, label: str | None = None) -> SafeString:
    """An inline icon: decoration beside words, or named by `label` where it stands alone."""
    if label is None:
        return plain_icon(name)
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" role="img"><title>{}</title>{}</svg>',
        label,
        shapes(name),
    )


@register.simple_tag
def weave(slug: str, hue: int) -> SafeString:
    """The woven band that belongs to a group's slug and hue, as inline SVG."""
    return weaving.band(slug, hue).svg


@register.simple_tag
def difference(old: str, new: str) -> list[diff.Piece]:
    """What leads from one text to another, word by word, for `components/_diff.html`."""
    return diff.difference(old, new)


@register.simple_tag
def site_name() -> str:
    """The site's name where no request is at hand, as on the pages for a bad day."""
    return settings.SITE_NAME


@register.simple_tag
def asset(path: str) -> str:
    """A static file's address, plain where the manifest does not have it: a page for a bad day must
    not need a good one."""
    try:
        return static(path)
    except ValueError:
        return settings.STATIC_URL + path


def route(name: str) -> str | None:
    """The address of a place, or None where the site does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


@cache
def bar(current: str, signed_in: bool, *world: str | None) -> SafeString:
    """The four places as list items; `world` is whatever else the addresses and words depend on."""
    found = [
        (route(name), *rest, name) for name, *rest in (*PLACES, OWN_PLACE if signed_in else DOOR)
    ]
    return format_html_join(
        "\n",
        '<li><a href="{}"{}>{}<span>{}</span></a></li>',
        (
            (url, CURRENT if name == current else "", plain_icon(drawing), words)
            for url, drawing, words, name in found
            if url
        ),
    )


class PlacesNode(template.Node):
    """Draws the bar of places; what it wraps says which place the page belongs to."""

    def __init__(self, nodelist: template.NodeList):
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        user = context.get("user")
        signed_in = bool(user and user.is_authenticated)
        world = get_language(), get_script_prefix(), get_urlconf()
        return bar(self.nodelist.render(context).strip(), signed_in, *world)


@register.tag
def places(parser: template.base.Parser, token: template.base.Token) -> PlacesNode:
    """`{% places %}groups{% endplaces %}`: a wrapped block lets each page name its place."""
    nodelist = parser.parse(("endplaces",))
    parser.delete_first_token()
    return PlacesNode(nodelist)
