import re
from email import message_from_bytes, policy
from html.parser import HTMLParser

import html5lib
import pytest
from django.core.mail import EmailMultiAlternatives
from django.test.utils import CaptureQueriesContext

from notices import mails
from notices.kinds import KINDS
from notices.mails import Composer
from tests import factories
from tests.notices.letters import a_letter, a_mailbox, a_notice

pytestmark = pytest.mark.django_db

NAMES = re.compile("rainbow|supper|pride|eat|news", re.IGNORECASE)
CHOOSABLE = [kind.key for kind in KINDS.values() if not kind.must_have]
MUST_HAVE = [kind.key for kind in KINDS.values() if kind.must_have and kind.key != "digest"]


@pytest.fixture(autouse=True)
def place(settings):
    settings.SITE_NAME = "BRG Portal"
    settings.SITE_URL = "https://groups.example.org"
    settings.DEFAULT_FROM_EMAIL = "portal@example.org"


def mail_of(notice, composer=None, **mailbox):
    """The mail as whoever gets it reads it, from its bytes."""
    message = (composer or Composer()).message(notice, a_mailbox(notice.person, **mailbox))
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def text_of(mail):
    return mail.get_body(["plain"]).get_content()


def html_of(mail):
    return mail.get_body(["html"]).get_content()


class Words(HTMLParser):
    """What a preview shows: the text of the body alone."""

    def __init__(self, html):
        super().__init__()
        self.inside, self.said = False, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "body"

    def handle_data(self, data):
        if self.inside:
            self.said.append(data)

    def __str__(self):
        return " ".join(" ".join(self.said).split())


def test_the_envelope_says_what_it_must():
    notice = a_notice(person=factories.person(email="ana@example.com"))
    mail = mail_of(notice)
    token = a_mailbox(notice.person).token + notice.letter.public_id
    expected = {
        "Subject": "Rainbow supper on Friday",
        "From": "BRG Portal <portal@example.org>",
        "To": "ana@example.com",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": f"<https://groups.example.org/unsubscribe/{token}/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
    }
    assert {name: mail[name].strip() for name in expected} == expected
    assert set(mail.keys()) - set(expected) == {"Content-Type", "Message-ID", "Date"}
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_plain_text_reads_from_top_to_bottom():
    notice = a_notice()
    token = a_mailbox(notice.person).token + notice.letter.public_id
    assert text_of(mail_of(notice)) == (
        "Rainbow supper on Friday\n\n"
        "We **eat** together.\n\n### Where\n\nIn the hall: https://hall.example/a_b.\n\n"
        "See it in the portal:\nhttps://groups.example.org/groups/kp-pride/\n\n"
        "----\n\n"
        "Why you got this: You are a member of KP Pride.\n\n"
        "Change what you get:\nhttps://groups.example.org/me/notices/settings/\n\n"
        f"Stop mails like this one:\nhttps://groups.example.org/unsubscribe/{token}/\n\n"
        "BRG Portal of Demonstration Health. Answers to this mail go to a mailbox of the portal, "
        "which no lead of a group reads.\n"
    )


def test_a_letter_without_a_text_says_its_line():
    notice = a_notice(a_letter(body=""))
    mail = mail_of(notice)
    assert "Rainbow supper on Friday\n\nWe eat together.\n\nSee it" in text_of(mail)
    assert "<p>We eat together.</p>" in html_of(mail)


@pytest.mark.parametrize("discreet", [False, True])
def test_a_repeat_has_the_same_message_id_and_another_mail_another(discreet):
    first = a_notice(discreet=discreet)
    other = a_notice(first.letter)
    name = mail_of(first)["Message-ID"]
    assert name == mail_of(first)["Message-ID"]
    assert name != mail_of(other)["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", name)


@pytest.mark.parametrize("kind", CHOOSABLE)
def test_mail_that_may_be_chosen_ends_by_one_click(kind):
    mail = mail_of(a_notice(a_letter(kind=kind)))
    link = mail["List-Unsubscribe"].strip(" <>")
    assert link in text_of(mail)
    assert f'<a href="{link}">Stop mails like this one</a>' in html_of(mail)


@pytest.mark.parametrize("kind", MUST_HAVE)
def test_mail_that_everybody_must_have_offers_no_end(kind):
    mail = mail_of(a_notice(a_letter(kind=kind)))
    assert mail["List-Unsubscribe"] is None
    assert mail["List-Unsubscribe-Post"] is None
    for part in (text_of(mail), html_of(mail)):
        assert "unsubscribe" not in part
        assert "Mails of this kind always come." in part


# What a list of mails shows


@pytest.mark.parametrize("kind", [*CHOOSABLE, "privacy"])
def test_a_discreet_mail_keeps_the_group_out_of_all_that_a_list_of_mails_shows(kind):
    mail = mail_of(a_notice(a_letter(kind=kind), discreet=True))
    assert mail["Subject"] == "A message from the BRG Portal"
    assert mail["From"] == "BRG Portal <portal@example.org>"
    assert "<title>A message from the BRG Portal</title>" in html_of(mail)
    for preview in (text_of(mail)[:200], str(Words(html_of(mail)))[:200]):
        assert len(preview) == 200
        assert not NAMES.search(preview)
    assert not any(NAMES.search(value) for value in mail.values())


def test_a_discreet_mail_leads_to_its_notice_and_not_to_the_group():
    notice = a_notice(discreet=True)
    mail = mail_of(notice)
    link = f"https://groups.example.org/me/notices/{notice.letter.public_id}/"
    for part in (text_of(mail), html_of(mail)):
        assert link in part
        assert "kp-pride" not in part
        # Further down it says what it is.
        assert "Rainbow supper on Friday" in part
        assert "You are a member of KP Pride." in part


def test_whoever_wants_it_reads_the_group_in_the_subject():
    mail = mail_of(a_notice(discreet=True), names_groups=True)
    assert mail["Subject"] == "Rainbow supper on Friday"
    assert text_of(mail).startswith("Rainbow supper on Friday\n")


def test_an_open_mail_leads_straight_to_what_it_is_about():
    mail = mail_of(a_notice())
    assert 'href="https://groups.example.org/groups/kp-pride/"' in html_of(mail)


def test_a_subject_is_one_line():
    mail = mail_of(a_notice(a_letter(title="One\r\nBcc: all@example.com")))
    assert mail["Subject"] == "One Bcc: all@example.com"
    assert mail["Bcc"] is None


# HTML


@pytest.mark.parametrize("discreet", [False, True])
@pytest.mark.parametrize("kind", [*CHOOSABLE, *MUST_HAVE])
def test_html_is_valid_and_brings_nothing_from_elsewhere(kind, discreet):
    letter = a_letter(kind=kind, title="<b>Tea & biscuits</b>", why="“<i>You</i>” & co.")
    html = html_of(mail_of(a_notice(letter, discreet=discreet)))
    html5lib.HTMLParser(strict=True).parse(html)
    assert "&lt;b&gt;Tea &amp; biscuits" in html
    assert html.count("<h1") == html.count("<style>") == 1
    assert re.findall(r"<(?:img|link|script|iframe|object|audio|video|base|form)\b", html) == []
    assert re.findall(r"url\(|@import|\ssrc=|\son\w+=|\sstyle=", html) == []
    assert '<html lang="en" dir="ltr">' in html


def test_headings_of_a_text_stand_below_that_of_the_mail():
    html = html_of(mail_of(a_notice(a_letter(body="# One\n\n## Two\n\n# Three"))))
    assert re.findall(r"<(h[1-6])", html) == ["h1", "h2", "h3", "h2"]


def test_a_link_alone_on_its_line_is_a_button():
    html = mails.as_html("[Go](https://a.example/)\n\nOr [there](https://b.example/), alone.")
    assert html == (
        '<p><a class="button" href="https://a.example/" rel="noopener nofollow">Go</a></p>\n'
        '<p>Or <a href="https://b.example/" rel="noopener nofollow">there</a>, alone.</p>\n'
    )


def test_a_button_stands_in_a_cell_for_programs_that_pad_cells_alone():
    body = "\n\n".join(f"[Go {'on ' * words}](https://a.example/)" for words in range(40))
    html = html_of(mail_of(a_notice(a_letter(body=body))))
    cells = re.findall(r"<!--\[if mso\]><table [^>]*><tr><td class=\"button\"><!\[endif\]-->", html)
    assert len(cells) == html.count('<a class="button"') == 41
    assert html.count("<!--[if mso]>") == html.count("<![endif]-->") == 2 * 41 + 2


# Written once


@pytest.fixture
def rendered(monkeypatch):
    """Which templates are rendered."""
    names, render = [], mails.render_to_string

    def counting(name, *args):
        names.append(name)
        return render(name, *args)

    monkeypatch.setattr(mails, "render_to_string", counting)
    mails.stylesheet()
    names.clear()
    return names


def test_what_many_get_is_rendered_once(rendered, db):
    letter, composer = a_letter(), Composer()
    sent = [mail_of(a_notice(letter), composer) for _ in range(3)]
    assert rendered == ["notices/mail.txt", "notices/mail.html"]
    assert len({mail["List-Unsubscribe"] for mail in sent}) == 3
    for mail in sent:
        others = {each["List-Unsubscribe"].strip(" <>") for each in sent if each is not mail}
        whole = mail.as_string()
        assert not any(other in whole for other in others)


def test_each_variant_is_rendered_once(rendered):
    letter, composer = a_letter(), Composer()
    for discreet in (False, True, False, True):
        mail_of(a_notice(letter, discreet=discreet), composer)
    assert len(rendered) == 4


def test_what_is_kept_is_bounded(rendered):
    composer = Composer()
    letters = [a_letter(occurrence=str(number)) for number in range(mails.KEPT + 1)]
    person = factories.person()
    for letter in [*letters, letters[0]]:
        mail_of(
            a_notice(letter, person) if letter.notices.count() == 0 else letter.notices.get(),
            composer,
        )
    assert len(rendered) == 2 * (mails.KEPT + 2)


def slowly(message):
    """The same mail as Django puts it into bytes by itself."""
    message.ready = None
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


@pytest.mark.parametrize("discreet", [False, True])
@pytest.mark.parametrize("kind", ["news", "account"])
def test_what_is_in_bytes_already_is_what_django_makes_of_it(kind, discreet, monkeypatch):
    # The clock may strike between the two.
    monkeypatch.setattr("notices.envelopes.formatdate", lambda: "Fri, 03 Jul 2026 12:00:00 -0000")
    letter = a_letter(kind=kind, title="Grüße, “alle”!", body="Fünf.\n\n" + "lange Wörter " * 300)
    notice = a_notice(letter, discreet=discreet)
    composer = Composer()
    mail = mail_of(notice, composer)
    message = composer.message(notice, a_mailbox(notice.person))
    assert message.ready
    expected = slowly(message)
    assert {name: value.strip() for name, value in mail.items() if name != "Content-Type"} == {
        name: value.strip() for name, value in expected.items() if name != "Content-Type"
    }
    assert (text_of(mail), html_of(mail)) == (text_of(expected), html_of(expected))
    assert message.body == text_of(mail)


def test_no_line_is_longer_than_mail_may_have():
    notice = a_notice(a_letter(body="many words " * 800, why="long " * 59))
    message = Composer().message(notice, a_mailbox(notice.person))
    data = message.message().as_bytes(linesep="\r\n")
    assert max(len(line) for line in data.split(b"\r\n")) < 998
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"Content-Transfer-Encoding: 8bit" in data


@pytest.mark.parametrize("body", ["word" * 400, "漢字" * 700])
def test_a_line_that_cannot_be_broken_is_written_in_another_way(body):
    notice = a_notice(a_letter(body=body, line=""))
    assert Composer().message(notice, a_mailbox(notice.person)).ready is None
    mail = mail_of(notice)
    assert body in text_of(mail)
    assert body in html_of(mail)
    assert "unsubscribe" in mail["List-Unsubscribe"]
    assert a_mailbox(notice.person).token in text_of(mail)


def test_an_address_out_of_the_ordinary_is_left_to_django():
    person = factories.person(email="jörg@exämple.com")
    assert mail_of(a_notice(person=person))["To"] == "jörg@xn--exmple-cua.com"


def test_writing_a_mail_asks_the_database_nothing():
    from django.db import connection

    notice = a_notice()
    mailbox = a_mailbox(notice.person)
    with CaptureQueriesContext(connection) as queries:
        message = Composer().message(notice, mailbox)
    assert isinstance(message, EmailMultiAlternatives)
    assert len(queries) == 0
