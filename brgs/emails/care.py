"""What the clock tells: terms that end, who looks after a place meanwhile, and what to review."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.clock import organization_midnight
from accounts.models import User
from notices.models import key_of

from ..models import Officer
from .letters import tell_people
from .posts import address_in_curation, address_of_holder, post_in_words


def term_ends(office, *, step, until):
    """To whoever holds the post. `step` is how many days before the end it was due.

    It is worth nothing from the day `until` on.
    """
    day = date_format(office.ends)
    return tell_people(
        office.group,
        User.objects.filter(pk=office.person_id),
        kind="term",
        thing=key_of(office),
        occurrence=f"{office.ends.isoformat()} {step}",
        good_until=organization_midnight(until),
        title=_("Your term ends on %(day)s: %(post)s")
        % {"day": day, "post": post_in_words(office)},
        line=_("Plan in good time who comes next."),
        body=_(
            "Your term ends on %(day)s. Plan in good time who comes next: talk with the leads, or "
            "with a curator, about a successor or another term of your own."
        )
        % {"day": day},
        url=address_of_holder(office),
        why=_("You hold a post of %(place)s.") % {"place": office.place},
    )


def caretaker_begins(office):
    """To a lead after whose term nobody follows, to the other leads, and to the curators."""
    day = {"day": date_format(office.caretaking_ends)}
    until = organization_midnight(office.caretaking_ends)
    told = tell_people(
        office.group,
        User.objects.filter(pk=office.person_id),
        kind="post",
        thing=key_of(office),
        occurrence=f"caretaker {office.ends.isoformat()}",
        good_until=until,
        title=_("You are caretaker now: %(post)s") % {"post": post_in_words(office)},
        line=_("Nobody follows you yet. You keep the powers until %(day)s.") % day,
        body=_(
            "Your term has ended, and nobody follows you yet. So that nothing stops, you keep the "
            "powers until %(day)s, as caretaker.\n\n"
            "Offer the post to somebody, or ask a curator for help. You can also give the powers "
            "back now, under “My posts”."
        )
        % day,
        url=address_of_holder(office),
        why=_("You led %(place)s.") % {"place": office.place},
    )
    leads = office.managers().exclude(pk=office.person_id)
    curators = User.objects.curators().exclude(pk__in=office.managers().values("pk"))
    told += _has_caretaker(office, leads, "leads", office.officers_url)
    return told + _has_caretaker(office, curators, "curators", address_in_curation(office))


def _has_caretaker(office, people, who, url):
    """One letter for each place, also where two caretakers look after it."""
    why = _("You look after the posts of %(place)s.") if who == "leads" else _("You are a curator.")
    caretakers = type(office).objects.caretaking().filter(**{office.unit_name: office.unit})
    day = {"day": date_format(office.caretaking_ends)}
    return tell_people(
        office.group,
        people.exclude(pk__in=caretakers.values("person")),
        kind="post",
        thing=key_of(office.unit),
        occurrence=f"caretaker {office.ends.isoformat()} {who}",
        good_until=organization_midnight(office.caretaking_ends),
        title=_("%(place)s has a caretaker") % {"place": office.place},
        line=_("A lead’s term has ended. A caretaker has the powers until %(day)s.") % day,
        body=_(
            "A lead’s term has ended and nobody follows yet. A caretaker has the powers until "
            "%(day)s. After that nobody leads here: offer the post to somebody before then."
        )
        % day,
        url=url,
        why=why % {"place": office.place},
    )


def post_is_vacant(office, *, since):
    """To the curators. `office` is a post, not saved, of the place that nobody leads."""
    return tell_people(
        office.group,
        User.objects.curators(),
        kind="post",
        thing=key_of(office.unit),
        occurrence=f"vacant {since.isoformat()}" if since else "vacant",
        title=_("%(place)s has no lead") % {"place": office.place},
        line=_("Nobody leads it, and nobody is caretaker. Offer the post to somebody."),
        body=_(
            "Nobody leads it, and nobody is caretaker. Its pages stay as they are until somebody "
            "has the post. You can offer it in curation."
        ),
        url=address_in_curation(office),
        why=_("You are a curator."),
    )


def review_is_due(brg):
    """To the leads, once for each date."""
    day = {"day": date_format(brg.review_date)}
    return tell_people(
        brg,
        Officer.objects.managing(brg).people(),
        kind="approval",
        thing=key_of(brg),
        occurrence=f"review {brg.review_date.isoformat()}",
        title=_("Look at your page again: %(group)s") % {"group": brg.short_name},
        line=_("It was to be reviewed by %(day)s.") % day,
        body=_(
            "The group’s page was to be reviewed by %(day)s. Read it once as a newcomer would: is "
            "it still true, and is something missing? A curator then sets the next date."
        )
        % day,
        url=reverse("manage-page", args=[brg.slug]),
        why=_("You lead %(group)s.") % {"group": brg.short_name},
    )
