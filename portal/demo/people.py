"""The demonstration's employees."""

import datetime as dt
import functools
import secrets

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from accounts.models import Region, User
from accounts.names import sort_name
from brgs.curators import curators
from content.slugs import safe_slug

from . import tables
from .cast import CAST, DOMAIN, PASSWORD
from .chance import chance, instant_between, pick, start_of
from .naming import Namer
from .presence import employee_id

BATCH = 2000
# A bit over half have a work e-mail; the others sign in by employee id.
HAS_EMAIL = 0.56
HAS_LEFT_EMPLOYMENT = 0.01
MEAN_DAYS_OF_SERVICE = 2400
LONGEST_DAYS_OF_SERVICE = 38 * 365


def load_people(*, employees, seed, today, advance):
    """Write regions, the cast, and others up to `employees` people; `advance(n)` as they come."""
    regions = load_regions()
    load_cast(regions, today)
    advance(len(CAST))
    made = make_people(employees - len(CAST), regions=regions, seed=seed, today=today)
    while batch := [person for _, person in zip(range(BATCH), made, strict=False)]:
        User.objects.bulk_create(batch, batch_size=BATCH)
        advance(len(batch))


def load_regions():
    """Write the regions that are missing; returns all, by name."""
    for region in tables.organization()["region"]:
        values = {"slug": safe_slug(region["name"]), "time_zone": region["timezone"]}
        Region.objects.get_or_create(name=region["name"], defaults=values)
    return {region.name: region for region in Region.objects.all()}


def load_cast(regions, today):
    """Write the people who can sign in, each with a hash of their own for the one password."""
    since = start_of(today) - dt.timedelta(days=6 * 365)
    for character in CAST:
        region = regions[character.region]
        person = User.objects.create(
            employee_id=employee_id(character.number),
            email=character.email,
            password=make_password(PASSWORD),
            legal_name=character.legal_name,
            preferred_name=character.preferred_name,
            pronouns=character.pronouns,
            job_title=character.job_title,
            region=region,
            time_zone=region.time_zone,
            is_staff=character.is_curator or character.is_superuser,
            is_superuser=character.is_superuser,
            active_changed=since,
            created=since,
            last_login=since,
        )
        if character.is_curator:
            person.groups.add(curators())


def make_people(count, *, regions, seed, today):
    """Unsaved people, numbered on from the cast."""
    namer, rng, service = Namer(), chance(seed, "people"), chance(seed, "service")
    for number in range(len(CAST) + 1, len(CAST) + 1 + count):
        person = _person(namer, regions, rng, number)
        person.created, person.active_changed, person.is_active = _service(service, start_of(today))
        # Members have signed in at some time, and what closes with that is closed here too.
        person.last_login = person.created
        yield person


def _person(namer, regions, rng, number):
    name = namer.name(rng)
    return User(
        employee_id=employee_id(number),
        email=_email(name.preferred or name.legal, number) if rng.random() < HAS_EMAIL else None,
        password=_no_password(),
        legal_name=name.legal,
        preferred_name=name.preferred,
        sort_name=sort_name(name.preferred or name.legal),
        pronouns=name.pronouns,
        job_title=pick(rng, tables.jobs()),
        region=regions[pick(rng, _region_shares())],
    )


def _service(rng, now):
    """Since when a person is here, since when they are as they are, and whether still active."""
    days = min(20 + rng.expovariate(1 / MEAN_DAYS_OF_SERVICE), LONGEST_DAYS_OF_SERVICE)
    created = now - dt.timedelta(days=int(days), seconds=rng.randrange(86400))
    if rng.random() >= HAS_LEFT_EMPLOYMENT:
        return created, created, True
    return created, instant_between(rng, created, now), False


def _no_password():
    """What `make_password(None)` gives, from fewer calls: it would take a tenth of the time."""
    return UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)


@functools.cache
def _region_shares():
    return {region["name"]: region["share"] for region in tables.organization()["region"]}


def _email(name, number):
    """An address that nobody can have: the domain is set apart for examples (RFC 2606)."""
    words = name.split()
    ends = dict.fromkeys([words[0], words[-1]])
    return ".".join([*(safe_slug(word) for word in ends), f"{number}@{DOMAIN}"])
