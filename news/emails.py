"""What news tells people: the news itself, and what curators are asked and leads are answered."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from brgs.emails import tell_people
from brgs.models import Officer
from chapters.models import ChapterOfficer
from notices.actions import stop, take_words_away
from notices.models import Letter, key_of

from .audience import why_of
from .stories import host_name


def letter_of(item):
    """The letter in which a piece of news is told, not saved yet."""
    return Letter(
        kind="news",
        thing=key_of(item),
        topic=key_of(item.brg),
        title=item.title,
        line=item.summary,
        body=item.body,
        # Without the words of the title: they are the group's own, and addresses get about.
        url=reverse("news-item-short", args=[item.pk]),
        why=why_of(item),
        language=item.language,
    )


def curators_asked(item, *, by):
    """Tell the curators that news for every employee waits for one of them."""
    tell_people(
        item.brg,
        User.objects.curators(),
        by=by,
        kind="approval",
        thing=key_of(item),
        occurrence=f"asked {item.asked.isoformat()}",
        title=_("News to approve: %(group)s") % {"group": item.brg.short_name},
        line=item.title,
        body=_("The group would like to tell every employee. A curator looks first."),
        url=reverse("admin:news_newsitem_change", args=[item.pk]),
        why=_("You are a curator."),
    )


def call_back_of_request(item):
    """Let no curator be asked by mail for what is settled."""
    stop(_about_approval(item).filter(occurrence__startswith="asked"))


def approved(item, *, by):
    _tell_leads(
        item,
        by=by,
        occurrence=f"approved {item.asked.isoformat()}",
        title=_("Approved: %(title)s"),
        line=_("It goes out to every employee. Until then you can take it back."),
    )


def returned(item, *, by):
    _tell_leads(
        item,
        by=by,
        occurrence=f"returned {item.asked.isoformat()}",
        title=_("Returned with a note: %(title)s"),
        line=_("A curator left a note. Read it in the portal, then ask again."),
    )


def held_back(item, *, now):
    """To the leads, who have it as a draft again and find the reason beside it."""
    _tell_leads(
        item,
        occurrence=f"held back {now.isoformat()}",
        title=_("Did not go out: %(title)s"),
        line=_("It is a draft again. The portal says why."),
    )


def taken_down(item, *, by):
    """Nobody finds the words in a notice that are gone from their page; the leads are told."""
    if item.letter_id:
        take_words_away(
            Letter.objects.filter(pk=item.letter_id),
            title=_("News that was taken down"),
            line=_("It is not there to be read any more."),
        )
    _tell_leads(
        item,
        by=by,
        occurrence="taken down",
        title=_("Taken down: %(title)s"),
        line=_("Nobody but the leads sees it now, and no more mails go out."),
    )


def deleted(item):
    """What was told about a draft leads nowhere once it is gone."""
    take_words_away(_about_approval(item), title=_("News that was deleted as a draft"))


def _about_approval(item):
    return Letter.objects.filter(kind="approval", thing=key_of(item))


def _tell_leads(item, *, title, **words):
    """Tell those who lead the group, or the chapter whose news it is, and so whoever wrote it."""
    brg, chapter = item.brg, item.chapter
    people, url = Officer.objects.managing(brg).people(), "manage-news-item"
    address = [brg.slug, item.pk]
    if chapter:
        people |= ChapterOfficer.objects.managing(chapter).people()
        url, address = "manage-chapter-news-item", [brg.slug, chapter.slug, item.pk]
    tell_people(
        brg,
        people,
        kind="approval",
        thing=key_of(item),
        title=title % {"title": item.title},
        url=reverse(url, args=address),
        why=_("You look after the news of %(host)s.") % {"host": host_name(item)},
        **words,
    )
