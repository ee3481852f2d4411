"""A group's texts: what is live at once, what waits for a curator, and every version of them."""

import pytest
from django.core.files.storage import default_storage

from accounts.refusal import Refusal
from audit.models import AuditEvent
from brgs import actions
from brgs.models import BRG, Revision, TextChange
from brgs.models.texts import TEXTS
from content.pictures import EMBLEM, read
from tests import factories
from tests.brgs.test_admin import picture

pytestmark = pytest.mark.django_db

Status = TextChange.Status


@pytest.fixture
def group():
    return factories.brg(name="Kin", mission="Old mission", tagline="Old line")


@pytest.fixture
def lead(group):
    return factories.lead(group)


@pytest.fixture
def carol():
    return factories.curator()


def edit(group, by, **texts):
    """Save the page from its present version with some texts as they were typed."""
    version = BRG.objects.get(pk=group.pk).version
    return actions.edit_page(brg=group, by=by, version=version, texts=texts)


def ask(group, by, **texts):
    return edit(group, by, **texts)[1]


def verbs(**facts):
    return list(AuditEvent.objects.filter(**facts).order_by("pk").values_list("verb", flat=True))


def versions(group):
    return list(group.revisions.order_by("version").values_list("version", "actor"))


# What is live and what waits


def test_words_for_everybody_are_live_at_once(group, lead):
    saved, change = edit(group, lead, tagline="New line", about="**Hello**")
    group.refresh_from_db()
    assert change is None
    assert (group.tagline, group.about_html) == ("New line", "<p><strong>Hello</strong></p>\n")
    assert (group.version, saved.version) == (2, 2)
    assert verbs() == ["brg.page_edited"]


@pytest.mark.parametrize("name", ["name", "purpose", "mission", "vision"])
def test_words_for_the_whole_organization_wait(group, lead, name):
    before = getattr(group, name)
    change = ask(group, lead, **{name: "New words"})
    group.refresh_from_db()
    assert getattr(group, name) == before
    assert (change.texts, change.before) == ({name: "New words"}, {name: before})
    assert (change.asked_by, change.status, change.version) == (lead, Status.WAITING, 1)
    assert list(TextChange.objects.waiting()) == [change]
    assert verbs() == ["brg.texts_asked"]


def test_only_what_differs_is_asked_for(group, lead):
    change = ask(group, lead, name="Kin", mission="New mission", tagline="New line")
    assert change.texts == {"mission": "New mission"}
    assert verbs() == ["brg.texts_asked", "brg.page_edited"]


def test_asking_counts_the_version_up_so_that_nobody_replaces_it_unseen(group, lead):
    ask(group, lead, mission="New mission")
    with pytest.raises(actions.EditConflict):
        actions.edit_page(brg=group, by=lead, version=1, texts={"mission": "Unseen"})
    assert actions.waiting_change(group).texts == {"mission": "New mission"}


def test_a_save_that_changes_nothing_leaves_no_trace(group, lead):
    waiting = ask(group, lead, mission="New mission")
    before = verbs()
    saved, change = edit(group, factories.lead(group), mission="New mission", tagline="Old line")
    assert (change.pk, change.version, change.asked_by) == (waiting.pk, 1, lead)
    assert (saved.version, verbs()) == (2, before)


def test_later_words_take_the_place_of_those_that_wait_and_count_up(group, lead):
    other = factories.lead(group)
    first = ask(group, lead, mission="New mission")
    second = ask(group, other, mission="Newer mission", vision="A vision")
    assert (second.pk, second.version, second.asked_by) == (first.pk, 2, other)
    assert second.texts == {"mission": "Newer mission", "vision": "A vision"}
    assert verbs() == ["brg.texts_asked", "brg.texts_asked"]


def test_typing_the_present_words_again_takes_back_what_waits(group, lead):
    ask(group, lead, mission="New mission")
    saved, change = edit(group, lead, mission="Old mission")
    assert (change, saved.version) == (None, 3)
    assert TextChange.objects.get().status == Status.WITHDRAWN
    assert verbs() == ["brg.texts_asked", "brg.texts_withdrawn"]


def test_a_form_without_those_words_leaves_what_waits(group, lead):
    change = ask(group, lead, mission="New mission")
    assert ask(group, lead, tagline="New line") == change


def test_a_version_of_before_is_refused_and_changes_nothing(group, lead):
    edit(group, lead, tagline="Theirs")
    with pytest.raises(actions.EditConflict):
        actions.edit_page(brg=group, by=lead, version=1, texts={"tagline": "Mine", "name": "Mine"})
    group.refresh_from_db()
    assert (group.tagline, group.version) == ("Theirs", 2)
    assert not TextChange.objects.exists()


def test_hue_and_links_are_live_and_the_same_links_again_are_no_change(group, lead):
    links = [("Guide", "https://example.org/guide"), ("Map", "https://example.org/map")]
    for version in (1, 2):
        saved, _ = actions.edit_page(
            brg=group, by=lead, version=version, texts={}, values={"hue": 12}, links=links
        )
    assert (saved.hue, saved.version) == (12, 2)
    assert list(group.links.values_list("title", "url")) == links
    assert verbs() == ["brg.page_edited"]


def test_an_emblem_is_stored_replaced_and_taken_away(
    group, lead, django_capture_on_commit_callbacks
):
    emblem = read(picture(), EMBLEM)
    stored = []
    for version, image in enumerate([emblem, emblem, None, False], start=1):
        with django_capture_on_commit_callbacks(execute=True):
            version = BRG.objects.get(pk=group.pk).version
            saved, _ = actions.edit_page(
                brg=group, by=lead, version=version, texts={}, images={"emblem": image}
            )
        stored.append(saved.emblem.name)
    first, second, kept, gone = stored
    assert (second == kept, gone) == (True, "")
    assert not any(default_storage.exists(name) for name in (first, second))


# The curator


def test_approved_words_are_put_in_the_page(group, lead, carol):
    change = ask(group, lead, mission="New mission", name="New Kin")
    actions.approve_texts(change=change, by=carol, version=1)
    group.refresh_from_db()
    change.refresh_from_db()
    assert (group.name, group.mission, group.version) == ("New Kin", "New mission", 3)
    assert change.status == Status.APPROVED
    assert change.decided is not None
    assert actions.open_change(group) is None
    assert verbs(actor=carol.public_id) == ["brg.texts_approved"]


def test_nobody_approves_their_own_words(group, carol):
    factories.membership(carol, group)
    factories.officer(carol, group)
    change = ask(group, carol, mission="New mission")
    with pytest.raises(Refusal, match="Ask another curator"):
        actions.approve_texts(change=change, by=carol, version=1)
    group.refresh_from_db()
    assert group.mission == "Old mission"
    assert TextChange.objects.waiting().get() == change


def test_who_asked_first_does_not_approve_either_after_a_colleague_has_changed_a_comma(
    group, lead, carol
):
    factories.officer(carol, group)
    ask(group, carol, mission="New mission")
    change = ask(group, lead, mission="New mission,")
    assert change.askers == sorted([carol.public_id, lead.public_id])
    with pytest.raises(Refusal, match="Nobody approves their own words"):
        actions.approve_texts(change=change, by=carol, version=2)
    actions.approve_texts(change=change, by=factories.curator(), version=2)


@pytest.mark.parametrize("name", ["name", "purpose"])
def test_an_active_group_keeps_its_name_and_its_purpose(group, lead, carol, name):
    BRG.objects.filter(pk=group.pk).update(purpose="Purpose")
    with pytest.raises(Refusal, match=f"needs a {name}"):
        ask(group, lead, **{name: " "})
    change = factories.text_change(group, lead, texts={name: ""}, before={name: "Old"})
    with pytest.raises(Refusal, match=f"needs a {name}"):
        actions.approve_texts(change=change, by=carol, version=1)
    stored = BRG.objects.get(pk=group.pk)
    assert (stored.name, stored.purpose, stored.version) == ("Kin", "Purpose", 1)


def test_a_draft_may_be_without_a_purpose(lead, carol):
    draft = factories.brg(status="draft", purpose="Purpose")
    change = ask(draft, lead, purpose="")
    actions.approve_texts(change=change, by=carol, version=1)
    assert BRG.objects.get(pk=draft.pk).purpose == ""


def test_words_that_changed_after_the_curator_looked_are_not_approved(group, lead, carol):
    change = ask(group, lead, mission="New mission")
    ask(group, lead, mission="Newer mission")
    with pytest.raises(actions.EditConflict):
        actions.approve_texts(change=change, by=carol, version=1)
    with pytest.raises(actions.EditConflict):
        actions.return_texts(change=change, by=carol, version=1, note="No.")
    assert TextChange.objects.get().status == Status.WAITING


def test_words_are_not_put_over_others_that_another_curator_wrote_meanwhile(group, lead, carol):
    change = ask(group, lead, mission="New mission")
    stored = BRG.objects.get(pk=group.pk)
    stored.mission = "The curator’s mission"
    actions.save_brg(brg=stored, by=factories.curator(), version=2)
    with pytest.raises(actions.EditConflict):
        actions.approve_texts(change=change, by=carol, version=1)
    change.refresh_from_db()
    assert (change.version, change.before) == (2, {"mission": "The curator’s mission"})


def test_what_a_curator_writes_elsewhere_is_no_newer_look_at_what_waits(group, lead, carol):
    change = ask(group, lead, mission="New mission")
    stored = BRG.objects.get(pk=group.pk)
    stored.tagline = "The curator’s line"
    actions.save_brg(brg=stored, by=carol, version=2)
    actions.approve_texts(change=change, by=carol, version=1)


def test_returning_needs_a_note_and_tells_open_forms(group, lead, carol):
    change = ask(group, lead, mission="New mission")
    with pytest.raises(Refusal, match="Say what to change"):
        actions.return_texts(change=change, by=carol, version=1, note="  ")
    actions.return_texts(change=change, by=carol, version=1, note=" Shorter, please. ")
    change.refresh_from_db()
    assert (change.status, change.note) == (Status.RETURNED, "Shorter, please.")
    assert actions.open_change(group) == change
    # A form in which the words still wait does not ask for them again unseen.
    with pytest.raises(actions.EditConflict):
        actions.edit_page(brg=group, by=lead, version=2, texts={"mission": "New mission"})


@pytest.mark.parametrize("end", ["approve", "return", "withdraw"])
def test_what_is_decided_is_decided_once(group, lead, carol, end):
    change = ask(group, lead, mission="New mission")
    if end == "withdraw":
        actions.withdraw_texts(brg=group, by=lead)
    elif end == "return":
        actions.return_texts(change=change, by=carol, version=1, note="Shorter.")
    else:
        actions.approve_texts(change=change, by=carol, version=1)
    with pytest.raises(Refusal, match="no longer wait"):
        actions.approve_texts(change=change, by=carol, version=1)
    with pytest.raises(Refusal, match="no longer wait"):
        actions.return_texts(change=change, by=carol, version=1, note="No.")


def test_new_words_after_a_note_are_a_change_of_their_own(group, lead, carol):
    returned = ask(group, lead, mission="New mission")
    actions.return_texts(change=returned, by=carol, version=1, note="Shorter.")
    asked = ask(group, lead, mission="Short")
    assert (asked.pk != returned.pk, actions.open_change(group)) == (True, asked)
    actions.approve_texts(change=asked, by=carol, version=1)
    assert actions.open_change(group) is None


# Taking back


def test_a_lead_takes_back_what_waits(group, lead):
    ask(group, lead, mission="New mission")
    change = actions.withdraw_texts(brg=group, by=lead)
    assert change.status == Status.WITHDRAWN
    assert actions.withdraw_texts(brg=group, by=lead) is None
    assert verbs() == ["brg.texts_asked", "brg.texts_withdrawn"]


def test_taking_back_tells_open_forms(group, lead):
    ask(group, lead, mission="New mission")
    actions.withdraw_texts(brg=group, by=lead)
    with pytest.raises(actions.EditConflict):
        actions.edit_page(brg=group, by=lead, version=2, texts={"mission": "New mission"})


def test_a_lead_lets_returned_words_go(group, lead, carol):
    change = ask(group, lead, mission="New mission")
    actions.return_texts(change=change, by=carol, version=1, note="Shorter.")
    actions.withdraw_texts(brg=group, by=lead)
    assert actions.open_change(group) is None


# Versions


def test_every_version_is_kept_with_the_first_and_with_who_left_it(group, lead, carol):
    change = ask(group, lead, mission="New mission", tagline="New line")
    edit(group, lead, tagline="Newest line")
    actions.approve_texts(change=change, by=carol, version=1)
    assert versions(group) == [
        (1, ""),
        (2, lead.public_id),
        (3, lead.public_id),
        (4, carol.public_id),
    ]
    told = {revision.version: revision.texts for revision in group.revisions.all()}
    assert [told[n]["tagline"] for n in (1, 2, 3, 4)] == [
        "Old line",
        "New line",
        "Newest line",
        "Newest line",
    ]
    assert [told[n]["mission"] for n in (1, 3, 4)] == ["Old mission", "Old mission", "New mission"]
    assert set(told[1]) == set(TEXTS)


def test_a_save_that_leaves_the_texts_keeps_no_version(group, lead):
    actions.edit_page(brg=group, by=lead, version=1, texts={}, values={"hue": 12})
    ask(group, lead, mission="New mission")
    assert versions(group) == [(1, "")]


def test_a_group_that_a_curator_makes_has_its_first_version_at_once(carol):
    group = actions.create_brg(brg=BRG(name="New", slug="new"), by=carol)
    assert versions(group) == [(1, carol.public_id)]


def test_what_a_curator_saves_is_a_version_too(group, carol):
    stored = BRG.objects.get(pk=group.pk)
    stored.mission = "The curator’s mission"
    actions.save_brg(brg=stored, by=carol, version=1)
    assert versions(group) == [(1, ""), (2, carol.public_id)]


def test_an_earlier_version_comes_back_with_its_approved_words_asked_for(group, lead, carol):
    change = ask(group, lead, mission="New mission", tagline="New line")
    actions.approve_texts(change=change, by=carol, version=1)
    first = group.revisions.get(version=1)
    saved, asked = edit(group, lead, **first.texts)
    assert (saved.tagline, saved.mission) == ("Old line", "New mission")
    assert asked.texts == {"mission": "Old mission"}


def test_all_of_it_is_on_record_for_the_leads_of_that_group_and_no_other(group, lead, carol):
    change = ask(group, lead, mission="New mission", tagline="New line")
    actions.return_texts(change=change, by=carol, version=1, note="Shorter.")
    change = ask(group, lead, mission="Short")
    actions.approve_texts(change=change, by=carol, version=1)
    ask(group, lead, mission="Again")
    actions.withdraw_texts(brg=group, by=lead)
    told = AuditEvent.objects.within(group).values_list("verb", flat=True)
    assert list(told)[::-1] == [
        *("brg.texts_asked", "brg.page_edited", "brg.texts_returned"),
        *("brg.texts_asked", "brg.texts_approved", "brg.texts_asked", "brg.texts_withdrawn"),
    ]
    assert AuditEvent.objects.count() == len(told)
    assert not AuditEvent.objects.within(factories.brg()).exists()


def test_nothing_of_the_words_is_on_record(group, lead):
    ask(group, lead, mission="New mission")
    event = AuditEvent.objects.get()
    assert (event.thing_kind, event.thing_id, event.actor) == ("brg", str(group.pk), lead.public_id)
    assert Revision.objects.get().texts["mission"] == "Old mission"
