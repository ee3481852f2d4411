"""Who holds an office in the demonstration's groups."""

from accounts.visibility import Visibility
from brgs.models import BRG, Membership, Officer

from .cast import CAST
from .chance import chance
from .presence import employee_id
from .terms import term

# The other offices, and how many groups in a hundred have each filled.
OFFICES = {"co_chair": 80, "communications": 70, "secretary": 50, "events": 60, "treasurer": 40}
# In this group all are filled, since its chair is one of the cast; in that one nobody leads.
FULL, VACANT = "KPAPIA", "KPVA"
# When some terms end, in days. The first ends sooner, by a handover.
ENDING = {
    ("KPAPIA", "chair"): 160,
    ("KPAPIA", "communications"): 6,
    ("KPAPIA", "events"): 27,
    ("KPAPIA", "secretary"): 80,
    ("KPLA", "chair"): 5,
    ("WE@KP", "chair"): 24,
    ("KP Pride", "chair"): 77,
    ("KPNAPA", "chair"): 52,
}


def load_officers(*, seed, today):
    """Appoint members to the offices of every group, accepted and in term."""
    chairs = {character.chairs: character for character in CAST if character.chairs}
    for brg in BRG.objects.active().order_by("slug"):
        rng = chance(seed, f"officers of {brg.slug}")
        roles = _roles(brg, rng)
        members = eligible(brg)
        members = rng.sample(members, min(len(members), len(roles)))
        if brg.acronym in chairs:
            members[0] = membership_of(brg, chairs[brg.acronym])
        appoint(
            _officer(role, member, rng, today, ENDING.get((brg.acronym, role)))
            for role, member in zip(roles, members, strict=False)
        )


def _roles(brg, rng):
    drawn = [role for role, share in OFFICES.items() if rng.random() * 100 < share]
    if brg.acronym == FULL:
        return ["chair", *OFFICES]
    if brg.acronym == VACANT:
        return [role for role in drawn if role != "co_chair"]
    return ["chair", *drawn]


def eligible(brg):
    """Memberships of the active people who have belonged longest, half of all.

    Without the cast, and without those who hold an office of the group already.
    """
    members = Membership.objects.counted().filter(brg=brg).exclude(person__in=_cast_of(brg))
    members = list(members.order_by("joined", "pk"))
    busy = set(Officer.objects.filter(brg=brg).values_list("person", flat=True))
    return [member for member in members[: len(members) // 2] if member.person_id not in busy]


def _cast_of(brg):
    ids = [employee_id(character.number) for character in CAST]
    members = Membership.objects.filter(brg=brg, person__employee_id__in=ids)
    return members.values("person")


def membership_of(brg, character):
    """The current membership of one of the cast."""
    current = Membership.objects.current().filter(brg=brg)
    return current.get(person__employee_id=employee_id(character.number))


def appoint(officers):
    """Write offices of a group and return them."""
    officers = Officer.objects.bulk_create(officers)
    # Whoever holds an office is named on the group's page; few would hide the membership then.
    for officer in officers:
        Membership.objects.current().filter(brg=officer.brg, person=officer.person_id).update(
            visibility=Visibility.EVERYONE
        )
    return officers


def _officer(role, membership, rng, today, ends_in=None):
    """An accepted term that holds today and began after the person had joined."""
    days = term(rng, today=today, joined=membership.joined, ends_in=ends_in)
    return Officer(brg=membership.brg, role=role, person_id=membership.person_id, **days)
