"""What remains of the demonstration's events: of most groups a recording, or slides."""

import datetime as dt
import itertools

from brgs.models import BRG
from events.models import Event, Material
from resources.models import Resource

from .events import moment

# As recordings of leads are: most can be followed by everybody, and some wait for their captions.
CAPTIONS = (Material.Captions.CAPTIONS, Material.Captions.NONE, Material.Captions.TRANSCRIPT)
REVIEWED_AFTER = dt.timedelta(days=330)
# After what a group has offered before.
POSITION = 50


def load_materials(*, today):
    """Put links beside the latest event of each group that offers something already."""
    captions = itertools.cycle(CAPTIONS)
    offering = Resource.objects.order_by().values("brg")
    for brg in BRG.objects.filter(pk__in=offering).order_by("sort_name", "pk"):
        over = Event.objects.published().filter(brg=brg, ends__lte=moment(today))
        online = over.exclude(format=Event.Format.IN_PERSON).order_by("-starts", "-pk").first()
        if online:
            said = {"kind": Material.Kind.RECORDING, "captions": next(captions)}
            _keep(online, "Recording", today, **said)
        if event := online or over.order_by("-starts", "-pk").first():
            _keep(event, "Slides", today, kind=Material.Kind.SLIDES)


def _keep(event, what, today, **said):
    resource = Resource.objects.create(
        brg=event.brg,
        title=f"{what}: {event.title}",
        url=f"https://example.org/{event.brg.slug}/{what.lower()}-{event.slug}",
        audience=event.audience,
        owner=event.brg.content_owner,
        review_date=today + REVIEWED_AFTER,
        position=POSITION,
    )
    Material.objects.create(event=event, resource=resource, **said)
