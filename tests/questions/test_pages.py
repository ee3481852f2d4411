"""Asking, one's own questions, and the leads' desk, page by page."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from portal.overview import matters
from questions.models import Question
from tests import factories

pytestmark = pytest.mark.django_db

QUESTION = {"subject": "Rides home", "text": "Who drives?", "name": "without"}
ASK = "/groups/kin/ask/"
DESK = "/manage/kin/questions/"


@pytest.fixture
def group():
    return factories.brg(name="Kin of all", acronym="KIN", slug="kin")


@pytest.fixture
def chapter(group):
    return factories.chapter(group, name="Denver", slug="denver")


@pytest.fixture
def lead(group):
    return factories.lead(group, legal_name="Alice Lead")


@pytest.fixture
def alice(client):
    person = factories.person(legal_name="Zora Asker", job_title="Nurse")
    client.force_login(person)
    return person


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def words_of(response):
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).strip()


def desk(question):
    return reverse("manage-question", args=[question.brg.slug, question.public_id])


# Asking


def test_a_question_is_asked_without_a_name_unless_chosen_otherwise(client, alice, group):
    page = client.get(ASK).content.decode()
    assert re.search(r'value="without"[^>]* checked', page)
    assert page.index('value="without"') < page.index('value="with"')


def test_says_at_the_choice_who_will_see_what(client, alice, group):
    words = words_of(client.get(ASK))
    assert (
        "The leads will not see who you are. "
        "The portal knows, so that it can bring you their answer." in words
    )
    assert "The leads see your name, photo, pronouns and job title." in words


@pytest.mark.parametrize(("name", "is_named"), [("without", False), ("with", True)])
def test_asks_and_leads_on_to_ones_own_page(client, alice, group, name, is_named):
    response = client.post(ASK, QUESTION | {"name": name})
    question = Question.objects.get()
    assert response["Location"] == f"/me/questions/{question.public_id}/"
    assert (question.asker, question.brg, question.chapter) == (alice, group, None)
    assert (question.subject, question.is_named, question.kind) == (
        "Rides home",
        is_named,
        "question",
    )
    assert said(response) == ["Sent. You find the answer here, and we tell you when it comes."]


def test_an_offer_to_help_has_a_name_and_says_so(client, alice, group):
    page = client.get(f"{ASK}?kind=help")
    assert "This goes out with your name." in words_of(page)
    assert 'name="name"' not in page.content.decode()
    client.post(f"{ASK}?kind=help", QUESTION)
    question = Question.objects.get()
    assert (question.kind, question.is_named) == ("help", True)


def test_a_chapters_leads_are_asked_on_its_own_page(client, alice, group, chapter):
    client.post("/groups/kin/chapters/denver/ask/", QUESTION)
    assert Question.objects.get().chapter == chapter


def test_says_who_reads_it(client, alice, group, chapter, lead):
    of_chapter = "/groups/kin/chapters/denver/ask/"
    assert "Alice Lead" in words_of(client.get(ASK))
    instead = "Nobody leads this chapter at the moment, so the leads of KIN read it."
    assert instead in words_of(client.get(of_chapter))
    factories.chapter_lead(chapter, legal_name="Bob Denver")
    words = words_of(client.get(of_chapter))
    assert "Bob Denver" in words
    assert "Alice Lead" not in words
    assert "The group’s leads can read it too." in words


def test_where_nobody_leads_it_says_so_and_takes_the_question(client, alice, group):
    words = words_of(client.get(ASK))
    assert "Nobody leads this group at the moment. The curators know" in words
    client.post(ASK, QUESTION)
    assert Question.objects.count() == 1


@pytest.mark.parametrize("missing", ["subject", "text", "name"])
def test_what_is_missing_is_said_and_what_was_typed_is_kept(client, alice, group, missing):
    response = client.post(ASK, QUESTION | {missing: ""})
    assert response.status_code == 422
    page = response.content.decode()
    kept = {"Rides home", "Who drives?"} - {QUESTION[missing]}
    assert {words for words in kept if words in page} == kept
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"text": "x" * 4001},
        {"subject": "x" * 121},
        {"subject": "two\nlines"},
        {"text": "a\0b"},
        {"text": "\u200b \u2800"},
        {"name": "perhaps"},
    ],
)
def test_refuses_what_cannot_be(client, alice, group, broken):
    assert client.post(ASK, QUESTION | broken).status_code == 422
    assert not Question.objects.exists()


def test_four_thousand_characters_are_taken(client, alice, group):
    assert client.post(ASK, QUESTION | {"text": "x" * 4000}).status_code == 302


def test_what_is_typed_is_shown_as_text(client, alice, group):
    client.post(ASK, QUESTION | {"subject": "<b>Bold</b>", "text": "<script>x</script>\n\nTwo"})
    page = client.get(Question.objects.get().get_absolute_url()).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<b>Bold" not in page
    assert "<p>Two</p>" in page


def test_an_eleventh_question_is_refused_and_what_was_typed_is_kept(client, alice, group):
    for _ in range(10):
        factories.question(group, alice)
    response = client.post(ASK, QUESTION)
    assert response.status_code == 422
    assert "You have asked ten questions within a day." in words_of(response)
    assert "Who drives?" in response.content.decode()


def test_an_account_that_is_no_employees_cannot_ask(client, group):
    client.force_login(factories.visitor_account())
    assert client.post(ASK, QUESTION).status_code == 403
    assert not Question.objects.exists()


def test_nothing_is_asked_in_a_paused_group(client, alice, group):
    factories.membership(alice, group)
    type(group).objects.update(status="paused")
    response = client.post(ASK, QUESTION)
    assert response["Location"] == "/groups/kin/"
    assert said(response) == ["The group is paused, so nothing new is asked at the moment."]
    assert not Question.objects.exists()


def test_a_sensitive_group_can_be_asked_by_everybody(client, alice, group):
    type(group).objects.update(default_visibility="only_me")
    assert client.post(ASK, QUESTION).status_code == 302


@pytest.mark.parametrize("address", ["/groups/kin/", "/groups/kin/chapters/denver/"])
def test_the_ways_to_ask_stand_on_the_page_for_employees_alone(client, group, chapter, address):
    ways = [f'href="{address}ask/"', f'href="{address}ask/?kind=help"']
    assert [way in client.get(address).content.decode() for way in ways] == [False, False]
    client.force_login(factories.visitor_account())
    assert [way in client.get(address).content.decode() for way in ways] == [False, False]
    client.force_login(factories.person())
    assert [way in client.get(address).content.decode() for way in ways] == [True, True]


# One's own


def test_one_reads_ones_own_and_the_answers(client, alice, group, lead):
    question = factories.question(group, alice, "Who drives?", status="answered")
    question.messages.create(author=lead, from_leads=True, text="Bob does.")
    words = words_of(client.get(question.get_absolute_url()))
    assert re.search(r"You .* Who drives\? Alice Lead for the leads .* Bob does\.", words)
    assert "To the leads of KIN, without my name" in words
    assert "The leads do not see who you are, also when you write again." in words


def test_a_former_lead_is_named_no_more(client, alice, group, lead):
    question = factories.question(group, alice)
    question.messages.create(author=factories.person(legal_name="Carl Former"), from_leads=True)
    question.messages.create(author=None, from_leads=True)
    words = words_of(client.get(question.get_absolute_url()))
    assert "Carl Former" not in words
    assert words.count("Somebody who led then") == 2


def test_one_writes_more_and_closes(client, alice, group):
    question = factories.question(group, alice, status="answered")
    url = question.get_absolute_url()
    assert client.post(url, {"act": "say", "text": "And Sunday?"})["Location"] == url
    question.refresh_from_db()
    assert question.status == "open"
    assert client.post(url, {"act": "close"})["Location"] == "/me/questions/"
    question.refresh_from_db()
    assert question.status == "closed"
    page = client.get(url)
    assert "This is closed. To go on, ask a new question." in words_of(page)
    assert b'name="text"' not in page.content
    assert client.post(url, {"act": "say", "text": "More"}).status_code == 422


def test_closing_asks_first_and_changes_nothing_by_that(client, alice, group):
    question = factories.question(group, alice)
    page = client.get(f"{question.get_absolute_url()}?act=close")
    assert "Nobody can write here after that" in words_of(page)
    question.refresh_from_db()
    assert question.status == "open"


@pytest.mark.parametrize("status", ["paused", "archived"])
def test_what_was_asked_is_read_on_when_the_group_is_gone(client, alice, group, chapter, status):
    question = factories.question(group, alice, "Who drives?", chapter=chapter)
    type(chapter).objects.update(status="closed")
    type(group).objects.update(status=status)
    page = client.get(question.get_absolute_url())
    assert "Who drives?" in words_of(page)
    assert (b'name="text"' in page.content) is (status == "paused")


def test_nobody_opens_the_question_of_another(client, alice, group, lead):
    question = factories.question(group, is_named=True)
    for person in (alice, lead, factories.curator(), factories.superuser()):
        client.force_login(person)
        assert client.get(question.get_absolute_url()).status_code == 404
        assert client.post(question.get_absolute_url(), {"act": "close"}).status_code == 404


def test_the_list_holds_ones_own_newest_word_first(client, alice, group):
    factories.question(group)
    own = [factories.question(group, alice) for _ in range(3)]
    page = client.get("/me/questions/")
    subjects = [row["subject"] for row in page.context["rows"]]
    assert subjects == [question.subject for question in reversed(own)]


def test_lists_are_read_page_by_page(client, alice, group, lead, monkeypatch):
    monkeypatch.setattr("questions.views.A_PAGE", 2)
    monkeypatch.setattr("questions.desk.A_PAGE", 2)
    for status in ("closed", "open", "answered", "open", "closed"):
        factories.question(group, alice, status=status)
    for url in ("/me/questions/", DESK):
        client.force_login(alice if url != DESK else lead)
        found, address = [], url
        while address:
            page = client.get(address)
            found += [row["subject"] for row in page.context["rows"]]
            address = page.context["next_url"] and url + page.context["next_url"]
        assert len(found) == len(set(found)) == 5


# The leads' side


def test_what_waits_comes_first(as_lead, group):
    for status in ("open", "answered", "closed", "open", "closed"):
        factories.question(group, status=status)
    rows = as_lead.get(DESK).context["rows"]
    assert [row["state"] for row in rows] == [
        "Waits for the leads",
        "Waits for the leads",
        "Closed",
        "Closed",
        "Answered",
    ]


def test_leads_see_somebody_who_works_here(as_lead, group):
    about = {"job_title": "Nurse", "pronouns": "she/her", "photo": "photos/a.webp"}
    region = factories.region(name="Faraway")
    asker = factories.person(legal_name="Zora Asker", region=region, **about)
    question = factories.question(group, asker)
    assert "Somebody who works here" in words_of(as_lead.get(DESK))
    page = as_lead.get(desk(question))
    assert words_of(page).count("Somebody who works here") == 2
    told = ("Zora", "Faraway", "Nurse", "she/her", "photos/a", asker.public_id, asker.email)
    assert [word for word in told if word in page.content.decode()] == []


def test_leads_see_name_and_job_where_they_were_given(as_lead, group):
    asker = factories.person(legal_name="Zora Asker", job_title="Nurse")
    question = factories.question(group, asker, is_named=True, kind="help")
    assert "Zora Asker" in words_of(as_lead.get(DESK))
    words = words_of(as_lead.get(desk(question)))
    assert "Nurse" in words
    assert "Would like to help" in words


def test_a_lead_answers(as_lead, lead, group):
    question = factories.question(group)
    response = as_lead.post(desk(question), {"act": "answer", "text": "Bob does."})
    assert response["Location"] == desk(question)
    answer = question.messages.last()
    assert (answer.text, answer.from_leads, answer.author) == ("Bob does.", True, lead)


def test_a_lead_closes(as_lead, group):
    question = factories.question(group)
    assert "Whoever asked is told" in words_of(as_lead.get(f"{desk(question)}?act=close"))
    assert as_lead.post(desk(question), {"act": "close"})["Location"] == DESK
    question.refresh_from_db()
    assert question.status == "closed"
    assert as_lead.post(desk(question), {"text": "More"}).status_code == 422


def test_a_chapters_lead_works_in_the_chapters_workspace(client, group, chapter):
    client.force_login(factories.chapter_lead(chapter))
    own = factories.question(group, chapter=chapter)
    of_group = factories.question(group)
    url = "/manage/kin/chapters/denver/questions/"
    assert [row["subject"] for row in client.get(url).context["rows"]] == [own.subject]
    response = client.post(f"{url}{own.public_id}/", {"text": "Come."})
    assert response["Location"] == f"{url}{own.public_id}/"
    assert client.post(f"{url}{own.public_id}/", {"act": "close"})["Location"] == url
    assert client.get(f"{url}{of_group.public_id}/").status_code == 404
    assert client.get(DESK).status_code == 404
    assert client.get(desk(own)).status_code == 404


def test_a_chapters_workspace_holds_its_own_for_the_groups_lead_too(as_lead, group, chapter):
    own = factories.question(group, chapter=chapter)
    other = factories.question(group)
    url = "/manage/kin/chapters/denver/questions/"
    assert [row["subject"] for row in as_lead.get(url).context["rows"]] == [own.subject]
    assert as_lead.get(f"{url}{other.public_id}/").status_code == 404


def test_the_groups_lead_reads_of_which_chapter_it_is(as_lead, group, chapter):
    question = factories.question(group, chapter=chapter)
    line = "Somebody who works here, to Denver"
    assert [row["line"] for row in as_lead.get(DESK).context["rows"]] == [line]
    assert "Put to the chapter Denver" in words_of(as_lead.get(desk(question)))


def test_a_lead_who_asks_sees_it_as_theirs_on_their_own_page_alone(as_lead, lead, group):
    as_lead.post(ASK, QUESTION)
    question = Question.objects.get(asker=lead)
    assert "You " in words_of(as_lead.get(question.get_absolute_url()))
    words = words_of(as_lead.get(desk(question)))
    assert "Alice Lead" not in words
    assert "You " not in words


@pytest.mark.parametrize("url", [DESK, "/me/questions/"])
def test_a_list_asks_the_same_few_times_however_long_it_is(
    client, lead, group, chapter, url, django_assert_num_queries
):
    client.force_login(lead)
    client.get(url)
    for _ in range(2):
        factories.question(group, lead, is_named=True, chapter=chapter)
        factories.question(group, lead)
        with django_assert_num_queries(4 if url == DESK else 3):
            client.get(url)


def test_a_talk_asks_the_same_few_times_however_long_it_is(
    as_lead, lead, group, django_assert_num_queries
):
    question = factories.question(group, is_named=True)
    as_lead.get(desk(question))
    for _ in range(2):
        question.messages.create(author=lead, from_leads=True, text="Yes.")
        with django_assert_num_queries(6):
            as_lead.get(desk(question))


# Where else it is told of


def test_the_overview_says_how_many_wait(group, lead):
    lines = [matter.words for matter in matters(group)]
    assert [line for line in lines if "question" in line] == []
    factories.question(group)
    factories.question(group, status="answered")
    factories.question(factories.brg())
    (matter,) = [matter for matter in matters(group) if "question" in matter.words]
    assert (matter.words, matter.url) == ("1 question waits for the leads.", DESK)
    factories.question(group, chapter=factories.chapter(group))
    factories.question(group, factories.person(is_active=False), is_named=True)
    assert "2 questions wait for the leads." in [matter.words for matter in matters(group)]


def test_ones_own_data_hold_questions_answers_and_nobody_elses_name(client, alice, group, lead):
    question = factories.question(group, alice, "Who drives?", subject="Rides home")
    question.messages.create(author=lead, from_leads=True, text="Bob does.")
    mine = client.get("/me/privacy/my-data.csv").content.decode()
    assert '"A question, without my name","Kin of all: Rides home","The leads, without my' in mine
    assert '"What I wrote to leads","Who drives?"' in mine
    assert '"What the leads answered","Bob does."' in mine
    client.force_login(lead)
    leads = client.get("/me/privacy/my-data.csv").content.decode()
    assert '"Answer as a lead","Kin of all: Bob does.","Whoever asked, and the leads"' in leads
    assert ["Rides" in leads, "Who drives" in leads, "Zora" in leads] == [False] * 3
