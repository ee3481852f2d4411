"""The page of a door: whom it shows, what it does, and what it says."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from attendance import actions
from attendance.models import Attendance, Pass
from tests import factories
from tests.attendance.conftest import at_the_door
from tests.attendance.doors import code_of, door, going, pressed, said, text

pytestmark = pytest.mark.django_db

LEVELS = ["everyone", "members", "leads", "only_me", None]


@pytest.fixture
def crowd(event):
    """Somebody with a seat at each level, by name."""
    return {
        str(level): going(event, level, legal_name=f"Anna {str(level).title()}") for level in LEVELS
    }


@pytest.fixture
def hal(client, event, lea):
    """Somebody in no group, whom a lead has asked to help."""
    person = factories.person(legal_name="Hal Helper")
    actions.add_helper(event=event, by=lea, person=person)
    client.force_login(person)
    return person


@pytest.fixture
def at_work(client, lea):
    client.force_login(lea)
    return lea


def shown(page, crowd):
    return {level for level, person in crowd.items() if person.name in page.content.decode()}


# Whom it shows


def test_a_lead_sees_those_who_show_themselves_to_leads(client, event, at_work, crowd):
    page = client.get(door(event))
    assert shown(page, crowd) == {"everyone", "members", "leads", "None"}
    assert page.content.decode().count("Check in<span") == 4


def test_a_helper_sees_those_alone_whom_every_employee_sees(client, event, hal, crowd):
    assert shown(client.get(door(event)), crowd) == {"everyone"}


def test_a_helper_who_is_a_member_sees_fellow_members(client, event, hal, crowd):
    factories.membership(hal, event.brg, "members")
    assert shown(client.get(door(event)), crowd) == {"everyone", "members"}


def test_a_helper_who_hides_sees_nobody(client, event, hal, crowd):
    factories.membership(hal, event.brg, "only_me")
    assert shown(client.get(door(event)), crowd) == set()


def test_nobody_who_waits_is_listed(client, kin, at_work):
    event = at_the_door(kin, capacity=1)
    anna = factories.person(legal_name="Anna Waits")
    factories.membership(anna, event.brg, "everyone")
    factories.rsvp(event, anna, "waiting")
    assert "Anna Waits" not in client.get(door(event)).content.decode()


def test_a_walk_in_is_listed_to_whoever_may_see_them(client, event, at_work):
    walk_ins = {str(level): factories.person(legal_name=f"Ann {level} Walks") for level in LEVELS}
    for level, person in walk_ins.items():
        if level != "None":
            factories.membership(person, event.brg, level)
        actions.check_in(event=event, by=at_work, person=person, method="code")
    assert shown(client.get(door(event)), walk_ins) == {"everyone", "members", "leads"}


@pytest.mark.parametrize("status", ["waiting", "offered", None])
def test_a_pass_names_nobody_whom_a_lead_did_not_see_before(client, event, at_work, status):
    """As the pass says. Whoever is no member and has no seat is seen by nobody."""
    anna = factories.person(legal_name="Anna Walks")
    event.capacity = 5
    facts = {"offer_ends": timezone.now() + dt.timedelta(hours=1)} if status == "offered" else {}
    if status:
        factories.rsvp(event, anna, status, **facts)
    code = code_of(event, anna)
    assert pressed(client, event, "check-in", code=code) == ["Checked in."]
    assert "Anna Walks" not in client.get(door(event)).content.decode()
    assert pressed(client, event, f"undo {anna.public_id}") == [
        "This person is not on your list. Ask for the code on their pass."
    ]
    assert pressed(client, event, "undo", code=code) == ["No longer checked in."]
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("level", ["everyone", "members", "leads"])
def test_a_member_who_walks_in_is_taken_back_by_name(client, event, at_work, level):
    anna = factories.person(legal_name="Anna Walks")
    factories.membership(anna, event.brg, level)
    pressed(client, event, "check-in", code=code_of(event, anna))
    assert pressed(client, event, f"undo {anna.public_id}") == ["No longer checked in: Anna Walks."]
    assert not Attendance.objects.exists()


def test_the_search_looks_among_those_alone(client, event, at_work, crowd):
    found = client.get(door(event), {"q": "anna LEADS"})
    assert shown(found, crowd) == {"leads"}
    hidden = client.get(door(event), {"q": crowd["only_me"].name})
    nobody = client.get(door(event), {"q": "Anna Only_Mi"})
    assert text(hidden).replace("Only_Me", "Only_Mi") == text(nobody)
    assert "Nobody whom you may see has this name" in text(hidden)


@pytest.mark.parametrize("q", ["\0", "\ud800", "%", "'", "a" * 9_000, "٣", "\u202eanna"])
def test_a_search_for_anything_answers(client, event, at_work, crowd, q):
    response = client.get(door(event), {"q": q.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200


def test_a_long_list_is_paged_and_keeps_the_search(client, event, at_work):
    for number in range(51):
        going(event, legal_name=f"Person {number:02} Page")
    first = client.get(door(event), {"q": "page"}).content.decode()
    assert first.count("Check in<span") == 50
    further = re.search(r'href="(\?q=page&amp;after=[^"]+)"', first)[1].replace("&amp;", "&")
    second = client.get(door(event) + further).content.decode()
    assert second.count("Check in<span") == 1
    assert 'href="?q=page"' in second


# One tap, and undo


def test_one_press_checks_in_and_another_takes_it_back(client, event, at_work, crowd):
    anna = crowd["leads"]
    assert pressed(client, event, f"check-in {anna.public_id}") == ["Checked in: Anna Leads."]
    assert Attendance.objects.get().person == anna
    page = client.get(door(event), {"q": "leads"}).content.decode()
    assert re.search(f'value="check-in {anna.public_id}" hidden>', page)
    assert re.search(f'value="undo {anna.public_id}">', page)
    assert pressed(client, event, f"undo {anna.public_id}") == ["No longer checked in: Anna Leads."]
    assert not Attendance.objects.exists()


def test_the_words_that_were_searched_are_kept_through_a_press(client, event, at_work, crowd):
    anna = crowd["leads"]
    page = client.get(door(event), {"q": "anna l", "code": "BCDFGHJK"}).content.decode()
    assert page.count(f'method="post" action="{door(event)}?q=anna+l"') == 2
    for act in (f"check-in {anna.public_id}", "check-in nobody"):
        response = client.post(door(event) + "?q=anna+l&after=1%0a2", {"act": act})
        assert response["Location"] == door(event) + "?q=anna+l"


def test_who_is_hidden_and_who_is_not_there_are_refused_alike(client, event, hal, crowd):
    names = [crowd["only_me"].public_id, crowd["leads"].public_id, "nobody", "x" * 32]
    answers = {tuple(pressed(client, event, f"check-in {name}")) for name in names}
    assert answers == {("This person is not on your list. Ask for the code on their pass.",)}
    answers = {tuple(pressed(client, event, f"undo {name}")) for name in names}
    assert len(answers) == 1
    assert not Attendance.objects.exists()


def test_the_undo_of_a_hidden_person_by_name_does_nothing(client, event, at_work, crowd):
    anna = crowd["only_me"]
    actions.check_in(event=event, by=at_work, person=anna, method="code")
    pressed(client, event, f"undo {anna.public_id}")
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("act", ["", "dance", "check-in \0", "undo-guest", "guest x", "check-in  "])
def test_what_means_nothing_does_nothing(client, event, at_work, act):
    response = client.post(door(event), {"act": act})
    assert response.status_code in (302, 422)
    assert not Attendance.objects.exists()


# By code


def test_by_code_whoever_may_be_seen_is_named_and_nobody_else(client, event, hal, crowd):
    told = {
        level: pressed(client, event, "check-in", code=code_of(event, person))
        for level, person in crowd.items()
    }
    nameless = ["Checked in."]
    assert told == dict.fromkeys(crowd, nameless) | {"everyone": ["Checked in: Anna Everyone."]}
    assert Attendance.objects.count() == 5


def test_hidden_and_walking_in_hidden_is_answered_with_the_same_bytes(client, event, hal):
    """Also when they had been checked in before."""
    first = going(event, "only_me")
    walk_in = factories.person()
    factories.membership(walk_in, event.brg, "only_me")
    bodies = []
    for person in (first, walk_in, first):
        sent = {"act": "check-in", "code": code_of(event, person)}
        response = client.post(door(event), sent, headers={"Accept": "application/json"})
        bodies.append(re.sub(rb"\d+|, 1 more without a seat", b"", response.content))
    assert len(set(bodies)) == 1
    assert b"Checked in." in bodies[0]


def test_no_page_of_a_helper_has_the_name_after_that(client, event, hal, crowd):
    anna = crowd["only_me"]
    sent = {"act": "check-in", "code": code_of(event, anna)}
    for page in (client.post(door(event), sent, follow=True), client.get(door(event))):
        html = page.content.decode()
        for fact in (anna.name, anna.public_id, anna.email, anna.employee_id):
            assert fact not in html


def test_the_code_of_a_hidden_person_takes_it_back(client, event, hal, crowd):
    code = code_of(event, crowd["only_me"])
    pressed(client, event, "check-in", code=code)
    assert pressed(client, event, "undo", code=code) == ["No longer checked in."]
    assert not Attendance.objects.exists()


def test_a_wrong_code_is_said_at_its_field_and_stays_typed(client, event, hal):
    response = client.post(door(event), {"act": "check-in", "code": "zzzz zzzz"})
    assert response.status_code == 422
    assert "No pass of this event has this code." in text(response)
    assert 'value="zzzz zzzz"' in response.content.decode()


def test_how_a_code_was_read_is_kept(client, event, hal):
    anna, ben = going(event), going(event)
    pressed(client, event, "check-in", code=code_of(event, anna), by="camera")
    pressed(client, event, "check-in", code=code_of(event, ben))
    methods = dict(Attendance.objects.values_list("person", "method"))
    assert methods == {anna.pk: "pass", ben.pk: "code"}


def test_a_code_in_the_address_stands_in_the_field_and_does_nothing(client, event, hal):
    code = code_of(event, going(event))
    response = client.get(f"/events/{event.pk}/door/?code={code}", follow=True)
    assert response.redirect_chain == [(f"{door(event)}?code={code}", 302)]
    assert re.search(f'<input[^>]* value="{code}"[^>]* autofocus', response.content.decode())
    assert "autofocus" not in client.get(door(event)).content.decode()
    assert not Attendance.objects.exists()


def test_whoevers_pass_it_is_is_led_to_it(client, event):
    client.force_login(factories.person())
    response = client.get(f"/events/{event.pk}/door/?code=BCDFGHJK")
    assert response["Location"] == f"/me/events/{event.pk}/pass/"


# Guests


def test_guests_are_asked_for_where_they_are_welcome_alone(client, event, at_work):
    assert "Name of the guest" not in text(client.get(door(event)))
    assert pressed(client, event, "guest", name="Otto", key="one") == [
        "This event does not take guests. A lead can change that."
    ]
    actions.set_rules(event=event, by=at_work, guests_welcome=True)
    assert "Name of the guest" in text(client.get(door(event)))


@pytest.fixture
def welcome(event, at_work):
    actions.set_rules(event=event, by=at_work, guests_welcome=True)


def test_a_guest_is_listed_and_taken_back(client, event, welcome):
    assert pressed(client, event, "guest", name="Otto", key="one") == ["Checked in: Otto."]
    assert pressed(client, event, "guest", name="Otto", key="one") == [
        "This had arrived already. Nothing has changed."
    ]
    row = Attendance.objects.get()
    assert f'value="undo-guest {row.public_id}"' in client.get(door(event)).content.decode()
    assert "Otto" not in text(client.get(door(event), {"q": "anna"}))
    assert pressed(client, event, f"undo-guest {row.public_id}") == ["No longer checked in."]
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "\0", "x" * 101, "a\nb", "\u202egnp"])
def test_what_is_no_name_is_said_at_its_field(client, event, welcome, name):
    response = client.post(door(event), {"act": "guest", "name": name, "key": "one"})
    assert response.status_code == 422
    # What is wrong is not folded away.
    assert '<details class="door-guest" open>' in response.content.decode()
    assert 'id="guest_name_error"' in response.content.decode()
    assert not Attendance.objects.exists()


def test_without_a_key_each_press_is_a_guest(client, event, welcome):
    for key in ("", "no key!", "x" * 33):
        pressed(client, event, "guest", name="Otto", key=key)
    assert Attendance.objects.count() == 3


# The count


def test_the_count_is_exact_and_says_who_came_on_top(client, event, at_work, crowd):
    assert "0 of 5 checked in" in text(client.get(door(event)))
    for level in ("only_me", "leads"):
        actions.check_in(event=event, by=at_work, person=crowd[level], method="code")
    assert "2 of 5 checked in " in text(client.get(door(event)))
    actions.check_in(event=event, by=at_work, person=factories.person(), method="code")
    assert "2 of 5 checked in, 1 more without a seat" in text(client.get(door(event)))


def test_a_helper_is_not_told_how_many_come_in_all(client, event, hal, crowd):
    assert "of 5 checked in" not in text(client.get(door(event)))
    acted = f"check-in {crowd['everyone'].public_id}"
    assert ask(client, event, acted) == (200, {"said": "Checked in: Anna Everyone.", "count": ""})


def test_a_lead_of_a_cohost_is_told_how_many_come(client, event, crowd):
    other = factories.brg()
    factories.cohost(event, other)
    client.force_login(factories.lead(other))
    assert "0 of 5 checked in" in text(client.get(door(event)))


def test_a_list_of_one_does_not_move_the_count(client, kin, at_work):
    event = at_the_door(kin, starts=timezone.now() - dt.timedelta(minutes=5))
    anna = going(event, "only_me")
    actions.import_list(event=event, by=at_work, emails=[anna.email, "x@example.com"], unnamed=3)
    assert Attendance.objects.count() == 5
    assert "0 of 1 checked in " in text(client.get(door(event)))


# When it is open


@pytest.mark.parametrize(
    ("hours", "words"),
    [(3, "Check-in opens two hours before the start:"), (-9, "Check-in has closed:")],
)
def test_a_shut_door_says_when_and_takes_nothing(client, kin, at_work, hours, words):
    event = at_the_door(kin, starts=timezone.now() + dt.timedelta(hours=hours))
    anna = going(event)
    page = client.get(door(event))
    assert words in text(page)
    assert "Denver time." in text(page)
    assert anna.name not in page.content.decode()
    (answer,) = pressed(client, event, f"check-in {anna.public_id}")
    assert answer.startswith(words)
    (answer,) = pressed(client, event, "check-in", code="BCDFGHJK")
    assert answer.startswith(words)


# The script's questions


def ask(client, event, act, **fields):
    headers = {"Accept": "application/json"}
    response = client.post(door(event), {"act": act, **fields}, headers=headers)
    return response.status_code, response.json()


def test_the_script_is_answered_with_the_sentence_and_the_count(client, event, at_work, crowd):
    anna = crowd["leads"]
    assert ask(client, event, f"check-in {anna.public_id}", key="one") == (
        200,
        {"said": "Checked in: Anna Leads.", "count": "1 of 5 checked in"},
    )
    assert said(client.get(door(event))) == []


def test_the_script_is_told_of_a_refusal(client, event, at_work, crowd):
    assert ask(client, event, "check-in nobody") == (
        422,
        {
            "said": "This person is not on your list. Ask for the code on their pass.",
            "count": "0 of 5 checked in",
        },
    )
    status, answer = ask(client, event, "check-in", code="zzzzzzzz")
    assert (status, answer["said"]) == (422, "No pass of this event has this code.")


def test_what_is_sent_again_after_somebody_elses_undo_stays_undone(client, event, at_work, crowd):
    anna = crowd["leads"]
    ask(client, event, f"check-in {anna.public_id}", key="one")
    ask(client, event, f"undo {anna.public_id}", key="two")
    status, answer = ask(client, event, f"check-in {anna.public_id}", key="one")
    assert (status, answer["said"]) == (200, "This had arrived already. Nothing has changed.")
    assert not Attendance.objects.exists()


# What the page may use


def test_this_page_alone_may_use_the_camera(client, event, at_work):
    allowed = "camera=(self)"
    for page in (door(event), f"/manage/kin/events/{event.pk}/check-in/"):
        assert allowed in client.get(page)["Permissions-Policy"]
        assert "microphone=()" in client.get(page)["Permissions-Policy"]
    for page in (f"/manage/kin/events/{event.pk}/", f"/me/events/{event.pk}/pass/", "/"):
        assert "camera=()" in client.get(page)["Permissions-Policy"]


def test_the_script_is_on_this_page_alone(client, event, at_work):
    assert "js/door.js" in client.get(door(event)).content.decode()
    assert "js/door.js" not in client.get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [3, 40])
def test_the_page_asks_as_much_with_few_people_as_with_many(
    client, event, at_work, count, django_assert_num_queries
):
    for number in range(count):
        person = going(event)
        if number % 2:
            actions.check_in(event=event, by=at_work, person=person, method="by_hand")
    client.get(door(event))
    with django_assert_num_queries(8):
        client.get(door(event))


def test_a_pass_of_somebody_else_stands_on_no_page_of_the_door(client, event, at_work):
    code = code_of(event, going(event))
    assert Pass.objects.count() == 1
    assert code not in client.get(door(event)).content.decode()
