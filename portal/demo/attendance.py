"""Who came to the demonstration's events: of those with a seat most, a few others, and guests."""

from accounts.visibility import Visibility
from attendance.actions.fading import GUESTS_KEPT, KEPT, KEPT_SENSITIVE
from attendance.hours import OPENS_BEFORE
from attendance.models import Attendance, DoorRules
from events.models import Event, Rsvp

from .answers import Crowd
from .chance import chance
from .events import moment

Method, Who, Format = Attendance.Method, Attendance.Who, Event.Format
# Of those with a seat, this share comes.
SHOW_UP = (0.62, 0.94)
# So many come without a seat, and so many are on a list whom nobody here can match.
WALK_INS, UNMATCHED = (0, 4), (0, 6)
# At one in so many public events people bring somebody along.
WITH_GUESTS, GUESTS = 3, (1, 5)
AT_THE_DOOR = (Method.BY_HAND, Method.BY_HAND, Method.CODE, Method.PASS)
NAMES = ("Rosa Delgado", "Otto Brandt", "Mei Tan", "Samir Haddad", "Ingrid Olsen", "Joy Adeyemi")


def load_attendance(*, seed, today):
    """Write who came to what has begun. Names that would have faded by now are numbers."""
    now, crowd, found, welcome = moment(today), Crowd(seed), [], []
    begun = Event.objects.published().filter(starts__lte=now).select_related("brg")
    going = _going(now)
    for event in begun.order_by("starts", "title", "pk"):
        rng = chance(seed, f"who came to {event.title}, {event.starts.isoformat()}")
        rows = [
            *_expected(event, going.get(event.pk, []), rng),
            *_walk_ins(event, crowd, going.get(event.pk, []), rng),
            *_unmatched(event, rng),
        ]
        if event.audience == Event.Audience.PUBLIC and rng.randrange(WITH_GUESTS) == 0:
            welcome.append(DoorRules(event=event, guests_welcome=True))
            rows += _guests(event, rng)
        found += [_as_kept(row, event, rng, now) for row in rows]
    DoorRules.objects.bulk_create(welcome)
    Attendance.objects.bulk_create(found, batch_size=2000)


def _going(now):
    """Answers of those who had a seat, by event."""
    found = {}
    rows = Rsvp.objects.going().filter(event__starts__lte=now)
    for answer in rows.order_by("event", "place"):
        found.setdefault(answer.event_id, []).append(answer)
    return found


def _expected(event, answers, rng):
    share = rng.uniform(*SHOW_UP)
    for answer in answers:
        if rng.random() < share:
            yield Attendance(
                event=event,
                person_id=answer.person_id,
                membership_id=answer.membership_id,
                visibility=answer.visibility,
                method=_method(event, rng),
                expected=True,
            )


def _method(event, rng):
    is_online = event.format == Format.ONLINE
    if is_online or (event.format == Format.HYBRID and rng.random() < 0.5):
        return Method.IMPORT
    return rng.choice(AT_THE_DOOR)


def _walk_ins(event, crowd, answers, rng):
    """Members who came without an answer; online they are on the list."""
    answered = {answer.person_id for answer in answers}
    others = [row for row in crowd.of(event.brg) if row[2] not in answered]
    for _joined, membership, person in rng.sample(others, min(len(others), rng.randint(*WALK_INS))):
        is_listed = _method(event, rng) == Method.IMPORT
        yield Attendance(
            event=event,
            person_id=person,
            membership_id=None if is_listed else membership,
            method=Method.IMPORT if is_listed else Method.WALK_IN,
        )


def _unmatched(event, rng):
    if event.format == Format.IN_PERSON:
        return []
    count = rng.randint(*UNMATCHED)
    return [Attendance(event=event, who=Who.PRIVATE, method=Method.IMPORT) for _ in range(count)]


def _guests(event, rng):
    for name in rng.sample(NAMES, rng.randint(*GUESTS)):
        yield Attendance(event=event, who=Who.GUEST, guest_name=name, method=Method.WALK_IN)


def _as_kept(row, event, rng, now):
    """The row as it would be kept today: at its hour, and without a name once that has faded."""
    arrives = event.starts + rng.uniform(-0.2, 0.15) * OPENS_BEFORE
    row.at = row.since = min(arrives, now)
    kept = KEPT_SENSITIVE if event.is_discreet else KEPT
    if event.ends + kept <= now:
        row.person_id = row.membership_id = None
        row.visibility, row.at, row.since = Visibility.ONLY_ME, event.starts, event.starts
    if event.ends + GUESTS_KEPT <= now and row.who == Who.GUEST:
        row.guest_name, row.at, row.since = "", event.starts, event.starts
    return row
