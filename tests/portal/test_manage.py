"""The first and the last page of the workspace: what needs attention, and what was done."""

import datetime as dt
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.actions import record
from audit.models import AuditEvent
from brgs import actions
from brgs.actions import offer
from brgs.models import Officer
from chapters.actions import change_state
from portal.overview import matters
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return factories.brg(slug="kin", acronym="Kin")


@pytest.fixture
def lead(group):
    return factories.lead(group, legal_name="Alice Lead")


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def page(client, address="/manage/kin/"):
    return client.get(address).content.decode()


def said(group):
    return [str(matter.words) for matter in matters(group)]


class TestOverview:
    def test_says_that_all_is_well_where_nothing_waits(self, as_lead, group):
        Officer.objects.update(ends=None)
        assert said(group) == []
        assert "Nothing at the moment. All is well here." in page(as_lead)

    def test_shows_the_published_figure_and_the_quarters(self, as_lead, group):
        for _ in range(12):
            factories.membership(factories.person(), group)
        actions.publish_figures()
        group.refresh_from_db()
        group.quarters.create(begins=dt.date(2026, 1, 1), joined=120, left=0)
        shown = page(as_lead)
        assert "10 members" in shown
        assert '<th scope="row">Q1 2026</th><td class="number">120</td>' in shown
        assert '<td class="number">Fewer than 10</td>' in shown

    def test_terms_that_end_within_ninety_days_are_listed_the_next_one_first(self, group, lead):
        today = factories.today()
        Officer.objects.update(ends=today + dt.timedelta(90))
        later = factories.person(legal_name="Bob Late")
        factories.officer(later, group, "treasurer", ends=today + dt.timedelta(91))
        sooner = factories.person(legal_name="Carol Soon")
        factories.officer(sooner, group, "secretary", ends=today + dt.timedelta(3))
        found = said(group)
        assert ["Carol Soon" in found[0], "Alice Lead" in found[1], len(found)] == [True, True, 2]

    def test_a_caretaker_is_named_as_one(self, group, lead):
        Officer.objects.update(ends=factories.today() - dt.timedelta(5))
        assert said(group) == [
            "The group has no lead. Offer the post to somebody.",
            "Alice Lead keeps things going as caretaker: the term as Chair has ended.",
        ]

    def test_a_deputy_is_told_first_that_the_group_has_no_lead(self, group, lead):
        Officer.objects.update(ends=factories.today(), cut_short=True)
        deputy = factories.lead(group)
        soon = factories.today() + dt.timedelta(9)
        post = Officer.objects.exclude(person=deputy).get()
        Officer.objects.filter(person=deputy).update(stands_in_for=post, ends=soon)
        first = matters(group)[0]
        assert first.words == "The group has no lead. Offer the post to somebody."
        assert first.url == "/manage/kin/officers/new/"

    def test_everything_else_that_waits(self, group, lead):
        Officer.objects.update(ends=None)
        chapter = factories.chapter(group, name="Kin Denver")
        proposal = factories.proposal(group, lead)
        factories.text_change(group, lead)
        factories.resource(group, review_date=factories.today() - dt.timedelta(1))
        group.review_date = factories.today() + dt.timedelta(30)
        group.save()
        assert [words.rpartition(" by ")[0] or words for words in said(group)] == [
            f"The chapter {chapter.name} has no lead.",
            f"A new chapter is proposed: {proposal.chapter.name}.",
            "New texts are waiting for a curator.",
            "The page is due for a review",
            "1 resource is overdue for review.",
        ]

    def test_events_that_came_back_and_those_whose_day_is_past(self, group, lead):
        Officer.objects.update(ends=None)
        chapter = factories.chapter(group, slug="denver")
        factories.chapter_lead(chapter)
        now, day = timezone.now(), dt.timedelta(days=1)
        in_hand = {"status": "draft", "published": None}
        asked = {"status": "submitted", "published": None, "asked": now}
        factories.event(group, title="Late", starts=now - day, chapter=chapter, **in_hand)
        returned = {"status": "changes_asked", "note": "When?"}
        factories.event(group, title="Back", starts=now + day, **in_hand | returned)
        factories.event(group, title="Asked too late", starts=now - 9 * day, **asked)
        for other in ({"starts": now + day, **in_hand}, {"starts": now - day}, asked):
            factories.event(group, **other)
        factories.event(factories.brg(), starts=now - day, **in_hand)
        past = "The day of the event {} is past, and it was never published."
        assert said(group) == [
            past.format("Asked too late"),
            past.format("Late"),
            "A curator has returned the event Back with a note.",
        ]
        late = matters(group)[1]
        number = late.url.rstrip("/").rpartition("/")[2]
        assert late.url == f"/manage/kin/chapters/denver/events/{number}/"

    def test_what_is_counted_is_counted_for_each_kind_of_its_own(self, group, lead):
        Officer.objects.update(ends=None)
        for _ in range(2):
            factories.resource(group, review_date=dt.date(2020, 1, 1))
        for _ in range(3):
            factories.question(group)
        factories.question(group, status="closed")
        assert said(group) == [
            "3 questions wait for the leads.",
            "2 resources are overdue for review.",
        ]

    def test_texts_that_came_back_are_said_until_others_are_asked_for(self, group, lead):
        Officer.objects.update(ends=None)
        factories.text_change(group, lead, status="returned", note="Shorter.")
        assert said(group) == ["A curator has returned your texts with a note."]
        factories.text_change(group, lead)
        assert said(group) == ["New texts are waiting for a curator."]

    def test_other_groups_are_not_listed(self, group, lead):
        Officer.objects.update(ends=None)
        other = factories.brg()
        factories.chapter(other)
        factories.proposal(other, lead)
        factories.text_change(other, lead)
        factories.resource(other, review_date=dt.date(2020, 1, 1))
        soon = factories.today() + dt.timedelta(3)
        factories.officer(factories.person(), other, ends=soon)
        assert said(group) == []

    @pytest.mark.parametrize("rows", [1, 3])
    def test_takes_twelve_queries_at_most(self, as_lead, group, lead, rows):
        soon = factories.today() + dt.timedelta(3)
        for _ in range(rows):
            factories.officer(factories.person(), group, "treasurer", ends=soon)
            chapter = factories.chapter(group)
            factories.chapter_officer(factories.person(), chapter, ends=soon)
            factories.chapter(group)
            factories.proposal(group, factories.person())
            factories.resource(group, review_date=dt.date(2020, 1, 1))
            factories.event(group, status="changes_asked", note="When?", chapter=chapter)
        as_lead.get("/manage/kin/")
        with CaptureQueriesContext(connection) as queries:
            assert as_lead.get("/manage/kin/").status_code == 200
        assert len(queries) == OVERVIEW_QUERIES


# Two of them are the session and the person.
OVERVIEW_QUERIES = 12


class TestHistory:
    def shown(self, client):
        return page(client, "/manage/kin/history/")

    def test_tells_what_officers_and_curators_did(self, as_lead, group, lead):
        curator = factories.curator(legal_name="Carol Curator")
        chapter = factories.chapter(group, name="Kin Denver")
        change_state(chapter=chapter, status="dormant", by=lead)
        actions.pause(brg=group, by=curator)
        group.refresh_from_db()
        actions.publish(brg=group, by=curator)
        shown = self.shown(as_lead)
        assert '<th scope="row">Let the chapter Kin Denver rest</th>' in shown
        assert '<td data-label="Who">Alice Lead</td>' in shown
        assert '<th scope="row">Paused the group</th>' in shown
        assert '<td data-label="Who">A curator</td>' in shown
        assert "Carol" not in shown

    def test_never_tells_who_joins_chooses_or_leaves(self, as_lead, group):
        before = self.shown(as_lead)
        person = factories.person(legal_name="Dora Hidden")
        actions.join(brg=group, by=person, visibility="everyone")
        actions.change_visibility(brg=group, by=person, visibility="only_me")
        actions.leave(brg=group, by=person)
        assert AuditEvent.objects.filter(actor=person.public_id).count() == 3
        assert self.shown(as_lead) == before

    def test_a_removal_is_told_without_the_person(self, as_lead, group, lead):
        person = factories.person(legal_name="Dora Removed")
        factories.membership(person, group)
        actions.remove(brg=group, person=person, by=lead, reason="Sold things.")
        shown = self.shown(as_lead)
        assert '<th scope="row">Removed a member for cause</th>' in shown
        assert "Dora" not in shown
        assert "Sold things" not in shown

    def test_an_officer_is_named_during_the_term_and_not_after(self, as_lead, group, lead):
        bob = factories.person(legal_name="Bob Before")
        factories.membership(bob, group)
        post = factories.officer(bob, group, "co_chair")
        actions.end(office=factories.officer(factories.person(), group, "events"), by=bob)
        assert "Bob Before" in self.shown(as_lead)
        actions.end(office=post, by=lead)
        assert "Bob Before" not in self.shown(as_lead)
        assert "A former officer" in self.shown(as_lead)

    def test_an_officer_is_not_named_for_what_came_before_the_term(self, as_lead, group, lead):
        bob = factories.person(legal_name="Bob Before")
        record(by=bob, verb="officer.declined", thing=group, within=group)
        post = factories.officer(bob, group, "secretary", starts=factories.today())
        assert "Bob Before" in self.shown(as_lead)
        tomorrow = factories.today() + dt.timedelta(1)
        Officer.objects.filter(pk=post.pk).update(starts=tomorrow)
        with mock.patch("brgs.models.officer.organization_today", lambda: tomorrow):
            shown = self.shown(as_lead)
        assert "Bob Before" not in shown
        assert "Whoever was asked" in shown

    def test_who_takes_a_post_that_has_not_begun_is_not_named(self, as_lead, group, lead):
        starts = factories.today() + dt.timedelta(9)
        eve = factories.person(legal_name="Eva Elect")
        factories.membership(eve, group)
        office = Officer(brg=group, person=eve, role="secretary", starts=starts)
        actions.accept(office=offer(office=office, by=lead), by=eve)
        shown = self.shown(as_lead)
        assert '<th scope="row">Took a post: Secretary</th>' in shown
        assert "Whoever was asked" in shown
        assert "Eva" not in shown

    def test_another_groups_acts_are_not_there(self, as_lead, group, lead):
        actions.pause(brg=factories.brg(), by=lead)
        assert "Paused the group" not in self.shown(as_lead)

    def test_goes_on_page_by_page_from_the_newest(self, as_lead, group, lead):
        now = timezone.now()
        events = [
            AuditEvent(
                actor=lead.public_id,
                verb="brg.page_edited" if number < 50 else "brg.paused",
                thing_kind="brg",
                thing_id=str(group.pk),
                scope=f"brg:{group.pk}",
                at=now - dt.timedelta(minutes=number),
            )
            for number in range(60)
        ]
        AuditEvent.objects.bulk_create(events)
        first = self.shown(as_lead)
        assert (first.count("Edited the page"), first.count("Paused the group")) == (50, 0)
        link = first.partition('href="?after=')[2].partition('"')[0]
        second = page(as_lead, f"/manage/kin/history/?after={link}")
        assert (second.count("Edited the page"), second.count("Paused the group")) == (0, 10)

    @pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "%00", "٣", "99999999999999999"])
    def test_a_senseless_place_to_go_on_begins_at_the_start(self, as_lead, group, lead, after):
        actions.pause(brg=group, by=lead)
        assert "Paused the group" in page(as_lead, f"/manage/kin/history/?after={after}")

    def test_an_act_that_has_no_words_here_is_not_listed(self, as_lead, group, lead):
        record(by=lead, verb="brg.unheard_of", thing=group, within=group)
        assert "Nothing yet" in self.shown(as_lead)
