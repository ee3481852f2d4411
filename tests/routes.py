"""Every route of the portal, and which of them an address leads to."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, resolve


def all_routes() -> set[str]:
    """The patterns of all routes, the libraries' and the admin's among them, as text."""
    return set(walk(get_resolver(), ""))


def walk(resolver: URLResolver, before: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = joined(before, str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from walk(entry, route)


def joined(before: str, after: str) -> str:
    """Two parts of a pattern as one, as Django joins them in `ResolverMatch.route`."""
    return before + after.removeprefix("^") if before else after


def route_of(address: str) -> str:
    """The pattern that an address leads to. Raises Resolver404 where there is none."""
    return resolve(address.partition("?")[0]).route
