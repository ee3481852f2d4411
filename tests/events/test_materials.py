"""Recordings and slides: who puts them beside an event, what is asked, and who finds them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.refusal import Refusal
from audit.models import AuditEvent
from events.actions.materials import MOST, attach, detach
from events.models import Material
from resources.actions import remove
from tests import factories
from tests.events.workspace import said, text

pytestmark = pytest.mark.django_db

RECORDING, SLIDES = "1_recording", "2_slides"
DAY = dt.timedelta(days=1)


def over(brg, **facts):
    return factories.event(brg, **{"starts": timezone.now() - DAY} | facts)


def page_of(event):
    return f"/manage/kin/events/{event.pk}/recordings/"


def shown(client, person, event):
    client.force_login(person)
    response = client.get(event.get_absolute_url())
    return [material.resource.title for material in response.context.get("materials", [])]


# What the actions keep


@pytest.mark.parametrize("captions", ["captions", "transcript", "none"])
def test_a_recording_says_how_somebody_follows_it_who_does_not_hear(kin, lea, captions):
    event, resource = over(kin), factories.resource(kin)
    attach(event=event, by=lea, resource=resource, kind=RECORDING, captions=captions)
    assert Material.objects.get(event=event).captions == captions


@pytest.mark.parametrize("captions", ["", "maybe"])
def test_a_recording_that_says_nothing_of_it_is_refused(kin, lea, captions):
    facts = {"resource": factories.resource(kin), "kind": RECORDING, "captions": captions}
    with pytest.raises(Refusal, match="follows it who does not hear"):
        attach(event=over(kin), by=lea, **facts)
    assert not Material.objects.exists()


def test_slides_need_no_captions_and_keep_none(kin, lea):
    event, resource = over(kin), factories.resource(kin)
    attach(event=event, by=lea, resource=resource, kind=SLIDES, captions="none")
    assert Material.objects.get(event=event).captions == ""


@pytest.mark.parametrize(
    "wrong", [{"kind": RECORDING}, {"kind": SLIDES, "captions": "none"}, {"kind": "9_film"}]
)
def test_no_row_says_otherwise(kin, wrong):
    facts = {"event": over(kin), "resource": factories.resource(kin)} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Material.objects.create(**facts)


def test_saying_it_anew_changes_what_is_there(kin, lea):
    event, resource = over(kin), factories.resource(kin)
    for captions in ("none", "captions"):
        attach(event=event, by=lea, resource=resource, kind=RECORDING, captions=captions)
    assert [row.captions for row in Material.objects.all()] == ["captions"]


def test_before_it_has_begun_and_once_it_is_cancelled_nothing_is_added(kin, lea):
    resource, now = factories.resource(kin), timezone.now()
    for event in (factories.event(kin), over(kin, status="cancelled", cancelled=now)):
        with pytest.raises(Refusal):
            attach(event=event, by=lea, resource=resource, kind=SLIDES)
    attach(event=over(kin, starts=now, hours=2), by=lea, resource=resource, kind=SLIDES)


def test_another_group_s_resource_is_refused(kin, lea):
    with pytest.raises(Refusal, match="no resource of the group"):
        attach(event=over(kin), by=lea, resource=factories.resource(factories.brg()), kind=SLIDES)


def test_one_event_has_at_most_twenty(kin, lea):
    event = over(kin)
    for _number in range(MOST):
        last = factories.material(event)
    with pytest.raises(Refusal, match="enough for one event"):
        attach(event=event, by=lea, resource=factories.resource(kin), kind=SLIDES)
    # One that is there can still be put right.
    attach(event=event, by=lea, resource=last.resource, kind=SLIDES)


def test_both_acts_are_on_record_for_the_leads(kin, lea):
    event, resource = over(kin), factories.resource(kin)
    attach(event=event, by=lea, resource=resource, kind=SLIDES)
    assert detach(event=event, by=lea, resource=resource)
    assert not detach(event=event, by=lea, resource=resource)
    acts = AuditEvent.objects.within(kin).values_list("verb", "actor", "thing_id")
    key = (lea.public_id, str(event.pk))
    assert list(acts) == [("event.material_detached", *key), ("event.material_attached", *key)]


def test_what_the_group_offers_no_more_goes_from_the_event_too(kin, lea):
    material = factories.material(over(kin))
    remove(resource=material.resource, by=lea)
    assert not Material.objects.exists()


# Who finds them


def test_recordings_come_first_on_the_event_s_page(client, kin):
    event, person = over(kin), factories.person()
    for title, kind in (("A handout", "3_other"), ("B slides", SLIDES), ("C film", RECORDING)):
        factories.material(event, factories.resource(kin, title=title, audience="employees"), kind)
    assert shown(client, person, event) == ["C film", "B slides", "A handout"]
    page = text(client.get(event.get_absolute_url()))
    assert "C film Recording It has captions" in page


def test_a_recording_without_captions_says_so_and_whom_to_ask(client, kin):
    event = over(kin, audience="public")
    resource = factories.resource(kin, audience="public")
    factories.material(event, resource, captions="none")
    page = client.get(event.get_absolute_url())
    assert "Recording No captions yet" in text(page)
    assert f'href="{reverse("group-ask", args=["kin"])}"' in page.content.decode()


def test_only_those_find_them_for_whom_the_event_is_and_who_may_open_them(client, kin):
    member, other = factories.person(), factories.person()
    factories.membership(member, kin)
    for audience in ("members", "employees"):
        event = over(kin, audience=audience)
        for who in ("members", "employees"):
            resource = factories.resource(kin, title=f"For {who}", audience=who)
            factories.material(event, resource, SLIDES)
        assert shown(client, member, event) == ["For employees", "For members"]
        found = shown(client, other, event)
        assert found == ([] if audience == "members" else ["For employees"])


def test_a_page_of_what_is_to_come_asks_nothing_of_it(client, kin):
    client.force_login(factories.person())
    response = client.get(factories.event(kin).get_absolute_url())
    assert "materials" not in response.context


# The page of leads


def test_leads_add_and_remove_them_there(client, kin, lea):
    event, resource = over(kin), factories.resource(kin, title="The evening")
    assert page_of(event) in client.get(event.get_workspace_url()).content.decode()
    sent = {"resource": resource.public_id, "kind": RECORDING, "captions": "transcript"}
    response = client.post(page_of(event), sent)
    assert response.url == page_of(event)
    assert said(response) == ["Added. Whoever may open it finds it on the event’s page."]
    assert "The evening Recording It comes with a transcript" in text(client.get(page_of(event)))
    response = client.post(page_of(event), {"remove": resource.public_id})
    assert said(response) == ["Removed here. The group still offers it."]
    assert not Material.objects.exists()


def test_a_recording_without_a_word_about_captions_comes_back(client, kin, lea):
    sent = {"resource": factories.resource(kin).public_id, "kind": RECORDING}
    response = client.post(page_of(over(kin)), sent)
    assert response.status_code == 422
    assert "Say whether the recording has captions." in text(response)


@pytest.mark.parametrize("wrong", ["nothing", "\0", "x" * 9999])
def test_what_is_no_resource_of_the_group_can_t_be_chosen_or_removed(client, kin, lea, wrong):
    event, other = over(kin), factories.resource(factories.brg())
    for chosen in (wrong, other.public_id):
        sent = {"resource": chosen, "kind": SLIDES}
        assert client.post(page_of(event), sent).status_code == 422
        assert client.post(page_of(event), {"remove": chosen}).status_code == 302
    assert not Material.objects.exists()


def test_before_it_has_begun_the_page_says_so(client, kin, lea):
    page = text(client.get(page_of(factories.event(kin))))
    assert "can be added once the event has begun" in page
    assert "What it is" not in page


def test_leads_of_a_chapter_choose_among_the_group_s_and_add_none_to_it(client, kin, denver, carl):
    event = over(kin, chapter=denver)
    address = f"/manage/kin/chapters/denver/events/{event.pk}/recordings/"
    assert "Ask its leads to add one." in text(client.get(address))
    resource = factories.resource(kin)
    client.post(address, {"resource": resource.public_id, "kind": SLIDES})
    assert Material.objects.get().resource == resource
    assert "manage/kin/resources/new" not in client.get(address).content.decode()
