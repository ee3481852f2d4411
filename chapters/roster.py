"""A group's members as its leads see them: by name, narrowed by filters, and as a file.

All of it goes through the gate: who chose to be seen by nobody is in no row, whatever is asked.
"""

from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.names import words_looked_for
from brgs.models import Membership
from brgs.models.membership import SHOWN_TO_MEMBERS
from paging.keyset import keyset_batches

from .models import ChapterMembership

ORDER = ["sort_name", "public_id"]
COLUMNS = ["public_id", "sort_name", "preferred_name", "legal_name"]
COLUMNS += ["pronouns", "job_title", "region_id", "photo"]
# How many people a file asks the database for at once.
BATCH = 2000


def roster(brg, viewer, *, words="", region=None, chapter=None):
    """Members whom the viewer may see, as people in no order yet.

    `words` are looked for in the names that are shown; `region` is a row, and so is `chapter`, one
    of this group. What is left out narrows nothing.
    """
    people = User.objects.filter(pk__in=_seen(brg, viewer).values("person"))
    if chapter:
        # Asked of people beside the gate, not inside it: there PostgreSQL misjudges how many pass.
        there = ChapterMembership.objects.current().filter(chapter=chapter, membership__brg=brg)
        people = people.filter(pk__in=there.values("membership__person"))
    if region:
        people = people.filter(region=region)
    for word in words_looked_for(words):
        people = people.filter(sort_name__contains=word)
    return people.only(*COLUMNS)


def member_seen(brg, viewer, public_id):
    """The membership of one person, if the viewer may see it, or None."""
    seen = _seen(brg, viewer).filter(person__public_id=public_id)
    return seen.select_related("person").first()


def chapter_names(brg, viewer, people):
    """The name of each one's chapter in the group, by the key of the person.

    Whose membership is seen, their chapter is seen. The gate is asked about these people alone:
    that of chapters would first be worked out for everybody, since it knows a second way in.
    """
    seen = _seen(brg, viewer).filter(person__in=people)
    rows = ChapterMembership.objects.current().filter(membership__in=seen)
    return dict(rows.values_list("membership__person", "chapter__name"))


def roster_file(brg, viewer):
    """The rows of the file, headings first, read from the database as they are asked for.

    In it are those alone who chose to be seen by members or by everyone, and of them what members
    see: who is shown to leads alone stays inside the portal.
    """
    yield [_("Name"), _("Pronouns"), _("Job title"), _("Region"), _("Chapter")]
    regions = dict(Region.objects.order_by().values_list("pk", "name"))
    seen = _seen(brg, viewer).filter(visibility__in=SHOWN_TO_MEMBERS)
    people = User.objects.filter(pk__in=seen.values("person")).only(*COLUMNS)
    for batch in keyset_batches(people, order=ORDER, size=BATCH):
        chapters = chapter_names(brg, viewer, [person.pk for person in batch])
        for person in batch:
            region, chapter = regions.get(person.region_id), chapters.get(person.pk)
            yield [person.name, person.pronouns, person.job_title, region, chapter]


def _seen(brg, viewer):
    return Membership.objects.visible_to(viewer).current().filter(brg=brg)
