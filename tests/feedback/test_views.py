import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback import actions
from feedback.models import Box, Spent
from feedback.seal import unseal
from tests import factories
from tests.answers import statements_that_save
from tests.seen import seen_of

from .conftest import answered, guest

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
WORDS = {"stars": "4", "score": "9", "text": "Warm."}


def address(event):
    return f"/events/{event.pk}-{event.slug}/feedback/"


@pytest.fixture
def anna(client, over):
    """Somebody who came, signed in."""
    person = guest(over, legal_name="Anna Here")
    client.force_login(person)
    return person


def page(client, event, status=200):
    response = client.get(address(event))
    assert response.status_code == status
    return response.content.decode()


# The form


def test_the_form_says_what_becomes_of_an_answer(client, anna, over):
    html = page(client, over)
    for words in (
        "Your name is not kept with your answer, nor the time.",
        "Nothing is shown until five people have answered.",
        "never beside the stars given with it",
        "If all five say the same, the leads know what each of them said.",
        "The last answers are deleted where they are fewer than five when this closes: ",
        "How you write, and what only you know, may tell who you are.",
    ):
        assert words in html
    assert 'name="stars"' in html


def test_what_is_sent_goes_into_the_box_and_the_page_thanks(client, anna, over):
    response = client.post(address(over), WORDS, follow=True)
    assert response.redirect_chain == [(address(over), 302)]
    html = response.content.decode()
    assert "Thank you" in html
    assert 'name="stars"' not in html
    pile = unseal(Box.objects.get().sealed, over)
    assert (pile.stars, pile.texts, pile.scores.index(1)) == ((0, 0, 0, 1, 0), ("Warm.",), 9)


def test_only_the_stars_are_needed(client, anna, over):
    assert client.post(address(over), {"stars": "2"}).status_code == 302
    assert unseal(Box.objects.get().sealed, over).stars == (0, 1, 0, 0, 0)


@pytest.mark.parametrize(
    "wrong",
    [{}, {"stars": "0"}, {"stars": "6"}, {"stars": "x"}, {"stars": "3", "score": "11"}]
    + [{"stars": "3", "text": "a" * 1001}, {"stars": "3", "text": "a\0b"}],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, anna, over, wrong):
    response = client.post(address(over), wrong | {"text": wrong.get("text", "Warm.")})
    assert response.status_code == 422
    assert "Please look at one thing" in response.content.decode()
    assert ("Warm." in response.content.decode()) == ("text" not in wrong)
    assert not Spent.objects.exists()


def test_sent_twice_it_is_thanked_twice_alike_and_counts_once(client, anna, over):
    # The first request of a session notes its time.
    client.get(address(over))
    answers = [seen_of(_with_body(client.post(address(over), WORDS))) for _ in range(2)]
    assert answers[0] == answers[1]
    pages = [seen_of(_with_body(client.get(address(over)))) for _ in range(2)]
    assert pages[0] == pages[1]
    assert len(unseal(Box.objects.get().sealed, over)) == 1


def test_sent_by_two_windows_at_once_it_is_thanked_alike(client, anna, over, monkeypatch):
    actions.give(event=over, by=anna, stars=1)
    monkeypatch.setattr(actions, "has_given", lambda person, event: False)
    response = client.post(address(over), WORDS)
    assert (response.status_code, response["Location"]) == (302, address(over))
    assert unseal(Box.objects.get().sealed, over).stars == (1, 0, 0, 0, 0)


def _with_body(response):
    response.body = response.content
    return response


def test_it_leaves_nothing_in_session_cookies_or_messages(client, anna, over):
    client.get(address(over))
    with statements_that_save() as saved:
        response = client.post(address(over), WORDS)
    tables = {sql.split('"')[1] for sql in saved}
    assert tables == {"feedback_box", "feedback_spent"}
    assert not response.cookies
    assert "last_seen" in client.session or not client.session.keys() - {
        *("_auth_user_id", "_auth_user_backend", "_auth_user_hash", "last_seen")
    }


def test_reading_the_page_writes_nothing(client, anna, over):
    client.get(address(over))
    with statements_that_save() as saved:
        client.get(address(over))
    assert saved == []
    assert not Box.objects.exists()


# Those for whom there is no form


def test_whoever_did_not_come_reads_why_it_is_not_for_them(client, over):
    people = [factories.person() for _ in range(2)]
    factories.rsvp(over, people[1])
    pages = []
    for person in people:
        client.force_login(person)
        html = page(client, over)
        assert "Feedback is for those who came, and the list of the door does not have you." in html
        assert 'name="stars"' not in html
        pages.append(html)
        response = client.post(address(over), WORDS)
        assert response.status_code == 200
    main = [html[html.index("<main") : html.index("</main>")] for html in pages]
    assert main[0] == main[1]
    assert not Spent.objects.exists()


@pytest.mark.parametrize(
    "starts, words",
    [(DAY, "This opens when the event begins"), (-15 * DAY, "This is closed")],
)
def test_before_and_after_there_is_no_form(client, kin, starts, words):
    event = factories.event(kin, starts=timezone.now() + starts)
    client.force_login(guest(event))
    html = page(client, event)
    assert words in html
    assert 'name="stars"' not in html
    client.post(address(event), WORDS)
    assert not Spent.objects.exists()


def test_a_box_that_closes_while_one_sends_says_so(client, anna, over, monkeypatch):
    answered(over, (5,))
    actions.close_boxes(now=timezone.now() + 15 * DAY)
    response = client.post(address(over), WORDS)
    assert (response.status_code, response["Location"]) == (302, address(over))
    assert not Spent.objects.exists()


def test_an_event_that_is_not_ones_to_see_is_not_there(client, over):
    hidden = factories.event(
        factories.brg(default_visibility="only_me"),
        audience="members",
        starts=timezone.now() - dt.timedelta(hours=2),
    )
    client.force_login(factories.person())
    for url in (address(hidden), f"/events/{hidden.pk}/feedback/"):
        assert client.get(url).status_code == 404
        assert client.post(url, WORDS).status_code in (404, 405)


def test_whoever_was_there_may_say_so_also_where_it_is_out_of_their_sight_now(client):
    hidden = factories.event(
        factories.brg(default_visibility="only_me"),
        audience="members",
        starts=timezone.now() - dt.timedelta(hours=2),
    )
    client.force_login(guest(hidden))
    html = page(client, hidden)
    assert f'href="{hidden.get_absolute_url()}"' not in html
    assert client.post(address(hidden), WORDS).status_code == 302
    assert Spent.objects.count() == 1


def test_a_visitor_is_asked_to_sign_in_whether_there_is_an_event_or_not(client, over):
    for url in (address(over), "/events/999999-supper/feedback/", "/events/999999/feedback/"):
        response = client.get(url)
        assert (response.status_code, response["Location"]) == (
            302,
            f"/accounts/login/?next={url}",
        )


def test_the_short_address_of_mails_leads_to_the_form(client, anna, over):
    response = client.get(f"/events/{over.pk}/feedback/")
    assert (response.status_code, response["Location"]) == (302, address(over))


# Ways to it


def test_the_events_page_leads_those_who_came_to_the_form(client, anna, over):
    assert address(over) in client.get(over.get_absolute_url()).content.decode()
    client.force_login(factories.person())
    assert address(over) not in client.get(over.get_absolute_url()).content.decode()
    client.logout()
    over.audience = "public"
    over.save()
    assert address(over) not in client.get(over.get_absolute_url()).content.decode()


def test_ones_own_events_lead_there_as_well_and_are_the_same_afterward(client, anna, over):
    before = client.get("/me/events/").content.decode()
    assert address(over) in before
    client.post(address(over), WORDS)
    after = client.get("/me/events/").content.decode()
    assert after[after.index("<main") :] == before[before.index("<main") :]
    client.force_login(factories.person())
    assert address(over) not in client.get("/me/events/").content.decode()


# The leads


def results_url(event, chapter=None):
    between = f"/chapters/{chapter.slug}" if chapter else ""
    return f"/manage/kin{between}/events/{event.pk}/feedback/"


def test_a_lead_finds_nothing_at_four_and_totals_at_five(client, lea, over):
    answered(over, *[(5, 10, "Warm.")] * 4)
    html = client.get(results_url(over)).content.decode()
    assert "There is nothing to show yet." in html
    assert '<svg viewBox="0 0 640 200"' not in html
    answered(over, (1, 0, "Cold."))
    html = client.get(results_url(over)).content.decode()
    assert "<dd>5</dd>" in html
    assert "<dd>4.2</dd>" in html
    assert "<dd>60</dd>" in html
    assert '<tr><th scope="row">5 stars</th><td class="number">4</td></tr>' in html
    assert '<tr><th scope="row">9 or 10: yes</th><td class="number">4</td></tr>' in html
    assert "What was written is shown from ten answers on." in html
    assert "Warm." not in html


def test_between_releases_a_leads_page_is_the_same_to_the_byte(client, lea, over):
    client.get(results_url(over))
    seen = []
    for n in range(16):
        seen.append(seen_of(_with_body(client.get(results_url(over)))))
        answered(over, (n % 5 + 1, n % 11, f"Text {n}"))
    assert seen[0:5] == [seen[0]] * 5
    assert seen[5:10] == [seen[5]] * 5
    assert seen[10:15] == [seen[10]] * 5
    assert len({each[3] for each in seen}) == 4


def test_the_workspace_leads_there_once_the_event_has_begun(client, lea, kin, over):
    begun = client.get(over.get_workspace_url()).content.decode()
    assert f'href="{results_url(over)}"' in begun
    coming = factories.event(kin)
    html = client.get(coming.get_workspace_url()).content.decode()
    assert f'href="{results_url(coming)}"' not in html


def test_it_says_until_when_it_is_open_and_that_it_has_closed(client, lea, kin, over):
    assert "It is open from the start of the event until" in _text(client, over)
    long_ago = factories.event(kin, starts=timezone.now() - 20 * DAY)
    assert "What was left over then is deleted." in _text(client, long_ago)


def _text(client, event):
    return client.get(results_url(event)).content.decode()


def test_texts_stand_by_themselves_from_ten_on(client, lea, over):
    answered(over, *[(5, 10, "Warm & <b>bold</b>.\nTwice.")] * 9, (1, 0, ""))
    html = client.get(results_url(over)).content.decode()
    words = "Warm &amp; &lt;b&gt;bold&lt;/b&gt;.<br>Twice."
    assert html.count(f'<li class="remark"><bdi>{words}</bdi></li>') == 5


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f"])
def test_a_text_turns_no_other_words_around(client, lea, over, mark):
    answered(over, *[(5, 10, f"Warm{mark}.")] * 10)
    html = client.get(results_url(over)).content.decode()
    assert html.count(f"<bdi>Warm{mark}.</bdi>") == html.count(mark) == 10


def test_a_text_is_never_shown_with_the_stars_given_with_it(client, lea, kin, over):
    """The page is the same whoever of the ten gave which stars with which text."""
    other = factories.event(kin, title="Supper", starts=over.starts, zone=over.time_zone)
    said = [(n % 5 + 1, n % 11, f"Text {n}") for n in range(10)]
    turned = [
        (stars, said[(n + 3) % 10][1], said[(n + 7) % 10][2])
        for n, (stars, _score, _text) in enumerate(said)
    ]
    pages = []
    for event, answers in ((over, said), (other, turned)):
        answered(event, *answers)
        html = client.get(results_url(event)).content.decode()
        pages.append(
            html[html.index("<main") : html.index("</main>")].replace(f"/{event.pk}/", "/1/")
        )
    assert pages[0] == pages[1]


def test_a_chapters_event_is_read_by_its_leads(client, kin):
    chapter = factories.chapter(kin, slug="denver")
    event = factories.event(kin, chapter=chapter, starts=timezone.now() - DAY)
    answered(event, *[(5,)] * 5)
    client.force_login(factories.chapter_lead(chapter))
    assert "<dd>5</dd>" in client.get(results_url(event, chapter)).content.decode()
    assert client.get(results_url(event)).status_code == 404


def test_nobody_but_the_leads_reads_results(client, over):
    answered(over, *[(5,)] * 5)
    for person in (factories.person(), factories.curator(), factories.superuser()):
        client.force_login(person)
        assert client.get(results_url(over)).status_code == 404


def test_how_many_statements_it_takes(client, anna, over):
    client.get(address(over))
    with CaptureQueriesContext(connection) as form:
        client.get(address(over))
    with CaptureQueriesContext(connection) as sent:
        client.post(address(over), WORDS)
    assert (len(form), len(sent)) == (5, 14)
