"""What people of the demonstration thought of what is over, as its boxes would hold it."""

from attendance.models import Attendance
from events.models import Event
from feedback.models import Box, Spent
from feedback.opening import closes
from feedback.piles import Pile
from feedback.seal import marks_of, seal

from . import tables
from .cast import CAST
from .chance import chance
from .events import moment

# Of those who came, this share says what they thought.
ANSWERING = (0.25, 0.8)
# Stars as most events get them, and as some do.
LIKED, MIXED = (1, 2, 6, 20, 30), (4, 8, 14, 12, 6)
# In a hundred events, so many are mixed; in a hundred answers, so many have words, or a score.
MIXED_SHARE, WITH_WORDS, WITH_SCORE = 15, 30, 80
# How far a score lies from twice the stars.
AROUND = (-2, -1, 0, 0, 1)


def load_feedback(*, seed, today):
    """Write a box for each event that is over; what waits for its fellows is sealed in it."""
    now, boxes, marks = moment(today), [], []
    over = Event.objects.published().filter(ends__lte=now)
    came = _who_came()
    for event in over.order_by("starts", "title", "pk"):
        rng = chance(seed, f"feedback on {event.title}, {event.starts.isoformat()}")
        people = came.get(event.pk, [])
        count = round(len(people) * rng.uniform(*ANSWERING))
        if count == 0:
            continue
        box = _box(event, rng, count, is_closed=closes(event) <= now)
        boxes.append(box)
        if not box.is_closed:
            marks += [
                Spent(mark=marks_of(person, event)[0], event=event)
                for person in rng.sample(people, count)
            ]
    Box.objects.bulk_create(boxes)
    # By the mark, which says nothing, and not by the order above.
    Spent.objects.bulk_create(sorted(marks, key=lambda spent: spent.mark))


def _who_came():
    """Employees by event, None where names have faded; those who can sign in have yet to answer."""
    emails = [character.email for character in CAST]
    rows = Attendance.objects.filter(who=Attendance.Who.EMPLOYEE)
    rows = rows.exclude(person__email__in=emails).select_related("person")
    found = {}
    for row in rows.order_by("event", "person", "pk"):
        found.setdefault(row.event_id, []).append(row.person)
    return found


def _box(event, rng, count, *, is_closed):
    weights = MIXED if rng.random() * 100 < MIXED_SHARE else LIKED
    words = rng.sample(tables.feedback(), len(tables.feedback()))
    answers = [_answer(rng, weights, words) for _ in range(count)]
    box, waiting = Box(event=event, is_closed=is_closed), Pile()
    for answer in answers:
        due, waiting = (waiting + answer).parted()
        box.release(due)
    if not is_closed:
        box.sealed = seal(waiting, event)
    return box


def _answer(rng, weights, words):
    stars = rng.choices(range(1, 6), weights)[0]
    score, text = None, ""
    if rng.random() * 100 < WITH_SCORE:
        score = min(10, max(0, 2 * stars + rng.choice(AROUND)))
    if words and rng.random() * 100 < WITH_WORDS:
        text = words.pop()
    return Pile.of_one(stars=stars, score=score, text=text)
