"""Whoever asks without a name is named nowhere: on no page, in no mail, file, history or record.

Somebody with marks in all that is known about them asks, goes on and closes. Then everything that
leaves the portal is searched for the marks, as everybody else who can sign in.
"""

import re
from email import message_from_bytes
from email.policy import default
from urllib.parse import unquote

import pytest
from django.test import override_settings

from audit.models import AuditEvent
from notices.mails import Composer
from notices.models import Letter, Mailbox, Notice
from questions import actions
from questions.models import Message, Question
from tests import factories
from tests.access_table import READING, lines
from tests.roles import World
from tests.test_canary import ACCOUNTS, all_of

pytestmark = pytest.mark.django_db

MARK = re.compile("zqasker", re.IGNORECASE)
OTHERS = ["member", "lead", "chapter lead", "other lead", "curator"]


class AskedWorld(World):
    """The nine roles, and three questions of one person with marks: open, answered, closed."""

    def __init__(self, *, is_named):
        super().__init__()
        self.people["chapter lead"] = self.chapter_lead
        self.asker = factories.person(
            legal_name="zqasker legal",
            preferred_name="zqasker preferred",
            email="zqasker@example.com",
            employee_id="zqaskerid",
            job_title="zqasker nurse",
            pronouns="zqasker/they",
            public_id=f"{'zqaskerpublic':-<22}",
            photo=f"photos/{'zqaskerphoto':0<22}.webp",
        )
        own = [self._asks(place, is_named, place != 0) for place in range(3)]
        actions.close(question=own[2], by=self.asker, as_lead=False)
        self.asked = own

    def _asks(self, place, is_named, to_chapter):
        chapter = self.denver if to_chapter else None
        question = Question(brg=self.kin, chapter=chapter, subject="Rides", is_named=is_named)
        text = f"Who drives on day {place}?"
        question = actions.ask(question=question, text=text, by=self.asker)
        if place:
            actions.answer(question=question, text="Bob.", by=self.people["lead"])
            actions.reply(question=question, text="And then?", by=self.asker)
            actions.answer(question=question, text="Carol.", by=self.chapter_lead)
        return question

    @property
    def of_questions(self):
        """Where these questions are, or might be found, and where it is told of them."""
        desks = ["/manage/kin/", "/manage/kin/history/", "/me/questions/", "/me/notices/"]
        for desk in ("/manage/kin/questions/", "/manage/kin/chapters/denver/questions/"):
            own = [f"{desk}{question.public_id}/" for question in self.asked]
            desks += [desk, *own, *(f"{address}?act=close" for address in own)]
        own = [question.get_absolute_url() for question in self.asked]
        letters = [f"/me/notices/{letter.public_id}/" for letter in Letter.objects.all()]
        return [*desks, *own, *letters]

    @property
    def addresses(self):
        """All pages but those of accounts: everybody has one, whether they ask or not."""
        listed = (address.format_map(self.names) for address, _, _ in lines(READING))
        return [address for address in listed if not address.startswith(ACCOUNTS)]


def marked_pages(world, role, addresses):
    client = world.client(role)
    pages = {address: all_of(client.get(address)) for address in addresses}
    return {address for address, text in pages.items() if MARK.search(text + unquote(text))}


@pytest.fixture
def nameless():
    return AskedWorld(is_named=False)


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_names_whoever_asks_without_a_name(nameless, role):
    assert marked_pages(nameless, role, nameless.of_questions) == set()


def test_no_page_of_the_portal_names_them_to_a_lead(nameless):
    assert marked_pages(nameless, "lead", nameless.addresses) == set()


def test_control_leads_and_nobody_else_find_a_name_that_was_given():
    world = AskedWorld(is_named=True)
    found = {role: marked_pages(world, role, world.of_questions) for role in OTHERS}
    desk, of_chapter = "/manage/kin/questions/", "/manage/kin/chapters/denver/questions/"
    assert {desk, of_chapter, f"{desk}{world.asked[0].public_id}/"} <= found.pop("lead")
    assert {of_chapter, f"{of_chapter}{world.asked[1].public_id}/"} <= found["chapter lead"]
    assert desk not in found.pop("chapter lead")
    assert set.union(*found.values()) == set()


def mails_to_others(world):
    composer = Composer()
    rows = Notice.objects.exclude(person=world.asker).select_related("letter", "person")
    for notice in rows:
        mailbox, _ = Mailbox.objects.get_or_create(person=notice.person)
        if message := composer.message(notice, mailbox):
            yield all_of_mail(message_from_bytes(message.message().as_bytes(), policy=default))


def all_of_mail(mail):
    """Headers and both parts, as whoever gets it could read them."""
    headers = [f"{name}: {value}" for name, value in mail.items()]
    parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    return "\n".join(headers + parts)


@override_settings(DEFAULT_FROM_EMAIL="portal@example.com")
def test_no_mail_to_others_names_anybody_or_says_what_was_asked(nameless):
    mails = list(mails_to_others(nameless))
    assert len([mail for mail in mails if "asked the leads" in mail]) >= 3
    for word in ("zqasker", "Rides", "drives", "Bob"):
        assert [mail for mail in mails if word.lower() in mail.lower()] == []


def test_no_letter_and_no_message_leads_back_to_whoever_asked(nameless):
    letters = [str(vars(letter)) for letter in Letter.objects.all()]
    assert [letter for letter in letters if MARK.search(letter)] == []
    ids = [question.pk for question in nameless.asked]
    assert not Message.objects.filter(question__in=ids, author=nameless.asker).exists()


def test_nothing_on_record_leads_back_to_whoever_asked(nameless):
    assert AuditEvent.objects.filter(verb="question.asked").count() == 3
    assert not AuditEvent.objects.filter(actor=nameless.asker.public_id).exists()


def test_the_log_holds_no_question(nameless, caplog):
    client = nameless._signed_in(nameless.asker)
    question = nameless.asked[0]
    client.get("/me/questions/")
    client.post(f"/me/questions/{question.public_id}/", {"act": "say", "text": "And zqasker?"})
    assert question.messages.last().text == "And zqasker?"
    assert MARK.search(caplog.text) is None
    assert question.public_id not in caplog.text


def test_the_asker_finds_their_own(nameless):
    client = nameless._signed_in(nameless.asker)
    for question in nameless.asked:
        page = client.get(f"/me/questions/{question.public_id}/").body.decode()
        assert "without my name" in page
    assert client.get("/me/questions/").body.decode().count("without my name") == 3
