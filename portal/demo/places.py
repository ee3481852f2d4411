"""Where the demonstration's events take place, and who holds them."""

import itertools
import zoneinfo
from dataclasses import dataclass

from django.conf import settings

from accounts.models import Region, User
from brgs.models import BRG, Pillar
from chapters.models import Chapter, ChapterOfficer

from .cast import DOMAIN
from .posts import lead_of

# Where people meet in a region in which the group has no chapter.
CITIES = {
    "Northern California": "Oakland",
    "Southern California": "Pasadena",
    "Colorado": "Denver",
    "Georgia": "Atlanta",
    "Hawaii": "Honolulu",
    "Mid-Atlantic States": "Rockville",
    "Northwest": "Portland",
    "Washington": "Seattle",
}
ROOMS = (
    "Building 2, room 214",
    "Cafeteria, the tables at the window",
    "Conference center, hall B",
    "Garden room, ground floor",
    "Learning center, room 3",
    "Main building, room 1.07",
)


@dataclass(frozen=True)
class Host:
    """A group, or a chapter of it, with where and by which clocks it holds something."""

    brg: BRG
    chapter: Chapter | None
    region: Region | None
    lead: object | None

    @property
    def zone(self):
        home = self.region or self.brg.home_region
        return zoneinfo.ZoneInfo(home.time_zone if home else settings.TIME_ZONE)


class Places:
    """Hosts by group and region, and rooms in turn."""

    def __init__(self, today):
        self.today, self.hosts, self.rooms = today, {}, itertools.cycle(ROOMS)
        self.regions = {region.name: region for region in Region.objects.all()}
        self.pillars = {pillar.name: pillar for pillar in Pillar.objects.all()}
        self.groups = {brg.acronym: brg for brg in BRG.objects.select_related("home_region")}

    def host(self, acronym, region=None):
        key = acronym, region
        if key not in self.hosts:
            self.hosts[key] = self._host(self.groups[acronym], self.regions.get(region))
        return self.hosts[key]

    def cast(self, local_part):
        """One of those who can sign in."""
        return User.objects.get(email=f"{local_part}@{DOMAIN}")

    def room(self, host):
        """A room in the chapter's city, or in one of the region."""
        if host.region is None:
            return next(self.rooms)
        city = host.chapter.city if host.chapter else CITIES[host.region.name]
        return f"{city}: {next(self.rooms)}"

    def _host(self, brg, region):
        active = Chapter.objects.filter(brg=brg, region=region, status=Chapter.Status.ACTIVE)
        chapter = active.select_related("brg").first() if region else None
        return Host(brg, chapter, region, self._lead(brg, chapter))

    def _lead(self, brg, chapter):
        """Whoever leads it today and so looks after its events, or None."""
        office = lead_of(brg.acronym, self.today)
        if chapter:
            leads = ChapterOfficer.objects.leading(self.today).filter(chapter=chapter)
            office = leads.select_related("person").order_by("starts", "pk").first() or office
        return office and User.objects.get(pk=office.person_id)
