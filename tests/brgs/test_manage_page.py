"""The group's page as its leads edit it, its preview, two who edit at once, and its versions."""

import datetime as dt
import re

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.refusal import Refusal
from audit.models import AuditEvent
from brgs import actions
from brgs.models import BRG, BRGLink, Officer, Revision, TextChange
from tests import factories
from tests.brgs.test_admin import picture, typed, words

pytestmark = pytest.mark.django_db

PAGE = "/manage/kin/page/"
VERSIONS = "/manage/kin/page/versions/"


@pytest.fixture
def group():
    return factories.brg(
        name="Kin of all",
        acronym="",
        slug="kin",
        tagline="Old line",
        purpose="Old purpose",
        mission="Old mission",
    )


@pytest.fixture
def lead(group):
    return factories.lead(group, legal_name="Lea Lead")


@pytest.fixture
def carol():
    return factories.curator()


@pytest.fixture
def desk(client, lead):
    """A browser in which the lead is signed in."""
    client.force_login(lead)
    return client


def save(desk, **changes):
    return desk.post(PAGE, typed(desk.get(PAGE), **changes))


def ask(group, by, **texts):
    version = BRG.objects.get(pk=group.pk).version
    return actions.edit_page(brg=group, by=by, version=version, texts=texts)[1]


def told(desk, response):
    """The messages on the page that a redirect leads to."""
    return [str(message) for message in desk.get(response.headers["Location"]).context["messages"]]


def stored(group):
    return BRG.objects.get(pk=group.pk)


# What is live, and what waits


def test_the_form_begins_with_the_page_as_it_is(desk, group):
    BRGLink.objects.create(brg=group, title="Guide", url="https://example.org/guide")
    form = desk.get(PAGE).context["form"]
    assert {name: form[name].value() for name in ("name", "tagline", "hue", "version")} == {
        "name": "Kin of all",
        "tagline": "Old line",
        "hue": 200,
        "version": 1,
    }
    assert (form["link_0_title"].value(), form["link_2_title"].value()) == ("Guide", None)


def test_says_which_texts_a_curator_looks_at_first(desk, group):
    sections = desk.get(PAGE).context["form"].sections()
    named = {str(title): [field.name for field in fields] for title, _hint, fields in sections}
    assert named["A curator looks first"] == ["name", "purpose", "mission", "vision"]
    assert named["Live at once"] == ["tagline", "about", "contact"]


def test_a_line_a_hue_and_links_are_live_at_once(desk, group):
    response = save(
        desk, tagline="New line", hue="12", link_0_title="Guide", link_0_url="example.org/guide"
    )
    kept = stored(group)
    assert response.headers["Location"] == PAGE
    assert (kept.tagline, kept.hue, kept.version) == ("New line", 12, 2)
    assert list(kept.links.values_list("title", "url")) == [("Guide", "https://example.org/guide")]
    assert told(desk, response) == ["Saved. It is live now."]


def test_a_new_mission_waits_and_the_form_begins_with_it(desk, group):
    response = save(desk, mission="New mission", purpose="New purpose", tagline="New line")
    assert (stored(group).mission, stored(group).tagline) == ("Old mission", "New line")
    assert told(desk, response) == [
        "Saved. A curator looks at this first: purpose and mission. Everything else is live."
    ]
    page = desk.get(PAGE)
    assert page.context["form"]["mission"].value() == "New mission"
    assert "a curator has been asked to look at: purpose and mission" in words(page)
    assert timezone.localdate().strftime("%B ") in words(page)


def test_saving_again_leaves_what_waits(desk, group):
    save(desk, mission="New mission")
    response = save(desk, tagline="New line")
    assert told(desk, response) == ["Saved, and live now. What waited for a curator still waits."]
    assert actions.waiting_change(group).texts == {"mission": "New mission"}


def test_typing_the_old_words_again_takes_back_what_waits(desk, group):
    save(desk, mission="New mission")
    response = save(desk, mission="Old mission")
    assert told(desk, response) == ["Saved. Nothing waits for a curator any more."]
    assert actions.waiting_change(group) is None


def test_saving_what_is_there_says_that_nothing_was_different(desk, group):
    response = save(desk)
    assert told(desk, response) == ["Nothing was different, so nothing was saved."]
    assert (stored(group).version, AuditEvent.objects.count()) == (1, 0)


def test_a_returned_change_shows_the_note_and_can_be_gone_on_from(desk, group, lead, carol):
    change = ask(group, lead, mission="New mission")
    actions.return_texts(change=change, by=carol, version=1, note="Shorter, please.")
    page = desk.get(PAGE)
    assert "A curator has returned your words" in words(page)
    assert "Shorter, please." in words(page)
    assert page.context["form"]["mission"].value() == "Old mission"
    again = desk.get(f"{PAGE}?from=returned")
    assert again.context["form"]["mission"].value() == "New mission"


def test_a_curators_note_is_escaped(desk, group, lead, carol):
    change = ask(group, lead, mission="<script>x</script>")
    actions.return_texts(change=change, by=carol, version=1, note="<b>no</b>")
    html = desk.get(f"{PAGE}?from=returned").content.decode()
    assert "<script>x" not in html
    assert "<b>no" not in html


# Taking back


def test_taking_back_asks_first_and_a_look_changes_nothing(desk, group, lead):
    ask(group, lead, mission="New mission")
    page = desk.get(f"{PAGE}withdraw/")
    assert "Take your new words back?" in words(page)
    assert actions.waiting_change(group) is not None
    response = desk.post(f"{PAGE}withdraw/")
    assert told(desk, response) == ["Taken back."]
    assert actions.waiting_change(group) is None


def test_returned_words_can_be_let_go(desk, group, lead, carol):
    change = ask(group, lead, mission="New mission")
    actions.return_texts(change=change, by=carol, version=1, note="Shorter.")
    assert "Let the returned words go?" in words(desk.get(f"{PAGE}withdraw/"))
    desk.post(f"{PAGE}withdraw/")
    assert "A curator has returned" not in words(desk.get(PAGE))


@pytest.mark.parametrize("method", ["get", "post"])
def test_where_nothing_waits_there_is_nothing_to_take_back(desk, group, method):
    response = getattr(desk, method)(f"{PAGE}withdraw/")
    assert told(desk, response) == ["Nothing waits for a curator."]
    assert AuditEvent.objects.count() == 0


# Preview


def test_a_preview_shows_the_texts_saves_nothing_and_keeps_what_was_typed(desk, group):
    before = stored(group).__dict__ | {"_state": None}
    response = save(
        desk,
        preview="yes",
        about="## Hello\n\n**friends** <i>x</i>",
        tagline="New line",
        mission="New\nmission",
        hue="77",
        link_0_title="Guide",
        link_0_url="https://example.org/guide",
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert "<h3>Hello</h3>" in html
    assert "<strong>friends</strong> &lt;i&gt;x" in html
    assert "New<br>mission" in html
    assert 'class="panel stack preview" data-hue="77"' in html
    assert typed(response)["tagline"] == "New line"
    assert typed(response)["link_0_title"] == "Guide"
    assert stored(group).__dict__ | {"_state": None} == before
    assert not Revision.objects.exists()
    assert not TextChange.objects.exists()
    assert AuditEvent.objects.count() == 0


def test_a_preview_says_that_a_file_was_not_kept(desk, group):
    response = save(desk, preview="yes", emblem=picture("emblem.png"))
    form = response.context["form"]
    assert form["emblem"].help_text == "Choose the file again: it was not kept."
    assert stored(group).emblem.name == ""
    assert "files are not kept" in words(response)


def test_a_preview_of_a_mistake_says_the_mistake(desk, group):
    response = save(desk, preview="yes", hue="999", tagline="New line")
    assert (response.status_code, response.context["preview"]) == (422, None)
    assert 'value="New line"' in response.content.decode()


def test_a_preview_keeps_the_version_that_the_form_began_with(desk, group, lead):
    form = typed(desk.get(PAGE), tagline="Mine")
    ask(group, lead, tagline="Theirs")
    shown = typed(desk.post(PAGE, form | {"preview": "yes"}))
    assert desk.post(PAGE, shown).status_code == 409


# Mistakes


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a\0b"),
        ("name", "a\u202eb"),
        ("purpose", ""),
        ("purpose", "x" * 1001),
        ("about", "x" * 10_001),
        ("contact", "nobody"),
        ("hue", "360"),
        ("hue", "-1"),
        ("hue", "9" * 6000),
        ("tagline", "two\nlines"),
        ("link_0_url", "javascript:alert(1)"),
    ],
)
def test_a_mistake_is_answered_in_place_and_nothing_is_saved(desk, group, field, value):
    response = save(desk, **{"vision": "Typed with care", field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert "Typed with care" in response.content.decode()
    assert stored(group).version == 1


def test_a_group_that_is_not_in_view_needs_no_purpose_yet(desk, group):
    BRG.objects.filter(pk=group.pk).update(status="paused", purpose="")
    assert save(desk, tagline="New line").status_code == 302


def test_half_a_link_is_refused(desk, group):
    response = save(desk, link_0_title="Words alone")
    assert list(response.context["form"].errors) == ["link_0_url"]


def test_more_rows_than_there_are_change_nothing(desk, group):
    many = {f"link_{n}_title": "x" for n in range(200)}
    many |= {f"link_{n}_url": "https://example.org" for n in range(200)}
    save(desk, **many)
    assert stored(group).links.count() == 10


# Pictures


def test_a_banner_needs_words_or_the_tick(desk, group):
    refused = save(desk, banner=picture())
    assert list(refused.context["form"].errors) == ["banner_alt"]
    assert refused.context["form"]["banner"].help_text == "Choose the file again: it was not kept."
    both = save(desk, banner=picture(), banner_alt="Four fields", decorative="on")
    assert list(both.context["form"].errors) == ["banner_alt"]
    assert save(desk, banner=picture(), banner_alt="Four fields").status_code == 302
    assert stored(group).banner_alt == "Four fields"
    assert default_storage.exists(stored(group).banner.name)


def test_a_decorative_banner_needs_no_words_and_goes_again(
    desk, group, django_capture_on_commit_callbacks
):
    save(desk, banner=picture(), decorative="on")
    name = stored(group).banner.name
    with django_capture_on_commit_callbacks(execute=True):
        save(desk, **{"banner-clear": "on"})
    assert (stored(group).banner.name, default_storage.exists(name)) == ("", False)


@pytest.mark.parametrize("says", ["Four fields", ""])
def test_what_the_banner_shows_is_said_on_the_page_of_the_group(desk, group, says):
    tick = {} if says else {"decorative": "on"}
    save(desk, banner=picture(), banner_alt=says, **tick)
    html = desk.get("/groups/kin/").content.decode()
    assert f'.webp" alt="{says}" width="1600"' in html


def test_a_refused_save_stores_no_picture(desk, group, lead):
    form = typed(desk.get(PAGE), decorative="on", banner=picture())
    ask(group, lead, tagline="Theirs")
    before = _banners()
    assert desk.post(PAGE, form).status_code == 409
    assert _banners() == before


def _banners():
    return (
        set(default_storage.listdir("banners")[1]) if default_storage.exists("banners") else set()
    )


# Two who edit at once


def test_the_second_gets_both_versions_and_loses_nothing(desk, group, lead):
    mine = typed(
        desk.get(PAGE),
        tagline="My line",
        mission="My mission",
        link_0_title="G",
        link_0_url="g.org",
    )
    other = factories.lead(group)
    ask(group, other, tagline="Their line", about="Their words")
    response = desk.post(PAGE, mine)
    assert response.status_code == 409
    assert response.context["theirs"] == [
        {"label": "Mission", "theirs": "Old mission", "yours": "My mission"},
        {"label": "Tagline", "theirs": "Their line", "yours": "My line"},
        {"label": "Links", "theirs": "", "yours": "G g.org"},
    ]
    kept = typed(response)
    assert (kept["tagline"], kept["mission"], kept["link_0_title"]) == (
        "My line",
        "My mission",
        "G",
    )
    # Where one has typed nothing, saving again shall not undo what the other has done.
    assert (response.context["taken"], kept["about"]) == (["About"], "Their words")
    assert (stored(group).tagline, stored(group).about) == ("Their line", "Their words")
    assert actions.waiting_change(group) is None
    assert "Somebody else saved this while you were editing" in words(response)
    assert "<del><span" in response.content.decode()


def test_having_compared_the_second_saves_over_it_or_adapts(desk, group, lead):
    mine = typed(desk.get(PAGE), tagline="My line")
    ask(group, factories.lead(group), tagline="Their line", about="Their words")
    again = typed(desk.post(PAGE, mine))
    assert desk.post(PAGE, again).status_code == 302
    assert (stored(group).tagline, stored(group).about) == ("My line", "Their words")
    assert [revision.texts["tagline"] for revision in group.revisions.all()] == [
        "My line",
        "Their line",
        "Old line",
    ]


def test_their_links_hue_and_tick_stay_where_one_has_not_touched_them(desk, group):
    mine = typed(desk.get(PAGE), tagline="My line")
    links = [(f"Guide {n}", f"https://example.org/{n}") for n in range(4)]
    other = factories.lead(group)
    actions.edit_page(brg=group, by=other, version=1, texts={}, values={"hue": 9}, links=links)
    response = desk.post(PAGE, mine)
    assert response.context["taken"] == ["Links", "Hue"]
    assert desk.post(PAGE, typed(response)).status_code == 302
    kept = stored(group)
    assert (kept.tagline, kept.hue) == ("My line", 9)
    assert list(kept.links.values_list("title", "url")) == links


def test_links_that_the_other_has_removed_stay_removed(desk, group):
    links = [(f"Guide {n}", f"https://example.org/{n}") for n in range(5)]
    lead = factories.lead(group)
    actions.edit_page(brg=group, by=lead, version=1, texts={}, links=links)
    mine = typed(desk.get(PAGE), tagline="My line")
    actions.edit_page(brg=group, by=lead, version=2, texts={}, links=links[:1])
    response = desk.post(PAGE, mine)
    assert response.context["taken"] == ["Links"]
    assert desk.post(PAGE, typed(response)).status_code == 302
    assert list(stored(group).links.values_list("title", "url")) == links[:1]


def test_what_both_have_typed_alike_is_no_conflict_of_words(desk, group):
    mine = typed(desk.get(PAGE), tagline="The same")
    ask(group, factories.lead(group), tagline="The same")
    response = desk.post(PAGE, mine)
    assert (response.context["theirs"], response.context["taken"]) == ([], [])
    assert "Your texts are the same as theirs." in words(response)


@pytest.mark.parametrize("seen", ["", "x", "tagline-", "a\0b", " " * 9000])
def test_a_form_that_does_not_say_what_it_began_with_loses_nothing(desk, group, seen):
    mine = typed(desk.get(PAGE), tagline="My line", seen=seen)
    ask(group, factories.lead(group), about="Their words")
    response = desk.post(PAGE, mine)
    assert {row["label"]: row["yours"] for row in response.context["theirs"]} == {
        "Tagline": "My line",
        "About": "",
    }


def test_words_that_somebody_asked_for_meanwhile_are_compared_too(desk, group):
    mine = typed(desk.get(PAGE), mission="My mission")
    ask(group, factories.lead(group), mission="Their mission")
    response = desk.post(PAGE, mine)
    assert response.context["theirs"] == [
        {"label": "Mission", "theirs": "Their mission", "yours": "My mission"}
    ]
    assert actions.waiting_change(group).texts == {"mission": "Their mission"}


def test_a_stale_version_and_a_mistake_are_told_together(desk, group):
    mine = typed(desk.get(PAGE), tagline="My line", hue="999")
    ask(group, factories.lead(group), tagline="Their line")
    response = desk.post(PAGE, mine)
    assert (response.status_code, list(response.context["form"].errors)) == (409, ["hue"])
    assert "Their line" in words(response)


def test_line_ends_of_a_browser_are_no_difference(desk, group, lead):
    ask(group, lead, about="One\ntwo")
    mine = typed(desk.get(PAGE), about="One\r\ntwo", tagline="My line")
    ask(group, factories.lead(group), tagline="Their line")
    assert [row["label"] for row in desk.post(PAGE, mine).context["theirs"]] == ["Tagline"]


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 5000, "a\0b", "٣", "1.0"])
def test_an_unknown_version_counts_as_stale(desk, group, version):
    assert save(desk, version=version, tagline="Mine").status_code == 409
    assert stored(group).tagline == "Old line"


def test_a_save_between_the_look_and_the_write_is_no_loss(desk, group, monkeypatch):
    really = actions.edit_page

    def overtaken(**given):
        monkeypatch.setattr(actions, "edit_page", really)
        ask(group, factories.lead(group), tagline="Theirs")
        return really(**given)

    monkeypatch.setattr(actions, "edit_page", overtaken)
    response = save(desk, tagline="Mine")
    assert response.status_code == 409
    assert response.context["theirs"] == [{"label": "Tagline", "theirs": "Theirs", "yours": "Mine"}]
    assert desk.post(PAGE, typed(response)).status_code == 302


# Versions


def listed(response):
    return [(row["version"], row["who"]) for row in response.context["rows"]]


def test_versions_are_listed_with_who_left_them(desk, group, lead, carol):
    change = ask(group, lead, tagline="New line", mission="New mission")
    actions.approve_texts(change=change, by=carol, version=1)
    assert listed(desk.get(VERSIONS)) == [(3, "A curator"), (2, "Lea Lead"), (1, "")]
    assert "What stood here before" in words(desk.get(VERSIONS))


def test_nobody_is_named_who_is_no_officer_now(desk, group, lead):
    bob = factories.lead(group, legal_name="Bob Before")
    ask(group, bob, tagline="Bob’s line")
    assert (2, "Bob Before") in listed(desk.get(VERSIONS))
    actions.end_all(post_of(bob), by=lead)
    assert listed(desk.get(VERSIONS)) == [(2, "A former officer"), (1, "")]
    assert "Bob Before" not in words(desk.get(f"{VERSIONS}2/"))


def post_of(person):
    return Officer.objects.filter(person=person)


def test_an_officer_of_another_group_is_not_named_here(desk, group, lead):
    eve = factories.lead(factories.brg(), legal_name="Eve Elsewhere")
    ask(group, eve, tagline="Eve’s line")
    assert listed(desk.get(VERSIONS)) == [(2, "A former officer"), (1, "")]


def test_a_group_without_versions_says_so(desk, group):
    assert "No earlier versions yet" in words(desk.get(VERSIONS))


def many_versions(group, count, actor=""):
    Revision.objects.bulk_create(
        Revision(brg=group, version=n, texts={"tagline": f"Line {n}"}, actor=actor)
        for n in range(1, count + 1)
    )


def test_versions_are_paged_by_position(desk, group):
    many_versions(group, 40)
    first = desk.get(VERSIONS)
    assert [version for version, _ in listed(first)] == list(range(40, 10, -1))
    second = desk.get(VERSIONS + first.context["next_url"])
    assert [version for version, _ in listed(second)] == list(range(10, 0, -1))
    assert second.context["next_url"] == ""


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "%00", "٣", "1e3"])
def test_a_senseless_place_to_go_on_is_no_error(desk, group, after):
    many_versions(group, 2)
    assert desk.get(f"{VERSIONS}?after={after}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    desk, group, lead, django_assert_num_queries, count
):
    many_versions(group, count, lead.public_id)
    desk.get(VERSIONS)
    with django_assert_num_queries(6):
        desk.get(VERSIONS)


def test_a_version_is_read_with_what_changed_since(desk, group, lead):
    ask(group, lead, tagline="New line")
    html = desk.get(f"{VERSIONS}1/").content.decode()
    assert re.search(r"<del>.*Old.*</del><ins>.*New.*</ins> line", html)
    assert "Kin of all" in html
    assert "Restore this version" in html


def test_the_present_version_offers_no_way_back_to_itself(desk, group, lead):
    ask(group, lead, tagline="New line")
    html = desk.get(f"{VERSIONS}2/").content.decode()
    assert "These are the texts that the page shows now." in html
    assert "Restore this version" not in html


def test_restoring_makes_the_rest_live_and_asks_for_what_a_curator_approves(
    desk, group, lead, carol
):
    change = ask(group, lead, tagline="New line", mission="New mission")
    actions.approve_texts(change=change, by=carol, version=1)
    response = desk.post(f"{VERSIONS}1/", {"version": "3"})
    assert told(desk, response) == [
        "Restored. A curator looks at this first: mission. Everything else is live."
    ]
    assert (stored(group).tagline, stored(group).mission) == ("Old line", "New mission")
    assert actions.waiting_change(group).texts == {"mission": "Old mission"}


@pytest.mark.parametrize("name", ["name", "purpose"])
def test_restoring_takes_no_name_and_no_purpose_away(desk, group, name):
    factories.revision(group, texts={name: ""})
    response = desk.post(f"{VERSIONS}1/", {"version": "1"})
    assert response.url == f"{VERSIONS}1/"
    assert told(desk, response)[0].endswith(f"needs a {name}. These words have none.")
    assert not TextChange.objects.exists()


def test_a_page_that_is_refused_keeps_what_was_typed(desk, group, monkeypatch):
    monkeypatch.setattr(actions, "edit_page", refuse)
    response = save(desk, tagline="Mine")
    assert response.status_code == 422
    assert "It does not go." in words(response)
    assert 'value="Mine"' in response.content.decode()


def refuse(**given):
    raise Refusal("It does not go.")


def test_restoring_what_is_live_says_so(desk, group, lead):
    ask(group, lead, tagline="New line")
    assert told(desk, desk.post(f"{VERSIONS}1/", {"version": "2"})) == ["Restored. It is live now."]


@pytest.mark.parametrize("version", [None, "1", "x", "9" * 5000])
def test_restoring_over_what_one_has_not_seen_is_refused(desk, group, lead, version):
    ask(group, lead, tagline="New line")
    response = desk.post(f"{VERSIONS}1/", {"version": version} if version else {})
    assert response.status_code == 409
    assert "Somebody else saved the page while you were reading" in words(response)
    assert 'name="version" value="2"' in response.content.decode()
    assert stored(group).tagline == "New line"


@pytest.mark.parametrize("version", [7, 2**31, 10**30])
def test_a_version_that_is_not_there_is_not_found(desk, group, lead, version):
    ask(group, lead, tagline="New line")
    assert desk.get(f"{VERSIONS}{version}/").status_code == 404
    assert desk.post(f"{VERSIONS}{version}/").status_code == 404


def test_another_groups_version_is_not_found(desk, group):
    other = factories.brg()
    many_versions(other, 1)
    assert desk.get(f"{VERSIONS}1/").status_code == 404


def test_a_lead_whose_term_has_ended_finds_none_of_it(desk, group, lead):
    many_versions(group, 1)
    yesterday = factories.today() - dt.timedelta(days=1)
    post_of(lead).update(ends=yesterday, cut_short=True)
    for address in (PAGE, f"{PAGE}withdraw/", VERSIONS, f"{VERSIONS}1/"):
        assert desk.get(address).status_code == 404
    for address in (PAGE, f"{PAGE}withdraw/", f"{VERSIONS}1/"):
        assert desk.post(address).status_code == 404
