"""Who answers to the demonstration's events: chance alone decides, but for who can sign in."""

import bisect
import datetime as dt

from accounts.models import User
from accounts.visibility import Visibility
from brgs.models import Membership
from events.actions.seats import offer_ends
from events.models import Event, Rsvp

from .cast import CAST, DOMAIN
from .chance import chance, instant_between
from .presence import MARK, employee_id

Status = Rsvp.Status
# Of those who answer to what is for every employee, so many in a hundred are no members.
GUESTS = 18
# So many of the members of each group, and of all others, are drawn from.
MOST_DRAWN = 600
# How full what has a limit gets, and how many come where there is none.
FILLED, FEWEST, MOST = (0.3, 1.0), 5, 60
# So long ago a seat was offered to somebody.
OFFERED_BEFORE = dt.timedelta(hours=1)
# Of those who wait, so many in a hundred would rather be asked than be seated at once.
RATHER_ASKED = 20


class Crowd:
    """Those from whom answers are drawn: members of each group, and others."""

    def __init__(self, seed):
        self.seed, self.members = seed, {}
        ids = [employee_id(character.number) for character in CAST]
        self.cast = {person.email: person for person in User.objects.filter(employee_id__in=ids)}
        people = User.objects.filter(is_active=True, employee_id__startswith=MARK)
        people = people.exclude(employee_id__in=ids).order_by("employee_id")
        self.others = self._some("guests", list(people.values_list("pk", "created")))

    def of(self, brg):
        """Memberships of a group in the order of joining: when, the membership, the person."""
        if brg.pk not in self.members:
            rows = Membership.objects.counted().filter(brg=brg).order_by("joined", "pk")
            rows = rows.exclude(person__in=self.cast.values())
            rows = self._some(brg.slug, list(rows.values_list("joined", "pk", "person")))
            self.members[brg.pk] = sorted(rows)
        return self.members[brg.pk]

    def draw(self, rng, event, count):
        """So many different people who could have answered, as memberships or None, and people."""
        members = self.of(event.brg)
        members = members[: bisect.bisect(members, (event.published,))]
        guests = 0 if event.audience == Event.Audience.MEMBERS else round(count * GUESTS / 100)
        drawn = [row[1:] for row in rng.sample(members, min(len(members), count - guests))]
        belong = {person for _, _, person in self.of(event.brg)}
        others = [
            (None, person)
            for person, since in self.others
            if since <= event.published and person not in belong
        ]
        if event.audience != Event.Audience.MEMBERS:
            drawn += rng.sample(others, min(len(others), count - len(drawn)))
        rng.shuffle(drawn)
        return drawn

    def own(self, entry, brg):
        """The people who can sign in who answered: (membership, person), and the status."""
        for local_part, status in entry.get("who", {}).items():
            person = self.cast[f"{local_part}@{DOMAIN}"]
            belongs = Membership.objects.current().filter(brg=brg, person=person).first()
            yield (belongs and belongs.pk, person.pk), status

    def _some(self, subject, rows):
        return chance(self.seed, f"crowd: {subject}").sample(rows, min(len(rows), MOST_DRAWN))


def answers_of(planned, crowd, now):
    """Unsaved answers to an unsaved event, which counts them."""
    event, entry, rng = planned
    if event.published is None:
        return []
    seated, in_line = _how_many(event, entry, rng, now)
    own = dict(crowd.own(entry, event.brg))
    drawn = crowd.draw(rng, event, seated + in_line)
    drawn = [who for who in drawn if who[1] not in {person for _, person in own}]
    going, waiting = drawn[:seated], drawn[seated : seated + in_line]
    for who in (who for who, status in own.items() if status == Status.GOING):
        # In somebody's stead, so that there are not more than there are seats.
        going = [*going[1:], who] if len(going) >= seated else [*going, who]
    for who in (who for who, status in own.items() if status == Status.WAITING):
        waiting.insert(entry["ahead"], who)
    offered = [who for who, status in own.items() if status == Status.OFFERED]
    if waiting:
        # With few people there are fewer than seats.
        event.capacity = len(going) + len(offered)
    rng.shuffle(going)
    return _rows(event, going, offered, waiting, rng, now)


def _how_many(event, entry, rng, now):
    """How many are seated, and how many wait."""
    if "taken" in entry:
        return entry["taken"], entry.get("waiting", 0)
    seats, is_soon = event.capacity, now < event.starts < now + dt.timedelta(days=50)
    if seats and entry.get("full") and (is_soon or event.starts <= now):
        return seats, rng.randint(2, 9) if is_soon else 0
    share = rng.uniform(*FILLED)
    if event.starts > now:
        # The farther away, the fewer have answered.
        share *= max(0.1, 1 - (event.starts - now).days / 120)
    if seats:
        return int(seats * share), 0
    return max(FEWEST, round(MOST * share)), 0


def _rows(event, going, offered, waiting, rng, now):
    last = min(now, event.starts)
    line = [(who, Status.GOING) for who in going]
    line += [(who, Status.OFFERED) for who in offered] + [(who, Status.WAITING) for who in waiting]
    at = sorted(instant_between(rng, event.published, last) for _ in line)
    event.going, event.offered, event.waiting = len(going), len(offered), len(waiting)
    event.last_place = len(line)
    guests = Visibility.ONLY_ME if event.brg.is_sensitive else Visibility.LEADS
    return [
        Rsvp(
            event=event,
            person_id=person,
            membership_id=membership,
            visibility=guests if membership is None else Visibility.ONLY_ME,
            status=status,
            place=place,
            seat_me=status != Status.OFFERED and rng.random() * 100 >= RATHER_ASKED,
            offer_ends=_offer_ends(event, person, now) if status == Status.OFFERED else None,
            answered=answered,
        )
        for place, (((membership, person), status), answered) in enumerate(
            zip(line, at, strict=True), start=1
        )
    ]


def _offer_ends(event, person, now):
    """Of a seat that was offered an hour ago, as the rule has it; nights do not count."""
    return offer_ends(event, User.objects.get(pk=person), now - OFFERED_BEFORE)
