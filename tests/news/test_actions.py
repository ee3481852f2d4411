"""What leads and curators do with news, from the first draft to taking it down."""

import datetime as dt
import zoneinfo
from io import BytesIO

import pytest
from django.utils import timezone

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs.actions import EditConflict
from content.pictures import NEWS, read
from figures.models import PublishedFigure
from news import actions
from news.models import NewsItem
from news.progress import Progress, band, progress_of
from notices.models import Letter, Notice
from tests import factories
from tests.content.picture_files import quarters, saved

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
HERE = zoneinfo.ZoneInfo("America/Los_Angeles")


def figure(value):
    return PublishedFigure.objects.create(
        value=value, published=timezone.now(), checked=factories.today()
    )


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin", members_figure=figure(950))


@pytest.fixture
def denver(kin):
    return factories.chapter(kin, name="Denver", members_figure=figure(60))


@pytest.fixture
def lea(kin):
    return factories.lead(kin, legal_name="Lea Lead")


@pytest.fixture
def carol():
    return factories.curator()


def draft(brg, **facts):
    given = {"status": "draft", "published": None, "told_rule": "", "told_figure": ""}
    return factories.news_item(brg, **given | facts)


def for_all(brg, **facts):
    return draft(brg, told="employees", audience="employees", **facts)


def scheduled(item, by, **when):
    return actions.schedule(item=item, by=by, version=item.version, **when)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def due(item):
    """Let the hour of scheduled news come, and go out."""
    return actions.publish_due(now=item.goes_out)


# Drafts


def test_a_new_draft_has_an_author_and_is_on_record(kin, lea):
    item = actions.create(item=NewsItem(brg=kin, title="T", body="*B*"), by=lea)
    assert (item.status, item.author, item.version, item.told_on) == ("draft", lea, 1, None)
    assert item.body_html == "<p><em>B</em></p>\n"
    assert verbs() == ["news.drafted"]


def test_a_double_click_keeps_one_draft(kin, denver, lea):
    def created(by=lea, **facts):
        given = {"brg": kin, "title": "T", "body": "B"}
        return actions.create(item=NewsItem(**given | facts), by=by)

    first = created()
    assert created() == first
    assert verbs() == ["news.drafted"]
    others = [created(title="Other"), created(chapter=denver), created(by=factories.lead(kin))]
    NewsItem.objects.update(made=timezone.now() - MINUTE)
    assert len({first, *others, created()}) == 5


def test_an_edit_keeps_every_field_of_the_form_and_counts_up(kin, denver, lea):
    item = draft(kin)
    item.title, item.told, item.told_chapter, item.audience = "New", "officers", denver, "public"
    actions.edit(item=item, by=lea, version=1)
    kept = fresh(item)
    assert (kept.title, kept.told, kept.told_chapter, kept.audience, kept.version) == (
        *("New", "officers", denver, "public"),
        2,
    )


def test_an_edit_changes_nothing_that_no_form_shows(kin, lea):
    item = draft(kin, note="Shorter.")
    item.status, item.note, item.told_on = "published", "", factories.today()
    actions.edit(item=item, by=lea, version=1)
    assert (fresh(item).status, fresh(item).note, fresh(item).told_on) == (
        "draft",
        "Shorter.",
        None,
    )


def test_of_two_who_edit_the_second_is_told(kin, lea):
    item = draft(kin)
    actions.edit(item=item, by=lea, version=1)
    with pytest.raises(EditConflict):
        actions.edit(item=item, by=lea, version=1)


@pytest.mark.parametrize("status", ["waiting", "scheduled", "published", "withdrawn"])
def test_only_a_draft_is_edited_or_deleted(kin, lea, status):
    item = draft(kin, status=status, goes_out=timezone.now(), published=timezone.now())
    with pytest.raises(Refusal, match="Only a draft can be edited"):
        actions.edit(item=item, by=lea, version=1)
    with pytest.raises(Refusal, match="Only a draft can be deleted"):
        actions.delete(item=item, by=lea)


def test_a_deleted_draft_takes_its_picture_along(kin, lea, django_capture_on_commit_callbacks):
    from django.core.files.storage import default_storage

    picture = read(BytesIO(saved(quarters(), "JPEG")), NEWS)
    item = actions.create(item=NewsItem(brg=kin, title="T", body="B"), by=lea, picture=picture)
    name = str(item.picture)
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete(item=item, by=lea)
    assert not NewsItem.objects.exists()
    assert not default_storage.exists(name)


# Sending


def test_goes_out_ten_minutes_from_now_with_its_rule_and_figure(kin, lea):
    before = timezone.now()
    item = fresh(scheduled(draft(kin), lea))
    assert before + 10 * MINUTE <= item.goes_out <= timezone.now() + 10 * MINUTE
    assert (item.status, item.told_rule, item.told_figure) == ("scheduled", "Members of Kin", "950")
    assert item.told_on == item.goes_out.astimezone(HERE).date()
    assert not Notice.objects.exists()


def test_goes_out_at_a_chosen_hour_on_the_organizations_day(kin, lea):
    # Late in the evening where the organization is, and the next day in UTC.
    day = (timezone.now() + 3 * DAY).astimezone(HERE).date()
    evening = dt.datetime.combine(day, dt.time(22), HERE)
    item = fresh(scheduled(draft(kin), lea, goes_out=evening))
    assert (item.goes_out, item.told_on) == (evening, day)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [(-DAY, "at least ten minutes"), (9 * MINUTE, "at least ten minutes"), (366 * DAY, "a year")],
)
def test_refuses_an_hour_too_soon_or_too_far(kin, lea, ahead, words):
    with pytest.raises(Refusal, match=words):
        scheduled(draft(kin), lea, goes_out=timezone.now() + ahead)


def test_refuses_a_version_that_nobody_has_looked_at(kin, lea):
    item = draft(kin, version=2)
    with pytest.raises(EditConflict):
        actions.schedule(item=item, by=lea, version=1)


def test_refuses_what_is_on_its_way_already(kin, lea):
    item = scheduled(draft(kin), lea)
    with pytest.raises(Refusal, match="on its way already"):
        scheduled(item, lea)


def test_refuses_an_audience_under_ten_by_its_published_figure(kin, lea):
    kin.members_figure.value = 0
    kin.members_figure.save()
    item = draft(kin)
    with pytest.raises(Refusal, match="fewer than 10 people"):
        scheduled(item, lea)
    assert fresh(item).status == "draft"


def test_refuses_a_group_that_is_not_active(kin, lea):
    kin.status = "paused"
    kin.save()
    with pytest.raises(Refusal, match="not active"):
        scheduled(draft(kin), lea)


def test_refuses_a_chapter_that_is_closed(kin, denver, lea):
    denver.status = "closed"
    denver.save()
    with pytest.raises(Refusal, match="chapter is closed"):
        scheduled(draft(kin, chapter=denver), lea)


def test_a_host_tells_its_people_one_thing_a_day(kin, denver, lea):
    tomorrow = timezone.now() + DAY
    scheduled(draft(kin), lea, goes_out=tomorrow)
    second = draft(kin)
    with pytest.raises(Refusal, match="one piece of news a day"):
        scheduled(second, lea, goes_out=tomorrow)
    assert fresh(second).status == "draft"
    scheduled(second, lea, goes_out=tomorrow + DAY)
    # A chapter is a host of its own, and so is another group.
    scheduled(draft(kin, chapter=denver), lea, goes_out=tomorrow)
    other = factories.brg(members_figure=figure(50))
    scheduled(draft(other), factories.lead(other), goes_out=tomorrow)


def test_a_chapter_tells_its_people_one_thing_a_day(kin, denver, lea):
    scheduled(draft(kin, chapter=denver), lea)
    with pytest.raises(Refusal, match="one piece of news a day"):
        scheduled(draft(kin, chapter=denver), lea)


def test_news_that_nobody_is_told_of_stands_on_the_page_at_once_and_is_no_broadcast(kin, lea):
    for _ in range(2):
        item = fresh(scheduled(draft(kin, told="nobody"), lea))
        assert (item.status, item.told_on, item.letter, item.told_rule) == (
            *("published", None, None),
            "",
        )
    assert not Letter.objects.exists()
    later = scheduled(draft(kin, told="nobody"), lea, goes_out=timezone.now() + DAY)
    assert (later.status, later.told_on) == ("scheduled", None)
    assert due(later) == 1


# Taking back


def test_taken_back_it_is_a_draft_and_its_day_is_free(kin, lea):
    item = scheduled(draft(kin), lea)
    actions.take_back(item=item, by=lea)
    kept = fresh(item)
    assert (kept.status, kept.goes_out, kept.told_on, kept.told_rule) == ("draft", None, None, "")
    assert due(item) == 0
    assert scheduled(draft(kin), lea).status == "scheduled"


def test_what_is_a_draft_already_is_not_called_out(kin, lea):
    with pytest.raises(Refusal, match="It is a draft already"):
        actions.take_back(item=draft(kin), by=lea)


def test_what_is_out_is_not_taken_back(kin, lea):
    item = scheduled(draft(kin), lea)
    due(item)
    with pytest.raises(Refusal, match="too late"):
        actions.take_back(item=item, by=lea)


# Going out


def test_goes_out_when_its_hour_has_come_and_not_before(kin, lea):
    item = scheduled(draft(kin), lea)
    assert actions.publish_due(now=item.goes_out - MINUTE) == 0
    assert fresh(item).status == "scheduled"
    assert due(item) == 1
    assert (fresh(item).status, fresh(item).published) == ("published", item.goes_out)
    assert due(item) == 0
    assert verbs() == ["news.scheduled", "news.published"]


def test_tells_its_audience_by_one_letter(kin, lea):
    hidden = factories.person()
    factories.membership(hidden, kin, Visibility.ONLY_ME)
    item = scheduled(draft(kin, title="Open day", summary="Come.", body="**All** of it."), lea)
    due(item)
    letter = fresh(item).letter
    assert (letter.kind, letter.thing, letter.topic) == (
        *("news", f"newsitem:{item.pk}"),
        f"brg:{kin.pk}",
    )
    assert (letter.title, letter.line, letter.body) == ("Open day", "Come.", "**All** of it.")
    assert (letter.url, letter.why) == (f"/news/{item.pk}/", "You are a member of Kin.")
    told = dict(letter.notices.values_list("person", "discreet"))
    assert told == {lea.pk: False, hidden.pk: True}


def test_waits_as_a_draft_with_a_note_where_the_group_is_not_active_any_more(kin, lea):
    item = scheduled(draft(kin), lea)
    kin.status = "paused"
    kin.save()
    assert due(item) == 0
    kept = fresh(item)
    assert (kept.status, kept.told_on, kept.goes_out) == ("draft", None, None)
    assert kept.note == "The group is not active, so nothing goes out at the moment."
    assert verbs() == ["news.scheduled", "news.held_back"]


def test_waits_as_a_draft_where_the_chapter_has_closed(kin, denver, lea):
    item = scheduled(draft(kin, chapter=denver), lea)
    denver.status = "closed"
    denver.save()
    assert due(item) == 0
    assert (fresh(item).status, fresh(item).note[:21]) == ("draft", "The chapter is closed")


def test_after_days_of_silence_a_host_still_tells_one_thing_a_day(kin, lea):
    now = timezone.now()
    items = [scheduled(draft(kin), lea, goes_out=now + days * DAY) for days in (1, 2, 3)]
    # The worker comes back on the third day, and another broadcast is planned for the fourth.
    fourth = scheduled(draft(kin), lea, goes_out=now + 4 * DAY)
    assert actions.publish_due(now=items[2].goes_out) == 1
    assert fresh(items[2]).status == "published"
    day = items[2].told_on
    late = [fresh(item) for item in items[:2]]
    assert [item.status for item in late] == ["scheduled", "scheduled"]
    assert sorted(item.told_on for item in late) == [day + 2 * DAY, day + 3 * DAY]
    assert all(item.goes_out.astimezone(HERE).date() == item.told_on for item in late)
    assert fresh(fourth).told_on == day + DAY


def test_one_that_is_late_by_a_day_goes_out_where_that_day_is_free(kin, lea):
    item = scheduled(draft(kin), lea)
    late = item.goes_out + 2 * DAY
    assert actions.publish_due(now=late) == 1
    assert (fresh(item).status, fresh(item).told_on) == (
        "published",
        late.astimezone(HERE).date(),
    )


def test_one_that_fails_holds_up_no_other(kin, lea, monkeypatch, caplog):
    first = scheduled(draft(kin, title="Breaks"), lea)
    other = factories.brg(members_figure=figure(50))
    second = scheduled(draft(other), factories.lead(other))
    letter_of = actions.outgoing.emails.letter_of

    def breaks(item):
        if item.title == "Breaks":
            raise RuntimeError
        return letter_of(item)

    monkeypatch.setattr("news.actions.outgoing.emails.letter_of", breaks)
    assert actions.publish_due(now=second.goes_out + MINUTE) == 1
    assert (fresh(first).status, fresh(second).status) == ("scheduled", "published")
    assert [record.getMessage() for record in caplog.records] == [
        "a piece of news could not go out"
    ]


def test_fifty_members_are_told_by_as_many_queries_as_one(kin, lea, django_assert_num_queries):
    for _ in range(50):
        factories.membership(factories.person(), kin)
    item = scheduled(draft(kin), lea)
    # What is due; begin, the row, its group, the letter, the notices, the news, the record, commit.
    with django_assert_num_queries(9):
        due(item)
    assert Notice.objects.count() == 51


# A curator looks at what goes to everybody


def test_news_for_every_employee_waits_for_a_curator(kin, lea, carol):
    for _ in range(10):
        factories.person()
    wished = timezone.now() + DAY
    item = scheduled(for_all(kin, title="Big news"), lea, goes_out=wished)
    assert (item.status, item.goes_out, item.told_on) == ("waiting", wished, None)
    assert (item.askers, item.told_rule, item.told_figure) == (
        *([lea.public_id], "Every employee"),
        "10",
    )
    assert actions.publish_due(now=wished + DAY) == 0
    notice = Notice.objects.get()
    assert (notice.person, notice.letter.title) == (carol, "News to approve: Kin")
    assert notice.letter.url == f"/admin/news/newsitem/{item.pk}/"


@pytest.fixture
def waiting(kin, lea, carol):
    for _ in range(10):
        factories.person()
    return scheduled(for_all(kin, title="Big news"), lea)


def test_approved_it_goes_out_ten_minutes_later_and_the_leads_are_told(waiting, kin, lea, carol):
    before = timezone.now()
    item = actions.approve(item=waiting, by=carol, version=1)
    assert item.status == "scheduled"
    assert before + 10 * MINUTE <= item.goes_out <= timezone.now() + 10 * MINUTE
    assert item.told_on == item.goes_out.astimezone(HERE).date()
    notice = Notice.objects.get(person=lea)
    assert (notice.letter.title, notice.letter.url) == (
        "Approved: Big news",
        f"/manage/kin/news/{item.pk}/",
    )
    assert due(item) == 1
    assert Notice.objects.filter(letter__kind="news").count() == 12


def test_approved_it_keeps_the_hour_that_was_asked_for(kin, lea, carol):
    for _ in range(10):
        factories.person()
    wished = timezone.now() + 2 * DAY
    item = scheduled(for_all(kin), lea, goes_out=wished)
    assert actions.approve(item=item, by=carol, version=1).goes_out == wished


def test_returned_it_is_edited_and_asked_for_again(waiting, lea, carol):
    actions.return_to_leads(item=waiting, by=carol, version=1, note="Shorter.")
    item = fresh(waiting)
    assert (item.status, item.note, item.told_rule) == ("returned", "Shorter.", "")
    letter = Notice.objects.get(person=lea).letter
    assert letter.title == "Returned with a note: Big news"
    # The note is read in the portal.
    assert "Shorter" not in letter.line + letter.body
    actions.edit(item=item, by=lea, version=1)
    item = scheduled(fresh(item), lea)
    assert (item.status, item.note) == ("waiting", "")
    assert Notice.objects.filter(person=carol).count() == 2


def test_a_note_says_what_to_change(waiting, carol):
    with pytest.raises(Refusal, match="Say what to change"):
        actions.return_to_leads(item=waiting, by=carol, version=1, note=" ")


def test_nobody_approves_what_they_asked_for_wrote_or_lead(kin, lea, carol):
    for _ in range(10):
        factories.person()
    asker = factories.curator()
    factories.officer(asker, kin, "co_chair", ends=factories.today())
    item = scheduled(for_all(kin, author=carol), asker)
    with pytest.raises(Refusal, match="asked for this yourself"):
        actions.approve(item=item, by=asker, version=1)
    with pytest.raises(Refusal, match="asked for this yourself"):
        actions.approve(item=item, by=carol, version=1)
    leads = factories.curator()
    factories.officer(leads, kin, "co_chair")
    with pytest.raises(Refusal, match="You lead the group"):
        actions.approve(item=item, by=leads, version=1)
    assert actions.approve(item=item, by=factories.curator(), version=1).status == "scheduled"


def test_taken_back_and_edited_it_asks_again_also_after_approval(waiting, lea, carol):
    actions.approve(item=waiting, by=carol, version=1)
    actions.take_back(item=waiting, by=lea)
    actions.edit(item=fresh(waiting), by=lea, version=1)
    assert scheduled(fresh(waiting), lea).status == "waiting"


def test_a_curator_decides_about_the_words_that_they_read(waiting, lea, carol):
    actions.take_back(item=waiting, by=lea)
    actions.edit(item=fresh(waiting), by=lea, version=1)
    scheduled(fresh(waiting), lea)
    with pytest.raises(EditConflict):
        actions.approve(item=waiting, by=carol, version=1)
    with pytest.raises(EditConflict):
        actions.return_to_leads(item=waiting, by=carol, version=1, note="No.")


def test_what_was_taken_back_waits_for_nobody(waiting, lea, carol):
    actions.take_back(item=waiting, by=lea)
    with pytest.raises(Refusal, match="does not wait"):
        actions.approve(item=waiting, by=carol, version=1)


def test_a_curator_is_told_where_the_day_has_a_broadcast(waiting, kin, lea, carol):
    scheduled(draft(kin), lea)
    with pytest.raises(Refusal, match="one piece of news a day"):
        actions.approve(item=waiting, by=carol, version=1)
    assert fresh(waiting).status == "waiting"


def test_curators_and_leads_of_a_sensitive_group_are_told_discreetly(kin, lea, carol):
    kin.default_visibility = Visibility.ONLY_ME
    kin.save()
    for _ in range(10):
        factories.person()
    item = scheduled(for_all(kin), lea)
    actions.approve(item=item, by=carol, version=1)
    assert set(Notice.objects.values_list("person", "discreet")) == {
        (carol.pk, True),
        (lea.pk, True),
    }


# Once it is out


@pytest.fixture
def out(kin, lea):
    for _ in range(9):
        factories.membership(factories.person(), kin)
    item = scheduled(draft(kin), lea)
    due(item)
    return fresh(item)


def test_taken_down_nobody_reads_it_and_no_more_mails_go_out(out, lea):
    out.letter.notices.filter(person=lea).update(mail="sent")
    actions.withdraw(item=out, by=lea)
    assert fresh(out).status == "withdrawn"
    assert not NewsItem.objects.visible_to(lea).exists()
    assert set(out.letter.notices.values_list("mail", flat=True)) == {"none", "sent"}
    assert progress_of(fresh(out)) == Progress.STOPPED
    with pytest.raises(Refusal, match="not published"):
        actions.withdraw(item=out, by=lea)


def test_stopped_it_stays_on_its_page(out, lea):
    actions.stop_sending(item=out, by=lea)
    assert fresh(out).status == "published"
    assert set(out.letter.notices.values_list("mail", flat=True)) == {"none"}
    with pytest.raises(Refusal, match="Nothing is being sent"):
        actions.stop_sending(item=out, by=lea)


def test_stopping_a_draft_is_refused(kin, lea):
    with pytest.raises(Refusal, match="Nothing is being sent"):
        actions.stop_sending(item=draft(kin), by=lea)


def test_progress_is_a_band_and_never_a_number():
    bands = [band(done, 100) for done in (0, 1, 49, 50, 89, 90, 99, 100)]
    assert bands == [
        *(Progress.NOT_BEGUN, Progress.LESS, Progress.LESS, Progress.MORE, Progress.MORE),
        *(Progress.NEARLY, Progress.NEARLY, Progress.DONE),
    ]
    assert band(0, 0) == Progress.DONE


def test_progress_goes_by_what_is_still_on_its_way(out, django_assert_num_queries):
    assert progress_of(out) == Progress.NOT_BEGUN
    done = out.letter.notices.values("pk")[:6]
    Notice.objects.filter(pk__in=[row["pk"] for row in done]).update(mail="sent")
    with django_assert_num_queries(1):
        assert progress_of(out) == Progress.MORE
    out.letter.notices.filter(mail="waiting").update(mail="none")
    assert progress_of(out) == Progress.DONE


def test_nobody_is_told_so_there_is_no_progress(kin):
    assert progress_of(draft(kin, told="nobody")) is None
