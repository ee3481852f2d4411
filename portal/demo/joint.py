"""What the demonstration's groups hold together, and an invitation that waits for an answer."""

import datetime as dt

from brgs.models import BRG
from chapters.models import Chapter
from events.models import CoHost, Event

from .events import moment

# The title, the group that holds it too, the region of the chapter that does, and whether it said
# yes: the last one waits for a lead who can sign in.
JOINT = (
    ("Dumplings from scratch", "KPAC", "", True),
    ("Walk and talk around the block", "KPAPIA", "Hawaii", True),
    ("Lavash and letters: an evening with a baker", "KPAPIA", "", False),
)
INVITED, ACCEPTED = dt.timedelta(days=4), dt.timedelta(days=3)


def load_joint(*, today):
    """Let some coming events be held by two groups."""
    now = moment(today)
    for title, acronym, region, has_accepted in JOINT:
        event, brg = Event.objects.get(title=title), BRG.objects.get(acronym=acronym)
        chapter = Chapter.objects.get(brg=brg, region__name=region) if region else None
        CoHost.objects.create(
            event=event,
            brg=brg,
            chapter=chapter,
            invited=now - INVITED,
            inviter=event.author.public_id if event.author else "",
            accepted=now - ACCEPTED if has_accepted else None,
        )
        if has_accepted:
            Event.objects.filter(pk=event.pk).update(hosts_version=1)
