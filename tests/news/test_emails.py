"""What is told about news besides the news itself, and what becomes of it when the news is gone."""

import pytest
from django.utils import timezone

from accounts.refusal import Refusal
from figures.models import PublishedFigure
from news import actions
from notices.models import Letter
from tests import factories
from tests.told import Told, everybody, mails, titles, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def kin():
    figure = PublishedFigure.objects.create(
        value=950, published=timezone.now(), checked=factories.today()
    )
    return factories.brg(slug="kin", acronym="Kin", members_figure=figure)


@pytest.fixture
def lea(kin):
    return factories.lead(kin)


@pytest.fixture
def carol():
    return factories.curator()


@pytest.fixture
def waiting(kin, lea, carol):
    """Lea has asked whether it may go to every employee."""
    for _ in range(10):
        factories.person()
    to_all = {"told": "employees", "audience": "employees"}
    item = factories.news_item(kin, title="Big news", status="draft", published=None, **to_all)
    return actions.schedule(item=item, by=lea, version=1)


@pytest.fixture
def member(kin):
    return factories.membership(factories.person(), kin).person


@pytest.fixture
def out(kin, lea, member):
    """A supper on Friday, of which members have been told."""
    item = factories.news_item(kin, title="A supper", status="draft", published=None)
    item = actions.schedule(item=item, by=lea, version=1)
    assert actions.publish_due(now=item.goes_out) == 1
    return type(item).objects.get(pk=item.pk)


ASKED = "News to approve: Kin"


@pytest.mark.parametrize("settled", ["approved", "returned", "taken back"])
def test_what_is_settled_asks_no_curator_by_mail_any_more(waiting, lea, carol, settled):
    assert mails(carol) == [(ASKED, "waiting")]
    if settled == "approved":
        actions.approve(item=waiting, by=carol, version=1)
    elif settled == "returned":
        actions.return_to_leads(item=waiting, by=carol, version=1, note="Shorter.")
    else:
        actions.take_back(item=waiting, by=lea)
    assert mails(carol) == [(ASKED, "none")]


def test_a_decision_that_is_refused_goes_on_asking(waiting, carol):
    waiting.author = carol
    waiting.save()
    with pytest.raises(Refusal):
        actions.approve(item=waiting, by=carol, version=1)
    assert mails(carol) == [(ASKED, "waiting")]


def test_of_a_deleted_draft_no_notice_keeps_the_words(waiting, lea, carol):
    actions.take_back(item=waiting, by=lea)
    actions.delete(item=waiting, by=lea)
    assert [(row.title, row.line) for row in told(carol)] == [
        ("News that was deleted as a draft", "")
    ]


def test_of_what_did_not_go_out_the_leads_are_told_and_nobody_else(kin, lea, member):
    item = factories.news_item(kin, title="A supper", status="draft", published=None)
    item = actions.schedule(item=item, by=lea, version=1)
    kin.status = "paused"
    kin.save()
    assert actions.publish_due(now=item.goes_out) == 0
    assert everybody() == {"Did not go out: A supper": {lea.pk}}
    assert Letter.objects.get().url == f"/manage/kin/news/{item.pk}/"


def test_taken_down_its_words_are_in_no_notice_any_more(out, lea, member):
    assert titles(member) == ["A supper"]
    actions.withdraw(item=out, by=lea)
    assert told(member) == [
        Told(
            title="News that was taken down",
            line="It is not there to be read any more.",
            why="You are a member of Kin.",
            discreet=False,
        )
    ]
    letter = Letter.objects.get(kind="news")
    assert (letter.body, letter.url) == ("", "")


def test_what_a_curator_takes_down_the_leads_are_told_and_nobody_else(out, kin, lea, member):
    second = factories.officer(factories.person(), kin, "co_chair").person
    actions.withdraw(item=out, by=factories.curator())
    assert everybody()["Taken down: A supper"] == {lea.pk, second.pk}


def test_a_lead_who_takes_it_down_is_not_told_so(out, lea):
    actions.withdraw(item=out, by=lea)
    assert titles(lea, "approval") == []


def test_of_a_chapters_news_its_own_leads_are_told(kin, lea):
    denver = factories.chapter(kin, slug="denver")
    dora = factories.chapter_officer(factories.person(), denver).person
    item = factories.news_item(kin, chapter=denver, title="In Denver")
    actions.withdraw(item=item, by=factories.curator())
    assert everybody()["Taken down: In Denver"] == {dora.pk, lea.pk}
    letter = Letter.objects.get(title="Taken down: In Denver")
    assert letter.url == f"/manage/kin/chapters/denver/news/{item.pk}/"
