"""Nobody learns from a mail what somebody else did: who joined, left, took a post, asked or wrote.

People with marks in all that is known about them do everything that the portal tells anybody about.
Every mail that comes of it is then written, with its headers and both parts, by itself and in a
digest, and searched for the marks of everybody but the one whom it goes to.
"""

import datetime as dt
import re
from email import message_from_bytes, policy
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.actions import deactivate, erase
from accounts.visibility import Visibility
from brgs import actions, emails
from brgs.emails import posts
from brgs.models import BRG, Officer
from chapters import actions as chapter_actions
from chapters.models import Chapter, ChapterOfficer, Proposal
from events import actions as event_actions
from events import emails as event_emails
from events.models import Event
from news.actions.outgoing import go_out
from notices import digests
from notices.mails import Composer
from notices.models import Letter, Mailbox, Notice
from questions import actions as question_actions
from questions.models import Question
from tests import factories
from tests.roles import World
from tests.test_canary import marked

pytestmark = pytest.mark.django_db

# Of the people below; the random names in links hold such letters too, now and then.
MARK = re.compile(r"zqonlyme\d\d", re.IGNORECASE)
# What a list of mails shows of one, beside its subject.
PREVIEW = 200


class Acts:
    """A world in which people with marks, each a new one, act and are acted upon."""

    def __init__(self):
        self.world = World()
        self.kin = self.world.kin
        self.lead = self.world.second_lead
        self.curator = self.world.people["curator"]
        self.count = 0
        Letter.objects.all().delete()

    def somebody(self, *, joins=True):
        """The next person with marks, who belongs to the group without having been told."""
        person = marked("onlyme", self.count)
        self.count += 1
        if joins:
            factories.membership(person, self.kin, Visibility.ONLY_ME)
        return person

    def belong(self):
        person = self.somebody(joins=False)
        actions.join(brg=self.kin, by=person, visibility=Visibility.EVERYONE)
        actions.change_visibility(brg=self.kin, by=person, visibility=Visibility.ONLY_ME)
        chapter_actions.join(chapter=self.world.denver, by=person)
        chapter_actions.leave(chapter=self.world.denver, by=person)
        actions.leave(brg=self.kin, by=person)
        both = self.somebody(joins=False)
        level = Visibility.ONLY_ME
        chapter_actions.join(chapter=self.world.denver, by=both, visibility=level)
        actions.remove(brg=self.kin, person=both, by=self.lead, reason=f"{both.name} shouted.")

    def _offered(self, person, unit=None, **fields):
        today = factories.today()
        days = {"starts": today, "ends": today + dt.timedelta(days=300)}
        note = {"note": f"{person.name} was named."}
        if unit:
            post = ChapterOfficer(person=person, chapter=unit, role="events", **days, **note)
        else:
            post = Officer(person=person, brg=self.kin, role="secretary", **days, **note)
        return actions.offer(office=post, by=self.lead)

    def hold_posts(self):
        officer, heir, deputy, other = (self.somebody() for _ in range(4))
        office = actions.accept(office=self._offered(officer), by=officer)
        actions.decline(office=self._offered(other), by=other)
        actions.end(office=self._offered(other), by=self.lead)
        today = factories.today()
        days = {"starts": today, "ends": today + dt.timedelta(days=100)}
        stands_in = Officer(person=deputy, brg=self.kin, **days)
        stands_in = actions.deputize(office=office, deputy=stands_in, by=officer)
        actions.accept(office=stands_in, by=deputy)
        follows = Officer(person=heir, brg=self.kin, starts=today, ends=today + dt.timedelta(400))
        until = today + dt.timedelta(days=50)
        offer = actions.hand_over(office=office, successor=follows, until=until, by=officer)
        actions.accept(office=offer, by=heir)
        actions.end(office=office, by=self.lead)
        there = self.somebody()
        post = self._offered(there, self.world.denver)
        actions.end(office=chapter_actions.accept(office=post, by=there), by=there)

    def propose(self):
        by, first, second, leaves = (self.somebody() for _ in range(4))
        proposal = self._proposed(by, "Boise", [by, first, second])
        offer = ChapterOfficer.objects.get(person=first)
        chapter_actions.accept(office=offer, by=first)
        facts = {"proposal": proposal, "version": 1, "note": f"{by.name} should write more."}
        proposal = chapter_actions.return_proposal(by=self.lead, **facts)
        proposal = chapter_actions.resubmit(proposal=proposal, chapter=proposal.chapter, by=by)
        facts = {"proposal": proposal, "version": 2, "note": f"{by.name} is right."}
        proposal = chapter_actions.support(by=self.lead, **facts)
        chapter_actions.approve(proposal=proposal, by=self.curator, version=2)
        self._proposed(leaves, "Reno", [leaves, first])
        actions.leave(brg=self.kin, by=leaves)

    def _proposed(self, by, name, officers):
        chapter = Chapter(brg=self.kin, name=name, region=self.world.region)
        words = f"{by.name} lives there."
        proposal = Proposal(purpose=words, why_here=words)
        return chapter_actions.propose(chapter=chapter, proposal=proposal, by=by, officers=officers)

    def write(self):
        author = self.somebody()
        factories.officer(author, self.kin)
        self.world.change.delete()
        for number, answer in enumerate((actions.return_texts, actions.approve_texts)):
            texts = {"mission": f"{author.name} wrote {number}."}
            version = BRG.objects.get(pk=self.kin.pk).version
            _, change = actions.edit_page(brg=self.kin, by=author, version=version, texts=texts)
            note = {"note": f"{author.name}, no."} if answer is actions.return_texts else {}
            answer(change=change, by=self.curator, version=1, **note)
        item = factories.news_item(self.kin, title="News", status="draft", published=None)
        with transaction.atomic():
            go_out(item, by=author)

    def ask(self):
        for is_named in (True, False):
            by = self.somebody()
            words = {"subject": f"{by.name} asks", "is_named": is_named}
            question = Question(brg=self.kin, **words)
            question = question_actions.ask(question=question, text=f"{by.name}?", by=by)
            question_actions.answer(question=question, text=f"Dear {by.name}", by=self.lead)
            question_actions.reply(question=question, text=f"I am {by.name}", by=by)
            question_actions.close(question=question, by=self.lead, as_lead=True)

    def attend(self):
        """Events in every turn that is told to anybody, among people with marks."""
        lead, first, second, third, contact = (self.somebody() for _ in range(5))
        factories.officer(lead, self.kin)
        facts = {"capacity": 1, "accessibility_contact": contact, "author": lead}
        approved = {"whole_organization": "employees"}
        event = factories.event(self.kin, title="Supper", approved=approved, **facts)
        event_actions.rsvp(event=event, by=first)
        event_actions.rsvp(event=event, by=second, seat_me=False)
        event_actions.rsvp(event=event, by=third)
        words = f"{second.name} asks."
        event_actions.write_request(event=event, by=second, contact=contact, text=words)
        event_actions.cancel_rsvp(event=event, by=first)
        event_actions.accept_offer(event=event, by=second)
        event_actions.remind(now=event.starts - dt.timedelta(hours=1))
        self._edited(event, lead, venue="Elsewhere")
        self._edited(event, lead, accessibility_contact=lead)
        guest = self.somebody(joins=False)
        event_actions.rsvp(event=Event.objects.get(pk=event.pk), by=guest)
        self._edited(event, lead, audience="members")
        stored = Event.objects.get(pk=event.pk)
        event_actions.cancel(event=stored, by=lead, version=stored.version, reason="A storm.")
        other = factories.event(self.kin, title="Supper", audience="members")
        event_actions.rsvp(event=other, by=third)
        actions.leave(brg=self.kin, by=third)

    def sign_up(self):
        """Series and sittings, likewise."""
        lead, first, second, third = (self.somebody() for _ in range(4))
        factories.officer(lead, self.kin)
        facts = {"capacity": 1, "audience": "members"}
        series, dates = factories.series(self.kin, 2, title="Lunch", **facts)
        for person in (first, second, third):
            event_actions.enroll(series=series, by=person)
        week, last = dt.timedelta(days=7), dates[-1]
        facts |= {"starts": last.starts + week, "series_date": last.series_date + week}
        draft = {"status": "draft", "published": None, "series": series}
        new = factories.event(self.kin, title="Lunch", **draft, **facts)
        event_actions.publish(event=new, by=lead, version=new.version)
        event_actions.unenroll(series=series, by=first)
        actions.leave(brg=self.kin, by=second)
        one, other = factories.sittings(self.kin, 2, title="Supper", capacity=1)[1]
        event_actions.rsvp(event=one, by=third)
        event_actions.rsvp(event=one, by=lead)
        event_actions.rsvp(event=other, by=third)

    def _edited(self, event, by, **fields):
        typed = Event.objects.select_related("brg").get(pk=event.pk)
        for name, value in fields.items():
            setattr(typed, name, value)
        event_actions.edit(event=typed, by=by, version=typed.version)

    def go(self):
        for act in (deactivate, erase):
            chapter = factories.chapter(self.kin)
            person = factories.chapter_lead(chapter)
            by = self.world.people["superuser"]
            mark = f"zqonlyme{self.count:02}"
            self.count += 1
            factories.User.objects.filter(pk=person.pk).update(legal_name=mark, sort_name=mark)
            act(person=person, by=by)

    def let_time_pass(self):
        today = factories.today()
        for left in (7, 0):
            chapter = factories.chapter(self.kin)
            ends = today + dt.timedelta(days=left)
            for unit in (self.kin, chapter):
                make = factories.officer if unit == self.kin else factories.chapter_officer
                make(self.somebody(), unit, ends=ends)
        factories.resource(self.kin, review_date=today - dt.timedelta(days=1))
        BRG.objects.filter(pk=self.kin.pk).update(review_date=today - dt.timedelta(days=1))
        call_command("run_clock", stdout=StringIO())

    def become_sensitive(self):
        brg = BRG.objects.get(pk=self.kin.pk)
        brg.default_visibility = Visibility.ONLY_ME
        self.kin = actions.save_brg(brg=brg, by=self.curator, version=brg.version)
        self.world.denver = Chapter.objects.get(pk=self.world.denver.pk)

    def all(self):
        self.belong()
        self.hold_posts()
        self.propose()
        self.write()
        self.ask()
        self.attend()
        self.sign_up()
        self.go()
        self.let_time_pass()


@pytest.fixture
def acts():
    return Acts()


def mailbox_of(person):
    return Mailbox.objects.get_or_create(person=person)[0]


def written():
    """Every notice as the mail that it would be: (notice, whether names may stand, message)."""
    composer = Composer()
    rows = Notice.objects.exclude(letter__kind="digest").select_related("letter", "person__region")
    for notice in rows.order_by("pk"):
        mailbox = mailbox_of(notice.person)
        for names_groups in (False, True):
            mailbox.names_groups = names_groups
            yield notice, names_groups, composer.message(notice, mailbox)


def digested():
    """All that people were told, once more in a digest for each: (notice, message)."""
    now = timezone.now()
    for notice in Notice.objects.select_related("letter", "person__region").order_by("pk"):
        digests.put_in_digest(notice, due=now)
    rows = Notice.objects.filter(letter__kind="digest").select_related("letter", "person__region")
    for notice in rows:
        if message := Composer().message(notice, mailbox_of(notice.person)):
            yield notice, message


def read(message):
    """What stands on the wire, as a program reads it: headers, and the two parts."""
    found = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    headers = "\n".join(f"{name}: {value}" for name, value in found.items())
    text, html = (found.get_body([kind]).get_content() for kind in ("plain", "html"))
    return headers, text, html


def all_of(message):
    headers, text, html = read(message)
    return f"{headers}\n{text}\n{unescape(html)}\n{calendar_of(message)}"


def calendar_of(message):
    """What a mail says to a calendar, its lines unfolded."""
    found = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    parts = [part for part in found.walk() if part.get_content_type() == "text/calendar"]
    return "".join(re.sub(r"\r?\n ", "", part.get_content()) for part in parts)


def others_in(message, person):
    """The marks in a mail that are not its recipient's own."""
    own = set(MARK.findall(person.email or ""))
    return set(MARK.findall(all_of(message))) - own


def leaks():
    found = [(notice.letter.title, others_in(mail, notice.person)) for notice, _, mail in written()]
    found += [("digest", others_in(mail, notice.person)) for notice, mail in digested()]
    return [each for each in found if each[1]]


def test_no_mail_names_anybody_but_the_one_whom_it_goes_to(acts):
    acts.all()
    acts.become_sensitive()
    told = set(Notice.objects.values_list("letter__kind", flat=True))
    assert told == {
        *("news", "welcome", "post", "term", "approval", "question", "privacy"),
        *("event", "seat", "change", "soon"),
    }
    people = acts.world.people
    for person in (acts.lead, people["lead"], acts.curator, people["member"], people["hidden"]):
        assert Notice.objects.filter(person=person).exists(), person
    assert leaks() == []


def test_what_people_do_about_their_own_belonging_is_told_to_them_alone(acts):
    acts.belong()
    assert Notice.objects.exists()
    emails_of = Notice.objects.values_list("person__email", flat=True)
    assert all(MARK.match(email) for email in emails_of)


def preview_of(message):
    """What a list of mails may show: the subject, and the first letters of each part."""
    _, text, html = read(message)
    body = unescape(re.sub(r"<style.*?</style>|<title.*?</title>|<[^>]*>", " ", html, flags=re.S))
    parts = (" ".join(part.split())[:PREVIEW] for part in (text, body))
    return "\n".join([message.subject, *parts])


def test_what_is_discreet_shows_no_group_before_it_is_opened(acts):
    acts.become_sensitive()
    Letter.objects.all().delete()
    acts.belong()
    acts.hold_posts()
    acts.propose()
    acts.write()
    acts.ask()
    acts.attend()
    acts.let_time_pass()
    rows = [row for row in written() if row[0].letter.topic == f"brg:{acts.kin.pk}"]
    assert {notice.discreet for notice, _, _ in rows} == {True}
    named = [preview_of(mail) for _, names_groups, mail in rows if not names_groups]
    assert len(named) > 30
    assert [text for text in named if "kin" in re.findall(r"\w+", text.lower())] == []
    # What is said to calendars, which others look at, names neither group nor event.
    said = [calendar_of(mail) for _, names_groups, mail in rows if not names_groups]
    said = [text for text in said if text]
    assert len(said) > 3
    assert [text for text in said if re.search("kin|supper|elsewhere", text.lower())] == []
    # Whoever wants to read the group's name in the subject does.
    chosen = [mail.subject for _, names_groups, mail in rows if names_groups]
    assert any("Kin" in subject for subject in chosen)


# The canary can sing


@pytest.mark.parametrize("place", ["title", "line", "body", "why", "url"])
def test_finds_a_mark_wherever_it_stands(acts, place, monkeypatch):
    told = posts.tell_people

    def tells_more(brg, people, **words):
        name = f"zqonlyme{acts.count - 1:02}"
        words[place] = f"/{name}/" if place == "url" else f"{words[place]} {name}"
        return told(brg, people, **words)

    monkeypatch.setattr(posts, "tell_people", tells_more)
    acts.hold_posts()
    assert leaks()


@pytest.mark.parametrize("place", ["title", "line", "body", "calendar"])
def test_finds_a_mark_in_what_events_tell(acts, place, monkeypatch):
    letter = event_emails.letters.letter

    def tells_more(event, **words):
        mark, text = f"zqonlyme{acts.count - 1:02}", words.get(place, "")
        words[place] = mark if place != "calendar" else in_calendar(text, mark)
        return letter(event, **words)

    monkeypatch.setattr(event_emails.letters, "letter", tells_more)
    acts.attend()
    assert leaks()


def in_calendar(text, mark):
    """What is said to a calendar, where anything is, with a mark in it."""
    return text.replace("END:VEVENT", f"COMMENT:{mark}\nEND:VEVENT")


def test_all_messages_of_groups_are_in_the_canary(acts, monkeypatch):
    """Each function of the groups' messages is called by the acts above."""
    called, names = set(), [name for name in emails.__all__ if not name.startswith("tell_")]

    def heard(name, function):
        def call(*args, **kwargs):
            called.add(name)
            return function(*args, **kwargs)

        return call

    for name in names:
        monkeypatch.setattr(emails, name, heard(name, getattr(emails, name)))
    acts.all()
    acts.become_sensitive()
    actions.pause(brg=acts.kin, by=acts.curator)
    assert called == set(names)
