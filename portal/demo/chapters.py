"""The demonstration's chapters and who holds an office in them."""

from accounts.models import Region
from brgs.models import BRG
from chapters.models import Chapter, ChapterMembership, ChapterOfficer
from content.slugs import safe_slug

from . import tables
from .seats import Seats
from .terms import term

BATCH = 4000
# The offices beside the lead's, and how many chapters in a hundred have each filled.
OFFICES = {"secretary": 30, "events": 45, "communications": 20}


def load_chapters(*, seed, today, advance):
    """Write chapters, their memberships and their officers; `advance(n)` after each group."""
    for brg in BRG.objects.order_by("slug"):
        entries = [entry for entry in tables.chapters() if entry["brg"] == brg.acronym]
        if entries:
            _load_chapters_of(brg, entries, seed, today)
            advance(len(entries))


def _load_chapters_of(brg, entries, seed, today):
    chapters = [_chapter(brg, entry) for entry in entries]
    seats = Seats(brg, chapters, seed=seed, today=today)
    seats.draw()
    officers = []
    for chapter, entry in zip(chapters, entries, strict=True):
        if chapter.is_active:
            officers += _officers(chapter, entry, seats, today)
    ChapterMembership.objects.bulk_create(seats.rows(), batch_size=BATCH)
    ChapterOfficer.objects.bulk_create(officers)


def _chapter(brg, entry):
    name = entry.get("name", entry["region"])
    chapter = Chapter(
        brg=brg,
        region=Region.objects.get(name=entry["region"]),
        name=name,
        slug=safe_slug(name),
        city=entry["city"],
        about=entry["about"],
        status=entry.get("status", Chapter.Status.ACTIVE),
    )
    chapter.save()
    return chapter


def _officers(chapter, entry, seats, today):
    """Unsaved officers of a chapter, with a lead unless its entry says otherwise."""
    rng, people = seats.rng, _in_turn(chapter, seats)
    roles = [role for role, share in OFFICES.items() if rng.random() * 100 < share]
    if entry.get("has_lead", True):
        roles = ["chapter_lead", *roles]
    for role, member in zip(roles, people, strict=False):
        ends_in = entry.get("lead_ends_in") if role == "chapter_lead" else None
        days = term(rng, today=today, joined=seats.joined(member), ends_in=ends_in)
        yield ChapterOfficer(chapter=chapter, role=role, person_id=member.person, **days)


def _in_turn(chapter, seats):
    """Members to give the offices to, the lead's first; where there is none, one takes a seat."""
    people = seats.candidates(chapter)
    if not people and (others := seats.unseated()):
        seats.take(seats.rng.choice(others), chapter)
        people = seats.candidates(chapter)
    few = people[: max(1 + len(OFFICES), len(people) // 4)]
    drawn = seats.rng.sample(few, min(len(few), 1 + len(OFFICES)))
    drawn.sort(key=seats.joined)
    lead = seats.leading(chapter)
    return [lead, *drawn] if lead else drawn
