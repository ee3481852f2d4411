"""How often people came to events, by quarter: to leads of their group, to curators of all."""

import datetime as dt
import re

import pytest

from attendance.models import VisitQuarter
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kin():
    return factories.brg(slug="kin")


def quarters(brg, *numbers):
    for number, came in enumerate(numbers):
        day = dt.date(2024 + number // 4, 1 + 3 * (number % 4), 1)
        VisitQuarter.objects.create(brg=brg, begins=day, came=came)
        if brg:
            brg.quarters.create(begins=day, joined=0, left=0)


def shown(response):
    part = response.content.decode().partition('aria-labelledby="visits"')[2]
    found = re.findall(r'<th scope="row">(.+?)</th><td class="number">(.+?)</td>', part)
    return [f"{name}: {came}" for name, came in found]


def test_leads_see_their_group_s_last_eight_quarters(client, kin):
    client.force_login(factories.lead(kin))
    quarters(kin, 10, 0, 30, 40, 50, 60, 70, 80, 1200)
    quarters(None, 9900)
    quarters(factories.brg(), 550)
    assert shown(client.get("/manage/kin/")) == [
        *("Q2 2024: Fewer than 10", "Q3 2024: 30", "Q4 2024: 40", "Q1 2025: 50"),
        *("Q2 2025: 60", "Q3 2025: 70", "Q4 2025: 80", "Q1 2026: 1,200+"),
    ]


def test_curators_see_all_groups_together_and_none_alone(client, kin, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(factories.curator())
    quarters(kin, 120)
    quarters(None, 9900, 3400)
    assert shown(client.get("/admin/")) == ["Q1 2024: 9,900+", "Q2 2024: 3,400+"]


def test_before_the_first_quarter_it_says_when_there_will_be_one(client, kin):
    client.force_login(factories.lead(kin))
    page = client.get("/manage/kin/").content.decode()
    assert "The first quarter is shown when it has ended, and its last lists are in." in page
