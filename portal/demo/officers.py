"""Who holds an office in the demonstration's groups."""

import datetime as dt

from accounts.visibility import Visibility
from brgs.models import BRG, Membership, Officer

from .cast import CAST
from .chance import chance, start_of
from .presence import employee_id

# The other offices, and how many groups in a hundred have each filled.
OFFICES = {"co_chair": 80, "communications": 70, "secretary": 50, "events": 60, "treasurer": 40}
LONGEST_IN_OFFICE = 300
TERM_IN_YEARS = 2


def load_officers(*, seed, today):
    """Appoint a chair and some others of its members to every group, accepted and in term."""
    chairs = {character.chairs: character for character in CAST if character.chairs}
    for brg in BRG.objects.active().order_by("slug"):
        rng = chance(seed, f"officers of {brg.slug}")
        roles = ["chair", *(role for role, share in OFFICES.items() if rng.random() * 100 < share)]
        members = _eligible(brg)
        members = rng.sample(members, min(len(members), len(roles)))
        if brg.acronym in chairs:
            members[0] = _membership(brg, chairs[brg.acronym])
        posts = zip(roles, members, strict=False)
        _appoint([_officer(role, member, rng, today) for role, member in posts])


def _eligible(brg):
    """Memberships of the active people who have belonged longest, half of all, without the cast."""
    cast = [employee_id(character.number) for character in CAST]
    members = Membership.objects.counted().filter(brg=brg).exclude(person__employee_id__in=cast)
    members = list(members.order_by("joined", "pk"))
    return members[: len(members) // 2]


def _membership(brg, character):
    current = Membership.objects.current().filter(brg=brg)
    return current.get(person__employee_id=employee_id(character.number))


def _appoint(officers):
    Officer.objects.bulk_create(officers)
    # Whoever holds an office is named on the group's page; few would hide the membership then.
    for officer in officers:
        Membership.objects.current().filter(brg=officer.brg, person=officer.person_id).update(
            visibility=Visibility.EVERYONE
        )


def _officer(role, membership, rng, today):
    """An accepted term that holds today and began after the person had joined."""
    starts = today - dt.timedelta(days=rng.randint(20, LONGEST_IN_OFFICE))
    starts = max(starts, min(today, membership.joined.date() + dt.timedelta(days=1)))
    accepted = start_of(starts) - dt.timedelta(days=rng.randint(1, 18))
    return Officer(
        brg=membership.brg,
        role=role,
        person_id=membership.person_id,
        starts=starts,
        ends=starts + dt.timedelta(days=365 * TERM_IN_YEARS),
        accepted=max(accepted, membership.joined),
    )
