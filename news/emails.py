"""What news tells people: the news itself, and what curators are asked and leads are answered."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from brgs.models import Officer
from brgs.roles import Power
from notices.actions import tell_all
from notices.models import Letter, key_of

from .audience import people_discreetly, why_of


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


def curators_asked(item):
    """Tell the curators that news for every employee waits for one of them."""
    letter = Letter(
        kind="approval",
        thing=key_of(item),
        occurrence=f"asked {item.asked.isoformat()}",
        topic=key_of(item.brg),
        title=_("News to approve: %(group)s") % {"group": item.brg.short_name},
        line=item.title,
        body=_("The group would like to tell every employee. A curator looks first."),
        url=reverse("admin:news_newsitem_change", args=[item.pk]),
        why=_("You are a curator."),
    )
    tell_all(letter, User.objects.curators(), person="pk", discreet=item.brg.is_sensitive)


def leads_answered(item):
    """Tell the leads of the group, and so whoever asked, what a curator has decided."""
    is_returned = item.status == item.Status.RETURNED
    words = _("Returned with a note: %(title)s") if is_returned else _("Approved: %(title)s")
    letter = Letter(
        kind="approval",
        thing=key_of(item),
        occurrence=f"answered {item.asked.isoformat()}",
        topic=key_of(item.brg),
        title=words % {"title": item.title},
        body=item.note,
        url=reverse("manage-news-item", args=[item.brg.slug, item.pk]),
        why=_("You lead %(group)s.") % {"group": item.brg.short_name},
    )
    posts = Officer.objects.acting(with_power=Power.MANAGE).filter(brg=item.brg)
    people = people_discreetly(item.brg, User.objects.filter(pk__in=posts.values("person")))
    tell_all(letter, people.rows, person=people.person, discreet=people.discreet)
