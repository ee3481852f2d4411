import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Region
from paging.keyset import keyset_batches, keyset_page
from tests import factories

ORDERS = [["name", "pk"], ["-name", "pk"], ["time_zone", "-name", "pk"], ["-time_zone", "-pk"]]
ZONES = st.sampled_from(["America/Denver", "Pacific/Honolulu", "America/New_York"])


def walk(order, size):
    """Every row of every page, in the order in which the pages bring them."""
    after, found = "", []
    while True:
        page = keyset_page(Region.objects, order=order, key="slug", after=after, size=size)
        found += page.rows
        if not page.after:
            return found
        after = page.after


class Walking(TestCase):
    @given(st.lists(ZONES, max_size=12), st.sampled_from(ORDERS), st.integers(1, 5))
    @settings(max_examples=40)
    def test_pages_bring_every_row_once_and_in_order(self, zones, order, size):
        for zone in zones:
            factories.region(time_zone=zone)
        assert walk(order, size) == list(Region.objects.order_by(*order))


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["", "nothing-like-it"])
def test_an_unknown_position_is_the_start(after):
    first = factories.region(name="A")
    page = keyset_page(Region.objects, order=["name", "pk"], key="slug", after=after)
    assert (page.rows, page.after, page.is_first) == ([first], "", True)


@pytest.mark.django_db
def test_a_row_that_comes_in_before_the_position_shifts_nothing():
    for name in "BCD":
        factories.region(name=name, slug=name.lower())
    factories.region(name="A", slug="a")
    page = keyset_page(Region.objects, order=["name", "pk"], key="slug", after="b", size=1)
    assert ([row.name for row in page.rows], page.after, page.is_first) == (["C"], "c", False)


class Batches(TestCase):
    @given(st.lists(ZONES, max_size=12), st.sampled_from(ORDERS), st.integers(1, 5))
    @settings(max_examples=40)
    def test_batches_bring_every_row_once_and_in_order(self, zones, order, size):
        for zone in zones:
            factories.region(time_zone=zone)
        batches = list(keyset_batches(Region.objects, order=order, size=size))
        assert [row for batch in batches for row in batch] == list(Region.objects.order_by(*order))
        assert all(0 < len(batch) <= size for batch in batches)


@pytest.mark.django_db
def test_a_batch_goes_on_after_a_row_that_is_gone_meanwhile():
    for name in "ABCD":
        factories.region(name=name, slug=name.lower())
    batches = keyset_batches(Region.objects, order=["name", "pk"], size=2)
    first = next(batches)
    Region.objects.filter(pk=first[-1].pk).delete()
    assert [[row.name for row in batch] for batch in batches] == [["C", "D"]]
