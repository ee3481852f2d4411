"""News as people read it: the lists, a page of each, pictures, and the pages that gather."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.visibility import Visibility
from brgs.models import FormerSlug
from news.models import NewsItem
from tests import factories

pytestmark = pytest.mark.django_db

PICTURE = f"news/{'ofNews':0<22}.webp"


@pytest.fixture
def group():
    return factories.brg(slug="kin", acronym="Kin", name="Kin of all")


@pytest.fixture
def alice(client):
    person = factories.person()
    client.force_login(person)
    return person


def public(brg, **fields):
    return factories.news_item(brg, audience="public", **fields)


def titles(answer, key="stories"):
    return [story["title"] for story in answer.context[key]]


def text_of(answer):
    return answer.content.decode()


# The lists


def test_the_newest_news_comes_first(client, group):
    for title, day in (("Old", 1), ("New", 3), ("Middle", 2)):
        public(group, title=title, published=f"2026-01-0{day}T12:00Z")
    assert titles(client.get("/news/")) == ["New", "Middle", "Old"]


def test_the_list_goes_on_where_it_ended_and_keeps_the_filters(client, monkeypatch, group):
    monkeypatch.setattr("news.views.NEWS_A_PAGE", 2)
    at = timezone.now()
    for number in range(5):
        # Two of them in the same instant.
        public(group, title=f"Coffee {number}", published=at - dt.timedelta(hours=number // 2))
    public(group, title="Tea")
    url, found = "/news/?q=coffee&group=kin", []
    while url:
        answer = client.get(url)
        found += titles(answer)
        url = answer.context["next_url"] and f"/news/{answer.context['next_url']}"
    assert sorted(found) == [f"Coffee {number}" for number in range(5)]


def test_a_groups_list_goes_on_where_it_ended(client, monkeypatch, group):
    monkeypatch.setattr("news.views.NEWS_A_PAGE", 2)
    for number in range(3):
        public(group, title=str(number))
    first = client.get("/groups/kin/news/")
    second = client.get(f"/groups/kin/news/{first.context['next_url']}")
    assert titles(first) + titles(second) == ["0", "1", "2"]
    assert (second.context["next_url"], second.context["start_url"]) == ("", "/groups/kin/news/")


@pytest.mark.parametrize("words", ["COFFEE", "cafe hours", "Kin coffee"])
def test_words_are_looked_for_in_title_summary_and_group(client, group, words):
    public(group, title="Coffee", summary="Café hours, and no others.")
    public(group, title="Tea", body="Coffee is in the text alone.")
    assert titles(client.get("/news/", {"q": words})) == ["Coffee"]


def test_the_list_is_narrowed_to_a_group(client, group):
    public(group, title="Here")
    public(factories.brg(), title="There")
    assert titles(client.get("/news/?group=kin")) == ["Here"]


def test_the_list_is_narrowed_to_ones_own_groups(client, group, alice):
    factories.membership(alice, group)
    public(group, title="Here")
    public(factories.brg(), title="There")
    assert titles(client.get("/news/?group=~own")) == ["Here"]


def test_a_visitor_has_no_own_groups_to_choose(client, group):
    public(group, title="Here")
    answer = client.get("/news/?group=~own")
    assert (titles(answer), "My groups" in text_of(answer)) == (["Here"], False)


def test_what_is_no_choice_narrows_nothing(client, group):
    public(group, title="Here")
    assert titles(client.get("/news/?group=nope&nope=1&after=nope")) == ["Here"]


def test_with_many_groups_the_one_in_use_stays_to_choose(client, monkeypatch, group):
    monkeypatch.setattr("news.views.GROUPS_TO_CHOOSE_FROM", 1)
    other = factories.brg()
    for brg in (group, other):
        public(brg, title=brg.short_name)
    assert titles(client.get("/news/?group=kin")) == ["Kin"]
    assert "<option" not in text_of(client.get("/news/")).replace("<option value", "", 1)


def test_hidden_news_is_no_place_to_go_on_from(client, group):
    """An address that names it begins at the start, as one that names nothing does."""
    public(group, title="Here", published="2026-01-01T12:00Z")
    hidden = factories.news_item(group, published="2025-01-01T12:00Z")
    assert titles(client.get(f"/news/?after={hidden.pk}")) == ["Here"]
    assert client.get(f"/news/?after={hidden.pk}").context["start_url"] == ""


def test_a_groups_list_holds_its_chapters_news_and_names_them(client, group):
    chapter = factories.chapter(group, name="Denver")
    public(group, title="Of all", published="2026-01-02T12:00Z")
    public(group, title="Of some", chapter=chapter, published="2026-01-01T12:00Z")
    stories = client.get("/groups/kin/news/").context["stories"]
    assert [(story["title"], story["chapter"]) for story in stories] == [
        ("Of all", ""),
        ("Of some", "Denver"),
    ]
    assert client.get("/news/").context["stories"][1]["host"] == "Kin Denver"


def test_a_former_address_of_a_group_leads_to_its_news(client, group):
    FormerSlug.objects.create(slug="before", brg=group)
    assert client.get("/groups/before/news/?after=1").url == "/groups/kin/news/?after=1"
    assert client.get("/groups/before/news/feed/").url == "/groups/kin/news/feed/"


@pytest.mark.parametrize("path", ["/news/", "/groups/kin/news/"])
def test_an_empty_list_says_so(client, group, path):
    assert "No news yet" in text_of(client.get(path))
    assert "No news matches" in text_of(client.get("/news/?q=zzzz"))


# One piece


def page(client, item):
    return client.get(item.get_absolute_url())


def test_a_page_says_what_who_and_when(client, group):
    item = public(group, title="A garden", summary="It grows.", body="*Beans* and squash.")
    item.published = dt.datetime(2026, 1, 5, 20, tzinfo=dt.UTC)
    item.save()
    text = text_of(page(client, item))
    assert "<h1>A garden</h1>" in text
    assert "<em>Beans</em> and squash." in text
    assert '<time datetime="2026-01-05T12:00:00-08:00">January 5, 2026</time>' in text
    assert '<a href="/groups/kin/">' in text


def test_a_viewer_reads_the_date_in_their_own_zone(client, group):
    client.force_login(factories.person(time_zone="Pacific/Honolulu"))
    item = public(group, published=dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC))
    assert "January 4, 2026" in text_of(page(client, item))


def test_a_picture_is_shown_with_what_it_shows(client, group):
    item = public(group, picture=PICTURE, picture_alt="Two people plant beans.")
    text = text_of(page(client, item))
    assert f'src="/media/{PICTURE}" alt="Two people plant beans."' in text


def test_what_people_typed_is_never_markup(client, group):
    wild = "<script>alert(1)</script>"
    item = public(group, title=wild, summary=wild, body=wild, picture=PICTURE, picture_alt=wild)
    for path in (item.get_absolute_url(), "/news/", "/groups/kin/news/", "/", "/groups/kin/"):
        assert "<script>alert" not in text_of(client.get(path)), path


def test_a_page_says_to_whom_it_was_sent_and_why(client, group):
    item = public(group, told="members", told_rule="Members of Kin in Colorado", told_figure="120")
    text = text_of(page(client, item))
    assert "Members of Kin in Colorado" in text
    assert "<dd>120 <small>rounded, for privacy</small></dd>" in text
    assert "Members are told what their group has to tell." in text
    assert "Everyone, also outside" in text


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("officers", "It concerns those who hold a post."),
        ("employees", "A curator agreed that it concerns everybody who works here."),
    ],
)
def test_the_reason_goes_by_who_was_told(client, group, told, why):
    assert why in text_of(page(client, public(group, told=told)))


def test_news_that_nobody_was_told_of_says_so(client, group):
    item = public(group, told="nobody", told_rule="Nobody", told_figure="")
    text = text_of(page(client, item))
    assert "Nobody was told of it." in text
    assert "rounded, for privacy" not in text


def test_readers_are_named_with_the_host(client, group, alice):
    chapter = factories.chapter(group, name="Denver")
    factories.chapter_membership(factories.membership(alice, group), chapter)
    assert "Members of Kin<" in text_of(page(client, factories.news_item(group)))
    assert "Members of Kin Denver<" in text_of(
        page(client, factories.news_item(group, chapter=chapter))
    )


def test_a_page_offers_more_of_its_host(client, group):
    chapter = factories.chapter(group)
    item = public(group)
    others = [public(group, title=str(number)) for number in range(4)]
    public(group, chapter=chapter, title="Of a chapter")
    public(factories.brg(), title="Of others")
    factories.news_item(group, title="Hidden")
    assert titles(page(client, item), "more") == [other.title for other in others[:3]]


def test_news_of_a_closed_chapter_leads_back_to_the_group(client, group):
    chapter = factories.chapter(group, slug="denver", name="Denver")
    item = public(group, chapter=chapter)
    assert page(client, item).context["host"] == {
        "name": "Kin Denver",
        "url": "/groups/kin/chapters/denver/",
    }
    chapter.status = "closed"
    chapter.save()
    assert page(client, item).context["host"]["url"] == "/groups/kin/"


def test_the_number_decides_and_other_words_lead_to_the_right_ones(client, group):
    item = public(group, title="A garden")
    right = f"/news/{item.pk}-a-garden/"
    assert item.get_absolute_url() == right
    for wrong in (f"/news/{item.pk}/", f"/news/{item.pk}-another/", f"/news/{item.pk}-A-garden/"):
        assert client.get(wrong).url == right


def test_a_title_without_latin_letters_has_an_address(client, group):
    item = public(group, title="Новости")
    assert item.get_absolute_url() == f"/news/{item.pk}-news/"
    assert page(client, item).status_code == 200


@pytest.mark.parametrize("shape", ["/news/{}/", "/news/{}-a-secret/", "/news/{}-x/"])
def test_hidden_unpublished_and_absent_look_the_same(client, group, shape):
    hidden = factories.news_item(group, title="A secret")
    draft = public(group, title="A secret", status="draft", published=None)
    numbers = (hidden.pk, draft.pk, 10**12)
    for number in numbers:
        path = shape.format(number)
        assert client.get(path).url == f"/accounts/login/?next={path}"
    client.force_login(factories.person())
    answers = [client.get(shape.format(number)) for number in numbers]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 10**30, "9" * 4000])
@pytest.mark.parametrize("shape", ["/news/{}/", "/news/{}-x/"])
def test_a_number_past_all_numbers_is_absent(client, alice, number, shape):
    assert client.get(shape.format(number)).status_code == 404
    client.logout()
    assert client.get(shape.format(number)).status_code == 302


def test_pages_for_visitors_set_no_cookie(client, group):
    item = public(group)
    for path in ("/news/", "/groups/kin/news/", item.get_absolute_url(), "/news/feed/", "/"):
        assert client.get(path).cookies == {}, path


def test_pages_link_to_the_feed(client, group):
    everything = '<link rel="alternate" type="application/atom+xml" title="Public news" href="{}">'
    for path, feed in (
        ("/", "/news/feed/"),
        ("/news/", "/news/feed/"),
        ("/groups/kin/", "/groups/kin/news/feed/"),
        ("/groups/kin/news/", "/groups/kin/news/feed/"),
    ):
        assert everything.format(feed) in text_of(client.get(path)), path


def test_every_page_leads_to_the_news(client, group):
    assert '<a href="/news/">News</a>' in text_of(client.get("/concerns/"))


# Pictures


@pytest.fixture
def picture(settings):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}
    for name in (PICTURE, PICTURE.replace(".webp", "-640.webp")):
        default_storage.save(name, ContentFile(b"RIFF"))
    return f"/media/{PICTURE}"


def test_a_picture_of_public_news_is_public_for_minutes(client, group, picture):
    public(group, picture=PICTURE)
    answer = client.get(picture)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=300")
    assert client.get(picture.replace(".webp", "-640.webp")).status_code == 200


def test_a_picture_is_for_whoever_may_read_the_news(client, group, picture):
    factories.news_item(group, picture=PICTURE)
    assert client.get(picture).status_code == 404
    client.force_login(factories.person())
    assert client.get(picture).status_code == 404
    member = factories.person()
    factories.membership(member, group)
    client.force_login(member)
    answer = client.get(picture)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_a_picture_that_is_not_out_is_for_those_who_lead(client, group, picture, status):
    public(group, picture=PICTURE, status=status)
    assert client.get(picture).status_code == 404
    client.force_login(factories.lead(factories.brg()))
    assert client.get(picture).status_code == 404
    client.force_login(factories.lead(group))
    assert client.get(picture).status_code == 200


def test_a_picture_that_no_news_has_is_for_nobody(client, group, picture):
    client.force_login(factories.lead(group))
    assert client.get(picture).status_code == 404


# The pages that gather


def test_home_shows_the_three_newest_of_ones_groups(client, group, alice):
    factories.membership(alice, group)
    for number in range(4):
        factories.news_item(group, title=str(number))
    public(factories.brg(), title="Of others")
    assert titles(client.get("/"), "news") == ["0", "1", "2"]


def test_home_folds_the_news_of_sensitive_groups(client, group, alice):
    folded = factories.brg(default_visibility=Visibility.ONLY_ME)
    for brg in (group, folded):
        factories.membership(alice, brg)
    for number in range(4):
        factories.news_item(folded, title=f"Folded {number}")
    factories.news_item(group, title="Shown")
    answer = client.get("/")
    assert titles(answer, "news") == ["Shown"]
    assert titles(answer, "folded_news") == ["Folded 0", "Folded 1", "Folded 2"]
    before, _, rest = text_of(answer).partition("<details")
    inside, _, after = rest.partition("</details>")
    assert ("Folded 0" in inside, "Folded" in before + after) == (True, False)


def test_home_shows_no_news_that_is_not_for_the_viewer(client, group, alice):
    factories.membership(alice, group)
    factories.news_item(group, chapter=factories.chapter(group), title="Of a chapter")
    factories.news_item(group, title="Not yet", status="draft", published=None)
    assert titles(client.get("/"), "news") == []


def test_the_first_page_shows_visitors_what_is_public(client, group):
    for number in range(4):
        public(group, title=str(number))
    factories.news_item(group, title="Hidden")
    public(factories.brg(status="paused"), title="Paused")
    assert titles(client.get("/"), "news") == ["0", "1", "2"]


def test_a_groups_page_shows_its_newest_and_the_way_to_all(client, group):
    chapter = factories.chapter(group, name="Denver")
    for number in range(3):
        public(group, title=str(number))
    public(group, chapter=chapter, title="Oldest")
    factories.news_item(group, title="Hidden", published=timezone.now())
    answer = client.get("/groups/kin/")
    assert titles(answer, "news") == ["0", "1", "2"]
    assert '<a href="/groups/kin/news/">All news of the group</a>' in text_of(answer)


def test_a_chapters_page_shows_its_own_alone(client, group):
    denver, other = factories.chapter(group, slug="denver"), factories.chapter(group)
    public(group, chapter=denver, title="Here")
    public(group, chapter=other, title="There")
    public(group, title="Of all")
    assert titles(client.get("/groups/kin/chapters/denver/"), "news") == ["Here"]


# As many queries for many rows as for one

QUERIES = {"visitor": (2, 2, 2), "employee": (4, 4, 4)}


@pytest.mark.parametrize("who", QUERIES)
@pytest.mark.parametrize("size", [1, 3])
def test_pages_ask_no_more_for_more_news(client, who, size, django_assert_max_num_queries):
    groups = [factories.brg() for _ in range(size)]
    for brg in groups:
        chapter = factories.chapter(brg)
        for _ in range(size):
            public(brg, picture=PICTURE)
            public(brg, chapter=chapter)
    first = NewsItem.objects.filter(brg=groups[0], chapter=None).first()
    if who == "employee":
        alice = factories.person()
        for brg in groups:
            factories.membership(alice, brg)
        client.force_login(alice)
    paths = ("/news/", f"/groups/{groups[0].slug}/news/", first.get_absolute_url())
    for path, most in zip(paths, QUERIES[who], strict=True):
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)
