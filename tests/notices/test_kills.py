"""Workers that are killed at random moments, and a mail server that has bad days.

Nothing is lost, what a killed worker had in hand is repeated at most once, under the same
Message-ID, and without kills nothing is repeated at all.
"""

import itertools
import random
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from notices.actions import tell_all
from notices.models import Letter, Mailbox, Notice
from tests import factories
from tests.notices.sink import Sink, listening
from tests.notices.workers import nursery

pytestmark = pytest.mark.django_db(transaction=True)

# So long that a busy machine outlasts neither: a mail that is taken after its sender gave it up is
# repeated, and nobody can know.
LEASE_SECONDS, TIMEOUT_SECONDS = 8, 3
WORKERS = 2


def tell_everybody(count):
    """A letter to so many new people, without quiet hours; returns their addresses."""
    number = factories.person().pk
    people = [
        User(
            email=f"reader{number}.{n}@example.com",
            employee_id=f"R{number}.{n}",
            legal_name=f"Reader {n}",
            sort_name=f"reader {n}",
            password="!",
        )
        for n in range(count)
    ]
    people = User.objects.bulk_create(people)
    Mailbox.objects.bulk_create(Mailbox(person=person, quiet=False) for person in people)
    letter = Letter(kind="news", thing="news:1", title="A title", body="A text.", why="Why.")
    readers = User.objects.filter(employee_id__startswith=f"R{number}.")
    with transaction.atomic():
        assert tell_all(letter, readers, person="pk")[1] == count
    return {person.email for person in people}


def tell_and_roll_back():
    """A letter whose cause never came to be."""
    person = factories.person(email="nobody@example.com")
    letter = Letter(kind="news", thing="news:2", title="A title", body="A text.", why="Why.")
    with pytest.raises(RuntimeError), transaction.atomic():
        tell_all(letter, User.objects.filter(pk=person.pk), person="pk")
        raise RuntimeError


def moods(chance, bad):
    """How the server treats each mail: mostly well, `bad` in a hundred in each bad way.

    It hangs once, since that takes long.
    """
    names, number = ["later", "full", "drop", "closing"], itertools.count(1)

    def mood(to):
        if next(number) == 70:
            return "hang"
        return chance.choices(["take", *names], [100 - 4 * bad, *[bad] * 4])[0]

    return mood


def drain(sink, expected, *, kills, chance, **facts):
    """Let workers send until everybody has their mail, killing some meanwhile."""
    # Spread evenly over what there is to do, each at no particular moment.
    turns = sorted(chance.uniform(0, 0.9) * len(expected) for _ in range(kills))
    give_up = time.monotonic() + 60 + len(expected) / 20
    with (
        listening(sink) as port,
        nursery(
            database=connection.settings_dict["NAME"],
            port=port,
            lease=LEASE_SECONDS,
            timeout=TIMEOUT_SECONDS,
            **facts,
        ) as workers,
    ):
        for _ in range(WORKERS):
            workers.start()
        while turns or Notice.objects.filter(mail="waiting").exists():
            assert time.monotonic() < give_up, f"{len(sink.taken)} taken, {len(turns)} to kill"
            if turns and len(sink.taken) >= turns[0]:
                turns.pop(0)
                workers.kill(chance.choice(workers.living))
                workers.start()
            else:
                time.sleep(0.005)


def judge(sink, expected, *, kills):
    times = sink.times()
    assert {mail.to for mail in sink.taken} == expected
    # One mail has one name however often it comes: as many names as people.
    assert len(times) == len(expected)
    assert len({(mail.message_id, mail.to) for mail in sink.taken}) == len(expected)
    assert len(sink.taken) - len(expected) <= kills
    assert set(Notice.objects.values_list("mail", "lease")) == {("sent", "")}
    assert "nobody@example.com" not in expected


def endure(messages, kills, seed):
    chance, began = random.Random(seed), timezone.now()
    sink = Sink(moods(chance, bad=0.5))
    expected = tell_everybody(messages)
    tell_and_roll_back()
    drain(sink, expected, kills=kills, chance=chance)
    judge(sink, expected, kills=kills)
    assert Notice.objects.filter(sent__gte=began).count() == messages


def test_a_thousand_mails_and_ten_kills():
    endure(1_000, 10, seed=1)


def test_without_kills_nothing_is_repeated_however_bad_the_server():
    chance = random.Random(2)
    sink = Sink(moods(chance, bad=2))
    expected = tell_everybody(200)
    drain(sink, expected, kills=0, chance=chance)
    judge(sink, expected, kills=0)


def test_control_who_marks_mails_after_the_last_has_left_repeats_many():
    chance = random.Random(3)
    sink = Sink()
    expected = tell_everybody(300)
    drain(sink, expected, kills=3, chance=chance, unmarked=True)
    assert {mail.to for mail in sink.taken} == expected
    assert len(sink.taken) - len(expected) > 3


@pytest.mark.long
def test_ten_thousand_mails_and_two_hundred_kills():
    endure(10_000, 200, seed=4)
