"""How the portal's mail goes out, as curators see it."""

import datetime as dt

import pytest
from django.utils import timezone

from notices.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/admin/messages/"


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False


@pytest.fixture
def desk(client):
    client.force_login(factories.curator())
    return client


def cells(response, name):
    return {str(cell.label): str(cell.text) for cell in response.context[name]}


def told(count, **facts):
    person = factories.person(legal_name="Zqhidden Person")
    return [factories.notice(person, **facts) for _ in range(count)]


def test_the_first_page_leads_to_it(desk):
    assert f'href="{PAGE}"' in desk.get("/admin/").content.decode()


def test_is_there_for_those_alone_who_publish_groups(client):
    client.force_login(factories.person(is_staff=True))
    assert PAGE not in client.get("/admin/").content.decode()
    assert client.get(PAGE).status_code == client.post(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("count", "said"), [(0, "Fewer than 10"), (9, "Fewer than 10"), (10, "10"), (19, "10")]
)
def test_says_how_much_is_due_in_rounded_words(desk, count, said):
    told(count)
    told(3, mail="sent")
    told(12, due=timezone.now() + dt.timedelta(hours=1))
    queue = cells(desk.get(PAGE), "queue")
    assert queue["Due now"] == said
    assert queue["For later, after quiet hours or in a digest"] == "10"


def test_what_waits_in_digests_waits_for_later(desk):
    digest = told(1, mail="sent", letter={"kind": "digest"})[0]
    told(11, mail="in_digest", digest=digest)
    queue = cells(desk.get(PAGE), "queue")
    assert queue["For later, after quiet hours or in a digest"] == "10"
    assert queue["Due now"] == "Fewer than 10"


@pytest.mark.parametrize(
    ("minutes", "said", "tone"),
    [
        (1, "Less than an hour late", "good"),
        (59, "Less than an hour late", "good"),
        (61, "1 hour late", "warn"),
        (60 * 25, "1 day late", "bad"),
    ],
)
def test_says_how_late_the_oldest_is(desk, minutes, said, tone):
    told(1, due=timezone.now() - dt.timedelta(minutes=minutes))
    oldest = desk.get(PAGE).context["queue"][1]
    assert (oldest.text.replace("\xa0", " "), oldest.tone) == (said, tone)


def test_one_message_more_changes_nothing_on_the_page(desk):
    desk.get(PAGE)
    before = desk.get(PAGE).content
    told(1)
    assert desk.get(PAGE).content == before


def test_says_what_failed_by_kind_and_never_whose(desk):
    told(2, mail="failed")
    told(25, mail="failed", letter={"kind": "privacy", "title": "Pride", "topic": "brg:1"})
    response = desk.get(PAGE)
    failures = cells(response, "failures")
    assert (failures["News"], failures["Your privacy"]) == ("Fewer than 10", "20")
    assert {said for kind, said in failures.items() if kind not in ("News", "Your privacy")} == {
        "None"
    }
    page = response.content.decode()
    for word in ("Zqhidden", "Pride", "brg:1"):
        assert word not in page


def test_tries_again_what_failed_and_says_no_number(desk):
    told(2, mail="failed")
    assert "Try again" in desk.get(PAGE).content.decode()
    response = desk.post(PAGE, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "What had failed is tried again." in response.content.decode()
    assert set(Notice.objects.values_list("mail", flat=True)) == {"waiting"}
    assert "Try again" not in response.content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_asks_no_more_for_more_messages(desk, size, django_assert_num_queries):
    told(size)
    told(size, mail="failed")
    desk.get(PAGE)
    # Session, person, two for what they may, and five counts.
    with django_assert_num_queries(9):
        desk.get(PAGE)
