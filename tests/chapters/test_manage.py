"""The chapters in the workspace: who may, what the pages show, and what a form does."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs.models import Membership
from chapters.models import Chapter, ChapterMembership, ChapterOfficer, Proposal
from figures.models import PublishedFigure
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
STEPS = ("", "rest/", "wake/", "members/")


@pytest.fixture
def group():
    return factories.brg(slug="kin")


@pytest.fixture
def lead(client, group):
    person = factories.lead(group, legal_name="Lea Lead")
    client.force_login(person)
    return person


@pytest.fixture
def denver(group):
    region = factories.region(name="Colorado")
    return factories.chapter(group, name="Denver", slug="denver", region=region)


@pytest.fixture
def chapter_lead(client, denver):
    person = factories.chapter_lead(denver, legal_name="Carl Chapter")
    client.force_login(person)
    return person


@pytest.fixture
def asked(group):
    return factories.proposal(group, factories.person(legal_name="Paula Proposer"))


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def text(response):
    return " ".join(response.content.decode().split())


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def figure(value):
    return PublishedFigure.objects.create(
        value=value, published=timezone.now(), checked=factories.today()
    )


# Who may


def answers(client, chapter):
    address = f"/manage/{chapter.brg.slug}/chapters/{chapter.slug}/"
    return [client.get(f"{address}{step}").status_code for step in STEPS]


MAY, MAY_NOT = [200, 200, 302, 200], [404, 404, 404, 404]


def test_the_chapter_s_lead_and_the_group_s_lead_may(client, group, denver, chapter_lead):
    assert answers(client, denver) == MAY
    client.force_login(factories.lead(group))
    assert answers(client, denver) == MAY


def test_a_chapter_lead_has_no_other_chapter_and_no_group(client, group, denver, chapter_lead):
    for other in (factories.chapter(group), factories.chapter(factories.brg())):
        assert answers(client, other) == MAY_NOT
    assert client.get("/manage/kin/chapters/").status_code == 404
    proposal = factories.proposal(group, chapter_lead)
    assert client.get(f"/manage/kin/chapters/proposals/{proposal.pk}/").status_code == 404


def test_other_officers_members_curators_and_other_leads_may_not(client, group, denver):
    secretary, member = factories.person(), factories.person()
    factories.chapter_officer(secretary, denver, role="secretary")
    factories.chapter_membership(factories.membership(member, group), denver)
    other = factories.lead(factories.brg())
    for person in (secretary, member, other, factories.person()):
        client.force_login(person)
        assert answers(client, denver) == MAY_NOT
        assert client.get("/manage/kin/chapters/").status_code == 404


@pytest.mark.parametrize("status", ["proposed", "closed"])
def test_only_an_open_chapter_has_a_workspace(client, group, lead, status):
    assert answers(client, factories.chapter(group, status=status)) == MAY_NOT


def lead_of(chapter, **term):
    person = factories.person()
    factories.chapter_membership(factories.membership(person, chapter.brg), chapter)
    factories.chapter_officer(person, chapter, **term)
    return person


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (-9, 0, MAY_NOT),
        (-9, 1, MAY),
        (0, 9, MAY),
        (1, 9, MAY_NOT),
    ],
    ids=["ended yesterday", "ends today", "begins today", "begins tomorrow"],
)
def test_a_term_is_counted_to_the_day(client, denver, chapter_lead, starts, ends, expected):
    """Its last day is the one before `ends`. Somebody else leads, so nobody is a caretaker."""
    today = factories.today()
    client.force_login(lead_of(denver, starts=today + starts * DAY, ends=today + ends * DAY))
    assert answers(client, denver) == expected


def test_without_acceptance_nobody_may(client, denver):
    client.force_login(lead_of(denver, accepted=None))
    assert answers(client, denver) == MAY_NOT


def test_a_caretaker_may_for_sixty_days(client, denver):
    person = lead_of(denver, ends=factories.today())
    client.force_login(person)
    assert answers(client, denver) == MAY
    ChapterOfficer.objects.update(ends=factories.today() - 59 * DAY)
    assert answers(client, denver) == MAY
    ChapterOfficer.objects.update(ends=factories.today() - 60 * DAY)
    assert answers(client, denver) == MAY_NOT


def test_the_group_s_caretaker_may(client, group, denver):
    person = factories.person()
    factories.membership(person, group)
    factories.officer(person, group, ends=factories.today() - DAY)
    client.force_login(person)
    assert answers(client, denver) == MAY
    assert client.get("/manage/kin/chapters/").status_code == 200
    factories.lead(group)
    assert answers(client, denver) == MAY_NOT
    assert client.get("/manage/kin/chapters/").status_code == 404


@pytest.mark.parametrize("status", ["draft", "paused", "active"])
def test_leads_prepare_chapters_of_a_group_in_any_state(client, group, lead, denver, status):
    group.status = status
    group.save()
    assert answers(client, denver) == MAY


def test_nobody_has_a_workspace_in_an_archived_group(client, group, denver, chapter_lead):
    group.status = "archived"
    group.save()
    assert answers(client, denver) == MAY_NOT


# The list


def test_the_chapters_stand_by_region_with_their_leads(client, group, lead, denver):
    factories.chapter_lead(denver, legal_name="Zoe Zimmer")
    factories.chapter_lead(denver, legal_name="Anna Amsel")
    Chapter.objects.update(members_figure=figure(40), city="Denver")
    washington = factories.region(name="Washington")
    factories.chapter(group, name="Ashore", region=washington, status="dormant")
    factories.chapter(group, name="Zebra", region=factories.region(name="Alaska"))
    factories.chapter(factories.brg(), name="Of others")
    rows = client.get("/manage/kin/chapters/").context["chapters"]
    assert [(row["region"], row["name"]) for row in rows] == [
        ("Alaska", "Zebra"),
        ("Colorado", "Denver"),
        ("Washington", "Ashore"),
    ]
    assert [row["leads"] for row in rows] == [[], ["Anna Amsel", "Zoe Zimmer"], []]
    assert [row["status"] for row in rows] == ["Active", "Active", "Dormant"]
    assert [str(row["figure"]) for row in rows] == ["None", "40", "None"]
    assert rows[1]["url"] == "/manage/kin/chapters/denver/"


def test_a_vacant_post_and_a_caretaker_are_told(client, lead, denver):
    assert "Vacant" in text(client.get("/manage/kin/chapters/"))
    factories.chapter_officer(
        factories.person(legal_name="Cora Care"), denver, ends=factories.today()
    )
    page = text(client.get("/manage/kin/chapters/"))
    assert "Vacant" in page
    assert "Caretaker: Cora Care" in page


def test_a_dropped_figure_is_not_shown(client, lead, denver):
    Chapter.objects.update(members_figure=figure(40), figure_dropped=True)
    page = client.get("/manage/kin/chapters/")
    assert [row["figure"] for row in page.context["chapters"]] == [None]
    assert client.get("/manage/kin/chapters/denver/members/").context["figure"] is None


def test_who_is_only_offered_a_post_is_not_named(client, lead, denver):
    factories.chapter_officer(factories.person(legal_name="Olga Offer"), denver, accepted=None)
    assert "Olga Offer" not in text(client.get("/manage/kin/chapters/"))


def test_closed_chapters_are_folded_and_proposals_taken_back_never_were_chapters(
    client, group, lead
):
    factories.chapter(group, name="Long gone", status="closed")
    never = factories.proposal(group, factories.person(), state="withdrawn")
    Chapter.objects.filter(pk=never.chapter_id).update(status="closed")
    closed = client.get("/manage/kin/chapters/").context["closed"]
    assert [chapter.name for chapter in closed] == ["Long gone"]


def test_a_long_list_goes_on_by_position(client, group, lead, monkeypatch):
    monkeypatch.setattr("chapters.manage.CHAPTERS_A_PAGE", 2)
    region = factories.region()
    for name in ("C", "A", "B"):
        factories.chapter(group, name=name, slug=name.lower(), region=region)
    first = client.get("/manage/kin/chapters/")
    assert [row["name"] for row in first.context["chapters"]] == ["A", "B"]
    second = client.get(f"/manage/kin/chapters/{first.context['next_url']}")
    assert [row["name"] for row in second.context["chapters"]] == ["C"]
    assert second.context["start_url"] == "/manage/kin/chapters/"


def test_the_list_takes_the_same_queries_for_one_as_for_three(
    client, group, lead, denver, django_assert_num_queries
):
    def fill():
        factories.chapter_lead(factories.chapter(group))
        factories.proposal(group, factories.person())
        factories.proposal(group, factories.person(), state="supported")
        factories.chapter(group, status="closed")

    fill()
    client.get("/manage/kin/chapters/")
    with django_assert_num_queries(9):
        client.get("/manage/kin/chapters/")
    fill()
    fill()
    with django_assert_num_queries(9):
        client.get("/manage/kin/chapters/")


# Proposals


def test_proposals_wait_above_the_list_the_oldest_first(client, group, lead, asked):
    older = factories.proposal(
        group,
        factories.person(legal_name="Otto Older"),
        asked=timezone.now() - 9 * DAY,
        why_here="We are forty.",
    )
    supported = factories.proposal(group, factories.person(), state="supported")
    for state in ("returned", "approved", "withdrawn"):
        factories.proposal(group, factories.person(), state=state)
    factories.proposal(factories.brg(), factories.person())
    page = client.get("/manage/kin/chapters/")
    assert list(page.context["proposals"]) == [older, asked, supported]
    for words in ("Otto Older", "We are forty.", "Paula Proposer", "Waiting for a curator"):
        assert words in text(page)
    assert text(page).count('name="act" value="support"') == 2


def test_many_proposals_are_shown_a_few_at_a_time(client, group, lead, monkeypatch):
    monkeypatch.setattr("chapters.manage.PROPOSALS_SHOWN", 2)
    for _ in range(2):
        factories.proposal(group, factories.person())
    assert not client.get("/manage/kin/chapters/").context["more_wait"]
    factories.proposal(group, factories.person())
    page = client.get("/manage/kin/chapters/")
    assert (len(page.context["proposals"]), page.context["more_wait"]) == (2, True)


def address(proposal):
    return f"/manage/kin/chapters/proposals/{proposal.pk}/"


def test_a_proposal_is_read_as_a_whole(client, lead, asked):
    Chapter.objects.update(about="### Hello")
    asked.chapter.save()
    agreed, not_yet = factories.person(legal_name="Ada Agreed"), factories.person()
    factories.chapter_officer(agreed, asked.chapter)
    factories.chapter_officer(not_yet, asked.chapter, accepted=None)
    page = text(client.get(address(asked)))
    for words in ("Paula Proposer", "What it would be for.", "Many of us work there."):
        assert words in page
    assert "Ada Agreed, Chapter lead" in page
    assert (page.count("has agreed"), page.count("asked, no answer yet")) == (1, 1)


def test_a_proposer_who_is_gone_is_not_named(client, lead, asked):
    asked.proposed_by.is_active = False
    asked.proposed_by.save()
    for page in (address(asked), "/manage/kin/chapters/"):
        assert "Paula Proposer" not in text(client.get(page))
        assert "somebody who is not here any more" in text(client.get(page))
    Proposal.objects.update(proposed_by=None)
    assert "somebody who is not here any more" in text(client.get(address(asked)))


def test_supporting_takes_one_step(client, lead, asked):
    answer = client.post(address(asked), {"act": "support", "version": "1"})
    assert (answer.status_code, answer.url) == (302, "/manage/kin/chapters/")
    assert said(answer) == ["Supported. It waits for a curator now."]
    assert (fresh(asked).state, fresh(asked).supported_by) == ("supported", lead)


def test_a_note_goes_along(client, lead, asked):
    client.post(address(asked), {"act": "support", "note": "We need it.", "version": "1"})
    assert fresh(asked).note == "We need it."


def test_asking_for_changes(client, lead, asked):
    answer = client.post(address(asked), {"act": "return", "note": "Which city?", "version": "1"})
    assert said(answer) == ["Sent back. The proposer reads your note."]
    assert (fresh(asked).state, fresh(asked).note) == ("returned", "Which city?")


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, "act"),
        ({"act": "approve", "note": "x"}, "act"),
        ({"act": "return"}, "note"),
        ({"act": "return", "note": " \n"}, "note"),
        ({"act": "return", "note": "a\x00b"}, "note"),
        ({"act": "support", "note": "x" * 1001}, "note"),
    ],
)
def test_an_answer_that_is_none_is_asked_again(client, lead, asked, sent, wrong):
    page = client.post(address(asked), sent)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [wrong]
    assert page.context["form"]["note"].value() == sent.get("note")
    assert fresh(asked).state == "asked"


@pytest.mark.parametrize("act", ["support", "return"])
@pytest.mark.parametrize("sent", [{"version": "1"}, {"version": "x"}, {}])
def test_words_that_changed_meanwhile_are_shown_before_they_are_answered(
    client, lead, asked, act, sent
):
    Proposal.objects.update(version=2, purpose="Something else.")
    page = client.post(address(asked), {"act": act, "note": "Which city?", **sent})
    assert page.status_code == 409
    for words in ("The words have changed", "Something else.", "Which city?"):
        assert words in text(page)
    assert 'name="version" value="2"' in text(page)
    assert fresh(asked).state == "asked"


def test_both_forms_carry_the_version_that_was_read(client, lead, asked):
    Proposal.objects.update(version=7)
    for page in (address(asked), "/manage/kin/chapters/"):
        assert 'name="version" value="7"' in text(client.get(page))
        assert "The words have changed" not in text(client.get(page))


@pytest.mark.parametrize("state", ["supported", "returned", "approved", "withdrawn"])
@pytest.mark.parametrize("act", ["support", "return"])
def test_what_has_moved_on_is_not_answered(client, lead, asked, state, act):
    Proposal.objects.update(state=state)
    answer = client.post(address(asked), {"act": act, "note": "Which city?", "version": "1"})
    assert (answer.status_code, answer.url) == (302, "/manage/kin/chapters/")
    assert said(answer) == ["This proposal has moved on meanwhile. Look at it again."]
    assert fresh(asked).state == state


@pytest.mark.parametrize("state", ["supported", "returned"])
def test_what_waits_for_others_is_read_and_not_answered(client, lead, asked, state):
    Proposal.objects.update(state=state)
    assert client.get(address(asked)).context["form"] is None


@pytest.mark.parametrize("state", ["approved", "withdrawn"])
def test_once_it_is_settled_nobody_is_named(client, lead, asked, state):
    Proposal.objects.update(state=state)
    assert client.get(address(asked)).status_code == 404
    assert client.post(address(asked), {"act": "nonsense", "version": "1"}).status_code == 404


def test_proposals_of_other_groups_are_not_there(client, lead):
    elsewhere = factories.proposal(factories.brg(), factories.person())
    assert client.get(address(elsewhere)).status_code == 404
    assert client.post(address(elsewhere), {"act": "support"}).status_code == 404
    assert client.get(f"/manage/kin/chapters/proposals/{10**30}/").status_code == 404
    assert fresh(elsewhere).state == "asked"


def test_no_chapter_stands_in_the_way_of_the_proposals(client, lead, asked):
    assert client.get("/manage/kin/chapters/proposals/").status_code == 404


# A chapter's texts


def typed(chapter, **more):
    now = {"name": chapter.name, "city": chapter.city, "about": chapter.about, "founded": ""}
    return now | {"version": chapter.version} | more


URL = "/manage/kin/chapters/denver/"


def test_editing_a_chapter(client, denver, chapter_lead):
    sent = typed(denver, name="Greater Denver", city="Denver", about="**Hi**", founded="2019")
    answer = client.post(URL, sent)
    assert (answer.status_code, answer.url) == (302, URL)
    assert said(answer) == ["Saved."]
    stored = fresh(denver)
    assert (stored.name, stored.city, stored.founded) == ("Greater Denver", "Denver", 2019)
    assert (stored.about_html, stored.slug) == ("<p><strong>Hi</strong></p>\n", "denver")
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor) == ("chapter.changed", chapter_lead.public_id)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "a\x00b"),
        ("city", "x" * 81),
        ("founded", "1899"),
        ("founded", "1" + "0" * 30),
        ("about", "x" * 10_001),
        ("about", "a\x00b"),
    ],
)
def test_what_cannot_be_kept_is_kept_in_the_form(client, denver, chapter_lead, field, value):
    page = client.post(URL, typed(denver, city="Aurora") | {field: value})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert field == "city" or page.context["form"]["city"].value() == "Aurora"
    assert page.context["title"] == "Denver"
    assert fresh(denver).version == 1


def test_a_preview_saves_nothing_and_keeps_what_is_typed(client, denver, chapter_lead):
    page = client.post(URL, typed(denver, name="Other", about="**Hi** <b>x</b>", preview="1"))
    assert page.status_code == 200
    assert "<p><strong>Hi</strong> &lt;b&gt;x&lt;/b&gt;</p>" in page.content.decode()
    assert page.context["form"]["name"].value() == "Other"
    assert page.context["title"] == "Denver"
    assert (fresh(denver).version, fresh(denver).about) == (1, "")
    assert not AuditEvent.objects.exists()


def test_a_preview_says_what_is_wrong_elsewhere(client, denver, chapter_lead):
    page = client.post(URL, typed(denver, name="", about="**Hi**", preview="1"))
    assert page.status_code == 422
    assert page.context["preview"] == "<p><strong>Hi</strong></p>\n"
    page = client.post(URL, typed(denver, about="x" * 10_001, preview="1"))
    assert (page.status_code, page.context["preview"]) == (422, "")


def test_the_second_of_two_editors_sees_both_texts(client, denver, chapter_lead):
    Chapter.objects.update(about="Theirs, long", city="Denver", version=2)
    page = client.post(URL, typed(denver, about="Mine, short"))
    assert page.status_code == 409
    assert page.context["form"].theirs == [
        {"label": "City", "theirs": "Denver", "yours": ""},
        {"label": "About", "theirs": "Theirs, long", "yours": "Mine, short"},
    ]
    assert page.context["form"]["about"].value() == "Mine, short"
    assert "Theirs, long" in text(page)
    assert fresh(denver).about == "Theirs, long"
    version = page.context["form"]["version"].value()
    assert client.post(URL, typed(denver, about="Both", version=version)).status_code == 302
    assert (fresh(denver).about, fresh(denver).version) == ("Both", 3)


def test_line_breaks_of_a_browser_are_no_difference(client, denver, chapter_lead):
    Chapter.objects.update(about="One\ntwo", version=2)
    page = client.post(URL, typed(denver, about="One\r\ntwo"))
    assert (page.status_code, page.context["form"].theirs) == (409, [])


@pytest.mark.parametrize("version", ["", "x", "1" + "0" * 30, "-1"])
def test_a_version_that_is_none_overwrites_nothing(client, denver, chapter_lead, version):
    page = client.post(URL, typed(denver, name="Other", version=version))
    assert page.status_code == 409
    assert fresh(denver).name == "Denver"


def test_what_the_form_does_not_hold_is_not_changed(client, denver, chapter_lead):
    client.post(URL, typed(denver, status="closed", slug="mine", region="1", language="xx"))
    stored = fresh(denver)
    assert (stored.status, stored.slug, stored.language) == ("active", "denver", "en")
    assert stored.region == denver.region


# Its state


def test_a_chapter_lead_lets_it_rest_and_wakes_it(client, denver, chapter_lead):
    for step, status in (("rest", "dormant"), ("wake", "active")):
        page = client.get(f"{URL}{step}/")
        assert (page.status_code, fresh(denver).status == status) == (200, False)
        answer = client.post(f"{URL}{step}/")
        assert (answer.url, fresh(denver).status) == (URL, status)
        answer = client.get(f"{URL}{step}/")
        assert answer.url == URL
        assert said(answer)[-1] == "It is so already. Nothing has changed."


def test_a_chapter_lead_alone_closes_nothing(client, denver, chapter_lead):
    assert "close/" not in client.get(URL).content.decode()
    for answer in (client.get(f"{URL}close/"), client.post(f"{URL}close/")):
        assert answer.status_code == 403
        assert "Only the leads of the group close a chapter." in text(answer)
    assert fresh(denver).status == "active"


def test_closing_says_what_happens_and_keeps_people_in_the_group(client, group, denver, lead):
    member = factories.person()
    factories.chapter_membership(factories.membership(member, group, Visibility.ONLY_ME), denver)
    page = text(client.get(f"{URL}close/"))
    assert "Close Denver for good?" in page
    assert "Its members stay in the group" in page
    answer = client.post(f"{URL}close/")
    assert answer.url == "/manage/kin/chapters/"
    assert said(answer) == ["The chapter is closed. Its members are still in the group."]
    assert not ChapterMembership.objects.current().exists()
    assert Membership.objects.current().filter(person=member).exists()
    # A second click, and a page that lay open.
    assert client.post(f"{URL}close/").status_code == 404
    assert client.post(f"{URL}wake/").status_code == 404


def test_looking_changes_nothing(client, denver, lead, asked):
    for page in (URL, f"{URL}rest/", f"{URL}close/", f"{URL}members/", address(asked)):
        client.get(page)
        client.head(page)
    assert (fresh(denver).status, fresh(asked).state) == ("active", "asked")
    assert not AuditEvent.objects.exists()


# Its members


def in_chapter(chapter, name, visibility=Visibility.MEMBERS):
    person = factories.person(legal_name=name)
    own = factories.membership(person, chapter.brg, visibility)
    factories.chapter_membership(own, chapter)
    return person


def names(page):
    return [person["name"] for person in page.context["people"]]


def test_members_whom_the_lead_may_see_stand_by_name(client, group, denver, chapter_lead):
    for name, choice in (
        ("Zoe", Visibility.EVERYONE),
        ("Álvaro", Visibility.MEMBERS),
        ("Lee", Visibility.LEADS),
        ("Hidden", Visibility.ONLY_ME),
    ):
        in_chapter(denver, name, choice)
    in_chapter(factories.chapter(group), "Elsewhere")
    factories.membership(factories.person(legal_name="In none"), group)
    page = client.get(f"{URL}members/")
    assert names(page) == ["Álvaro", "Carl Chapter", "Lee", "Zoe"]
    assert "Others may belong too." in text(page)
    assert "Hidden" not in text(page)


def test_the_group_s_lead_sees_the_same(client, denver, lead):
    in_chapter(denver, "Lee", Visibility.LEADS)
    in_chapter(denver, "Hidden", Visibility.ONLY_ME)
    assert names(client.get(f"{URL}members/")) == ["Lee"]


def test_members_are_found_by_name_and_hidden_ones_are_not(client, denver, chapter_lead):
    in_chapter(denver, "Álvaro Sánchez")
    in_chapter(denver, "Álvaro Hidden", Visibility.ONLY_ME)
    assert names(client.get(f"{URL}members/?q=alvaro")) == ["Álvaro Sánchez"]
    assert names(client.get(f"{URL}members/?q=sanchez+ALVARO")) == ["Álvaro Sánchez"]
    # No more than five words are looked for.
    assert names(client.get(f"{URL}members/?q=a+l+v+a+r+xyz")) == ["Álvaro Sánchez"]
    hidden, nobody = (client.get(f"{URL}members/?q={q}") for q in ("hidden", "nowhere"))
    assert names(hidden) == names(nobody) == []
    assert "Nobody whom you may see matches" in text(hidden)


def test_a_figure_stands_above_and_no_count(client, denver, chapter_lead):
    Chapter.objects.update(members_figure=figure(40))
    for number in range(3):
        in_chapter(denver, f"Member {number}")
    assert '<p class="lead">40 members</p>' in text(client.get(f"{URL}members/"))


def test_pages_of_members_go_on_by_position_and_keep_the_search(
    client, denver, chapter_lead, monkeypatch
):
    monkeypatch.setattr("chapters.manage_chapter.MEMBERS_A_PAGE", 2)
    for name in ("Ann A", "Ann B", "Ann C", "Bob"):
        in_chapter(denver, name)
    first = client.get(f"{URL}members/?q=ann")
    assert names(first) == ["Ann A", "Ann B"]
    second = client.get(f"{URL}members/{first.context['next_url']}")
    assert names(second) == ["Ann C"]
    assert (second.context["start_url"], second.context["next_url"]) == ("?q=ann", "")


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ed%a0%80", "after=%00", "after=zzz", "q=" + "x" * 999]
)
def test_no_search_breaks_the_page(client, denver, chapter_lead, query):
    for page in ("", "denver/members/"):
        assert client.get(f"/manage/kin/chapters/{page}?{query}").status_code in (200, 404)


def test_the_members_take_the_same_queries_for_one_as_for_three(
    client, denver, chapter_lead, django_assert_num_queries
):
    in_chapter(denver, "A")
    client.get(f"{URL}members/")
    with django_assert_num_queries(5):
        client.get(f"{URL}members/")
    in_chapter(denver, "B"), in_chapter(denver, "C")
    with django_assert_num_queries(5):
        client.get(f"{URL}members/")
