import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from figures.models import PublishedFigure
from tests import factories

pytestmark = pytest.mark.django_db


def figure(value):
    return PublishedFigure.objects.create(
        value=value, published=timezone.now(), checked=factories.today()
    )


@pytest.mark.parametrize("value", [1, 9, 11, 955, 999, 1001, 1050, 3047])
def test_the_table_cannot_hold_an_exact_count(value):
    with pytest.raises(IntegrityError, match="figure_is_rounded"), transaction.atomic():
        figure(value)


@pytest.mark.parametrize("value", [0, 10, 950, 990, 1000, 1100, 210_000])
def test_the_table_holds_what_may_be_published(value):
    assert figure(value).pk
