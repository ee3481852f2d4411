"""Every page is in the table that the browser's tests and the pictures walk over."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

from tests.browser.pages import LOOKS, WITHOUT_A_LOOK


def routes(resolver=None, space: str = "") -> Iterator[str]:
    """The name of every route, with its namespace."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.pattern}"
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, inner)


def test_every_route_is_looked_at_or_says_why_not():
    known = {look.route for look in LOOKS if look.route} | WITHOUT_A_LOOK.keys()
    assert sorted(set(routes()) - known) == []


def test_nothing_is_listed_that_is_not_there():
    assert sorted(WITHOUT_A_LOOK.keys() - set(routes())) == []
    assert WITHOUT_A_LOOK.keys() & {look.route for look in LOOKS} == set()


def test_each_look_has_a_name_of_its_own():
    names = [look.name for look in LOOKS]
    assert sorted(names) == sorted(set(names))
