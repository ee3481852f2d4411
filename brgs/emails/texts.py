"""What is told about words that wait for a curator. Notes are read in the portal alone."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from notices.actions import stop
from notices.models import Letter, key_of

from ..models import Officer
from .letters import tell_people


def texts_asked(change, *, by):
    """To the curators, once for each change, however often the leads write it anew."""
    tell_people(
        change.brg,
        User.objects.curators(),
        by=by,
        kind="approval",
        thing=key_of(change),
        occurrence="asked",
        title=_("New texts to approve: %(group)s") % {"group": change.brg.short_name},
        line=_("The leads ask a curator to look at them."),
        body=_(
            "The leads have written new words that speak for the whole organization. The page "
            "shows them once a curator has approved them."
        ),
        url=reverse("admin:brgs_texts", args=[change.pk]),
        why=_("You are a curator."),
    )


def texts_approved(change, *, by):
    _tell_asker_and_leads(
        change,
        by=by,
        occurrence="approved",
        title=_("New texts approved: %(group)s") % {"group": change.brg.short_name},
        line=_("They stand in the page now."),
        body=_("A curator has approved the new texts. They stand in the page now."),
    )


def texts_returned(change, *, by):
    _tell_asker_and_leads(
        change,
        by=by,
        occurrence="returned",
        title=_("New texts returned: %(group)s") % {"group": change.brg.short_name},
        line=_("A curator left a note. Read it in the portal."),
        body=_(
            "A curator asks for other words and left a note. Read the note in the portal, then "
            "change the words and ask again."
        ),
    )


def call_back_of_texts(change):
    """Let no curator be asked by mail for what is settled."""
    stop(Letter.objects.filter(kind="approval", thing=key_of(change), occurrence="asked"))


def _tell_asker_and_leads(change, *, by, **words):
    leads = Q(pk__in=Officer.objects.managing(change.brg).values("person"))
    tell_people(
        change.brg,
        User.objects.filter(leads | Q(pk=change.asked_by_id)),
        by=by,
        kind="approval",
        thing=key_of(change),
        url=reverse("manage-page", args=[change.brg.slug]),
        why=_("The leads of %(group)s asked for it.") % {"group": change.brg.short_name},
        **words,
    )
