import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.visibility import Visibility
from audit.actions import NotInTransaction
from brgs.models import Membership
from notices import outbox
from notices.actions import make_discreet, stop, take_words_away, tell, tell_all, withdraw
from notices.models import Letter, Notice, NoticeQuerySet
from tests import factories
from tests.connections import pausing, while_it_waits

pytestmark = pytest.mark.django_db


def a_letter(**facts):
    given = {"kind": "news", "thing": "brg:1", "topic": "brg:1", "title": "A title", "why": "Why."}
    return Letter(**given | facts)


def test_tells_each_person_once_however_often_it_is_called():
    first, second = factories.person(), factories.person()
    letter = tell(a_letter(), first)
    assert tell(a_letter(), first, second) == letter
    assert list(letter.notices.order_by("pk").values_list("person", "mail", "in_portal")) == [
        (first.pk, "waiting", True),
        (second.pk, "waiting", True),
    ]


def test_a_letter_that_is_told_again_keeps_its_words(django_assert_num_queries):
    first, second = factories.person(), factories.person()
    kept = tell(a_letter(), first)
    # It is written, or found, by the same statement; PostgreSQL tells somebody by that one too.
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        again = tell(a_letter(title="Another title"), second)
    assert again.pk == kept.pk
    again.refresh_from_db()
    assert (again.title, again.public_id) == ("A title", kept.public_id)


def test_one_letter_is_told_to_some_discreetly_and_to_others_not():
    hides, shows = factories.person(), factories.person()
    letter = a_letter()
    tell(letter, hides, discreet=True)
    tell(letter, hides, shows)
    assert dict(letter.notices.values_list("person", "discreet")) == {
        hides.pk: True,
        shows.pk: False,
    }


def test_another_occurrence_is_another_letter():
    person = factories.person()
    tell(a_letter(), person)
    tell(a_letter(occurrence="2"), person)
    assert Notice.objects.of(person).count() == 2


def test_passes_over_whoever_has_no_account_in_use():
    gone = factories.person(is_active=False)
    letter = tell(a_letter(), gone)
    assert not letter.notices.exists()


def test_what_signs_in_goes_before_what_groups_have_sent():
    person = factories.person()
    news = tell(a_letter(), person)
    link = tell(a_letter(kind="account", topic=""), person)
    lease = outbox.take(now=timezone.now(), most=1)
    assert lease.rows == [link.notices.get().pk] != [news.notices.get().pk]


def test_what_signs_in_stands_in_no_list():
    person = factories.person()
    tell(a_letter(kind="account", topic=""), person)
    assert not Notice.objects.of(person).exists()
    assert Notice.objects.filter(person=person, mail="waiting").exists()


@pytest.mark.django_db(transaction=True)
def test_refuses_to_tell_outside_a_transaction():
    with pytest.raises(NotInTransaction):
        tell(a_letter(), factories.person())
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_told():
    person = factories.person()
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(a_letter(), person)
        raise RuntimeError
    assert not Notice.objects.exists()


@pytest.fixture
def group():
    group = factories.brg()
    for visibility in (Visibility.MEMBERS, Visibility.ONLY_ME):
        factories.membership(factories.person(), group, visibility)
    return group


def test_tells_everybody_of_a_query_by_one_statement(group, django_assert_num_queries):
    people = Membership.objects.current().filter(brg=group)
    # The letter is written, and everybody is told.
    with django_assert_num_queries(2):
        letter, told = tell_all(a_letter(), people, discreet=Q(visibility=Visibility.ONLY_ME))
    assert told == 2
    expected = {
        (row.person_id, row.visibility == Visibility.ONLY_ME, "waiting", True) for row in people
    }
    facts = letter.notices.values_list("person", "discreet", "mail", "in_portal")
    assert set(facts) == expected
    row = letter.notices.first()
    assert (row.told, row.read, row.attempts, row.lease) == (row.due, None, 0, "")


def test_tells_nobody_twice_by_a_query(group):
    people = Membership.objects.current().filter(brg=group)
    tell_all(a_letter(), people)
    assert tell_all(a_letter(), people)[1] == 0


def test_a_query_that_holds_nobody_tells_nobody(group):
    letter, told = tell_all(a_letter(), Membership.objects.none())
    assert (told, letter.notices.count()) == (0, 0)


def test_withdraws_from_one_person_what_has_not_gone_out():
    leaves, stays = factories.person(), factories.person()
    letter = tell(a_letter(), leaves, stays)
    other = tell(a_letter(topic="brg:2", occurrence="2"), leaves)
    assert withdraw(topic="brg:1", person=leaves) == 1
    assert dict(letter.notices.values_list("person", "mail")) == {
        leaves.pk: "none",
        stays.pk: "waiting",
    }
    assert other.notices.get().mail == "waiting"


def test_withdraws_nothing_that_is_sent():
    person = factories.person()
    letter = tell(a_letter(), person)
    letter.notices.update(mail="sent")
    assert withdraw(topic="brg:1") == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_withdraws_nothing_that_a_worker_sends_meanwhile(monkeypatch):
    """Its question began before the worker's commit, and finds the row free after it."""
    with transaction.atomic():
        letter = tell(a_letter(), factories.person())
    on_their_way = NoticeQuerySet.on_their_way
    monkeypatch.setattr(NoticeQuerySet, "on_their_way", lambda rows: pausing(on_their_way(rows)))
    withdrawn = []
    with while_it_waits(lambda: withdrawn.append(withdraw(topic="brg:1"))):
        letter.notices.update(mail="sent")
    assert (withdrawn, letter.notices.get().mail) == ([0], "sent")


def test_a_topic_becomes_discreet_in_mail_on_its_way_and_in_what_stands_in_the_portal():
    person = factories.person()
    waits, went = tell(a_letter(), person), tell(a_letter(occurrence="2"), person)
    other = tell(a_letter(topic="brg:2", occurrence="3"), person)
    went.notices.update(mail="sent")
    assert make_discreet(topic="brg:1") == 2
    assert waits.notices.get().discreet
    assert went.notices.get().discreet
    assert not other.notices.get().discreet


def test_a_topic_becomes_discreet_for_one_person_alone():
    hides, shows = factories.person(), factories.person()
    letter = tell(a_letter(), hides, shows)
    assert make_discreet(topic="brg:1", person=hides) == 1
    assert dict(letter.notices.values_list("person", "discreet")) == {
        hides.pk: True,
        shows.pk: False,
    }


def test_a_letter_called_back_stays_in_the_portal_alone():
    letter = tell(a_letter(), factories.person())
    assert stop(Letter.objects.filter(pk=letter.pk)) == 1
    letter.refresh_from_db()
    assert letter.stopped
    assert letter.notices.get().mail == "none"


def test_of_what_is_gone_the_portal_keeps_that_it_was_told_and_no_words():
    person = factories.person()
    letter = tell(a_letter(line="We eat.", body="Where we eat.", url="/news/1/"), person)
    other = tell(a_letter(occurrence="2"), person)
    assert take_words_away(Letter.objects.filter(pk=letter.pk), title="It is gone") == 1
    letter.refresh_from_db()
    words = (letter.title, letter.line, letter.body, letter.url, letter.why)
    assert words == ("It is gone", "", "", "", "Why.")
    assert letter.stopped
    assert Notice.objects.of(person).filter(letter=letter).get().mail == "none"
    other.refresh_from_db()
    assert (other.title, other.notices.get().mail) == ("A title", "waiting")
