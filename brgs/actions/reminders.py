"""What the clock tells about posts and pages. Each is told once, however often it runs, or late."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from accounts.clock import organization_midnight, organization_today
from notices.models import Letter, key_of

from .. import emails
from ..models import BRG
from ..roles import Power, roles_with

# So many days before its end a term is spoken of; each time until the next one comes.
STEPS = (90, 30, 7)


def remind_of_terms(model, *, today=None):
    """Tell officers that their term ends, in groups that are active; returns how many are told.

    `model` is a kind of office. Of steps that nobody told meanwhile only the last one is told.
    """
    today = today or organization_today()
    rows = _of_active_groups(model.objects.ending_within(max(STEPS), today))
    due = [(office, *step_of(office.starts, office.ends, today)) for office in rows]
    due = [(office, step, until) for office, step, until in due if step]
    known = _told("term", [office for office, _step, _until in due])
    return sum(
        _alone(emails.term_ends, office, step=step, until=until)
        for office, step, until in due
        if (key_of(office), f"{office.ends.isoformat()} {step}") not in known
    )


def step_of(starts, ends, today):
    """Which step a term has come to, and the day on which the next one makes it stale.

    Both are None where none is due. A step that lies before the first day is none.
    """
    stale = [ends - dt.timedelta(days=step) for step in STEPS[1:]] + [ends]
    for step, until in zip(STEPS, stale, strict=True):
        comes = ends - dt.timedelta(days=step)
        if starts <= comes <= today < until:
            return step, until
    return None, None


def tell_of_caretakers(model):
    """Tell that leads have become caretakers; returns how many people are told."""
    rows = _of_active_groups(model.objects.caretaking())
    rows = rows.filter(**{f"{model.unit_name}__status": "active"})
    known = _told("post", rows)
    return sum(
        _alone(emails.caretaker_begins, office)
        for office in rows
        if (key_of(office), f"caretaker {office.ends.isoformat()}") not in known
    )


def tell_of_vacancies(model, *, among=None):
    """Tell curators which places have nobody who leads them; returns how many are told.

    Once each time that a place becomes vacant, also where the last lead's account is erased.
    `among` are keys of the places to look at; without it, all.
    """
    unit = model.unit_name
    kept = model.objects.caretaking().values(unit)
    units = model._meta.get_field(unit).related_model.objects.vacant().exclude(pk__in=kept)
    units = units if among is None else units.filter(pk__in=among)
    posts = [model(**{unit: thing}) for thing in units.order_by("pk")]
    ended, last_told = _last_terms(model, posts), _last_told(posts)
    told = 0
    for post in posts:
        since, before = ended.get(post.unit.pk), last_told.get(key_of(post.unit))
        if before is None or (since and before < organization_midnight(since)):
            told += _alone(emails.post_is_vacant, post, since=since)
    return told


def _last_terms(model, posts):
    """Since when nobody has had the powers, by key of the place; those never led are left out."""
    today = organization_today()
    leads = Q(role__in=roles_with(Power.MANAGE), stands_in_for=None, accepted__isnull=False)
    here = Q(**{f"{model.unit_name}__in": [post.unit.pk for post in posts]})
    rows = model.objects.filter(leads, here, ends__lte=today).order_by("ends", "pk")
    return {
        office.unit.pk: office.ends if office.cut_short else min(office.caretaking_ends, today)
        for office in rows.select_related(model.group_path)
    }


def _last_told(posts):
    """When curators were last told of a vacancy, by the place in `Letter.thing`."""
    places = [key_of(post.unit) for post in posts]
    letters = Letter.objects.filter(kind="post", thing__in=places, occurrence__startswith="vacant")
    return dict(letters.order_by("made").values_list("thing", "made"))


def remind_of_reviews(*, today=None):
    """Tell leads that the page of their active group is overdue for review; returns how many."""
    today = today or organization_today()
    groups = BRG.objects.active().filter(review_date__lt=today).order_by("pk")
    known = _told("approval", groups)
    return sum(
        _alone(emails.review_is_due, brg)
        for brg in groups
        if (key_of(brg), f"review {brg.review_date.isoformat()}") not in known
    )


def _alone(tell, *about, **facts):
    """Tell one thing in a transaction of its own: another clock waits for that one alone."""
    with transaction.atomic():
        return tell(*about, **facts)


def _of_active_groups(rows):
    group = rows.model.group_path
    active = rows.filter(**{f"{group}__status": BRG.Status.ACTIVE})
    return active.select_related(group).order_by("pk")


def _told(kind, things):
    """What was told to anybody about rows already: (thing, occurrence)."""
    letters = Letter.objects.filter(kind=kind, thing__in=[key_of(thing) for thing in things])
    # A letter that nobody got, since nobody led, waits for whoever leads next.
    return set(letters.filter(notices__isnull=False).values_list("thing", "occurrence"))
