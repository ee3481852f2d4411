import datetime as dt

import html5lib
import pytest
from django.utils import timezone

from notices.digests import parts, put_in_digest
from notices.mails import Composer
from notices.models import Choice, Notice
from tests import factories
from tests.notices.letters import a_letter, a_mailbox, a_notice
from tests.notices.test_mails import NAMES, Words, html_of, mail_of, text_of

pytestmark = pytest.mark.django_db

DUE = dt.datetime(2026, 7, 2, 15, tzinfo=dt.UTC)
NOW = DUE + dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def place(settings):
    settings.SITE_NAME = "BRG Portal"
    settings.SITE_URL = "https://groups.example.org"


@pytest.fixture
def person():
    return factories.person()


def a_part(person, number=1, discreet=False, **facts):
    letter = a_letter(occurrence=str(number), **{"title": f"Rainbow supper {number}"} | facts)
    return a_notice(letter, person, discreet=discreet)


def state(notice):
    return Notice.objects.values_list("mail", "digest", "lease").get(pk=notice.pk)


def test_notices_of_one_person_and_instant_are_told_in_one_digest(person):
    first, second = a_part(person, 1), a_part(person, 2)
    digest = put_in_digest(first, due=DUE)
    assert put_in_digest(second, due=DUE) == digest
    assert state(first) == state(second) == ("in_digest", digest.pk, "")
    assert (digest.person, digest.due, digest.mail, digest.in_portal) == (
        person,
        DUE,
        "waiting",
        False,
    )
    assert digest.letter.title == "Your notices from the BRG Portal"


def test_another_person_and_another_instant_have_another_digest(person):
    one = put_in_digest(a_part(person, 1), due=DUE)
    other = put_in_digest(a_part(factories.person(), 2), due=DUE)
    later = put_in_digest(a_part(person, 3), due=DUE + dt.timedelta(days=1))
    assert len({one.pk, other.pk, later.pk}) == 3


@pytest.mark.parametrize("gone", [{"mail": "sent"}, {"mail": "none"}, {"lease": "another"}])
def test_a_digest_on_its_way_takes_no_more(person, gone):
    digest = put_in_digest(a_part(person, 1), due=DUE)
    Notice.objects.filter(pk=digest.pk).update(**gone)
    late = a_part(person, 2)
    assert put_in_digest(late, due=DUE) is None
    assert state(late) == ("waiting", None, "")
    assert Notice.objects.get(pk=late.pk).due == DUE


@pytest.mark.parametrize("now", [{"mail": "none"}, {"lease": "another"}])
def test_what_was_called_back_or_taken_by_another_stays_out(person, now):
    part = a_part(person)
    Notice.objects.filter(pk=part.pk).update(**now)
    before = state(part)
    assert put_in_digest(part, due=DUE) is None
    assert state(part) == before


def test_a_lease_ends_with_the_way_into_the_digest(person):
    part = a_part(person)
    Notice.objects.filter(pk=part.pk).update(lease="mine", leased_until=DUE)
    part.refresh_from_db()
    digest = put_in_digest(part, due=DUE)
    assert state(part) == ("in_digest", digest.pk, "")


def test_leaves_out_what_is_no_longer_wanted(person):
    wanted = a_part(person, 1)
    stopped = a_part(person, 2, stopped=NOW)
    late = a_part(person, 3, good_until=NOW)
    unsubscribed = a_part(person, 4, topic="brg:2")
    withdrawn = a_part(person, 5)
    for part in (wanted, stopped, late, unsubscribed, withdrawn):
        digest = put_in_digest(part, due=DUE)
    Choice.objects.create(person=person, topic="brg:2", delivery="portal")
    Notice.objects.filter(pk=withdrawn.pk).update(mail="none", digest=None)
    assert parts(digest, NOW) == [wanted]


def test_a_digest_of_which_nothing_is_left_is_no_mail(person):
    part = a_part(person, stopped=timezone.now())
    digest = put_in_digest(part, due=DUE)
    assert Composer().message(digest, a_mailbox(person)) is None


def test_a_digest_tells_each_notice_with_its_why_and_its_links(person):
    open_one, discreet = a_part(person, 1), a_part(person, 2, discreet=True)
    must = a_part(person, 3, kind="privacy", line="")
    for part in (open_one, discreet, must):
        digest = put_in_digest(part, due=DUE)
    token = a_mailbox(person).token
    text = text_of(mail_of(digest))
    blocks = [block.strip() for block in text.split("----\n")]
    assert blocks[1] == (
        "Rainbow supper 1\n\nWe eat together.\n\nYou are a member of KP Pride.\n\n"
        "See it in the portal:\nhttps://groups.example.org/groups/kp-pride/\n\n"
        "Stop mails like this one:\n"
        f"https://groups.example.org/unsubscribe/{token}{open_one.letter.public_id}/"
    )
    assert f"/me/notices/{discreet.letter.public_id}/" in blocks[2]
    assert "kp-pride" not in blocks[2]
    assert "unsubscribe" not in blocks[3]
    assert "Why you got this: You chose to get notices together." in blocks[4]


def test_a_digest_ends_mail_by_one_click_where_any_of_it_may_be_ended(person):
    digest = put_in_digest(a_part(person, 1), due=DUE)
    mail = mail_of(digest)
    link = mail["List-Unsubscribe"].strip(" <>")
    assert link.endswith(f"/unsubscribe/{a_mailbox(person).token}{digest.letter.public_id}/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Stop all mails that can be stopped:\n{link}\n" in text_of(mail)
    assert f'<a href="{link}">Stop all mails that can be stopped</a>' in html_of(mail)

    Notice.objects.filter(digest=digest).delete()
    put_in_digest(a_part(person, 2, kind="privacy"), due=DUE)
    mail = mail_of(Notice.objects.get(pk=digest.pk))
    assert mail["List-Unsubscribe"] is None
    assert "Stop all mails" not in text_of(mail) + html_of(mail)


def test_what_a_list_of_mails_shows_of_a_digest_names_no_group(person):
    digest = put_in_digest(a_part(person, 1, discreet=True), due=DUE)
    mail = mail_of(digest, names_groups=True)
    assert mail["Subject"] == "Your notices from the BRG Portal"
    for preview in (text_of(mail)[:200], str(Words(html_of(mail)))[:200]):
        assert len(preview) == 200
        assert not NAMES.search(preview)


def test_the_html_of_a_digest_is_valid(person):
    for number in (1, 2):
        digest = put_in_digest(a_part(person, number, title="<b>Tea & biscuits"), due=DUE)
    html = html_of(mail_of(digest))
    html5lib.HTMLParser(strict=True).parse(html)
    assert html.count("<h1") == html.count("<style>") == 1
    assert html.count("<h2") == 2
    assert "&lt;b&gt;Tea &amp; biscuits" in html
    # Links that look alike say which is which where they are read out.
    assert html.count('aria-label="See it in the portal: &lt;b&gt;Tea &amp; biscuits"') == 2
