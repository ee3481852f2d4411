"""Who may ask, and who leads a group or chapter today, which is who reads and answers."""

from django.utils.translation import gettext as _

from accounts.models import User
from brgs.models import BRG, Officer
from brgs.roles import Power
from chapters.models import ChapterOfficer


def why_not_ask(brg):
    """Why nothing new is asked in a group now, as a sentence; empty where it can be."""
    if not brg.is_active:
        return _("The group is paused, so nothing new is asked at the moment.")
    return ""


def leads_of(unit):
    """The people who lead a group, or a chapter for itself, today."""
    model = Officer if isinstance(unit, BRG) else ChapterOfficer
    posts = model.objects.acting(with_power=Power.MANAGE).filter(**{model.unit_name: unit})
    return User.objects.filter(pk__in=posts.values("person"))


def who_is_asked(unit):
    """The group or chapter whose leads are asked today, and these, by name.

    What is put to a chapter that nobody leads goes to the leads of its group.
    """
    leads = list(leads_of(unit).order_by("sort_name", "pk"))
    if leads or isinstance(unit, BRG):
        return unit, leads
    return who_is_asked(unit.brg)


def named_leads(question):
    """The keys of those who may be named beside an answer: whose post is public today."""
    leads = leads_of(question.brg)
    if question.chapter:
        leads = leads | leads_of(question.chapter)
    return set(leads.values_list("pk", flat=True))
