"""The pages on which leads look after the officers of their group."""

import datetime as dt
import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.formats import date_format

from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs import actions
from brgs.models import BRG, FormerSlug, Officer
from brgs.roles import ROLES, Where
from tests import factories

pytestmark = pytest.mark.django_db


def day(number):
    return factories.today() + dt.timedelta(days=number)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def words_of(response):
    """What a reader sees of the page: text without tags, blanks made one."""
    main = response.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.fixture
def group():
    return factories.brg(slug="kin", acronym="KIN")


@pytest.fixture
def lead(client, group):
    person = factories.lead(group, legal_name="Lena Lead")
    client.force_login(person)
    return person


@pytest.fixture
def chair(lead):
    return Officer.objects.get(person=lead)


def url(step="", office=None):
    facts = {"slug": "kin"} | ({"office": office.pk} if office else {})
    return reverse(f"manage-officer{step}", kwargs=facts)


def held(group, role="secretary", starts=-100, ends=100, name="Sam Second", **fields):
    person = factories.person(legal_name=name)
    return factories.officer(person, group, role, starts=day(starts), ends=day(ends), **fields)


def term(person, starts=0, ends=100, **more):
    return {"person": person.public_id, "starts": day(starts), "ends": day(ends), **more}


# The list


def test_officers_stand_in_the_order_of_roles_with_their_terms(client, lead, group):
    held(group, "treasurer", name="Tom Treasurer", title="Keeper of coins")
    held(group, "co_chair", name="Cora Chair")
    held(group, "chair", name="Adam Chair", starts=-99)
    page = client.get(url("s"))
    rows = page.context["lists"][0]["rows"]
    assert [(row.person["name"], str(row.person["line"])) for row in rows] == [
        ("Lena Lead", "Chair"),
        ("Adam Chair", "Chair"),
        ("Cora Chair", "Co-chair"),
        ("Tom Treasurer", "Keeper of coins"),
    ]
    assert {row.term for row in rows} == {f"Until {date_format(day(100))}"}


def marks(client, office):
    rows = [row for each in client.get(url("s")).context["lists"] for row in each["rows"]]
    (row,) = (row for row in rows if row.office == office)
    return [words for _, words in row.marks]


@pytest.mark.parametrize(
    ("ends", "words"), [(1, ["Ends in 1 day"]), (90, ["Ends in 90 days"]), (91, [])]
)
def test_a_term_that_ends_within_ninety_days_is_marked(client, lead, group, ends, words):
    assert marks(client, held(group, ends=ends)) == words


def test_caretakers_are_marked_and_the_vacant_post_is_said(client, lead, group, chair):
    assert "has no lead" not in words_of(client.get(url("s")))
    Officer.objects.update(ends=day(-10))
    (mark,) = marks(client, chair)
    assert mark.startswith("Caretaker, with the powers until")
    page = client.get(url("s"))
    assert "This group has no lead. Offer the post to somebody." in words_of(page)
    assert [row.term.partition(" on")[0] for row in page.context["lists"][0]["rows"]] == ["Ended"]


def test_a_handover_is_told_before_and_after_the_answer(client, lead, group, chair):
    nora = factories.person(legal_name="Nora Next")
    successor = Officer(person=nora, brg=group, role="chair", starts=day(10), ends=day(300))
    actions.hand_over(office=chair, successor=successor, until=day(95), by=lead)
    (asked,) = marks(client, chair)
    assert asked.startswith("Nora Next is asked to take over on")
    assert marks(client, successor) == ["Waits for an answer"]
    actions.accept(office=successor, by=nora, visibility=Visibility.LEADS)
    (told,) = marks(client, chair)
    assert told.startswith("Hands over on") and told.endswith("to Nora Next")
    page = client.get(url("s"))
    assert [row.office for row in page.context["lists"][2]["rows"]] == [successor]


def test_a_deputy_is_marked_on_both(client, lead, group, chair):
    deputy = held(group, "chair", ends=95, name="Dora Deputy", stands_in_for=chair)
    assert marks(client, deputy) == ["Acting deputy for Lena Lead"]
    (mark,) = marks(client, chair)
    assert mark.startswith("Dora Deputy stands in from")


def test_offers_wait_in_a_list_of_their_own(client, lead, group):
    office = held(group, accepted=None)
    present, offered, coming = client.get(url("s")).context["lists"]
    assert [row.office for row in offered["rows"]] == [office]
    assert office not in [row.office for row in present["rows"] + coming["rows"]]


def test_past_terms_show_the_role_and_the_days_and_no_name(client, lead, group):
    held(group, "events", starts=-300, ends=-1, name="Petra Past", title="Queen of cake")
    held(group, "treasurer", starts=-900, ends=-365, name="Olga Old")
    held(group, "advisor", starts=-300, ends=-1, name="Nemo Never", accepted=None)
    held(group, "events", ends=-1, name="Dora Past", stands_in_for=held(group, "events"))
    page = client.get(url("s"))
    (past,) = page.context["past"]
    assert past.startswith("Events, ")
    for word in ("Petra", "cake", "Olga", "Nemo", "Dora"):
        assert word not in page.content.decode()


def test_the_list_says_what_each_role_is_and_may_do(client, lead):
    text = words_of(client.get(url("s")))
    for role in ROLES.values():
        assert (str(role.description) in text) == (Where.GROUP in role.where), role.key
    assert "Sees the members who chose to be seen by leads." in text
    assert "No powers in the portal." in text


def test_what_needs_attention_is_sorted_by_day(client, lead, group):
    held(group, ends=50, name="Late")
    held(group, "treasurer", ends=5, name="Soon")
    held(group, "events", ends=91, name="Far")
    handed_over = held(group, "advisor", ends=7, name="Done")
    held(group, "advisor", starts=7, ends=300, predecessor=handed_over)
    asked = held(group, "check_in", ends=8, name="Open")
    held(group, "check_in", starts=7, ends=300, predecessor=asked, accepted=None)
    matters = [matter["words"] for matter in client.get(url("s")).context["matters"]]
    assert [words.partition(":")[0] for words in matters] == [
        *("Treasurer, Soon", "Check-in helper, Open", "Secretary, Late"),
    ]


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_no_more_for_more_posts(client, lead, group, size, django_assert_num_queries):
    for _ in range(size):
        held(group, ends=5)
        held(group, accepted=None)
        held(group, starts=5)
        held(group, ends=-5)
    client.get(url("s"))
    with django_assert_num_queries(5):
        client.get(url("s"))


def test_other_groups_officers_are_not_there(client, lead, group):
    far = factories.officer(factories.person(legal_name="Fay Far"), factories.brg())
    assert "Fay Far" not in words_of(client.get(url("s")))
    for step in ("", "-end", "-hand-over", "-deputy"):
        for method in (client.get, client.post):
            status = method(url(step, far)).status_code
            assert status == (405 if (step, method) == ("", client.post) else 404)
    assert not Officer.objects.filter(cut_short=True).exists()


@pytest.mark.parametrize("number", [0, 10**12, 10**30])
def test_a_number_that_is_nobodys_is_404(client, lead, number):
    for step in ("", "end/", "hand-over/", "deputy/"):
        assert client.get(f"/manage/kin/officers/{number}/{step}").status_code == 404


def test_an_office_that_is_over_has_no_page(client, lead, group):
    over = held(group, starts=-50, ends=0)
    assert client.get(url("", over)).status_code == 404


@pytest.mark.parametrize(
    ("role", "starts", "ends", "status"),
    [
        ("chair", -9, 1, 200),
        ("chair", -9, 0, 404),
        ("chair", 1, 9, 404),
        ("co_chair", 0, 9, 200),
        ("secretary", -9, 9, 404),
        ("sponsor", -9, 9, 404),
    ],
)
def test_the_pages_are_for_leads_in_their_term(client, group, role, starts, ends, status):
    factories.lead(group)
    office = held(group, role, starts, ends)
    client.force_login(office.person)
    assert client.get(url("s")).status_code == status
    assert client.get(url("-new")).status_code == status


# Looking for a person


def found(client, words):
    return [person.name for person in client.get(url("-new"), {"q": words}).context["search"].found]


@pytest.fixture
def people(lead):
    region = factories.region(name="Oregon")
    return {
        "ana": factories.person(
            legal_name="Ana Álvarez",
            email="ana@example.com",
            employee_id="N1",
            job_title="Nurse",
            region=region,
        ),
        "bea": factories.person(legal_name="Wilma Old", preferred_name="Bea Alvarez"),
    }


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("alvarez", ["Ana Álvarez", "Bea Alvarez"]),
        ("ÁLVAREZ bea", ["Bea Alvarez"]),
        ("n1", ["Ana Álvarez"]),
        ("ANA@example.com", ["Ana Álvarez"]),
        ("ana@example", []),
        ("wilma", []),
        ("", []),
        ("\x00", []),
        ("%", []),
        ("_", []),
    ],
)
def test_people_are_found_by_shown_name_mail_or_employee_id(client, people, words, names):
    assert found(client, words) == names


def test_the_search_goes_over_all_employees_and_tells_nothing_of_members(client, people, group):
    """Bea belongs and Ana does not; their cards differ in what everybody may know."""
    before = client.get(url("-new"), {"q": "alvarez"}).content.decode()
    factories.membership(people["bea"], group, Visibility.EVERYONE)
    after = client.get(url("-new"), {"q": "alvarez"}).content.decode()
    assert without_tokens(before) == without_tokens(after)
    assert "Nurse · Oregon" in after


def without_tokens(text):
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", text)


@pytest.mark.parametrize("gone", [{"is_active": False}, {"employee_id": None}])
def test_only_active_employees_are_found(client, lead, gone):
    factories.person(legal_name="Gwen Gone", **gone)
    assert found(client, "gwen") == []


def test_at_most_twenty_are_shown_and_the_page_says_so(client, lead):
    for number in range(21):
        factories.person(legal_name=f"Zoe {number:02}")
    assert found(client, "zoe") == [f"Zoe {number:02}" for number in range(20)]
    page = client.get(url("-new"), {"q": "zoe"})
    assert "Only the first 20 are shown." in words_of(page)


def test_who_finds_nobody_is_told_how_to_look(client, lead):
    page = client.get(url("-new"), {"q": "nobody"})
    assert "Nobody was found." in words_of(page)
    assert "Offer the post" not in words_of(page)


# Offering


def test_offering_a_post_asks_the_person(client, lead, people):
    answer = client.post(url("-new"), term(people["ana"], role="secretary", title=" Scribe "))
    assert answer.url == url("s")
    assert said(answer) == ["The post is offered. The person is asked to accept it."]
    office = Officer.objects.get(person=people["ana"])
    assert (office.role, office.title, office.accepted) == ("secretary", "Scribe", None)
    assert AuditEvent.objects.get(verb="officer.offered").actor == lead.public_id


def test_a_sponsor_has_a_public_line_and_nobody_else(client, lead, people):
    typed = term(people["ana"], line="I stand for this.")
    answer = client.post(url("-new"), typed | {"role": "events"})
    assert answer.status_code == 422
    assert "Only an executive sponsor" in str(answer.context["form"].errors["line"])
    client.post(url("-new"), typed | {"role": "sponsor"})
    assert Officer.objects.get(role="sponsor").line == "I stand for this."


WRONG = {
    "person": ["", "x", "\x00", "1" * 5000, "{outsider}"],
    "role": ["", "king", "chapter_lead"],
    "starts": ["", "yesterday", "9999-12-31", "0001-01-01", "2027-02-30"],
    "ends": ["", "9999-12-31T23:59", "1969-12-31", "2101-01-01", "{starts}"],
    "title": ["x" * 81, "a\x00b", "a\u202eb"],
}


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in WRONG.items() for value in values]
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(
    client, people, field, value
):
    outsider = factories.visitor_account()
    typed = term(people["ana"], role="events", title="Cook")
    value = value.format(outsider=outsider.public_id, starts=typed["starts"])
    answer = client.post(url("-new"), typed | {field: value})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert Officer.objects.count() == 1
    for name in {"role", "title"} - {field}:
        assert answer.context["form"][name].value() == typed[name]
    if field != "person":
        assert re.search(
            rf'value="{people["ana"].public_id}"[^>]* checked', answer.content.decode()
        )


@pytest.mark.parametrize("starts", ["1970-01-01", "2100-12-31"])
def test_a_term_far_off_is_refused_with_a_sentence(client, people, starts):
    typed = term(people["ana"], role="events") | {"starts": starts, "ends": "2100-12-31"}
    answer = client.post(url("-new"), typed)
    assert answer.status_code == 422
    assert Officer.objects.count() == 1


def test_a_refusal_stands_above_the_form(client, lead):
    answer = client.post(url("-new"), term(lead, role="chair"))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "Nobody gives a post to themselves. Ask another lead or a curator."
    ]


def test_a_term_is_renewed_from_the_day_on_which_it_ends(client, group, lead, chair):
    other = factories.person()
    factories.officer(other, group, "co_chair")
    client.post(url("-new"), term(other, role="co_chair", starts=99, ends=300))
    assert Officer.objects.filter(person=other).count() == 1
    client.post(url("-new"), term(other, role="co_chair", starts=100, ends=300))
    assert Officer.objects.filter(person=other).count() == 2


def test_what_was_looked_for_stays_in_the_address_of_the_form(client, people):
    """The form has no address of its own, so it goes where the page is, words and all."""
    answer = client.post(url("-new") + "?q=alvarez", {})
    assert [person.name for person in answer.context["form"].people.values()] == [
        "Ana Álvarez",
        "Bea Alvarez",
    ]
    assert 'class="form" novalidate' in answer.content.decode()


# One office


def test_an_office_shows_what_it_is_and_what_can_be_done(client, lead, group):
    office = held(group, "sponsor", line="I stand for this.", note="Ask about the budget.")
    text = words_of(client.get(url("", office)))
    for words in ("Sam Second", "I stand for this.", "Ask about the budget.", "Hand over"):
        assert words in text
    assert "Only the incoming officer and the leads read it." in text
    assert "Take the offer back" not in text


def test_an_offer_can_be_taken_back_and_nothing_else(client, lead, group):
    office = held(group, accepted=None)
    text = words_of(client.get(url("", office)))
    assert "Take the offer back" in text and "Hand over" not in text
    assert "Take back the offer to Sam Second" in words_of(client.get(url("-end", office)))
    assert client.get(url("-hand-over", office)).status_code == 404
    assert client.post(url("-end", office)).url == url("s")
    assert not Officer.objects.filter(pk=office.pk).exists()


def test_ending_asks_first_and_ends_at_once(client, lead, group):
    office = held(group)
    page = client.get(url("-end", office))
    assert "End the term of Sam Second as Secretary?" in words_of(page)
    assert not Officer.objects.filter(cut_short=True).exists()
    assert client.post(url("-end", office)).url == url("s")
    office.refresh_from_db()
    assert (office.ends, office.cut_short) == (day(0), True)


def test_the_last_lead_is_not_ended_and_reads_the_way_out(client, lead, chair):
    answer = client.post(url("-end", chair))
    assert answer.url == url("", chair)
    assert said(answer) == [
        "This group would be without a lead. Hand the post over first, "
        "or ask a curator to pause the group."
    ]
    assert BRG.objects.led_by(lead).exists()


def test_a_message_names_nobody(client, lead, group, people):
    """It travels in a cookie, on a shared device."""
    answers = [
        client.post(url("-new"), term(people["ana"], role="events")),
        client.post(url("-end", held(group))),
    ]
    for answer in answers:
        assert said(answer)
        for word in ("KIN", "Ana", "Second", "Secretary"):
            assert word not in str(answer.cookies)


def test_handing_over_asks_the_successor(client, lead, chair, people):
    page = client.get(url("-hand-over", chair), {"q": "ana"})
    assert page.context["form"]["until"].value() == chair.ends
    typed = term(people["ana"], 10, 300, until=day(20), note="  The keys\r\nare here.")
    assert client.post(url("-hand-over", chair), typed).url == url("s")
    successor = Officer.objects.get(predecessor=chair)
    assert (successor.person, successor.role, successor.note) == (
        *(people["ana"], "chair"),
        "  The keys\nare here.",
    )
    assert (successor.starts, successor.ends, successor.predecessor_ends) == (
        *(day(10), day(300)),
        day(20),
    )


def test_a_handover_that_leaves_a_gap_is_refused_above_the_form(client, lead, chair, people):
    typed = term(people["ana"], 21, 300, until=day(20), note="Kept.")
    answer = client.post(url("-hand-over", chair), typed)
    assert answer.status_code == 422
    assert "has to begin by the day" in answer.context["form"].non_field_errors()[0]
    assert "Kept." in answer.content.decode()


def test_a_handover_note_is_on_no_other_page(client, lead, group, chair, people):
    note = "The keys are in the drawer."
    typed = term(people["ana"], 0, 300, until=day(20), note=note)
    client.post(url("-hand-over", chair), typed)
    successor = Officer.objects.get(predecessor=chair)
    actions.accept(office=successor, by=people["ana"], visibility=Visibility.LEADS)
    assert note in words_of(client.get(url("", successor)))
    for address in (url("s"), url("", chair), "/groups/kin/", "/manage/kin/history/"):
        assert note not in client.get(address).content.decode(), address
    client.force_login(factories.person())
    assert note not in client.get("/groups/kin/").content.decode()


def test_naming_a_deputy_asks_them_and_not_why(client, lead, chair, people):
    page = client.get(url("-deputy", chair), {"q": "ana"})
    assert set(page.context["form"].fields) == {"person", "starts", "ends"}
    assert client.post(url("-deputy", chair), term(people["ana"], 0, 30)).url == url("s")
    deputy = Officer.objects.get(stands_in_for=chair)
    assert (deputy.person, deputy.role, deputy.accepted) == (people["ana"], "chair", None)
    answer = client.post(url("-deputy", chair), term(people["bea"], 0, 101))
    assert answer.status_code == 422


def test_a_deputy_and_a_caretaker_have_nothing_to_hand_over(client, lead, group, chair):
    deputy = held(group, "chair", stands_in_for=chair)
    caretaker = held(factories.brg(slug="idle"), "chair", ends=-5)
    client.force_login(caretaker.person)
    for step in ("-hand-over", "-deputy"):
        facts = {"slug": "idle", "office": caretaker.pk}
        assert client.get(reverse(f"manage-officer{step}", kwargs=facts)).status_code == 404
    client.force_login(lead)
    for step in ("-hand-over", "-deputy"):
        assert client.get(url(step, deputy)).status_code == 404


@pytest.mark.parametrize("step", ["s", "-new"])
def test_an_old_address_leads_to_the_present_one(client, lead, group, step):
    FormerSlug.objects.create(slug="before", brg=group)
    answer = client.get(reverse(f"manage-officer{step}", args=["before"]) + "?q=a")
    assert (answer.status_code, answer.url) == (307, url(step) + "?q=a")
