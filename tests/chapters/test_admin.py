"""Curation of chapters: opened, edited, put to rest and woken, closed."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.actions import deactivate
from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs.models import BRG, Membership
from chapters.models import Chapter, ChapterMembership, ChapterOfficer
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol():
    return factories.curator()


@pytest.fixture
def desk(client, carol, settings):
    """A browser in which a curator is signed in."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(carol)
    return client


@pytest.fixture
def group():
    return factories.brg(slug="kin", acronym="Kin", name="Kin of all")


@pytest.fixture
def colorado():
    return factories.region(name="Colorado", slug="colorado")


@pytest.fixture
def denver(group, colorado):
    return factories.chapter(group, name="Denver", slug="denver", region=colorado, city="Denver")


def page(name, thing=None, kind="chapter"):
    return reverse(f"admin:chapters_{kind}_{name}", args=[thing.pk] if thing else [])


def typed(response, **changes):
    """What a browser would send: every field of the form as it stands, with some changes."""
    form = response.context["form"]
    data = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "")}
    return data | changes


def edit(desk, chapter, **changes):
    address = page("change", chapter)
    return desk.post(address, typed(desk.get(address), **changes))


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def rows(response):
    """Titles of a list's rows, each with what stands beside it."""
    return {row.title: [cell.text for cell in row.cells] for row in response.context["rows"]}


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


# Opening


def test_a_chapter_is_opened_without_a_proposal(desk, group, colorado):
    data = {"brg": "kin", "region": "colorado", "name": "Front Range", "city": "Denver"}
    response = desk.post(page("add"), data)
    chapter = Chapter.objects.get()
    assert response.headers["Location"] == page("change", chapter)
    assert (chapter.brg, chapter.region, chapter.slug) == (group, colorado, "front-range")
    assert chapter.status == "active"
    assert verbs() == ["chapter.opened"]


def test_the_group_of_a_new_chapter_can_stand_in_the_address(desk, group):
    assert desk.get(page("add"), {"brg": "kin"}).context["form"]["brg"].value() == "kin"
    assert desk.get(f"{page('add')}?brg=%00").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("brg", "archived"),
        ("brg", "nothing"),
        ("region", "nowhere"),
        ("name", ""),
        ("name", "a\0b"),
        ("name", "x" * 121),
        ("city", "x" * 81),
        ("about", "x" * 10_001),
        ("founded", "1899"),
        ("founded", str(10**30)),
    ],
)
def test_what_does_not_fit_opens_nothing(desk, group, colorado, field, value):
    factories.brg(slug="archived", status="archived")
    data = {"brg": "kin", "region": "colorado", "name": "Front Range"}
    response = desk.post(page("add"), data | {field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Chapter.objects.exists()


# Editing


def test_a_chapter_is_edited_and_keeps_its_group_and_address(desk, denver):
    factories.brg(slug="other")
    factories.region(slug="hawaii")
    response = edit(desk, denver, name="Denver Metro", region="hawaii", brg="other", slug="x")
    denver.refresh_from_db()
    assert response.status_code == 302
    assert (denver.name, denver.region.slug, denver.version) == ("Denver Metro", "hawaii", 2)
    assert (denver.brg.slug, denver.slug) == ("kin", "denver")
    assert verbs() == ["chapter.changed"]


def test_of_two_who_edit_the_second_sees_both_texts(desk, denver):
    address = page("change", denver)
    mine = typed(desk.get(address), city="Mine")
    edit(desk, denver, city="Theirs")
    response = desk.post(address, mine)
    assert response.status_code == 409
    assert "Somebody else saved this while you were editing." in words(response)
    assert response.context["form"].theirs == [
        {"label": "City", "theirs": "Theirs", "yours": "Mine"}
    ]
    assert 'value="Mine"' in response.content.decode()
    assert desk.post(address, typed(response)).status_code == 302
    denver.refresh_from_db()
    assert denver.city == "Mine"


@pytest.mark.parametrize("status", ["proposed", "closed"])
def test_a_chapter_that_is_not_open_is_read_and_not_edited(desk, group, status):
    chapter = factories.chapter(group, status=status)
    response = desk.get(page("change", chapter))
    assert (response.status_code, response.context["form"]) == (200, None)
    assert response.context["beside"].acts == []
    assert desk.post(page("change", chapter), {"name": "New"}).status_code == 403


def test_a_chapter_is_never_deleted(desk, denver):
    assert desk.post(f"/admin/chapters/chapter/{denver.pk}/delete/").status_code == 404
    desk.post(page("changelist"), {"action": "delete_selected", "_selected_action": denver.pk})
    assert Chapter.objects.filter(pk=denver.pk).exists()


# Resting, waking, closing


def test_a_chapter_rests_and_wakes(desk, denver):
    for name, status, done in (
        ("rest", "dormant", "The chapter rests now."),
        ("wake", "active", "The chapter is active now."),
    ):
        assert "Kin · Denver" in words(desk.get(page(name, denver)))
        response = desk.post(page(name, denver), follow=True)
        denver.refresh_from_db()
        assert denver.status == status
        assert done in words(response)
    assert verbs() == ["chapter.dormant", "chapter.active"]


def test_a_chapter_offers_the_ways_that_its_state_has(desk, denver):
    def acts():
        return [act.words for act in desk.get(page("change", denver)).context["beside"].acts]

    assert acts() == ["Let it rest", "Close"]
    desk.post(page("rest", denver))
    assert acts() == ["Wake it", "Close"]


def test_a_chapter_closes_and_its_people_stay_in_the_group(desk, denver):
    lead = factories.chapter_lead(denver)
    assert "This cannot be undone." in words(desk.get(page("close", denver)))
    desk.post(page("close", denver))
    denver.refresh_from_db()
    assert denver.status == "closed"
    assert not ChapterMembership.objects.current().exists()
    assert not ChapterOfficer.objects.in_term().exists()
    assert Membership.objects.current().filter(person=lead).exists()


def test_a_closed_chapter_does_not_wake_and_the_page_says_why(desk, group):
    chapter = factories.chapter(group, status="closed")
    response = desk.post(page("wake", chapter), follow=True)
    assert "This chapter is not open, so its state cannot be changed." in words(response)
    assert not LogEntry.objects.exists()


def test_chapters_are_for_those_who_may(desk, carol, denver):
    carol.groups.clear()
    assert desk.get(page("changelist")).status_code == 404
    carol.user_permissions.set(Permission.objects.filter(codename="view_chapter"))
    assert desk.get(page("change", denver)).context["form"] is None
    for name in ("rest", "wake", "close"):
        assert desk.get(page(name, denver)).status_code == 403
        assert desk.post(page(name, denver)).status_code == 403
    assert desk.post(page("add"), {}).status_code == 403
    denver.refresh_from_db()
    assert denver.status == "active"


# Finding


def test_chapters_are_listed_with_who_leads_them(desk, group, denver, colorado, carol):
    factories.chapter_lead(denver, legal_name="Ann")
    factories.chapter_officer(factories.person(legal_name="Ben"), denver)
    factories.chapter_officer(factories.person(legal_name="Cy"), denver, "treasurer")
    quiet = factories.chapter(group, name="Quiet", region=colorado, status="dormant")
    gone = factories.chapter_lead(factories.chapter(group, name="Empty", region=colorado))
    deactivate(person=gone, by=carol)
    assert quiet.pk
    assert rows(desk.get(page("changelist"))) == {
        "Kin · Denver": ["Active", "Colorado", "Ann, Ben"],
        "Kin · Empty": ["Active", "Colorado", "Vacant"],
        "Kin · Quiet": ["Dormant", "Colorado"],
    }


def test_chapters_are_narrowed_by_words_group_region_and_status(desk, denver):
    other = factories.brg(acronym="Other", slug="other")
    factories.chapter(other, name="São Paulo", status="dormant")
    factories.chapter_lead(denver)
    factories.chapter(other, name="Empty")
    asked = ("q=denver", "q=sao", "group=other", "region=colorado", "status=dormant")
    asked += ("status=vacant", "group=nothing&region=%00", "after=x", f"after={'9' * 40}")
    found = {query: list(rows(desk.get(f"{page('changelist')}?{query}"))) for query in asked}
    everything = ["Kin · Denver", "Other · Empty", "Other · São Paulo"]
    assert found == {
        "q=denver": ["Kin · Denver"],
        "q=sao": ["Other · São Paulo"],
        "group=other": ["Other · Empty", "Other · São Paulo"],
        "region=colorado": ["Kin · Denver"],
        "status=dormant": ["Other · São Paulo"],
        "status=vacant": ["Other · Empty"],
        "group=nothing&region=%00": everything,
        "after=x": everything,
        f"after={'9' * 40}": everything,
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_the_database_however_many_chapters(
    desk, count, django_assert_num_queries
):
    for _ in range(count):
        factories.chapter_lead(factories.chapter(factories.brg()))
    desk.get(page("changelist"))
    # The session, the curator and their permissions (two), groups and regions to choose from
    # (twice), the chapters, their leads.
    with django_assert_num_queries(10):
        desk.get(page("changelist"))


@pytest.mark.parametrize("key", ["0", "-1", "9" * 40, "9" * 5000, "x", "1.0"])
def test_an_address_that_leads_to_no_chapter_is_404(desk, key):
    for name in ("change", "history", "rest", "wake", "close"):
        assert desk.get(f"/admin/chapters/chapter/{key}/{name}/").status_code == 404


# Offices of chapters


def test_a_post_of_a_chapter_is_offered(desk, denver):
    olga = factories.person(email="olga@example.com")
    data = {"chapter": denver.pk, "role": "chapter_lead", "who": "olga@example.com"}
    desk.post(page("add", kind="chapterofficer"), data | {"starts": factories.today()})
    office = ChapterOfficer.objects.get()
    assert (office.chapter, office.person, office.accepted) == (denver, olga, None)
    assert LogEntry.objects.get().object_repr == "A post of Kin · Denver"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"chapter": "x"}, "brg"),
        ({"chapter": "9" * 40}, "brg"),
        ({"chapter": ""}, "brg"),
        ({"role": "chair"}, "role"),
        ({"role": "sponsor"}, "role"),
    ],
)
def test_a_post_that_chapters_do_not_have_is_refused(desk, denver, changes, field):
    factories.person(email="olga@example.com")
    data = {"chapter": denver.pk, "role": "chapter_lead", "who": "olga@example.com"}
    data |= {"starts": factories.today()}
    response = desk.post(page("add", kind="chapterofficer"), data | changes)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("query", ["", "?chapter=0", "?chapter=x", f"?chapter={'9' * 40}"])
def test_an_offer_without_a_chapter_begins_with_the_group(desk, denver, query):
    response = desk.get(page("add", kind="chapterofficer") + query)
    html = response.content.decode()
    assert list(response.context["form"].fields) == ["brg"]
    assert '<form class="form" novalidate>' in html
    assert "Denver" not in html


def test_the_group_leads_on_to_its_open_chapters_alone(desk, group, denver):
    factories.chapter(group, name="Closed", status="closed")
    factories.chapter(factories.brg(), name="Far")
    form = desk.get(page("add", kind="chapterofficer"), {"brg": "kin"}).context["form"]
    assert choices(form) == ["Choose", "Kin · Denver"]


def test_a_chapter_in_the_address_is_chosen_among_those_of_its_group(desk, group, denver):
    factories.chapter(group, name="Boulder")
    factories.chapter(factories.brg(), name="Far")
    form = desk.get(page("add", kind="chapterofficer"), {"chapter": denver.pk}).context["form"]
    assert choices(form) == ["Choose", "Kin · Boulder", "Kin · Denver"]
    assert form["chapter"].value() == str(denver.pk)


def choices(form):
    return [label for _value, label in form.fields["chapter"].choices]


def test_an_archived_group_gives_no_post_in_its_chapters(desk, group, denver):
    BRG.objects.update(status="archived")
    for query in ({"chapter": denver.pk}, {"brg": "kin"}):
        form = desk.get(page("add", kind="chapterofficer"), query).context["form"]
        assert list(form.fields) == ["brg"]
    assert "Offer a post" not in words(desk.get(page("change", denver)))


def test_the_group_of_the_chapter_is_asked_for_and_not_called_optional(desk, denver):
    assert "optional" not in words(desk.get(page("add", kind="chapterofficer")))


@pytest.mark.parametrize("brg", ["", "kin"])
def test_an_offer_that_names_no_chapter_is_asked_for_the_group_first(desk, denver, brg):
    response = desk.post(page("add", kind="chapterofficer"), {"brg": brg, "role": "treasurer"})
    assert response.status_code == 422
    assert "Choose the group first, and then the chapter." in words(response)
    assert not ChapterOfficer.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_offer_asks_the_same_of_the_database_however_many_chapters(
    desk, denver, count, django_assert_num_queries
):
    for _ in range(count):
        factories.chapter(denver.brg)
    desk.get(page("add", kind="chapterofficer"), {"chapter": denver.pk})
    with django_assert_num_queries(6):
        desk.get(page("add", kind="chapterofficer"), {"chapter": denver.pk})


def test_a_chapter_in_curation_leads_to_an_offer(desk, denver):
    add = f"{page('add', kind='chapterofficer')}?chapter={denver.pk}"
    assert f'href="{add}"' in desk.get(page("change", denver)).content.decode()
    Chapter.objects.update(status="closed")
    assert "Offer a post" not in words(desk.get(page("change", denver)))


def test_the_list_can_hold_those_proposals_alone_that_wait_for_a_curator(desk, group):
    for state in ("asked", "supported", "returned"):
        proposal = factories.proposal(group, factories.person(), state=state)
        Chapter.objects.filter(pk=proposal.chapter_id).update(name=state.title())
    assert list(rows(desk.get(f"{page('changelist')}?status=supported"))) == ["Kin · Supported"]


def test_the_last_lead_of_a_chapter_stays_and_the_page_says_what_to_do(desk, denver):
    factories.chapter_lead(denver)
    office = ChapterOfficer.objects.get()
    response = desk.post(page("end", office, "chapterofficer"), follow=True)
    assert "This chapter would be without a lead. Hand the post over first" in words(response)
    assert ChapterOfficer.objects.leading().exists()


def test_offices_of_chapters_are_narrowed_by_group_chapter_and_standing(desk, group, denver):
    boulder = factories.chapter(group, name="Boulder", slug="boulder")
    far = factories.chapter(factories.brg(acronym="Other", slug="other"), name="Far", slug="denver")
    for chapter in (denver, boulder):
        factories.chapter_officer(factories.person(), chapter, "treasurer")
    factories.chapter_lead(far)
    asked = ("", "group=kin", "group=kin&chapter=denver", "chapter=denver", "group=nothing")
    asked += ("standing=vacant", "standing=vacant&group=kin&chapter=boulder")
    address = page("changelist", kind="chapterofficer")
    found = {query: list(rows(desk.get(f"{address}?{query}"))) for query in asked}
    everything = ["Treasurer · Kin · Boulder", "Treasurer · Kin · Denver"]
    everything += ["Chapter lead · Other · Far"]
    assert found == {
        "": everything,
        "group=kin": everything[:2],
        "group=kin&chapter=denver": everything[1:2],
        "chapter=denver": everything,
        "group=nothing": everything,
        "standing=vacant": ["Kin · Boulder", "Kin · Denver"],
        "standing=vacant&group=kin&chapter=boulder": ["Kin · Boulder"],
    }


def test_who_would_lead_a_proposed_chapter_is_in_no_list_of_officers(desk, group):
    proposed = factories.chapter(group, name="Golden", status="proposed")
    post = factories.chapter_officer(factories.person(), proposed)
    factories.chapter_officer(factories.person(), proposed, "treasurer", accepted=None)
    address = page("changelist", kind="chapterofficer")
    for standing in ("", "held", "offered", "coming", "ending"):
        assert list(rows(desk.get(f"{address}?standing={standing}"))) == []
    assert desk.get(page("change", post, "chapterofficer")).status_code == 404
    Chapter.objects.update(status="active")
    assert len(list(rows(desk.get(address)))) == 2


# Not a side door


def bare(response):
    """A page without what differs at every request."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, body


PROBES = ["q=Olga", "q=%00", "memberships__isnull=0", "chaptermembership__membership__person=1"]


@pytest.mark.parametrize("make", [factories.curator, factories.superuser])
def test_a_hidden_membership_changes_no_byte(client, settings, group, denver, make):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make())
    olga = factories.person(legal_name="Olga", email="olga@example.com")
    office = factories.chapter_officer(factories.person(), denver)
    client.get("/admin/")
    offices = page("changelist", kind="chapterofficer")
    addresses = [
        "/admin/",
        *(f"{where}?{probe}" for where in (page("changelist"), offices) for probe in PROBES),
        *(page(name, denver) for name in ("change", "history", "rest", "wake", "close")),
        *(page(name, office, "chapterofficer") for name in ("change", "end", "hand_over")),
        f"/admin/chapters/chaptermembership/?person={olga.pk}",
    ]
    without = [bare(client.get(address)) for address in addresses]
    own = factories.membership(olga, group, Visibility.ONLY_ME)
    factories.chapter_membership(own, denver)
    assert [bare(client.get(address)) for address in addresses] == without
