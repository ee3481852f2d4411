"""Chapters that members of the demonstration have proposed."""

import datetime as dt

from accounts.models import Region, User
from brgs.models import BRG
from chapters.models import Chapter, ChapterOfficer, Proposal
from content.slugs import safe_slug

from . import tables
from .chance import ago, chance
from .history import keep, line
from .officers import eligible
from .posts import lead_of
from .presence import employee_id

State = Proposal.State
# How long a proposal waited for the leads before it went on to a curator, in days.
WAITED_FOR_LEADS = 4


def load_proposals(*, seed, today):
    """Write the proposals in their states, with the acts that led there."""
    for entry in tables.work()["proposal"]:
        rng = chance(seed, f"proposal of {entry['brg']}")
        brg = BRG.objects.get(acronym=entry["brg"])
        region = Region.objects.get(name=entry["region"])
        if person := _proposer(brg, region, entry, rng):
            _propose(brg, region, person, entry, today)


def _proposer(brg, region, entry, rng):
    """A member from the region, if there is one, or the one of the cast whom the entry names."""
    if "proposer" in entry:
        return User.objects.get(employee_id=employee_id(entry["proposer"]))
    ids = [member.person_id for member in eligible(brg)]
    people = list(User.objects.filter(pk__in=ids).order_by("employee_id"))
    people = [person for person in people if person.region_id == region.pk] or people
    return rng.choice(people) if people else None


def _propose(brg, region, person, entry, today):
    chapter = Chapter(
        brg=brg,
        region=region,
        name=region.name,
        slug=safe_slug(region.name),
        city=entry["city"],
        about=entry["about"],
        status=Chapter.Status.PROPOSED,
    )
    chapter.save()
    asked, lead = ago(today, entry["days_ago"], 13), lead_of(entry["brg"], today)
    was_supported = entry["state"] != State.ASKED and lead
    Proposal.objects.create(
        chapter=chapter,
        proposed_by=person,
        supported_by=lead.person if was_supported else None,
        asked=asked,
        **{key: entry.get(key, "") for key in ("purpose", "why_here", "state", "note")},
    )
    if "proposer" not in entry:
        _lead_it(chapter, person, asked)
    _keep_acts(chapter, entry["state"], asked, person, lead)


def _lead_it(chapter, person, since):
    """Whoever proposes to lead has accepted by that, and has no powers before the chapter opens."""
    days = {"starts": since.date(), "offered": since, "accepted": since}
    ChapterOfficer.objects.create(chapter=chapter, person=person, role="chapter_lead", **days)


def _keep_acts(chapter, state, asked, person, lead):
    """A proposal that went on had been asked some days before; one that came back came today."""
    acts = [("chapter.proposed", person, asked)]
    if state != State.ASKED and lead:
        proposed = asked - dt.timedelta(days=WAITED_FOR_LEADS)
        acts = [("chapter.proposed", person, proposed), ("chapter.supported", lead.person, asked)]
    if state == State.RETURNED:
        curator = User.objects.get(email="curator@demo.example")
        acts.append(("chapter.returned", curator, asked + dt.timedelta(days=2)))
    keep(line(at=at, by=by, verb=verb, thing=chapter, brg=chapter.brg) for verb, by, at in acts)
