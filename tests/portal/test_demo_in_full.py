"""The demonstration with so many people that its groups are as large as their facts say."""

import io

import pytest
from django.core.management import call_command

from brgs.models import BRG, Membership
from chapters.models import ChapterMembership, ChapterOfficer
from news.models import NewsItem
from portal.demo.memberships import sizes
from tests.seen import undone

pytestmark = pytest.mark.django_db

# The fewest people of whom half make the largest group whole.
ENOUGH = 6094


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """What the command said. It is loaded once, for tests that change nothing."""
    out = io.StringIO()
    with django_db_blocker.unblock(), undone():
        call_command("load_demo", stdout=out, employees=ENOUGH)
        yield out.getvalue()


def group(acronym):
    return BRG.objects.get(acronym=acronym)


def test_figures_come_out_as_the_source_writes_them(demo):
    assert demo.startswith("Loaded the demonstration: 6,094 people, 10 gr")
    figures = {brg.acronym: str(brg.members_figure) for brg in BRG.objects.all()}
    assert figures == {
        "genKP": "3,000+",
        "KPAPIA": "2,200+",
        "KPAbility": "640",
        "KPLA": "1,900+",
        "KPVA": "730",
        "KP Pride": "1,400+",
        "WE@KP": "2,300+",
        "KPAC": "950",
        "KPNAPA": "80",
        "KPAAPA": "2,100+",
    }
    counts = {
        brg.acronym: Membership.objects.counted().filter(brg=brg).count()
        for brg in BRG.objects.all()
    }
    assert (counts["genKP"], counts["KPAC"]) == (3047, 950)


def test_visibility_is_mixed_in_every_group(demo):
    for brg in BRG.objects.exclude(acronym="KPNAPA"):
        rows = Membership.objects.current().filter(brg=brg)
        chosen = set(rows.values_list("visibility", flat=True))
        assert chosen == {"everyone", "members", "leads", "only_me"}
    pride = Membership.objects.current().filter(brg=group("KP Pride"))
    assert pride.filter(visibility="only_me").count() > pride.count() / 2


def test_people_who_have_left_the_organization_are_members_but_not_counted(demo):
    uncounted = Membership.objects.current().filter(person__is_active=False)
    assert uncounted.exists()
    for brg in BRG.objects.all():
        counted = Membership.objects.counted().filter(brg=brg)
        assert counted.count() == sizes(ENOUGH)[brg.acronym]


def test_most_are_in_the_chapter_of_their_region_and_some_in_none(demo):
    rows = ChapterMembership.objects.current().exclude(chapter__brg__acronym="KPNAPA")
    pairs = list(rows.values_list("chapter__region", "membership__person__region"))
    at_home = sum(here == theirs for here, theirs in pairs)
    assert 0.9 < at_home / len(pairs) < 1
    members = Membership.objects.current().filter(brg__acronym="KPAPIA").count()
    in_chapters = rows.filter(chapter__brg__acronym="KPAPIA").count()
    assert 0.5 < in_chapters / members < 0.7


def test_some_have_moved_and_some_had_been_in_a_chapter_when_they_left(demo):
    ended = ChapterMembership.objects.filter(left__isnull=False)
    moved = ended.filter(membership__left=None)
    assert moved.exists()
    assert ended.filter(membership__left__isnull=False).exists()
    for row in moved.select_related("membership"):
        now = ChapterMembership.objects.current().get(membership=row.membership)
        assert row.left == now.joined
        assert row.chapter_id != now.chapter_id


def test_who_hides_holds_no_office_where_others_can(demo):
    pride = ChapterOfficer.objects.filter(chapter__brg__acronym="KP Pride")
    members = Membership.objects.current().filter(brg__acronym="KP Pride")
    officers = members.filter(person__in=pride.values("person"))
    assert officers.count() > 8
    assert not officers.filter(visibility="only_me").exists()


def test_news_keep_to_whom_they_were_told_as_it_was_then(demo):
    told = NewsItem.objects.published().filter(brg=group("KPAPIA"), chapter=None, told="members")
    figures = [(item.told_rule, item.told_figure) for item in told]
    assert {rule for rule, _ in figures} == {"Members of KPAPIA"}
    assert figures[0][1] == "2,200+"
    # There were fewer people two years ago.
    assert len({figure for _, figure in figures}) > 3
    chapter = NewsItem.objects.filter(chapter__name="Hawaii", brg=group("KPAPIA")).get()
    assert chapter.told_rule == "Members of KPAPIA Hawaii"
    everybody = NewsItem.objects.published().filter(told="employees").first()
    assert (everybody.told_rule, everybody.told_figure) == ("Every employee", "6,000+")
