"""Public news as Atom, read back by a strict reader of XML that is not the writer's."""

import datetime as dt
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime

import pytest

from brgs.models import BRG
from news.models import NewsItem
from tests import factories

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SITE = "https://groups.example.org"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE
    settings.SITE_NAME = "BRG Portal"


@pytest.fixture
def group():
    return factories.brg(slug="kin", acronym="Kin")


def public(brg, **fields):
    return factories.news_item(brg, audience="public", **fields)


def read(client, path="/news/feed/", **headers):
    answer = client.get(path, headers=headers)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)  # noqa: S314 - what the portal wrote itself


def entries(feed):
    return feed.findall("a:entry", ATOM)


def words(node, name):
    return [found.text for found in node.findall(f"a:{name}", ATOM)]


def links(node):
    return {link.get("rel"): link.get("href") for link in node.findall("a:link", ATOM)}


def titles(feed):
    return [words(entry, "title")[0] for entry in entries(feed)]


def test_a_feed_has_what_the_standard_asks_for(client, group):
    """RFC 4287, 4.1.1: one id, one title, one updated, and a link to itself."""
    public(group, published=dt.datetime(2026, 1, 5, 20, tzinfo=dt.UTC))
    feed = read(client)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert words(feed, "id") == ["tag:groups.example.org,2026:news"]
    assert words(feed, "title") == ["News of BRG Portal"]
    assert words(feed, "updated") == ["2026-01-05T20:00:00+00:00"]
    assert links(feed) == {"alternate": f"{SITE}/news/", "self": f"{SITE}/news/feed/"}
    assert feed.get(LANGUAGE) == "en"


def test_an_entry_has_what_the_standard_asks_for(client, group):
    """RFC 4287, 4.1.2: also an author, where the feed has none."""
    chapter = factories.chapter(group, name="Denver")
    item = public(
        group,
        chapter=chapter,
        title="A garden & a gate",
        summary="It <grows>.",
        body="*Beans* & squash.",
        language="es",
        published=dt.datetime(2026, 1, 5, 20, tzinfo=dt.UTC),
    )
    (entry,) = entries(read(client))
    assert words(entry, "id") == [f"tag:groups.example.org,2026:news/{item.pk}"]
    assert words(entry, "title") == ["A garden & a gate"]
    assert words(entry, "updated") == words(entry, "published") == ["2026-01-05T20:00:00+00:00"]
    assert words(entry, "summary") == ["It <grows>."]
    assert words(entry, "content") == ["<p><em>Beans</em> &amp; squash.</p>\n"]
    assert entry.find("a:content", ATOM).get("type") == "html"
    assert [name.text for name in entry.findall("a:author/a:name", ATOM)] == ["Kin Denver"]
    assert links(entry) == {"alternate": f"{SITE}{item.get_absolute_url()}"}
    assert entry.get(LANGUAGE) == "es"


def test_a_groups_feed_has_its_own_news_and_its_chapters(client, group):
    public(group, title="Of all", published="2026-01-02T12:00Z")
    public(group, title="Of some", chapter=factories.chapter(group), published="2026-01-01T12:00Z")
    public(factories.brg(), title="Of others")
    feed = read(client, "/groups/kin/news/feed/")
    assert titles(feed) == ["Of all", "Of some"]
    assert words(feed, "title") == ["News of Kin · BRG Portal"]
    assert words(feed, "id") == [f"tag:groups.example.org,2026:news/group/{group.pk}"]
    assert links(feed)["self"] == f"{SITE}/groups/kin/news/feed/"


def test_an_entry_keeps_its_name_when_words_and_addresses_change(client, group):
    item = public(group, title="Before")
    before = words(entries(read(client))[0], "id")
    NewsItem.objects.update(title="After")
    BRG.objects.update(slug="renamed", name="Renamed")
    assert words(entries(read(client))[0], "id") == before
    assert words(entries(read(client, "/groups/renamed/news/feed/"))[0], "id") == before
    assert before == [f"tag:groups.example.org,2026:news/{item.pk}"]


@pytest.mark.parametrize("path", ["/news/feed/", "/groups/kin/news/feed/"])
def test_everybody_gets_the_same_bytes_of_public_news_alone(client, group, path):
    paused = factories.brg(slug="paused", status="paused")
    public(group, title="For all")
    factories.news_item(group, title="Hidden", audience="employees")
    factories.news_item(group, title="Hidden")
    public(group, title="Hidden", status="withdrawn")
    public(paused, title="Hidden")
    visitors = client.get(path)
    assert titles(ET.fromstring(visitors.content)) == ["For all"]  # noqa: S314
    lead = factories.lead(group, time_zone="Pacific/Honolulu", language="es")
    factories.membership(lead, paused)
    for person in (lead, factories.superuser()):
        client.force_login(person)
        answer = client.get(path)
        assert (answer.content, answer["ETag"]) == (visitors.content, visitors["ETag"])


@pytest.mark.parametrize("status", ["draft", "paused", "archived"])
def test_a_group_that_is_not_active_has_no_feed_for_anybody(client, group, status):
    member = factories.lead(group)
    BRG.objects.update(status=status)
    assert client.get("/groups/kin/news/feed/").status_code == 404
    client.force_login(member)
    assert client.get("/groups/kin/news/feed/").status_code == 404


def test_a_feed_holds_the_fifty_newest(client, group):
    for number in range(52):
        public(group, title=str(number))
    assert titles(read(client)) == [str(number) for number in range(50)]


def test_an_empty_feed_can_be_read_and_stays_the_same(client, group):
    feed = read(client)
    assert entries(feed) == []
    assert words(feed, "updated") == ["2026-01-01T00:00:00+00:00"]
    assert client.get("/news/feed/").content == client.get("/news/feed/").content


@pytest.mark.parametrize("bad", ["\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_left_out(client, group, bad):
    """Forms refuse it; what came in by another way must not break every reader."""
    NewsItem.objects.filter(pk=public(group).pk).update(
        title=f"a{bad}b", summary=f"c{bad}d", body_html=f"<p>e{bad}f</p>"
    )
    BRG.objects.update(acronym=f"K{bad}in")
    (entry,) = entries(read(client))
    parts = (words(entry, name)[0] for name in ("title", "summary", "content"))
    assert list(parts) == ["ab", "cd", "<p>ef</p>"]
    assert words(read(client, "/groups/kin/news/feed/"), "title") == ["News of Kin · BRG Portal"]


def test_news_without_a_summary_has_none_in_the_feed(client, group):
    public(group, summary="")
    (entry,) = entries(read(client))
    assert words(entry, "summary") == []


# What is kept


def test_a_feed_that_has_not_changed_is_not_sent_again(client, group):
    public(group)
    first = client.get("/news/feed/")
    again = client.get("/news/feed/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/news/feed/").content == first.content
    assert first["Cache-Control"] == "public, max-age=300"
    newest = NewsItem.objects.get().published
    assert parsedate_to_datetime(first["Last-Modified"]) == newest.replace(microsecond=0)


def another(group, item):
    public(group)


def taken_down(group, item):
    NewsItem.objects.filter(pk=item.pk).update(status="withdrawn")


def narrowed(group, item):
    NewsItem.objects.filter(pk=item.pk).update(audience="employees")


def edited(group, item):
    NewsItem.objects.filter(pk=item.pk).update(version=2)


def renamed(group, item):
    BRG.objects.update(acronym="Kith")


def moved(group, item):
    BRG.objects.update(slug="kith")


@pytest.mark.parametrize("change", [another, taken_down, narrowed, edited, renamed, moved])
def test_a_feed_is_sent_again_when_anything_in_it_changes(client, group, change):
    item = public(group)
    public(group, published="2020-01-01T00:00Z")
    stamp, at = (client.get("/news/feed/")[name] for name in ("ETag", "Last-Modified"))
    change(group, item)
    assert client.get("/news/feed/", headers={"if-none-match": stamp}).status_code == 200
    # Also for a reader that knows dates alone: taking down moves the newest date back.
    assert client.get("/news/feed/", headers={"if-modified-since": at}).status_code == 200


def test_a_feed_that_has_not_changed_costs_one_query(client, group, django_assert_max_num_queries):
    public(group)
    stamp = client.get("/news/feed/")["ETag"]
    with django_assert_max_num_queries(1):
        client.get("/news/feed/", headers={"if-none-match": stamp})


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("path", "most"), [("/news/feed/", 2), ("/groups/kin/news/feed/", 3)])
def test_a_feed_asks_no_more_for_more_news(
    client, group, size, path, most, django_assert_max_num_queries
):
    for _ in range(size):
        public(group, chapter=factories.chapter(group))
    with django_assert_max_num_queries(most):
        assert len(entries(read(client, path))) == size
