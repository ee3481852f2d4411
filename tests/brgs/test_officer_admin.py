"""Curation of offices: offered, handed over, ended; who is named, and when."""

import datetime as dt
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from accounts.clock import organization_today
from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs.models import Membership, Officer
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def carol():
    return factories.curator(email="carol@example.com")


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
def olga():
    return factories.person(legal_name="Olga Officer", email="olga@example.com", employee_id="E1")


def page(name, office=None):
    return reverse(f"admin:brgs_officer_{name}", args=[office.pk] if office else [])


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def offered(**changes):
    day = organization_today().isoformat()
    typed = {"brg": "kin", "role": "chair", "who": "olga@example.com", "starts": day}
    return typed | changes


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def over(person, group_, role="chair", **fields):
    """A term that ended by an act a while ago, so that nobody is a caretaker."""
    past = {"ends": organization_today() - 3 * DAY, "cut_short": True}
    return factories.officer(person, group_, role, **past | fields)


# Offering


@pytest.mark.parametrize("who", ["olga@example.com", "OLGA@example.com", "E1", " e1 "])
def test_a_post_is_offered_to_a_person_by_what_is_typed(desk, group, olga, who):
    response = desk.post(page("add"), offered(who=who, title="First chair", ends="2028-12-31"))
    office = Officer.objects.get()
    assert response.headers["Location"] == page("change", office)
    assert (office.brg, office.person, office.role) == (group, olga, "chair")
    assert (office.title, office.ends, office.accepted) == (
        "First chair",
        dt.date(2028, 12, 31),
        None,
    )
    assert verbs() == ["officer.offered"]


def test_an_offer_begins_with_what_its_address_asks_for(desk, group):
    form = desk.get(page("add"), {"brg": "kin", "role": "treasurer"}).context["form"]
    assert (form["brg"].value(), form["role"].value()) == ("kin", "treasurer")
    assert form["starts"].value() == organization_today()


@pytest.mark.parametrize("query", ["brg=%00&role=nothing", "brg=nothing", f"role={'x' * 999}"])
def test_an_address_that_asks_for_nonsense_opens_the_form(desk, group, query):
    assert desk.get(f"{page('add')}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"who": "nobody@example.com"}, "Nobody here has this work e-mail or employee id."),
        ({"who": "carol@example.com"}, "Nobody gives a post to themselves."),
        ({"who": "visitor@example.com"}, "Nobody here has this work e-mail or employee id."),
        ({"who": "gone@example.com"}, "Nobody here has this work e-mail or employee id."),
        ({"who": "a\0b"}, "This holds a character that cannot be shown."),
        ({"ends": "2020-01-01"}, "A term has to end after it begins."),
        ({"starts": "9999-12-31"}, "less than or equal to"),
        ({"starts": "1969-12-31"}, "greater than or equal to"),
        ({"role": "chapter_lead"}, "is not one of the available choices"),
        ({"brg": "archived"}, "That choice is not one of the available choices"),
        ({"title": "x" * 81}, "Use at most 80 characters"),
        ({"line": "Come along."}, "Only an executive sponsor has a public line."),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused_with_a_sentence(
    desk, group, olga, changes, sentence
):
    factories.brg(slug="archived", status="archived")
    factories.visitor_account(email="visitor@example.com")
    factories.person(email="gone@example.com", is_active=False)
    response = desk.post(page("add"), offered(**changes))
    assert response.status_code == 422
    assert sentence in words(response)
    assert not Officer.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_sponsor_speaks_in_a_public_line(desk, group, olga):
    desk.post(page("add"), offered(role="sponsor", line="Come along."))
    assert Officer.objects.get().line == "Come along."


def test_a_post_is_offered_to_the_same_person_once(desk, group, olga):
    desk.post(page("add"), offered())
    response = desk.post(page("add"), offered())
    assert response.status_code == 422
    assert "This person has this post already, or an offer of it." in words(response)
    assert 'value="olga@example.com"' in response.content.decode()


def test_an_offer_is_answered_alike_whether_the_person_belongs_or_not(desk, group):
    answers = []
    for visibility in (None, Visibility.ONLY_ME, Visibility.EVERYONE):
        person = factories.person(legal_name="Olga Officer")
        if visibility:
            factories.membership(person, group, visibility)
        response = desk.post(page("add"), offered(who=person.email), follow=True)
        assert response.redirect_chain[0][1] == 302
        answers.append(words(response))
    assert answers == answers[:1] * 3


# Ending


def test_a_term_is_ended_today(desk, group, olga, carol):
    office = factories.officer(olga, group)
    factories.lead(group)
    assert "The powers end at once" in words(desk.get(page("end", office)))
    response = desk.post(page("end", office), follow=True)
    office.refresh_from_db()
    assert (office.ends, office.cut_short) == (organization_today(), True)
    assert "Olga" not in words(response)
    assert "This term is over, so nobody is named here." in words(response)


def test_the_last_lead_stays_and_the_page_says_what_to_do(desk, group, olga):
    office = factories.officer(olga, group)
    response = desk.post(page("end", office), follow=True)
    office.refresh_from_db()
    assert office.ends > organization_today()
    assert "This group would be without a lead. Hand the post over first" in words(response)
    assert not LogEntry.objects.exists()


def test_an_offer_is_taken_back_and_leaves_the_list(desk, group, olga):
    office = factories.officer(olga, group, accepted=None)
    assert "Take this offer back?" in words(desk.get(page("end", office)))
    response = desk.post(page("end", office), follow=True)
    assert response.redirect_chain == [(page("changelist"), 302)]
    assert not Officer.objects.exists()


def test_a_term_that_has_not_begun_never_does(desk, group, olga):
    office = factories.officer(olga, group, "treasurer", starts=organization_today() + DAY)
    response = desk.post(page("end", office), follow=True)
    assert response.redirect_chain == [(page("changelist"), 302)]
    assert not Officer.objects.in_term(organization_today() + DAY).exists()


def test_what_is_over_cannot_end_again(desk, group, olga):
    office = over(olga, group)
    response = desk.post(page("end", office), follow=True)
    assert "This term is over already." in words(response)
    assert (verbs(), LogEntry.objects.count()) == ([], 0)


def test_an_office_is_not_edited(desk, group, olga):
    office = factories.officer(olga, group)
    assert desk.post(page("change", office), {"role": "treasurer"}).status_code == 403
    office.refresh_from_db()
    assert office.role == "chair"


# Handing over


def hand_over(desk, office, **changes):
    day = organization_today()
    typed = {
        "who": "olga@example.com",
        "starts": (day + 5 * DAY).isoformat(),
        "until": (day + 20 * DAY).isoformat(),
    }
    return desk.post(page("hand_over", office), typed | changes)


def test_a_post_is_handed_over_with_an_overlap(desk, group, olga):
    office = factories.officer(factories.person(), group, title="First chair")
    assert desk.get(page("hand_over", office)).status_code == 200
    response = hand_over(desk, office)
    successor = Officer.objects.get(person=olga)
    assert response.headers["Location"] == page("change", successor)
    assert (successor.predecessor, successor.role, successor.title) == (
        office,
        "chair",
        "First chair",
    )
    assert successor.predecessor_ends == organization_today() + 20 * DAY


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"until": "2020-01-01"}, "The successor has to begin by the day"),
        ({"until": "2099-01-01"}, "The last day has to lie in the present term."),
        ({"until": ""}, "This field is required."),
        ({"who": "carol@example.com"}, "Nobody gives a post to themselves."),
        ({"who": "nobody"}, "Nobody here has this work e-mail or employee id."),
    ],
)
def test_a_handover_that_makes_no_sense_is_refused_with_a_sentence(
    desk, group, olga, changes, sentence
):
    office = factories.officer(factories.person(), group)
    response = hand_over(desk, office, **changes)
    assert response.status_code == 422
    assert sentence in words(response)
    assert Officer.objects.count() == 1


def test_an_offer_is_not_handed_over(desk, group, olga):
    office = factories.officer(factories.person(), group, accepted=None)
    response = hand_over(desk, office)
    assert response.status_code == 422
    assert "This post is not held by anybody any more." in words(response)
    acts = desk.get(page("change", office)).context["beside"].acts
    assert [act.words for act in acts] == ["Take the offer back"]


# Who is named, and where nobody is


def test_a_post_that_is_over_names_nobody(desk, group, olga):
    office = over(olga, group)
    factories.lead(group)
    for address in (
        f"{page('changelist')}?standing=over",
        *(page(name, office) for name in ("change", "history", "end", "hand_over")),
    ):
        assert "Olga" not in words(desk.get(address)), address


def test_the_log_names_nobody(desk, group, olga):
    factories.lead(group)
    desk.post(page("add"), offered(title="Olga herself"))
    office = Officer.objects.get(person=olga)
    office.accepted = timezone.now()
    office.save()
    hand_over(desk, office, who=factories.person(legal_name="Sven").email)
    desk.post(page("end", office))
    kept = list(LogEntry.objects.order_by("pk").values_list("object_repr", "change_message"))
    assert kept == [
        ("A post of Kin", ""),
        ("A post of Kin", "Offered to a successor"),
        ("A post of Kin", "Ended"),
    ]
    assert "Offered to a successor" in words(desk.get(page("history", office)))
    assert "Olga" not in words(desk.get("/admin/"))


# Who may


def test_offices_are_for_those_who_may(desk, carol, group, olga):
    office = factories.officer(olga, group)
    carol.groups.clear()
    assert desk.get(page("changelist")).status_code == 404
    carol.user_permissions.set(Permission.objects.filter(codename="view_officer"))
    assert desk.get(page("change", office)).context["beside"].acts == []
    for name in ("end", "hand_over"):
        assert desk.get(page(name, office)).status_code == 403
        assert desk.post(page(name, office)).status_code == 403
    assert desk.post(page("add"), offered()).status_code == 403
    assert Officer.objects.count() == 1


@pytest.mark.parametrize("key", ["0", "-1", "9" * 40, "9" * 5000, "x", "1.0"])
def test_an_address_that_leads_to_no_office_is_404(desk, key):
    for name in ("change", "history", "end", "hand-over"):
        assert desk.get(f"/admin/brgs/officer/{key}/{name}/").status_code == 404


PROBES = ["after=x", "after=%00", f"after={'9' * 40}", "group=%00", "person__id=1", "q=Olga", "o=1"]


def bare(response):
    """A page without what differs at every request."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, body


@pytest.mark.parametrize("make", [factories.curator, factories.superuser])
def test_a_hidden_membership_changes_no_byte(client, settings, group, olga, make):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make())
    office = factories.officer(factories.person(), group, accepted=timezone.now())
    client.post(page("add"), offered(who="olga@example.com"))
    client.get("/admin/")
    addresses = [
        *(f"{page('changelist')}?{probe}" for probe in PROBES),
        *(page(name, office) for name in ("change", "history", "end", "hand_over")),
        f"{page('add')}?brg=kin&who=olga@example.com&person={olga.pk}",
    ]

    def seen():
        again = client.post(page("add"), offered(role="treasurer", ends="2020-01-01"))
        twice = client.post(page("add"), offered())
        return [bare(again), bare(twice), *(bare(client.get(address)) for address in addresses)]

    without = seen()
    factories.membership(olga, group, Visibility.ONLY_ME)
    assert Membership.objects.filter(person=olga).exists()
    assert seen() == without
