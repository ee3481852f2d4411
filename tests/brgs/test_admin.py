"""Curation of groups and of the lists beside them."""

import datetime as dt
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.curators import CURATORS
from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs import actions
from brgs.curators import MAY, curators
from brgs.models import BRG, BRGLink, FocusArea, Membership, Pillar
from tests import factories
from tests.content.picture_files import quarters, saved

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


def page(name, thing=None, kind="brg"):
    return reverse(f"admin:brgs_{kind}_{name}", args=[thing.pk] if thing else [])


def typed(response, **changes):
    """What a browser would send: every field of the form as it stands, with some changes."""
    form = response.context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False, "") and bound.widget_type != "picture":
            data[bound.html_name] = "on" if value is True else value
    return data | changes


def edit(desk, group, **changes):
    address = page("change", group)
    return desk.post(address, typed(desk.get(address), **changes))


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def picture(name="banner.png"):
    return SimpleUploadedFile(name, saved(quarters(), "PNG"))


# The role


def test_curators_may_do_exactly_what_curation_needs():
    allowed = Group.objects.get(name=CURATORS).permissions.all()
    found = {(kind.content_type.app_label, kind.codename) for kind in allowed}
    assert found == {
        (app, f"{verb}_{model}") for (app, model), all_ in MAY.items() for verb in all_
    }


def test_curators_can_be_made_again_where_they_are_missing():
    before = set(Group.objects.get(name=CURATORS).permissions.all())
    Group.objects.all().delete()
    assert set(curators().permissions.all()) == before


def test_permissions_are_named_as_django_names_them():
    names = Permission.objects.filter(codename__in=["publish_brg", "change_user", "add_pillar"])
    assert set(names.values_list("name", flat=True)) == {
        "Can publish, pause and archive groups",
        "Can change person",
        "Can add pillar",
    }


# Writing


def test_a_new_group_is_a_draft_with_an_address_from_its_acronym(desk, carol):
    area = factories.focus_area()
    response = desk.post(
        page("add"),
        {
            "name": "Women Empowered",
            "acronym": "WE@KP",
            "hue": "340",
            "default_visibility": "leads",
            "focus_areas": [area.slug],
            "link_0_title": "Mentors",
            "link_0_url": "https://example.org/mentors",
        },
    )
    group = BRG.objects.get()
    assert response.headers["Location"] == page("change", group)
    assert (group.slug, group.status, group.hue) == ("we-kp", BRG.Status.DRAFT, 340)
    assert list(group.focus_areas.all()) == [area]
    assert list(group.links.values_list("title", "url")) == [
        ("Mentors", "https://example.org/mentors")
    ]
    assert verbs() == ["brg.created"]


def test_saving_keeps_what_was_typed_and_counts_the_version_up(desk):
    group = factories.brg(tagline="Before", founded=1990)
    response = edit(desk, group, tagline="After", founded="", review_date="2027-03-01")
    group.refresh_from_db()
    assert response.status_code == 302
    assert (group.tagline, group.founded, group.version) == ("After", None, 2)
    assert group.review_date == dt.date(2027, 3, 1)
    assert verbs() == ["brg.changed"]


def test_links_keep_their_order_and_an_emptied_row_goes(desk):
    group = factories.brg()
    for place, title in enumerate(["First", "Second", "Third"]):
        url = f"https://example.org/{place}"
        BRGLink.objects.create(brg=group, title=title, url=url, position=place)
    edit(desk, group, link_1_title="", link_1_url="", link_3_title="Last", link_3_url="example.org")
    assert list(group.links.values_list("title", "url", "position")) == [
        ("First", "https://example.org/0", 0),
        ("Third", "https://example.org/2", 1),
        ("Last", "https://example.org", 2),
    ]


def test_half_a_link_is_refused_and_kept_for_correction(desk):
    group = factories.brg()
    response = edit(desk, group, link_0_title="Words alone")
    assert response.status_code == 422
    assert response.context["form"].errors["link_0_url"] == [
        "Give the address that the words lead to."
    ]
    assert 'value="Words alone"' in response.content.decode()


def test_an_address_that_led_elsewhere_is_refused_with_a_sentence(desk):
    first, second = factories.brg(slug="first"), factories.brg()
    edit(desk, first, slug="renamed")
    response = edit(desk, second, slug="first", tagline="Typed with care")
    assert response.status_code == 422
    assert "This address belonged to another group" in words(response)
    assert "Typed with care" in response.content.decode()


def test_says_how_long_a_text_may_be(desk):
    response = desk.get(page("add"))
    assert "At most 1,000 characters." in response.context["form"].fields["purpose"].help_text
    assert "At most 10,000 characters." in response.context["form"].fields["about"].help_text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hue", "360"),
        ("hue", str(10**30)),
        ("founded", "1899"),
        ("review_date", "9999-12-31"),
        ("review_date", "1969-12-31"),
        ("slug", "no slug!"),
        ("contact", "nobody"),
        ("name", "a\0b"),
        ("tagline", "x" * 161),
        ("about", "x" * 10_001),
        ("home_region", "nowhere"),
        ("focus_areas", [str(10**30)]),
        ("default_visibility", "everyone"),
        ("link_0_url", "javascript:alert(1)"),
    ],
)
def test_refuses_what_does_not_fit_and_changes_nothing(desk, field, value):
    group = factories.brg()
    response = edit(desk, group, **{field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert verbs() == []


# Pictures


def test_a_banner_is_stored_with_what_it_shows_and_taken_away_again(
    desk, django_capture_on_commit_callbacks
):
    group = factories.brg()
    edit(desk, group, banner=picture(), banner_alt="Four colored fields")
    group.refresh_from_db()
    assert default_storage.exists(group.banner.name)
    stored = group.banner.name
    with django_capture_on_commit_callbacks(execute=True):
        edit(desk, group, **{"banner-clear": "on", "banner_alt": ""})
    group.refresh_from_db()
    assert (group.banner.name, default_storage.exists(stored)) == ("", False)


def test_a_banner_needs_words_or_the_tick_that_it_is_decoration(desk):
    group = factories.brg()
    refused = edit(desk, group, banner=picture())
    assert refused.context["form"].errors["banner_alt"] == [
        "Say what the banner shows, or tick below that it is decoration."
    ]
    assert edit(desk, group, banner=picture(), decorative="on").status_code == 302


def test_says_where_a_file_is_to_be_chosen_again(desk):
    response = edit(desk, factories.brg(), banner=picture(), decorative="on", hue="999")
    form = response.context["form"]
    assert form["banner"].help_text == "Choose the file again: it was not kept."
    assert form["emblem"].help_text.startswith("JPEG, PNG or WebP")


def test_a_picture_that_is_none_is_refused_with_a_sentence(desk):
    group = factories.brg()
    upload = SimpleUploadedFile("emblem.png", b"%!PS-Adobe-3.0 EPSF-3.0")
    response = edit(desk, group, emblem=upload)
    assert response.context["form"].errors["emblem"] == [
        "Choose a picture in JPEG, PNG or WebP format. This file is none of them."
    ]


def test_a_refused_change_leaves_no_picture_behind(desk):
    first, second = factories.brg(slug="first"), factories.brg()
    edit(desk, first, slug="renamed")
    before = set(default_storage.listdir("banners")[1]) if _has("banners") else set()
    edit(desk, second, slug="first", banner=picture(), decorative="on")
    assert (set(default_storage.listdir("banners")[1]) if _has("banners") else set()) == before


def _has(folder):
    return default_storage.exists(folder)


# Two who edit at once


def test_a_stale_version_is_refused_with_both_texts_and_nothing_lost(desk):
    group = factories.brg(tagline="At first", mission="Old mission")
    mine = typed(desk.get(page("change", group)), tagline="Mine", mission="My mission")
    edit(desk, group, tagline="Theirs")
    response = desk.post(page("change", group), mine)
    form = response.context["form"]
    assert response.status_code == 409
    assert "Somebody else saved this while you were editing" in words(response)
    assert 'value="Mine"' in response.content.decode()
    assert form.theirs == [
        {"label": "Tagline", "theirs": "Theirs", "yours": "Mine"},
        {"label": "Mission", "theirs": "Old mission", "yours": "My mission"},
    ]
    assert "Theirs, saved now" in words(response)
    group.refresh_from_db()
    assert (group.tagline, group.version) == ("Theirs", 2)
    # Having compared, the editor saves again.
    assert desk.post(page("change", group), typed(response)).status_code == 302
    group.refresh_from_db()
    assert (group.tagline, group.mission, group.version) == ("Mine", "My mission", 3)


def test_a_stale_version_and_a_mistake_are_told_together(desk):
    group = factories.brg(tagline="At first")
    mine = typed(desk.get(page("change", group)), tagline="Mine", hue="999")
    edit(desk, group, tagline="Theirs")
    response = desk.post(page("change", group), mine)
    assert set(response.context["form"].errors) == {"__all__", "hue"}
    assert "Theirs" in [row["theirs"] for row in response.context["form"].theirs]


@pytest.mark.parametrize("version", ["", "-1", "x", str(10**30), "a\0b"])
def test_an_unknown_version_counts_as_stale(desk, version):
    group = factories.brg()
    assert edit(desk, group, version=version).status_code == 409
    assert verbs() == []


def test_a_save_that_comes_between_check_and_write_is_no_loss(desk, carol, monkeypatch):
    group = factories.brg(tagline="At first")
    really = actions.save_brg

    def overtaken(*, brg, by, version, **lists):
        other = BRG.objects.get(pk=brg.pk)
        other.tagline = "Theirs"
        really(brg=other, by=by, version=other.version)
        monkeypatch.setattr(actions, "save_brg", really)
        return really(brg=brg, by=by, version=version, **lists)

    data = typed(desk.get(page("change", group)), tagline="Mine")
    monkeypatch.setattr(actions, "save_brg", overtaken)
    response = desk.post(page("change", group), data)
    assert response.status_code == 409
    assert "Somebody else saved this while" in words(response)
    # The whole change was undone with it, so nothing differs but what was typed.
    assert response.context["form"].theirs == [
        {"label": "Tagline", "theirs": "At first", "yours": "Mine"}
    ]


def test_a_name_that_somebody_takes_at_the_same_moment_is_no_error(desk, monkeypatch):
    factories.brg(slug="taken")
    monkeypatch.setattr("brgs.admin_forms.BRGForm.validate_unique", lambda form: None)
    data = {"name": "New", "slug": "taken", "hue": "1", "default_visibility": "leads"}
    response = desk.post(page("add"), data)
    assert response.status_code == 422
    assert "Somebody else saved the same at this moment. Try again." in words(response)
    assert BRG.objects.count() == 1


def test_the_page_of_a_refused_form_goes_on_naming_the_group_as_it_is_stored(desk):
    group = factories.brg(name="Stored name")
    response = edit(desk, group, name="Typed name", hue="999")
    assert response.context["title"] == "Stored name"


# Sensitive groups


def test_making_a_group_sensitive_asks_first(desk):
    group = factories.brg(default_visibility=Visibility.LEADS)
    member = factories.membership(factories.person(), group, Visibility.EVERYONE)
    asked = edit(desk, group, default_visibility="only_me")
    assert asked.status_code == 422
    assert "Every present member moves down to “Only me”" in words(asked)
    group.refresh_from_db()
    member.refresh_from_db()
    assert (group.is_sensitive, member.visibility) == (False, Visibility.EVERYONE)
    done = desk.post(page("change", group), typed(asked, make_sensitive="on"))
    assert done.status_code == 302
    group.refresh_from_db()
    member.refresh_from_db()
    assert (group.is_sensitive, member.visibility) == (True, Visibility.ONLY_ME)


def test_the_way_back_asks_nothing_and_raises_nobody(desk):
    group = factories.brg(default_visibility=Visibility.ONLY_ME)
    member = factories.membership(factories.person(), group, Visibility.ONLY_ME)
    assert edit(desk, group, default_visibility="leads").status_code == 302
    member.refresh_from_db()
    assert member.visibility == Visibility.ONLY_ME


def test_the_question_says_the_same_with_members_and_without(desk):
    group = factories.brg(default_visibility=Visibility.LEADS)
    without = edit(desk, group, default_visibility="only_me")
    factories.membership(factories.person(), group, Visibility.EVERYONE)
    with_one = edit(desk, group, default_visibility="only_me")
    assert words(without) == words(with_one)


# Draft, active, paused, archived


def test_a_group_goes_its_way_from_draft_to_archive(desk):
    group = factories.brg(status=BRG.Status.DRAFT, published=None)
    way = []
    for act in ("publish", "pause", "publish", "archive"):
        assert desk.get(page(act, group)).status_code == 200
        desk.post(page(act, group))
        group.refresh_from_db()
        way.append(group.status)
    assert way == ["active", "paused", "active", "archived"]
    assert verbs() == ["brg.published", "brg.paused", "brg.published", "brg.archived"]


@pytest.mark.parametrize("act", ["publish", "pause", "archive"])
def test_asking_changes_nothing(desk, act):
    group = factories.brg(status=BRG.Status.DRAFT)
    desk.get(page(act, group))
    group.refresh_from_db()
    assert (group.status, verbs()) == (BRG.Status.DRAFT, [])


def test_a_refusal_to_publish_is_a_sentence_and_leaves_no_trace(desk):
    group = factories.brg(status=BRG.Status.DRAFT, purpose="")
    response = desk.post(page("publish", group), follow=True)
    assert "Write the group’s purpose first" in words(response)
    assert not LogEntry.objects.exists()
    assert verbs() == []


def test_a_draft_cannot_be_paused(desk):
    group = factories.brg(status=BRG.Status.DRAFT)
    response = desk.post(page("pause", group), follow=True)
    assert "Only an active group can be paused." in words(response)


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        ("draft", ["Publish", "Archive"]),
        ("active", ["Pause", "Archive"]),
        ("paused", ["Publish", "Archive"]),
        ("archived", ["Publish"]),
    ],
)
def test_only_what_can_be_done_is_offered(desk, status, offered):
    group = factories.brg(status=status)
    beside = desk.get(page("change", group)).context["beside"]
    assert [act.words for act in beside.acts] == offered


def test_publishing_is_for_those_who_may(desk, carol):
    carol.groups.clear()
    names = ["view_brg", "change_brg"]
    carol.user_permissions.set(Permission.objects.filter(codename__in=names))
    group = factories.brg(status=BRG.Status.DRAFT)
    assert desk.post(page("publish", group)).status_code == 403
    assert desk.get(page("change", group)).context["beside"].acts == []
    group.refresh_from_db()
    assert group.status == BRG.Status.DRAFT


def test_a_group_is_never_deleted(desk):
    group = factories.brg()
    assert desk.post(f"/admin/brgs/brg/{group.pk}/delete/", {"post": "yes"}).status_code == 404
    desk.post(page("changelist"), {"action": "delete_selected", "_selected_action": group.pk})
    assert BRG.objects.filter(pk=group.pk).exists()


# Finding


def names(response):
    return [row.title for row in response.context["rows"]]


def test_groups_are_found_by_name_and_acronym(desk):
    factories.brg(name="Álvaro’s friends", acronym="AF")
    factories.brg(name="Others", acronym="OT")
    assert names(desk.get(page("changelist"), {"q": "alvaro"})) == ["AF · Álvaro’s friends"]
    assert names(desk.get(page("changelist"), {"q": "ot"})) == ["OT · Others"]


def test_groups_are_narrowed_by_status_focus_and_what_needs_attention(desk):
    area = factories.focus_area(slug="women")
    late = factories.brg(name="Late", acronym="", review_date=dt.date(2020, 1, 1))
    draft = factories.brg(name="Draft", acronym="", status=BRG.Status.DRAFT)
    led = factories.brg(name="Led", acronym="")
    factories.officer(factories.person(), led)
    draft.focus_areas.add(area)
    found = {
        query: names(desk.get(f"{page('changelist')}?{query}"))
        for query in ("status=draft", "focus=women", "attention=overdue", "attention=vacant")
    }
    assert found == {
        "status=draft": ["Draft"],
        "focus=women": ["Draft"],
        "attention=overdue": ["Late"],
        "attention=vacant": ["Late"],
    }
    assert late.pk


def test_a_list_goes_on_to_its_end(desk, monkeypatch):
    monkeypatch.setattr("brgs.admin.BRGAdmin.page_size", 2)
    for name in "ABCDE":
        factories.brg(name=name, acronym="")
    found, response = [], desk.get(page("changelist"), {"status": "active"})
    while True:
        found += names(response)
        if not response.context["next_url"]:
            break
        response = desk.get(page("changelist") + response.context["next_url"])
    assert found == ["A", "B", "C", "D", "E"]


@pytest.mark.parametrize("groups", [1, 3])
def test_the_list_asks_the_same_of_the_database_however_many_groups(
    desk, groups, django_assert_num_queries
):
    for _ in range(groups):
        factories.brg(home_region=factories.region()).focus_areas.add(factories.focus_area())
    desk.get(page("changelist"))
    # The session, the curator and their permissions (two), focus areas (twice), the groups.
    with django_assert_num_queries(7):
        desk.get(page("changelist"))


# Focus areas, pillars, regions


def test_lists_are_kept_through_actions(desk):
    desk.post(page("add", kind="pillar"), {"name": "Career growth", "position": "1"})
    pillar = Pillar.objects.get()
    assert pillar.slug == "career-growth"
    desk.post(page("delete", pillar, kind="pillar"))
    assert not Pillar.objects.exists()
    assert verbs() == ["pillar.created", "pillar.deleted"]


def test_a_focus_area_in_use_stays_and_the_page_says_why(desk):
    area = factories.focus_area(name="Women")
    factories.brg().focus_areas.add(area)
    response = desk.post(page("delete", area, kind="focusarea"), follow=True)
    assert "“Women” is still in use." in words(response)
    assert FocusArea.objects.filter(pk=area.pk).exists()
    assert not LogEntry.objects.exists()


def test_deleting_is_for_those_who_may(desk, carol):
    carol.groups.clear()
    names = ["view_pillar", "change_pillar"]
    carol.user_permissions.set(Permission.objects.filter(codename__in=names))
    pillar = Pillar.objects.create(name="Career", slug="career")
    for answer in (desk.get, desk.post):
        assert answer(page("delete", pillar, kind="pillar")).status_code == 403
    assert desk.get(page("change", pillar, kind="pillar")).context["beside"].acts == []
    assert Pillar.objects.exists()


def test_a_region_in_use_stays_and_nobody_is_named(desk):
    region = factories.region(name="Colorado")
    factories.person(region=region, legal_name="Nadia Hidden")
    address = reverse("admin:accounts_region_delete", args=[region.pk])
    assert "Nadia" not in words(desk.get(address))
    response = desk.post(address, follow=True)
    assert "“Colorado” is still in use." in words(response)
    assert "Nadia" not in words(response)


# The log


def test_the_history_of_a_group_says_what_was_changed_and_by_whom(desk, carol):
    group = factories.brg()
    edit(desk, group, tagline="After")
    response = desk.get(page("history", group))
    assert "Changed Tagline." in words(response)
    assert carol.name in words(response)


# Not a side door


PROBES = [
    "memberships__isnull=0",
    "memberships=",
    "membership__person=1",
    "membership__isnull=1",
    "membership__visibility=only_me",
    "officer__person=1",
    "links__title=x",
    "members_figure__value=0",
    "members_figure__value__lt=10",
    "q=membership",
    "e=1",
    "p=99999",
    "p=-1",
    "o=1.-2.99",
    "all=",
    "_popup=1",
    "_to_field=password",
    "_facets=True",
    "after=nowhere",
    "after=%00",
    "after=" + "9" * 40,
    "q=%00",
    "q=%ED%A0%80",
    "status=%00&focus=" + "x" * 500,
    "id__in=" + "9" * 60,
    "review_date__year=2020",
]


def bare(response):
    """A page without what differs at every request."""
    body = response.content.decode()
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
    return response.status_code, body


@pytest.mark.parametrize("make", [factories.curator, factories.superuser])
def test_a_hidden_membership_changes_no_byte_of_curation(client, settings, make):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make())
    group = factories.brg()
    person = factories.person()
    addresses = [
        "/admin/",
        *(f"{page('changelist')}?{probe}" for probe in PROBES),
        *(page(name, group) for name in ("change", "history", "publish", "pause", "archive")),
        f"{page('change', group)}?_to_field=id&_popup=1",
        f"/admin/brgs/brg/{group.pk}/preview/",
        f"/admin/brgs/brg/{group.pk}/delete/",
        f"/admin/brgs/membership/?brg__id__exact={group.pk}",
        f"/admin/autocomplete/?app_label=brgs&model_name=membership&field_name=person&term={person}",
    ]
    without = [bare(client.get(address)) for address in addresses]
    membership = factories.membership(person, group, Visibility.ONLY_ME)
    with_one = [bare(client.get(address)) for address in addresses]
    assert Membership.objects.filter(pk=membership.pk).exists()
    assert with_one == without


def test_unknown_keys_give_the_plain_list(desk):
    factories.brg()
    plain = bare(desk.get(page("changelist")))
    for probe in PROBES:
        if not probe.startswith(("q=", "status=")):
            assert bare(desk.get(f"{page('changelist')}?{probe}")) == plain, probe


@pytest.mark.parametrize("key", ["0", "-1", "9" * 40, "9" * 5000, "x", "٣", "1.0", "_5F"])
def test_an_address_that_leads_to_no_group_is_404(desk, key):
    for name in ("change", "history", "publish", "preview"):
        assert desk.get(f"/admin/brgs/brg/{key}/{name}/").status_code == 404
