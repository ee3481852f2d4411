"""What curators do with groups."""

import pytest

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs import actions
from brgs.models import BRG, FormerSlug, Membership
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol():
    return factories.superuser()


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_a_new_group_is_a_draft_that_nobody_sees(carol):
    group = actions.create_brg(brg=BRG(name="New", slug="new"), by=carol)
    assert group.status == BRG.Status.DRAFT
    assert not BRG.objects.visible_to(carol).exists()
    assert verbs() == ["brg.created"]


def test_saving_counts_the_version_up(carol):
    group = factories.brg()
    group.tagline = "Another line"
    actions.save_brg(brg=group, by=carol, version=1)
    group.refresh_from_db()
    assert (group.tagline, group.version) == ("Another line", 2)
    assert verbs() == ["brg.changed"]


def test_the_second_of_two_editors_is_refused_and_the_first_text_stands(carol):
    group = factories.brg()
    first, second = BRG.objects.get(pk=group.pk), BRG.objects.get(pk=group.pk)
    first.tagline, second.tagline = "First", "Second"
    actions.save_brg(brg=first, by=carol, version=1)
    with pytest.raises(actions.EditConflict, match="while you were editing"):
        actions.save_brg(brg=second, by=carol, version=1)
    group.refresh_from_db()
    assert group.tagline == "First"
    assert verbs() == ["brg.changed"]


def test_an_editor_does_not_undo_what_others_did_meanwhile(carol):
    group = factories.brg()
    edited = BRG.objects.get(pk=group.pk)
    actions.pause(brg=group, by=carol)
    actions.publish_figures()
    actions.save_brg(brg=edited, by=carol, version=1)
    group.refresh_from_db()
    assert group.status == BRG.Status.PAUSED
    assert group.members_figure is not None


def test_an_old_address_goes_on_leading_to_its_group(carol):
    group = factories.brg(slug="first")
    group.slug = "second"
    actions.save_brg(brg=group, by=carol, version=1)
    assert FormerSlug.objects.get(slug="first").brg == group


def test_a_group_can_take_its_own_old_address_back(carol):
    group = factories.brg(slug="first")
    for version, slug in enumerate(["second", "first"], start=1):
        group.slug = slug
        actions.save_brg(brg=group, by=carol, version=version)
    assert list(group.former_slugs.values_list("slug", flat=True)) == ["second"]


def test_no_other_group_can_take_an_old_address(carol):
    group = factories.brg(slug="first")
    group.slug = "second"
    actions.save_brg(brg=group, by=carol, version=1)
    with pytest.raises(Refusal, match="belonged to another group"):
        actions.create_brg(brg=BRG(name="New", slug="first"), by=carol)
    other = factories.brg()
    other.slug = "first"
    with pytest.raises(Refusal, match="belonged to another group"):
        actions.save_brg(brg=other, by=carol, version=1)


def levels(group):
    return set(Membership.objects.filter(brg=group).values_list("visibility", flat=True))


def test_making_a_group_sensitive_hides_every_member_there_and_nobody_elsewhere(carol):
    group, other = factories.brg(), factories.brg()
    for visibility in Visibility.values:
        alice = factories.person()
        factories.membership(alice, group, visibility)
        factories.membership(alice, other, visibility)
    group.default_visibility = Visibility.ONLY_ME
    actions.save_brg(brg=group, by=carol, version=1)
    assert levels(group) == {Visibility.ONLY_ME}
    assert levels(other) == set(Visibility.values)
    assert verbs() == ["brg.changed", "brg.made_sensitive"]


def test_the_way_back_raises_nobody(carol):
    group = factories.brg(default_visibility=Visibility.ONLY_ME)
    factories.membership(factories.person(), group, Visibility.ONLY_ME)
    group.default_visibility = Visibility.MEMBERS
    actions.save_brg(brg=group, by=carol, version=1)
    assert levels(group) == {Visibility.ONLY_ME}


def test_saving_a_sensitive_group_leaves_its_members_choices_alone(carol):
    group = factories.brg(default_visibility=Visibility.ONLY_ME)
    factories.membership(factories.person(), group, Visibility.LEADS)
    group.tagline = "Another line"
    actions.save_brg(brg=group, by=carol, version=1)
    assert levels(group) == {Visibility.LEADS}


def test_publishing_shows_a_group_and_remembers_the_first_time(carol):
    group = factories.brg(status=BRG.Status.DRAFT, published=None)
    first = actions.publish(brg=group, by=carol).published
    actions.pause(brg=group, by=carol)
    again = actions.publish(brg=group, by=carol)
    assert (again.status, again.published) == (BRG.Status.ACTIVE, first)
    assert verbs() == ["brg.published", "brg.paused", "brg.published"]


def test_a_group_without_a_purpose_is_not_published(carol):
    group = factories.brg(status=BRG.Status.DRAFT, purpose="")
    with pytest.raises(Refusal, match="purpose"):
        actions.publish(brg=group, by=carol)


def test_a_group_that_is_there_already_records_nothing(carol):
    actions.publish(brg=factories.brg(), by=carol)
    assert verbs() == []


def test_about_is_rendered_when_it_is_saved(carol):
    group = factories.brg()
    group.about = "**Hello** <script>alert(1)</script>"
    actions.save_brg(brg=group, by=carol, version=1)
    group.refresh_from_db()
    assert "<strong>Hello</strong>" in group.about_html
    assert "<script" not in group.about_html
