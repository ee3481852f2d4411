"""What goes on with posts: sponsors speak up, a chair hands over, one is on leave, one is asked."""

import datetime as dt

from accounts.models import User
from brgs.models import BRG, Membership, Officer

from . import tables
from .cast import CAST
from .chance import ago, chance
from .history import keep, line
from .officers import appoint, eligible
from .presence import MARK, employee_id
from .terms import TERM, term

HANDING_OVER, ON_LEAVE, ASKING = "KPAPIA", "KPAAPA", "KPAC"
# Days from today: a successor begins, the chair stops; a deputy began and stops.
SUCCESSOR_STARTS, CHAIR_STOPS = 7, 21
DEPUTY_STARTED, DEPUTY_STOPS = 10, 50


def load_posts(*, seed, today):
    """Write what is special among the posts of groups, with the acts that led to it."""
    rng = chance(seed, "posts")
    _name_sponsors(rng, today)
    _hand_over(rng, today)
    _stand_in(rng, today)
    _offer(today)
    _keep_offers_of(HANDING_OVER, today)


def lead_of(acronym, today, role="chair"):
    """Who leads a group in this role in their own right, or its longest serving lead, or None."""
    leads = Officer.objects.leading(today).filter(brg__acronym=acronym)
    leads = leads.select_related("person", "brg").order_by("starts", "pk")
    return leads.filter(role=role).first() or leads.first()


def _name_sponsors(rng, today):
    cast = [employee_id(character.number) for character in CAST]
    people = User.objects.filter(employee_id__startswith=MARK, is_active=True)
    people = people.exclude(employee_id__in=cast).order_by("employee_id")
    drawn = rng.sample(list(people.values_list("pk", flat=True)), 30)
    for entry in tables.work()["sponsor"]:
        brg = BRG.objects.get(acronym=entry["brg"])
        belongs = Membership.objects.current().filter(brg=brg, person__in=drawn)
        belongs = set(belongs.values_list("person", flat=True))
        person = people.get(pk=next(pk for pk in drawn if pk not in belongs))
        drawn.remove(person.pk)
        person.job_title = entry["job"]
        person.save(update_fields=["job_title"])
        days = term(rng, today=today, joined=person.created)
        office = {"brg": brg, "person": person, "role": "sponsor", "line": entry["line"]}
        Officer.objects.create(**office, **days)


def _hand_over(rng, today):
    chair = lead_of(HANDING_OVER, today)
    if not (chair and (members := eligible(chair.brg))):
        return
    member, starts = rng.choice(members), today + dt.timedelta(days=SUCCESSOR_STARTS)
    chair.ends = today + dt.timedelta(days=CHAIR_STOPS)
    chair.save(update_fields=["ends"])
    [successor] = appoint(
        [
            Officer(
                brg=chair.brg,
                role=chair.role,
                person_id=member.person_id,
                starts=starts,
                ends=starts + TERM,
                offered=ago(today, 12, 15),
                accepted=max(ago(today, 9, 18), member.joined),
                predecessor=chair,
                predecessor_ends=chair.ends,
                note=tables.work()["handover"]["note"].strip(),
            )
        ]
    )
    act = {"by": successor.person, "verb": "officer.handed_over", "brg": chair.brg}
    keep([line(at=successor.accepted, thing=chair, **act)])


def _stand_in(rng, today):
    chair = lead_of(ON_LEAVE, today)
    if not (chair and (members := eligible(chair.brg))):
        return
    member, starts = rng.choice(members), today - dt.timedelta(days=DEPUTY_STARTED)
    appoint(
        [
            Officer(
                brg=chair.brg,
                role=chair.role,
                person_id=member.person_id,
                starts=max(starts, chair.starts),
                ends=min(today + dt.timedelta(days=DEPUTY_STOPS), chair.ends),
                offered=ago(today, 30),
                accepted=max(ago(today, 27, 20), member.joined),
                stands_in_for=chair,
            )
        ]
    )


def _offer(today):
    """One of the cast is asked to plan events."""
    chair, asked = lead_of(ASKING, today), User.objects.get(email="member@demo.example")
    starts = today + dt.timedelta(days=14)
    days = {"starts": starts, "ends": starts + TERM, "offered": ago(today, 2, 11)}
    if chair:
        office = Officer.objects.create(brg=chair.brg, person=asked, role="events", **days)
        act = {"by": chair.person, "verb": "officer.offered", "brg": chair.brg}
        keep([line(at=office.offered, thing=office, **act)])


def _keep_offers_of(acronym, today):
    """Put on record how the present officers came to their posts, those after the chair."""
    chair = lead_of(acronym, today)
    officers = Officer.objects.filter(brg=chair.brg, offered__gte=chair.accepted)
    for office in officers.exclude(pk=chair.pk).select_related("person", "brg"):
        act = {"thing": office, "brg": office.brg}
        keep(
            [
                line(at=office.offered, by=chair.person, verb="officer.offered", **act),
                line(at=office.accepted, by=office.person, verb="officer.accepted", **act),
            ]
        )
