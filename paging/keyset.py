from dataclasses import dataclass, field

from django.db.models import Q


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, and the key to ask for what follows ("" at the end)."""

    rows: list = field(default_factory=list)
    after: str = ""
    is_first: bool = True


def keyset_page(rows, *, order, key, after="", size=24):
    """A page of `rows` by position, as fast at the end of a long list as at its start.

    `order` names the fields to sort by, "-" before a falling one; the last is unique, and
    none is null. `key` names the unique field that addresses carry: `after` holds its value
    in the last row of the page before. An unknown one begins at the start.
    """
    rows = rows.order_by(*order)
    anchor = _anchor(rows, order, key, after)
    if anchor:
        rows = rows.filter(_beyond(order, anchor))
    return _page(list(rows[: size + 1]), key, size, is_first=not anchor)


def first_page(found, *, key, size=24):
    """As `keyset_page` gives it, of rows that were read in order: one more than `size`."""
    return _page(found, key, size, is_first=True)


def _page(found, key, size, *, is_first):
    rows, has_more = found[:size], len(found) > size
    return Page(rows, str(_value(rows[-1], key)) if has_more else "", is_first)


def keyset_batches(rows, *, order, size=1000):
    """Every row in order, in lists of at most `size`, each asked for when it is wanted.

    `order` as above. Each list begins past the last row of the one before, whatever has become of
    that row meanwhile. Memory holds one list, and no statement stays open between two.
    """
    rows = rows.order_by(*order)
    names = [name.removeprefix("-") for name in order]
    batch = list(rows[:size])
    while batch:
        yield batch
        anchor = [_value(batch[-1], name) for name in names]
        full = len(batch) == size
        batch = list(rows.filter(_beyond(order, anchor))[:size]) if full else []


def _anchor(rows, order, key, after):
    """The sorting values of the row that the page before ended with."""
    # PostgreSQL's text cannot hold NUL, and refuses to be asked for it.
    if not after or "\0" in after:
        return None
    names = [name.removeprefix("-") for name in order]
    try:
        return rows.order_by().filter(**{key: after}).values_list(*names).first()
    except ValueError:
        # A word where the key is a number.
        return None


def _beyond(order, anchor):
    """Rows past the anchor: greater in the first field, or equal there and beyond in the next.

    Not being before the anchor follows from that; said alone, it shows databases where in an
    index to begin.
    """
    beyond = Q(pk__in=[])
    for name, value in reversed(list(zip(order, anchor, strict=True))):
        side = "lt" if name.startswith("-") else "gt"
        name = name.removeprefix("-")
        not_before = Q(**{f"{name}__{side}e": value})
        beyond = not_before & (Q(**{f"{name}__{side}": value}) | beyond)
    return beyond


def _value(row, key):
    return row[key] if isinstance(row, dict) else getattr(row, key)
