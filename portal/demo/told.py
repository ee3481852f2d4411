"""Notices of the demonstration: what its people were told, by the apps' own words, on past days."""

import datetime as dt
from contextlib import contextmanager

from django.db.models import F, Max

from accounts.models import User
from brgs import emails as group_emails
from brgs.actions import remind_of_terms
from brgs.models import Officer, TextChange
from chapters import emails as chapter_emails
from chapters.models import ChapterMembership, ChapterOfficer, Proposal
from news import emails as news_emails
from news.audience import people_of
from news.models import NewsItem
from notices.actions import tell_all
from notices.digests import put_in_digest
from notices.models import Choice, Delivery, Letter, Mailbox, Notice
from notices.times import next_daily
from questions import emails as question_emails
from questions.models import Message

from .cast import CAST, DOMAIN
from .chance import ago, start_of
from .posts import lead_of
from .presence import employee_id

Mail, Status = Notice.Mail, NewsItem.Status
# Who reads news once a day, in one mail.
READS_DAILY = "member"
# Of so many days notices are kept; what came so many days ago at least has been read, and
# its mail has gone out. The mail of all others goes out as soon as a worker runs.
KEPT, IS_READ, IS_SENT, DIGEST_IS_SENT = 364, 8, 11, 5


def load_notices(*, today):
    """Write what the cast found in the portal and in their mail in the past year."""
    cast = User.objects.filter(employee_id__in=[employee_id(one.number) for one in CAST])
    _tell_news(cast, today)
    _tell_what_curators_decide()
    _tell_of_posts(today)
    _tell_of_chapters(cast, today)
    _tell_of_questions()
    settle(cast, today)
    _let_mail_through(cast)
    _gather_news_of(cast.get(email=f"{READS_DAILY}@{DOMAIN}"), today)
    purge_sent()


@contextmanager
def told_at(instant):
    """Whatever is told within this was told then."""
    newest = Notice.objects.aggregate(newest=Max("pk"))["newest"] or 0
    yield
    told = Notice.objects.filter(pk__gt=newest)
    Letter.objects.filter(notices__in=told).update(made=instant)
    told.update(told=instant, due=instant)


def _tell_news(cast, today):
    items = NewsItem.objects.filter(published__gte=ago(today, KEPT))
    for item in _with_hosts(items.exclude(told=NewsItem.Told.NOBODY)):
        people = people_of(item)
        rows = people.rows.filter(**{f"{people.person}__in": cast})
        if rows.exists():
            with told_at(item.published):
                letter = news_emails.letter_of(item)
                how = {"person": people.person, "discreet": people.discreet}
                item.letter, _ = tell_all(letter, rows, **how)
            item.save(update_fields=["letter"])


def _tell_what_curators_decide():
    """What waits for a curator, and what a curator has returned."""
    for item in _with_hosts(NewsItem.objects.filter(status=Status.WAITING)):
        with told_at(item.asked):
            news_emails.curators_asked(item, by=item.author)
    for item in _with_hosts(NewsItem.objects.filter(status=Status.RETURNED)):
        with told_at(item.asked + dt.timedelta(days=1)):
            news_emails.returned(item, by=None)
    for change in TextChange.objects.waiting().select_related("brg", "asked_by"):
        with told_at(change.asked):
            group_emails.texts_asked(change, by=change.asked_by)


def _with_hosts(items):
    return items.select_related("brg", "chapter__brg", "author").order_by("published", "pk")


def _tell_of_posts(today):
    """An offer that waits, that a successor has accepted, and that terms end."""
    for office in Officer.objects.offered().select_related("brg", "person"):
        with told_at(office.offered):
            group_emails.offered(office, by=lead_of(office.brg.acronym, today).person)
    handed_over = Officer.objects.filter(predecessor__isnull=False)
    for successor in handed_over.select_related("person", "predecessor__brg"):
        with told_at(successor.accepted):
            group_emails.last_day_is_set(successor.predecessor, by=successor.person)
    with told_at(start_of(today)):
        remind_of_terms(Officer, today=today)
        remind_of_terms(ChapterOfficer, today=today)


def _tell_of_chapters(cast, today):
    """Welcomes of the past year, and how proposals went on."""
    rows = ChapterMembership.objects.current().filter(
        membership__person__in=cast, joined__gte=ago(today, KEPT)
    )
    for row in rows.select_related("membership__person", "chapter__brg"):
        with told_at(row.joined):
            chapter_emails.welcome(row)
    curator = cast.get(email=f"curator@{DOMAIN}")
    for proposal in Proposal.objects.select_related("chapter__brg", "proposed_by", "supported_by"):
        by = {"asked": proposal.proposed_by, "supported": proposal.supported_by}
        with told_at(proposal.asked):
            chapter_emails.STEPS[proposal.state](proposal, by=by.get(proposal.state, curator))


def _tell_of_questions():
    about = ("question__brg", "question__chapter__brg", "question__asker")
    for message in Message.objects.select_related(*about).order_by("said", "pk"):
        with told_at(message.said):
            if message.from_leads:
                question_emails.answered(message)
            else:
                question_emails.asked(message)


def settle(cast, today):
    """Say what was read and what was sent. Others than the cast get no mail."""
    Notice.objects.exclude(person__in=cast).update(mail=Mail.NONE)
    Notice.objects.filter(told__lt=ago(today, IS_READ)).update(
        read=F("told") + dt.timedelta(hours=5)
    )
    long_ago = Notice.objects.filter(told__lt=ago(today, IS_SENT), mail=Mail.WAITING)
    long_ago.update(mail=Mail.SENT, sent=F("told") + dt.timedelta(seconds=20))


def _let_mail_through(cast):
    """Whoever tries the demonstration at night finds mail as well."""
    Mailbox.objects.bulk_create(Mailbox(person=person, quiet=False) for person in cast)


def _gather_news_of(person, today):
    """Put one person's news into daily digests, of which the last has yet to go out."""
    Choice.objects.create(person=person, kind="news", delivery=Delivery.DAILY)
    news = Notice.objects.filter(person=person, letter__kind="news", mail=Mail.WAITING)
    for notice in news.select_related("person__region").order_by("told", "pk"):
        put_in_digest(notice, due=next_daily(notice.told, person.zone, quiet=None))
    digests = Notice.objects.filter(person=person, letter__kind="digest")
    digests.update(told=F("due"))
    gone = digests.filter(due__lt=ago(today, DIGEST_IS_SENT))
    Notice.objects.filter(digest__in=gone).update(mail=Mail.SENT, sent=F("told"))
    gone.update(mail=Mail.SENT, sent=F("due"))


def purge_sent():
    """What has gone out is not kept in its words."""
    on_their_way = Notice.objects.on_their_way().values("letter")
    Letter.objects.exclude(pk__in=on_their_way).update(body="")
