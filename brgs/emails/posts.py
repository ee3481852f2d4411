"""What is told about posts, of groups and of chapters: offered, answered, handed over, ended."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.clock import organization_midnight, organization_today
from accounts.models import User
from notices.actions import lead_to, stop
from notices.models import Letter, key_of

from ..officer_desk import term
from .letters import tell_people


def offered(office, *, by):
    """To whoever is asked. An offer to oneself is no news."""
    if office.person_id == by.pk:
        return
    _tell_holder(
        office,
        title=_("A post is offered to you: %(post)s") % {"post": post_in_words(office)},
        line=_("%(term)s. You can accept or decline.") % {"term": _term(office)},
        body=_(
            "You are asked to take a post. %(term)s.\n\n"
            "It is yours to say. Before you accept, you have no duties, and your name is not shown "
            "to other employees. To decline, you give no reason."
        )
        % {"term": _term(office)},
        url=address_of_holder(office),
        why=_("A post of %(place)s was offered to you.") % {"place": office.place},
        good_until=office.ends and organization_midnight(office.ends),
    )


def accepted(office, *, by, predecessor=None):
    """To those who gave the post, but not to a predecessor, who is told when they stop."""
    _tell_who_gave(
        office,
        by=by,
        passed_over=predecessor,
        occurrence="accepted",
        title=_("Accepted: %(post)s") % {"post": post_in_words(office)},
        line=_("The post is taken."),
        body=_("The post that was offered is taken. The list of officers in the portal shows it."),
    )


def declined(office, *, by):
    """To those who gave the post, before the offer is forgotten."""
    _tell_who_gave(
        office,
        by=by,
        occurrence="declined",
        title=_("Declined: %(post)s") % {"post": post_in_words(office)},
        line=_("No reason is asked. You can offer the post to somebody else."),
        body=_("The offer of this post was declined. No reason is asked.\n\n")
        + _("You can offer the post to somebody else."),
    )


def taken_back(office, *, by):
    """To whoever was asked, where somebody else takes the offer back."""
    if _is_own(office, by):
        return
    _tell_holder(
        office,
        occurrence="taken back",
        title=_("An offer was taken back: %(post)s") % {"post": post_in_words(office)},
        line=_("You need not do anything."),
        body=_("The post that was offered to you is not open any more. You need not do anything."),
        url=reverse("me-offices"),
        why=_("A post of %(place)s was offered to you.") % {"place": office.place},
    )


def ended(office, *, by):
    """To whoever held the post, where somebody else ends the term or the caretaking."""
    if _is_own(office, by):
        return
    if office.is_over():
        title = _("You are not caretaker any more: %(post)s")
    else:
        title = _("Your term was ended: %(post)s")
    _tell_holder(
        office,
        occurrence="ended",
        title=title % {"post": post_in_words(office)},
        line=_("Your name is not shown with the post any more."),
        body=_(
            "Your time in this post ended today, and its powers with it. Your name is not shown "
            "with the post any more. Thank you for what you did.\n\n"
            "If you do not know why, ask the leads or a curator."
        ),
        url=reverse("me-offices"),
        why=_("You held a post of %(place)s.") % {"place": office.place},
    )


def last_day_is_set(office, *, by):
    """To whoever hands over, once the successor has accepted."""
    if _is_own(office, by):
        return
    day = date_format(office.ends)
    _tell_holder(
        office,
        occurrence=f"handed over {office.ends.isoformat()}",
        title=_("Your term ends on %(day)s: %(post)s")
        % {"day": day, "post": post_in_words(office)},
        line=_("Your successor has accepted."),
        body=_(
            "Your successor has accepted, so your own term ends on %(day)s. Until then the post is "
            "yours. A note for your successor helps: what goes on, whom to ask, where things are."
        )
        % {"day": day},
        url=address_of_holder(office),
        why=_("You hold a post of %(place)s.") % {"place": office.place},
    )


def call_back_of_office(office):
    """Let no mail go out any more that asks for an answer, or says when the term ends."""
    asks = Q(kind="post", occurrence="") | Q(kind="term")
    stop(Letter.objects.filter(asks, thing=key_of(office)))


def page_is_gone(office):
    """What led to the page of a post that is deleted leads to the person's posts from now on."""
    page = address_of_holder(office)
    letters = Letter.objects.filter(kind__in=["post", "term"], thing=key_of(office), url=page)
    lead_to(letters, reverse("me-offices"))


def post_in_words(office):
    return _("%(role)s, %(place)s") % {"role": office.shown_title, "place": office.place}


def address_of_holder(office):
    """The page on which a person looks after their own post."""
    return reverse("me-office", args=[office.where.value, office.pk])


def _tell_holder(office, **words):
    holder = User.objects.filter(pk=office.person_id)
    words = {"kind": "post", "thing": key_of(office)} | words
    tell_people(office.group, holder, **words)


def _tell_who_gave(office, *, by, passed_over=None, **words):
    """Tell those who manage the place, or else, where nobody does, the curators."""
    people, url = office.answered_to()
    if not people.exists():
        people, url = User.objects.curators(), address_in_curation(office)
    people = people.exclude(pk=passed_over.pk) if passed_over else people
    why = _("You look after the posts of %(place)s.") % {"place": office.place}
    words |= {"kind": "post", "thing": key_of(office), "url": url, "why": why}
    tell_people(office.group, people, by=by, **words)


def address_in_curation(office):
    """The page on which curators look after the group or chapter."""
    about = office.unit._meta
    return reverse(f"admin:{about.app_label}_{about.model_name}_change", args=[office.unit.pk])


def _is_own(office, by):
    return by is not None and office.person_id == by.pk


def _term(office):
    if office.unit.status == "proposed":
        return _("For a year from the day on which the chapter opens")
    return term(office, organization_today())
