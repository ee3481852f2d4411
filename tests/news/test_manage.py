"""News in the workspace: who may, what the pages show, and what their forms do."""

import datetime as dt
import re
import zoneinfo
from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.visibility import Visibility
from figures.models import PublishedFigure
from news import actions
from news.models import NewsItem
from notices.models import Notice
from tests import factories
from tests.brgs.test_admin import typed
from tests.content.picture_files import quarters, saved

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
LIST = "/manage/kin/news/"
OF_CHAPTER = "/manage/kin/chapters/denver/news/"
DENVER = zoneinfo.ZoneInfo("America/Denver")
WORDS = {"title": "Open day", "body": "**Come.**", "audience": "members", "told": "members"}


def figure(value):
    return PublishedFigure.objects.create(
        value=value, published=timezone.now(), checked=factories.today()
    )


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin", members_figure=figure(950))


@pytest.fixture
def denver(kin):
    region = factories.region(name="Colorado", slug="colorado")
    return factories.chapter(
        kin, name="Denver", slug="denver", region=region, members_figure=figure(60)
    )


@pytest.fixture
def lea(client, kin):
    person = factories.lead(kin, legal_name="Lea Lead", time_zone="America/Denver")
    client.force_login(person)
    return person


@pytest.fixture
def carl(client, denver):
    person = factories.chapter_lead(denver, legal_name="Carl Chapter")
    client.force_login(person)
    return person


def draft(brg, **facts):
    given = {"status": "draft", "published": None, "told_rule": "", "told_figure": ""}
    return factories.news_item(brg, **given | facts)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def errors(response):
    return {name: " ".join(found) for name, found in response.context["form"].errors.items()}


# Whose pages these are

PAGES = ("", "new/", "{0}/", "{0}/edit/", "{0}/send/", "{0}/delete/", "{0}/take-back/")
MAY, MAY_NOT = [200, 200, 200, 200, 200, 200, 302], [404] * 7


def answers(client, address, item):
    return [client.get(address + page.format(item.pk)).status_code for page in PAGES]


def test_the_leads_of_a_group_write_its_news_and_those_of_its_chapters(client, lea, kin, denver):
    own, of_chapter = draft(kin), draft(kin, chapter=denver)
    assert answers(client, LIST, own) == MAY
    assert answers(client, OF_CHAPTER, of_chapter) == MAY
    # Each at the address of its host alone.
    assert client.get(f"{LIST}{of_chapter.pk}/").status_code == 404
    assert client.get(f"{OF_CHAPTER}{own.pk}/").status_code == 404


def test_a_chapters_lead_writes_the_chapters_news_and_no_other(client, carl, kin, denver):
    assert answers(client, OF_CHAPTER, draft(kin, chapter=denver)) == MAY
    assert answers(client, LIST, draft(kin)) == MAY_NOT
    other = factories.chapter(kin, slug="other")
    assert client.get("/manage/kin/chapters/other/news/").status_code == 404
    assert client.get(f"{OF_CHAPTER}{draft(kin, chapter=other).pk}/").status_code == 404


@pytest.mark.parametrize("who", ["member", "treasurer", "curator"])
def test_nobody_else_finds_them(client, kin, denver, who):
    person = factories.curator() if who == "curator" else factories.person()
    factories.membership(person, kin)
    if who == "treasurer":
        factories.officer(person, kin, "treasurer")
    client.force_login(person)
    assert answers(client, LIST, draft(kin)) == MAY_NOT
    assert answers(client, OF_CHAPTER, draft(kin, chapter=denver)) == MAY_NOT


def test_the_workspaces_have_a_tab_for_news(client, lea, denver):
    assert LIST in client.get("/manage/kin/").content.decode()
    assert OF_CHAPTER in client.get("/manage/kin/chapters/denver/").content.decode()


# The list


def test_lists_the_newest_first_with_state_and_rule(client, lea, kin, denver):
    draft(kin, title="First")
    actions.schedule(item=draft(kin, title="Second", told_chapter=denver), by=lea, version=1)
    draft(kin, title="Of the chapter", chapter=denver)
    rows = client.get(LIST).context["rows"]
    assert [(row["title"], row["status"], row["told"]) for row in rows] == [
        ("Second", "Scheduled", "Members of Kin Denver"),
        ("First", "Draft", "Members of Kin"),
    ]


def test_an_hour_to_come_is_listed_with_its_clock_and_what_is_out_with_its_day(client, lea, kin):
    at = dt.datetime(2027, 1, 5, 18, 30, tzinfo=DENVER)
    draft(kin, status="scheduled", goes_out=at)
    assert "January 5, 2027, 6:30 p.m. MST" in text(client.get(LIST))
    NewsItem.objects.update(status="published", published=at)
    page = text(client.get(LIST))
    assert "January 5, 2027" in page
    assert "6:30" not in page


def test_the_list_makes_the_same_queries_for_one_and_for_many(
    client, lea, kin, denver, django_assert_num_queries
):
    draft(kin, told_chapter=denver)
    client.get(LIST)
    for count in (1, 3):
        with django_assert_num_queries(4):
            assert len(client.get(LIST).context["rows"]) == count
        draft(kin, told_chapter=denver)
        draft(kin, told_region=denver.region)


def test_a_long_list_goes_on(client, lea, kin):
    for _ in range(51):
        draft(kin)
    first = client.get(LIST)
    assert len(first.context["rows"]) == 50
    assert len(client.get(LIST + first.context["next_url"]).context["rows"]) == 1
    assert client.get(f"{LIST}?after=x").context["start_url"] == ""


# Writing


def test_a_new_piece_is_a_draft_of_its_host(client, lea, kin, denver):
    response = client.post(f"{LIST}new/", WORDS)
    item = NewsItem.objects.get()
    assert response["Location"] == f"{LIST}{item.pk}/"
    assert (item.brg, item.chapter, item.status, item.author) == (kin, None, "draft", lea)
    assert (item.title, item.body_html) == ("Open day", "<p><strong>Come.</strong></p>\n")
    client.post(f"{OF_CHAPTER}new/", WORDS)
    assert NewsItem.objects.get(chapter=denver).brg == kin


def test_a_form_that_is_not_kept_says_why(client, lea, kin):
    response = client.post(f"{LIST}new/", {"title": "", "audience": "x", "told": "members"})
    assert response.status_code == 422
    assert errors(response).keys() == {"title", "body", "audience"}
    assert not NewsItem.objects.exists()


def test_a_chapter_tells_its_members_or_nobody(client, carl, kin):
    page = client.get(f"{OF_CHAPTER}new/")
    assert [value for value, _ in page.context["form"].fields["told"].choices] == [
        *("nobody", "members"),
    ]
    assert "told_region" not in page.context["form"].fields
    response = client.post(f"{OF_CHAPTER}new/", WORDS | {"told": "employees"})
    assert errors(response).keys() == {"told"}


def test_what_is_not_narrowed_is_said_in_words(client, lea, denver):
    page = text(client.get(f"{LIST}new/"))
    assert all(words in page for words in ("Everywhere", "All chapters", "All roles"))
    assert "----" not in page


def test_employees_are_told_of_what_they_may_read(client, lea):
    response = client.post(f"{LIST}new/", WORDS | {"told": "employees"})
    assert errors(response).keys() == {"audience"}
    client.post(f"{LIST}new/", WORDS | {"told": "employees", "audience": "employees"})
    assert NewsItem.objects.get().told == "employees"


def test_what_does_not_narrow_an_audience_is_refused(client, lea, denver):
    narrow = {"told_region": denver.region_id, "told_chapter": denver.pk, "told_role": "chair"}

    def wrong(told, *names):
        sent = WORDS | {"audience": "public", "told": told} | {n: narrow[n] for n in names}
        return set(errors(client.post(f"{LIST}new/", sent | {"preview": "yes"})))

    assert wrong("members", "told_role") == {"told_role"}
    assert wrong("nobody", "told_region") == {"told_region"}
    assert wrong("employees", "told_chapter") == {"told_chapter"}
    assert wrong("members", "told_region", "told_chapter") == {"told_chapter"}
    assert wrong("members", "told_chapter") == set()
    assert wrong("officers", "told_region", "told_role") == set()


def test_offers_the_open_chapters_of_the_group_alone(client, lea, kin, denver):
    factories.chapter(kin, status="closed")
    factories.chapter(factories.brg())
    form = client.get(f"{LIST}new/").context["form"]
    assert list(form.fields["told_chapter"].queryset) == [denver]


def test_a_preview_shows_it_and_keeps_nothing(client, lea):
    response = client.post(f"{LIST}new/", WORDS | {"preview": "yes"})
    assert response.status_code == 200
    assert "<p><strong>Come.</strong></p>" in response.content.decode()
    assert "Nothing is saved yet" in text(response)
    assert not NewsItem.objects.exists()


def test_html_in_a_preview_is_no_html(client, lea):
    words = WORDS | {"title": "<b>T</b>", "body": "<script>x</script>", "preview": "yes"}
    page = client.post(f"{LIST}new/", words).content.decode()
    assert "<script>x" not in page
    assert "<b>T</b>" not in page


def picture():
    return SimpleUploadedFile("p.jpg", BytesIO(saved(quarters(), "JPEG")).getvalue())


def test_a_picture_has_words_or_is_decoration(client, lea):
    response = client.post(f"{LIST}new/", WORDS | {"picture": picture()})
    assert errors(response).keys() == {"picture_alt"}
    both = {"picture_alt": "A garden", "decorative": "on"}
    response = client.post(f"{LIST}new/", WORDS | {"picture": picture()} | both)
    assert errors(response).keys() == {"picture_alt"}
    client.post(f"{LIST}new/", WORDS | {"picture": picture(), "decorative": "on"})
    item = NewsItem.objects.get()
    assert item.picture.name.startswith("news/")
    # The tick is there again, and the picture stays where none is chosen.
    page = client.get(f"{LIST}{item.pk}/edit/")
    assert page.context["form"]["decorative"].value() is True
    client.post(f"{LIST}{item.pk}/edit/", typed(page, title="Again"))
    assert (fresh(item).title, fresh(item).picture) == ("Again", item.picture)


def test_an_edit_keeps_the_words(client, lea, kin):
    item = draft(kin)
    page = client.get(f"{LIST}{item.pk}/edit/")
    response = client.post(f"{LIST}{item.pk}/edit/", typed(page, title="Another", body="New."))
    assert response["Location"] == f"{LIST}{item.pk}/"
    assert (fresh(item).title, fresh(item).body, fresh(item).version) == ("Another", "New.", 2)


BOTH_TITLES = [{"label": "Title", "theirs": "Theirs", "yours": "Mine"}]


def test_of_two_who_edit_the_second_sees_both_versions(client, lea, kin):
    item = draft(kin, title="At first", body="Two\nlines.")
    page = client.get(f"{LIST}{item.pk}/edit/")
    client.post(f"{LIST}{item.pk}/edit/", typed(page, title="Theirs"))
    # Browsers end lines in their own way.
    mine = typed(page, title="Mine", body="Two\r\nlines.")
    response = client.post(f"{LIST}{item.pk}/edit/", mine)
    assert response.status_code == 409
    assert response.context["form"].theirs == BOTH_TITLES
    assert "Theirs, saved now" in text(response)
    assert 'value="Mine"' in response.content.decode()
    assert fresh(item).title == "Theirs"
    client.post(f"{LIST}{item.pk}/edit/", typed(response))
    assert fresh(item).title == "Mine"


def test_a_save_in_the_moment_of_another_shows_both_versions(client, lea, kin, monkeypatch):
    item = draft(kin, title="At first")
    sent = typed(client.get(f"{LIST}{item.pk}/edit/"), title="Mine")
    edit = actions.edit

    def beaten(*, item, **given):
        NewsItem.objects.filter(pk=item.pk).update(title="Theirs", version=2)
        return edit(item=item, **given)

    monkeypatch.setattr("news.manage.actions.edit", beaten)
    response = client.post(f"{LIST}{item.pk}/edit/", sent)
    assert response.status_code == 409
    assert response.context["form"].theirs == BOTH_TITLES


def test_what_is_on_its_way_has_no_form(client, lea, kin):
    item = actions.schedule(item=draft(kin), by=lea, version=1)
    response = client.get(f"{LIST}{item.pk}/edit/")
    assert response["Location"] == f"{LIST}{item.pk}/"
    assert said(response) == ["Only a draft can be edited. Take it back first."]


# Sending


def test_the_page_of_sending_says_to_whom_how_many_and_what_the_mail_is(client, lea, kin):
    item = draft(kin, title="Open day", summary="Come and see.")
    page = text(client.get(f"{LIST}{item.pk}/send/"))
    for words in (
        *("Members of Kin", "950", "Open day", "Come and see.", "You are a member of Kin."),
        "In ten minutes",
    ):
        assert words in page


def test_the_subject_of_a_sensitive_group_is_neutral(client, lea, kin):
    kin.default_visibility = Visibility.ONLY_ME
    kin.save()
    page = text(client.get(f"{LIST}{draft(kin).pk}/send/"))
    assert "A neutral one, which names no group" in page


def test_sent_it_is_scheduled_ten_minutes_from_now(client, lea, kin):
    item = draft(kin)
    response = client.post(f"{LIST}{item.pk}/send/", sent(when="soon"))
    assert said(response) == ["Scheduled. Until it goes out you can take it back."]
    assert fresh(item).status == "scheduled"
    page = text(client.get(f"{LIST}{item.pk}/"))
    assert "Until then you can take it back." in page


def sent(**given):
    return {"when": "later", "clock": "own", "version": "1"} | given


def changes_of_clocks():
    """The days of a year ahead, each with how far clocks in Denver are put on it."""
    day = factories.today()
    for ahead in range(364):
        at_noon = [
            dt.datetime.combine(day + dt.timedelta(days=ahead + n), dt.time(12), DENVER)
            for n in (0, 1)
        ]
        yield at_noon[1].date(), at_noon[1].utcoffset() - at_noon[0].utcoffset()


SPRING = next(day for day, change in changes_of_clocks() if change > dt.timedelta())
FALL = next(day for day, change in changes_of_clocks() if change < dt.timedelta())


@pytest.mark.parametrize(("clock", "zone"), [("own", DENVER), ("organization", None)])
def test_a_chosen_hour_is_read_off_the_clock_that_was_chosen(client, lea, kin, clock, zone):
    item, day = draft(kin), factories.today() + 5 * DAY
    given = sent(day=day.isoformat(), time="09:30", clock=clock)
    client.post(f"{LIST}{item.pk}/send/", given)
    zone = zone or zoneinfo.ZoneInfo("America/Los_Angeles")
    assert fresh(item).goes_out == dt.datetime.combine(day, dt.time(9, 30), zone)


def test_both_clocks_are_named(client, lea, kin):
    page = text(client.get(f"{LIST}{draft(kin).pk}/send/"))
    assert "Los Angeles time, the organization’s" in page
    assert "Denver time, your own" in page


def test_one_clock_is_enough_where_both_are_the_same(client, lea, kin):
    lea.time_zone = "America/Los_Angeles"
    lea.save()
    form = client.get(f"{LIST}{draft(kin).pk}/send/").context["form"]
    assert [value for value, _ in form.fields["clock"].choices] == ["organization"]


def test_an_hour_that_clocks_skip_is_explained_and_put_right(client, lea, kin):
    item = draft(kin)
    address = f"{LIST}{item.pk}/send/"
    response = client.post(address, sent(day=SPRING.isoformat(), time="02:30"))
    assert response.status_code == 422
    assert "clocks in Denver go forward and never show 2:30 a.m." in errors(response)["time"]
    assert fresh(item).status == "draft"
    again = typed(response)
    assert again["time"] == "03:30"
    client.post(address, again)
    assert fresh(item).goes_out == dt.datetime.combine(SPRING, dt.time(3, 30), DENVER)


@pytest.mark.parametrize("turn", [0, 1])
def test_of_an_hour_that_comes_twice_it_asks_which(client, lea, kin, turn):
    item = draft(kin)
    address = f"{LIST}{item.pk}/send/"
    response = client.post(address, sent(day=FALL.isoformat(), time="01:30"))
    assert response.status_code == 422
    assert "go back and show 1:30 a.m. twice" in errors(response)["turn"]
    assert "Which of the two (optional)" not in text(response)
    client.post(address, typed(response, turn=str(turn)))
    at = dt.datetime.combine(FALL, dt.time(1, 30), DENVER).replace(fold=turn)
    assert fresh(item).goes_out.astimezone(dt.UTC) == at.astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, {"day", "time"}),
        ({"day": "2020-01-01", "time": "10:00"}, {"__all__"}),
        ({"day": "x", "time": "25:00"}, {"day", "time"}),
        ({"day": "2100-12-31", "time": "23:59"}, {"__all__"}),
        ({"day": "9999-12-31", "time": "23:59"}, {"day"}),
        ({"day": "0001-01-01", "time": "00:00"}, {"day"}),
        ({"day": "2020-01-01", "time": "10:00", "clock": "x"}, {"clock"}),
        ({"when": "x"}, {"when"}),
    ],
)
def test_an_hour_that_makes_no_sense_is_refused(client, lea, kin, given, wrong):
    item = draft(kin)
    response = client.post(f"{LIST}{item.pk}/send/", sent(**given))
    assert response.status_code == 422
    assert errors(response).keys() == wrong
    assert fresh(item).status == "draft"


def test_the_second_click_leads_to_what_the_first_one_sent(client, lea, kin, monkeypatch):
    item, schedule = draft(kin), actions.schedule
    monkeypatch.setattr(actions, "schedule", lambda **given: [schedule(**given) for _ in "12"])
    response = client.post(f"{LIST}{item.pk}/send/", sent(when="soon"))
    assert response["Location"] == f"{LIST}{item.pk}/"
    assert said(response) == ["This is on its way already."]


def test_words_that_changed_meanwhile_are_read_once_more(client, lea, kin):
    item = draft(kin, version=2)
    response = client.post(f"{LIST}{item.pk}/send/", sent(when="soon"))
    assert response["Location"] == f"{LIST}{item.pk}/"
    assert said(response) == [
        "Somebody else has changed this meanwhile. Read it once more, then send it."
    ]
    assert fresh(item).status == "draft"


def test_too_small_an_audience_is_said_before_and_refused_after(client, lea, kin):
    kin.members_figure.value = 0
    kin.members_figure.save()
    address = f"{LIST}{draft(kin).pk}/send/"
    assert "these are fewer than 10 people" in text(client.get(address))
    response = client.post(address, sent(when="soon"))
    assert response.status_code == 422
    assert "these are fewer than 10 people" in errors(response)["__all__"]


def test_news_that_nobody_is_told_of_is_out_at_once(client, lea, kin):
    item = draft(kin, told="nobody")
    address = f"{LIST}{item.pk}/send/"
    assert "nobody gets a notice" in text(client.get(address))
    assert said(client.post(address, sent(when="soon"))) == ["It is on the page now."]
    assert fresh(item).status == "published"


def test_news_for_every_employee_asks_a_curator(client, lea, kin):
    for _ in range(10):
        factories.person()
    item = draft(kin, told="employees", audience="employees")
    address = f"{LIST}{item.pk}/send/"
    assert "so a curator looks first" in text(client.get(address))
    words = "A curator has been asked. It goes out once it is approved."
    assert said(client.post(address, sent(when="soon"))) == [words]
    assert "A curator has been asked on" in text(client.get(f"{LIST}{item.pk}/"))
    assert client.get(address)["Location"] == f"{LIST}{item.pk}/"


# One piece, and what can be done about it


def ways(client, item):
    return set(client.get(f"{LIST}{item.pk}/").context["urls"])


def test_each_state_offers_what_can_be_done_in_it(client, lea, kin):
    item = draft(kin)
    assert ways(client, item) == {"edit", "send", "delete"}
    item = actions.schedule(item=item, by=lea, version=1)
    assert ways(client, item) == {"take_back"}
    actions.publish_due(now=item.goes_out)
    assert ways(client, item) == {"stop", "take_down"}
    actions.stop_sending(item=fresh(item), by=lea)
    assert ways(client, item) == {"take_down"}
    actions.withdraw(item=fresh(item), by=lea)
    assert ways(client, item) == set()


STEPS = [
    ("take-back", "scheduled", "Taken back. It is a draft again.", "draft"),
    ("stop", "published", "Stopped. No more mails go out.", "published"),
    ("take-down", "published", "Taken down. Nobody but the leads sees it now.", "withdrawn"),
    ("delete", "draft", "Deleted.", None),
]


def item_in(status, kin, lea):
    item = draft(kin)
    if status != "draft":
        item = actions.schedule(item=item, by=lea, version=1)
    if status == "published":
        actions.publish_due(now=item.goes_out)
    return item


@pytest.mark.parametrize(("step", "status", "words", "after"), STEPS)
def test_asks_first_and_does_it_then(client, lea, kin, step, status, words, after):
    item = item_in(status, kin, lea)
    address = f"{LIST}{item.pk}/{step}/"
    page = client.get(address)
    assert page.status_code == 200
    assert item.title in text(page)
    assert fresh(item).status == status
    response = client.post(address)
    assert said(response) == [words]
    assert response["Location"] == (f"{LIST}{item.pk}/" if after else LIST)
    assert NewsItem.objects.filter(pk=item.pk, status=after or "gone").exists() == bool(after)


@pytest.mark.parametrize(("step", "status", "words", "after"), STEPS)
def test_what_has_moved_on_is_said_and_left(client, lea, kin, step, status, words, after):
    item = item_in("scheduled" if status != "scheduled" else "published", kin, lea)
    before = fresh(item).status
    address = f"{LIST}{item.pk}/{step}/"
    assert client.get(address)["Location"] == f"{LIST}{item.pk}/"
    assert words not in said(client.post(address))
    assert fresh(item).status == before


def test_progress_is_shown_in_a_band(client, lea, kin):
    for _ in range(3):
        factories.membership(factories.person(), kin)
    item = item_in("published", kin, lea)
    page = client.get(f"{LIST}{item.pk}/")
    assert page.context["progress"].label == "Not begun"
    Notice.objects.update(mail="sent")
    page = client.get(f"{LIST}{item.pk}/")
    assert page.context["progress"].label == "Done"
    assert "Stop sending" not in text(page)


def test_a_curators_note_stands_above_what_was_returned(client, lea, kin):
    item = draft(kin, status="returned", note="Shorter, <please>.")
    page = client.get(f"{LIST}{item.pk}/")
    assert "A curator has returned this" in text(page)
    assert "Shorter, &lt;please&gt;." in page.content.decode()


def test_no_page_names_anybody_who_is_told(client, lea, kin):
    for level in Visibility:
        factories.membership(factories.person(legal_name=f"Zq {level}"), kin, level)
    item = item_in("published", kin, lea)
    for page in ("", f"{item.pk}/", f"{draft(kin).pk}/send/"):
        assert "Zq" not in client.get(LIST + page).content.decode()


def test_the_pages_of_one_piece_make_few_queries(client, lea, kin, django_assert_num_queries):
    item = item_in("published", kin, lea)
    client.get(f"{LIST}{item.pk}/")
    with django_assert_num_queries(6):
        client.get(f"{LIST}{item.pk}/")
    with django_assert_num_queries(5):
        client.get(f"{LIST}{draft(kin).pk}/send/")


def test_the_history_of_the_group_says_what_was_done_with_news(client, lea, kin):
    item = item_in("published", kin, lea)
    actions.withdraw(item=item, by=lea)
    page = text(client.get("/manage/kin/history/"))
    for words in ("Scheduled news: ", "Published news: ", "Took news down: "):
        assert f"{words}{item.title}" in page
