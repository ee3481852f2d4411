"""What groups tell: exactly to whom, in which words, once, and to nobody else."""

import datetime as dt
import re

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.actions import deactivate, erase
from accounts.refusal import Refusal
from accounts.visibility import EXPLANATIONS, Visibility
from brgs import actions
from brgs.models import Membership, Officer
from notices.actions import tell
from notices.models import Letter, Notice, key_of
from tests import factories
from tests.told import Told, everybody, forget, mails, titles, told

pytestmark = pytest.mark.django_db

SENSITIVE = {"default_visibility": Visibility.ONLY_ME}


def day(number):
    return factories.today() + dt.timedelta(days=number)


def in_words(number):
    return date_format(day(number))


@pytest.fixture
def group():
    return factories.brg(acronym="Kin", slug="kin")


@pytest.fixture
def lead(group):
    return factories.lead(group)


@pytest.fixture
def fellow(group):
    """Another member, who is told nothing of what happens to others."""
    person = factories.person()
    factories.membership(person, group)
    return person


@pytest.fixture
def curator():
    return factories.curator()


def offered(lead, person, group, role="treasurer", **fields):
    days = {"starts": day(0), "ends": day(100)}
    office = Officer(person=person, brg=group, role=role, **days | fields)
    return actions.offer(office=office, by=lead)


def taken(lead, person, group, role="treasurer", **fields):
    office = offered(lead, person, group, role, **fields)
    office = actions.accept(office=office, by=person, visibility=Visibility.LEADS)
    forget()
    return office


def of_group(person, group, **words):
    """A letter about a group that is on its way to a person."""
    facts = {"kind": "news", "thing": "news:1", "title": "News", "why": "Why."}
    return tell(Letter(topic=key_of(group), **facts | words), person)


# Belonging


@pytest.mark.parametrize("visibility", Visibility)
def test_whoever_joins_is_welcomed_and_nobody_else_is_told(
    group, lead, fellow, curator, visibility
):
    alice = factories.person()
    actions.join(brg=group, by=alice, visibility=visibility)
    line = f"Good to have you here. {EXPLANATIONS[visibility]}"
    hides = visibility == Visibility.ONLY_ME
    assert told(alice) == [Told("Welcome to Kin", line, "You joined Kin.", hides)]
    assert everybody() == {"Welcome to Kin": {alice.pk}}
    letter = Letter.objects.get()
    own = Membership.objects.get(person=alice)
    assert (letter.kind, letter.thing, letter.topic, letter.url) == (
        *("welcome", key_of(own), key_of(group)),
        "/groups/kin/",
    )


def test_the_welcome_to_a_sensitive_group_is_discreet():
    alice = factories.person()
    actions.join(brg=factories.brg(**SENSITIVE), by=alice, visibility=Visibility.EVERYONE)
    assert told(alice)[0].discreet


def test_whoever_joins_twice_is_welcomed_once(group):
    alice = factories.person()
    for _ in range(2):
        actions.join(brg=group, by=alice, visibility=Visibility.LEADS)
    assert titles(alice) == ["Welcome to Kin"]


def test_whoever_comes_back_is_welcomed_again(group):
    alice = factories.person()
    for _ in range(2):
        actions.join(brg=group, by=alice, visibility=Visibility.LEADS)
        actions.leave(brg=group, by=alice)
    assert titles(alice) == ["Welcome to Kin"] * 2


def test_nobody_is_welcomed_where_joining_is_refused(group):
    actions.pause(brg=group, by=factories.superuser())
    alice = factories.person()
    with pytest.raises(Refusal):
        actions.join(brg=group, by=alice, visibility=Visibility.LEADS)
    assert titles(alice) == []


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_told():
    group, alice = factories.brg(), factories.person()
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.join(brg=group, by=alice, visibility=Visibility.LEADS)
        raise RuntimeError
    assert not Letter.objects.exists()


def test_who_leaves_is_told_nothing_and_nobody_else_either(group, lead, fellow, curator):
    actions.leave(brg=group, by=fellow)
    assert everybody() == {}


def test_who_leaves_gets_no_mail_for_members_that_is_on_its_way(group, fellow, lead):
    for kind in ("news", "welcome", "term", "approval", "question", "post", "privacy"):
        of_group(fellow, group, kind=kind, title=kind)
    of_group(lead, group, thing="news:3", title="to others")
    of_group(fellow, factories.brg(), thing="news:2", title="of others")
    actions.leave(brg=group, by=fellow)
    assert dict(mails(fellow)) == {
        **dict.fromkeys(("news", "welcome", "term", "approval"), "none"),
        **dict.fromkeys(("question", "post", "privacy", "of others"), "waiting"),
    }
    assert mails(lead) == [("to others", "waiting")]


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.ONLY_ME])
def test_who_is_removed_reads_the_reason_in_the_portal_and_not_in_the_mail(
    client, group, lead, visibility
):
    alice = factories.person()
    factories.membership(alice, group, visibility)
    of_group(alice, group)
    actions.remove(brg=group, person=alice, by=lead, reason="Shouted at people.")
    assert told(alice, "privacy") == [
        Told(
            "Your membership of Kin was ended",
            "A lead gave a reason. You can read it under “My groups”.",
            "You were a member of Kin.",
            visibility == Visibility.ONLY_ME,
        )
    ]
    assert mails(alice) == [("News", "none"), ("Your membership of Kin was ended", "waiting")]
    assert everybody().keys() == {"News", "Your membership of Kin was ended"}
    assert titles(lead) == []
    letter = Letter.objects.get(kind="privacy")
    assert "Shouted" not in f"{letter.title} {letter.line} {letter.body} {letter.why}"
    client.force_login(alice)
    assert letter.url == "/me/groups/"
    assert "Shouted at people." in client.get(letter.url).content.decode()


def test_a_removal_that_is_refused_tells_nobody(group, lead):
    with pytest.raises(Refusal):
        actions.remove(brg=group, person=lead, by=factories.superuser(), reason="No.")
    assert everybody() == {}


def test_every_member_is_told_that_the_group_became_sensitive(group, lead, fellow, curator):
    shown, gone = factories.person(), factories.person(is_active=False)
    left, outside = factories.person(), factories.person()
    factories.membership(shown, group, Visibility.EVERYONE)
    factories.membership(gone, group)
    factories.membership(left, group, left=timezone.now())
    of_group(shown, group)
    group.default_visibility = Visibility.ONLY_ME
    actions.save_brg(brg=group, by=curator, version=1)
    sent = Told(
        "Kin is more private now",
        "Nobody can see that you belong. You are only counted.",
        "You are a member of Kin.",
        True,
    )
    for person in (lead, fellow, shown):
        assert told(person, "privacy") == [sent]
    assert everybody()["Kin is more private now"] == {lead.pk, fellow.pk, shown.pk}
    assert [titles(person) for person in (gone, left, outside, curator)] == [[]] * 4
    # What was on its way names the group no more.
    assert set(Notice.objects.values_list("discreet", flat=True)) == {True}


def test_what_was_told_before_a_group_became_sensitive_is_folded_from_then_on(
    group, fellow, curator, client
):
    of_group(fellow, group, title="A supper of Kin").notices.update(mail="sent")
    client.force_login(fellow)
    folded = re.compile(r"<details><summary>A message</summary>.*?</details>", re.DOTALL)
    page = client.get("/me/notices/").content.decode()
    assert "A supper of Kin" in folded.sub("", page)
    group.default_visibility = Visibility.ONLY_ME
    actions.save_brg(brg=group, by=curator, version=1)
    page = client.get("/me/notices/").content.decode()
    assert "A supper of Kin" in page
    assert "A supper of Kin" not in folded.sub("", page)


def test_a_group_that_stays_sensitive_tells_nobody_again(group, fellow, curator):
    for version in (1, 2):
        group.default_visibility = Visibility.ONLY_ME
        actions.save_brg(brg=group, by=curator, version=version)
    assert titles(fellow) == ["Kin is more private now"]


def test_a_group_that_becomes_sensitive_again_tells_again(group, fellow, curator):
    levels = (Visibility.ONLY_ME, Visibility.LEADS, Visibility.ONLY_ME)
    for version, level in enumerate(levels, 1):
        group.default_visibility = level
        actions.save_brg(brg=group, by=curator, version=version)
    assert titles(fellow) == ["Kin is more private now"] * 2


@pytest.mark.parametrize("level", Visibility)
def test_mail_on_its_way_becomes_discreet_where_one_hides_oneself(group, fellow, lead, level):
    other = factories.brg()
    for person, about in ((fellow, group), (lead, group), (fellow, other)):
        of_group(person, about, thing=f"news:{person.pk}{about.pk}")
    actions.change_visibility(brg=group, by=fellow, visibility=level)
    rows = Notice.objects.order_by("pk").values_list("discreet", flat=True)
    assert list(rows) == [level == Visibility.ONLY_ME, False, False]


@pytest.mark.parametrize("act", [actions.pause, actions.archive])
def test_a_group_that_is_put_away_sends_no_news_and_no_reminders(group, fellow, act):
    for kind in ("news", "term", "post", "privacy"):
        of_group(fellow, group, kind=kind, title=kind)
    act(brg=group, by=factories.superuser())
    assert dict(mails(fellow)) == {
        **dict.fromkeys(("news", "term"), "none"),
        **dict.fromkeys(("post", "privacy"), "waiting"),
    }


# Posts


def test_who_is_offered_a_post_is_told_and_nobody_else(group, lead, fellow, curator):
    alice = factories.person()
    office = offered(lead, alice, group)
    assert told(alice) == [
        Told(
            "A post is offered to you: Treasurer, Kin",
            f"Until {in_words(100)}. You can accept or decline.",
            "A post of Kin was offered to you.",
            False,
        )
    ]
    assert everybody().keys() == {"A post is offered to you: Treasurer, Kin"}
    letter = Letter.objects.get()
    assert (letter.kind, letter.topic, letter.url) == (
        *("post", key_of(group)),
        f"/me/offices/group/{office.pk}/",
    )


def test_an_offer_of_a_sensitive_group_is_discreet_to_whoever_belongs_or_not():
    group = factories.brg(**SENSITIVE)
    alice = factories.person()
    offered(factories.lead(group), alice, group)
    assert told(alice)[0].discreet


@pytest.mark.parametrize(
    ("history", "hides"),
    [
        ([Visibility.ONLY_ME], True),
        ([Visibility.MEMBERS], False),
        ([Visibility.ONLY_ME, Visibility.MEMBERS], False),
        ([Visibility.MEMBERS, Visibility.ONLY_ME], True),
    ],
)
@pytest.mark.parametrize("has_left", [False, True])
def test_an_offer_is_discreet_by_ones_last_membership(group, lead, history, hides, has_left):
    alice = factories.person()
    now = timezone.now()
    for number, level in enumerate(history):
        joined = now - dt.timedelta(days=10 - number)
        is_last = number == len(history) - 1
        left = None if is_last and not has_left else joined
        factories.membership(alice, group, level, joined=joined, left=left)
    offered(lead, alice, group)
    assert told(alice)[0].discreet is hides


def test_an_offer_that_is_refused_tells_nobody(group, lead):
    with pytest.raises(Refusal):
        offered(lead, lead, group)
    assert everybody() == {}


@pytest.mark.parametrize("has_lead", [True, False])
@pytest.mark.parametrize("answer", ["Accepted", "Declined"])
def test_the_leads_are_told_the_answer_and_where_there_are_none_the_curators(
    group, fellow, curator, answer, has_lead
):
    leads = [factories.lead(group), factories.lead(group)] if has_lead else []
    alice = factories.person()
    office = offered(curator, alice, group)
    if answer == "Accepted":
        actions.accept(office=office, by=alice, visibility=Visibility.LEADS)
    else:
        actions.decline(office=office, by=alice)
    title = f"{answer}: Treasurer, Kin"
    people = leads or [curator]
    assert everybody()[title] == {person.pk for person in people}
    line = {
        "Accepted": "The post is taken.",
        "Declined": "No reason is asked. You can offer the post to somebody else.",
    }[answer]
    why = "You look after the posts of Kin."
    assert told(people[0]) == [Told(title, line, why, False)]
    url = "/manage/kin/officers/" if has_lead else f"/admin/brgs/brg/{group.pk}/change/"
    assert Letter.objects.get(title=title).url == url
    # What asked for an answer goes out by mail no more, and the own act is not told.
    assert mails(alice)[0] == ("A post is offered to you: Treasurer, Kin", "none")
    assert title not in titles(alice)


def test_who_takes_a_post_and_joins_by_that_is_welcomed(group, lead):
    alice = factories.person()
    office = offered(lead, alice, group)
    actions.accept(office=office, by=alice, visibility=Visibility.LEADS)
    assert titles(alice, "welcome") == ["Welcome to Kin"]
    assert titles(lead) == ["Accepted: Treasurer, Kin"]


def test_taking_a_post_twice_tells_once(group, lead):
    alice = factories.person()
    office = offered(lead, alice, group)
    for _ in range(2):
        actions.accept(office=office, by=alice, visibility=Visibility.LEADS)
    assert titles(lead) == ["Accepted: Treasurer, Kin"]


def test_whose_offer_is_taken_back_is_told(group, lead):
    alice = factories.person()
    office = offered(lead, alice, group)
    actions.end(office=office, by=lead)
    title = "An offer was taken back: Treasurer, Kin"
    why = "A post of Kin was offered to you."
    assert told(alice)[1:] == [Told(title, "You need not do anything.", why, False)]
    assert [state for _title, state in mails(alice)] == ["none", "waiting"]
    assert titles(lead) == []


@pytest.mark.parametrize("by", ["lead", "alice"])
def test_the_notice_of_an_offer_that_is_gone_leads_to_ones_posts(group, lead, client, by):
    alice = factories.person()
    office = offered(lead, alice, group)
    letter = Letter.objects.get(thing=key_of(office), occurrence="")
    client.force_login(alice)
    assert client.get(letter.url).status_code == 200
    if by == "lead":
        actions.end(office=office, by=lead)
    else:
        actions.decline(office=office, by=alice)
    assert client.get(letter.url).status_code == 404
    letter.refresh_from_db()
    assert letter.url == "/me/offices/"


def test_whose_term_another_ends_is_told(group, lead):
    alice = factories.person()
    office = taken(lead, alice, group)
    actions.end(office=office, by=lead)
    line = "Your name is not shown with the post any more."
    assert told(alice) == [
        Told("Your term was ended: Treasurer, Kin", line, "You held a post of Kin.", False)
    ]
    assert everybody().keys() == {"Your term was ended: Treasurer, Kin"}


def test_a_caretaker_whom_another_ends_is_told_so(group, lead):
    before = factories.person()
    factories.membership(before, group)
    Officer.objects.filter(person=lead).update(starts=day(-200), ends=day(-1))
    office = factories.officer(before, group, starts=day(-200), ends=day(-1))
    actions.end(office=office, by=lead)
    assert titles(before) == ["You are not caretaker any more: Chair, Kin"]


def test_who_resigns_or_leaves_is_told_nothing_about_the_post(group, lead):
    alice, bob = factories.person(), factories.person()
    office = taken(lead, alice, group)
    taken(lead, bob, group, "secretary")
    actions.end(office=office, by=alice)
    actions.leave(brg=group, by=bob)
    assert everybody() == {}


def test_a_deputy_is_told_when_the_officer_goes(group, lead):
    alice, bob = factories.person(), factories.person()
    office = taken(lead, alice, group)
    days = {"starts": day(0), "ends": day(50)}
    deputy = actions.deputize(office=office, deputy=Officer(person=bob, brg=group, **days), by=lead)
    actions.accept(office=deputy, by=bob, visibility=Visibility.LEADS)
    forget()
    actions.end(office=office, by=alice)
    assert everybody() == {"Your term was ended: Acting Treasurer, Kin": {bob.pk}}


def test_who_hands_over_is_told_the_last_day_and_other_leads_that_the_post_is_taken(group, lead):
    other, alice = factories.lead(group), factories.person()
    office = Officer.objects.get(person=lead)
    heir = Officer(person=alice, brg=group, starts=day(5), ends=day(300))
    offer = actions.hand_over(office=office, successor=heir, until=day(20), by=lead)
    actions.accept(office=offer, by=alice, visibility=Visibility.LEADS)
    title = f"Your term ends on {in_words(20)}: Chair, Kin"
    why = "You hold a post of Kin."
    assert told(lead) == [Told(title, "Your successor has accepted.", why, False)]
    assert titles(other) == ["Accepted: Chair, Kin"]
    assert title not in titles(alice)


def test_a_successor_who_begins_after_the_term_sets_no_last_day(group, lead):
    alice = factories.person()
    office = Officer.objects.get(person=lead)
    heir = Officer(person=alice, brg=group, starts=day(50), ends=day(300))
    offer = actions.hand_over(office=office, successor=heir, until=day(100), by=lead)
    actions.accept(office=offer, by=alice, visibility=Visibility.LEADS)
    # The term ends as it did, so the lead reads what leads read.
    assert titles(lead) == ["Accepted: Chair, Kin"]


@pytest.mark.parametrize("go", [deactivate, erase])
def test_curators_are_told_that_a_place_has_no_lead_once_an_account_is_gone(
    group, lead, fellow, curator, go
):
    elsewhere = factories.brg()
    go(person=lead, by=factories.superuser())
    title, line = "Kin has no lead", "Nobody leads it, and nobody is caretaker."
    line += " Offer the post to somebody."
    assert told(curator) == [Told(title, line, "You are a curator.", False)]
    staff = set(factories.User.objects.curators().values_list("pk", flat=True))
    assert everybody() == {title: staff}
    assert elsewhere.short_name not in str(everybody())
    assert actions.tell_of_vacancies(Officer, among=[group.pk]) == 0


def test_nobody_is_told_where_another_lead_stays(group, lead, curator):
    factories.lead(group)
    deactivate(person=lead, by=curator)
    assert everybody() == {}


# Words that wait for a curator


def ask(group, lead, **texts):
    group.refresh_from_db()
    _brg, change = actions.edit_page(brg=group, by=lead, version=group.version, texts=texts)
    return change


def test_curators_are_asked_once_for_each_change(group, lead, fellow, curator):
    change = ask(group, lead, mission="New words.")
    ask(group, lead, mission="Newer words.")
    title = "New texts to approve: Kin"
    line = "The leads ask a curator to look at them."
    assert told(curator) == [Told(title, line, "You are a curator.", False)]
    assert everybody() == {title: {curator.pk}}
    assert Letter.objects.get().url == f"/admin/brgs/brg/texts/{change.pk}/"


def test_a_curator_who_leads_the_group_is_not_asked_by_themselves(group, curator):
    factories.membership(curator, group)
    factories.officer(curator, group)
    ask(group, curator, mission="New words.")
    assert everybody() == {}


@pytest.mark.parametrize("answer", ["approved", "returned"])
def test_the_asker_and_the_leads_are_told_the_answer_and_not_the_note(
    group, lead, fellow, curator, answer
):
    asker, second = factories.lead(group), factories.curator()
    change = ask(group, asker, mission="New words.")
    Officer.objects.filter(person=asker).delete()
    if answer == "approved":
        actions.approve_texts(change=change, by=curator, version=1)
        line = "They stand in the page now."
    else:
        actions.return_texts(change=change, by=curator, version=1, note="Too secret.")
        line = "A curator left a note. Read it in the portal."
    title = f"New texts {answer}: Kin"
    assert everybody()[title] == {asker.pk, lead.pk}
    assert told(lead) == [Told(title, line, "The leads of Kin asked for it.", False)]
    assert not any("secret" in letter.body + letter.line for letter in Letter.objects.all())
    # Other curators are asked by mail no more.
    assert mails(second) == [("New texts to approve: Kin", "none")]


def test_words_taken_back_ask_no_curator_any_more(group, lead, curator):
    ask(group, lead, mission="New words.")
    actions.withdraw_texts(brg=group, by=lead)
    assert mails(curator) == [("New texts to approve: Kin", "none")]


def test_what_a_name_is_too_long_for_is_cut(lead):
    group = factories.brg(name="N" * 120, acronym="")
    alice = factories.person()
    office = offered(factories.lead(group), alice, group, title="T" * 80)
    assert office.pk
    (said,) = told(alice)
    assert len(said.title) == 200
    assert said.title.endswith("…")
