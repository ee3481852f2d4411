"""Nobody learns of a membership that is not theirs to see, from anything that leaves the portal.

People with marks in all that is known about them belong to the group `kin`, at every level. Every
page is then opened as every role, and whatever comes back is searched for marks. On the way each
answer is held against the access table, which one walk of so many pages does for both.
"""

import datetime as dt
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from urllib.parse import unquote

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core import mail
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils import timezone

from accounts.actions import deactivate
from accounts.clock import organization_today
from accounts.visibility import Visibility
from brgs.actions import publish_figures
from brgs.models import Membership
from brgs.models.membership import MembershipQuerySet
from config.logs import JsonFormatter
from events.models import Enrollment
from events.models.rsvp import RsvpQuerySet
from notices.models import Mailbox
from tests import factories
from tests.access_table import FORMS, READING, ROLES, WRITING, lines
from tests.answers import answer, statements_that_save
from tests.roles import World
from tests.seen import seen_of, undone

pytestmark = pytest.mark.django_db

HIDDEN = 40
LEVELS = {
    "onlyme": Visibility.ONLY_ME,
    "leads": Visibility.LEADS,
    "members": Visibility.MEMBERS,
    "everyone": Visibility.EVERYONE,
    # Both were seen by everyone while it lasted.
    "ended": Visibility.EVERYONE,
    "inactive": Visibility.EVERYONE,
    # They belong nowhere, and have answered to events.
    "guest": None,
}
MARK = re.compile(rf"zq({'|'.join(LEVELS)})\d\d", re.IGNORECASE)
# What each role is entitled to see of others in the group.
ENTITLED = {
    "visitor": set(),
    "deactivated": set(),
    "employee": {"everyone"},
    "member": {"everyone", "members"},
    "hidden": set(),
    "lead": {"everyone", "members", "leads"},
    "other lead": {"everyone"},
    "curator": {"everyone"},
    "superuser": {"everyone"},
}
ROSTER = "/groups/kin/members/"
# Every page with members on it, and what each role is entitled to see there.
LEAD_ALONE = {role: ENTITLED[role] if role == "lead" else set() for role in ENTITLED}
# Whoever belongs nowhere is seen by those leads alone to whose event they come.
AT_EVENTS = ENTITLED | {"lead": ENTITLED["lead"] | {"guest"}}
AT_MEMBERS_EVENTS = {
    role: ENTITLED[role] if role in ("member", "hidden", "lead") else set() for role in ENTITLED
}
# What `other` holds together with the group: its own lead sees of the group what employees see.
AT_COHOSTED_EVENTS = AT_MEMBERS_EVENTS | {"other lead": ENTITLED["other lead"]}
# At its door nobody but its leads looks anybody up.
AT_DOOR = LEAD_ALONE | {"lead": AT_EVENTS["lead"]}
LISTS = {
    ROSTER: ENTITLED,
    "/events/{event_door}-at-the-door/door/": AT_DOOR,
    "/manage/kin/events/{event_door}/check-in/": AT_DOOR,
    "/events/{event_employees}-for-employees/": AT_EVENTS,
    "/events/{event_employees}-for-employees/guests/": AT_EVENTS,
    "/events/{event_members}-for-members/": AT_MEMBERS_EVENTS,
    "/events/{event_members}-for-members/guests/": AT_MEMBERS_EVENTS,
    "/events/{event_cohosted}-together/": AT_COHOSTED_EVENTS,
    "/events/{event_cohosted}-together/guests/": AT_COHOSTED_EVENTS,
    "/events/{event_first_of_dates}-every-week/": AT_EVENTS,
    "/events/{event_first_of_dates}-every-week/guests/": AT_EVENTS,
    "/groups/kin/chapters/denver/": ENTITLED,
    "/manage/kin/events/{event_cohosted}/invitation/": LEAD_ALONE,
    "/manage/kin/members/": LEAD_ALONE,
    "/manage/kin/chapters/denver/members/": LEAD_ALONE,
}
EXPORT = "/manage/kin/members/export/"
# Leads read exact totals of their own events, and nothing else that differs.
COUNTED = {
    "lead": ["/manage/kin/events/", "/events/{event_door}-"],
    "other lead": ["/manage/other/events/"],
}
# Here curators keep accounts. Everybody has one, so a name says nothing about a group: that these
# pages are the same with and without the memberships is a test of its own.
ACCOUNTS = "/admin/accounts/user/"
FAILED = {"mail": "failed", "discreet": True}
CURATED = [
    *("/admin/", "/admin/brgs/officer/", "/admin/chapters/chapterofficer/"),
    *("/admin/chapters/chapter/", "/admin/brgs/brg/", ACCOUNTS),
]


def marked(level: str, number: int):
    """A person whose every text holds a mark of the level at which they belong."""
    mark = f"zq{level}{number:02}"
    return factories.person(
        legal_name=f"{mark}legal Núñez",
        preferred_name=f"{mark}preferred O’Brien",
        email=f"{mark}@example.com",
        employee_id=f"{mark}id",
        job_title=f"{mark} nurse",
        pronouns=f"{mark}/they",
        public_id=f"{mark + 'public':-<22}",
        photo=f"photos/{mark + 'photo':0<22}.webp",
    )


class MarkedWorld(World):
    """The nine roles, and people with marks who have accounts but belong to nothing yet."""

    def __init__(self):
        super().__init__()
        numbers = {level: HIDDEN if level == "onlyme" else 3 for level in LEVELS}
        self.marked = {
            level: [marked(level, number) for number in range(count)]
            for level, count in numbers.items()
        }
        for people in self.marked.values():
            self._tell_marked(*people)

    def _tell_marked(self, unread, late, *others):
        """Notices that say by name to whom they went; some could not be sent, or are late."""
        long_ago = timezone.now() - dt.timedelta(days=3)
        topic = {"topic": f"brg:{self.kin.pk}"}
        facts = [(unread, {}), (late, {"due": long_ago}), *((row, FAILED) for row in others)]
        for person, fact in facts:
            texts = {name: f"{person.name} {name}" for name in ("title", "line", "why", "body")}
            factories.notice(person, letter=topic | texts, **fact)
            Mailbox.objects.create(person=person)

    def join(self, *levels: str):
        """Let the people of these levels belong to the group, as each level has it."""
        now = timezone.now()
        for level in levels:
            ended = {"left": now} if level == "ended" else {}
            for person in self.marked[level]:
                own = None
                if LEVELS[level]:
                    own = factories.membership(person, self.kin, LEVELS[level], joined=now, **ended)
                    factories.chapter_membership(own, self.denver, joined=now, **ended)
                self._answer(person, own)
                if level == "inactive":
                    deactivate(person=person, by=None)

    def _answer(self, person, own):
        """Let somebody go to the events that are for them, and wait for the one that is full."""
        facts = {"membership": own, "visibility": "only_me" if own else "leads"}
        for_all = ("employees", "door")
        for kind in (*for_all, "members", "cohosted") if own else for_all:
            factories.rsvp(self.events[kind], person, **facts)
        factories.attendance(self.events["door"], person, expected=True, **facts)
        factories.rsvp(self.events["full"], person, "waiting", **facts)
        # To have signed up for a series is as secret as to belong.
        Enrollment.objects.create(series=self.series["dates"], person=person)
        factories.rsvp(self.events["first_of_dates"], person, **facts)

    @property
    def lists(self) -> dict[str, dict[str, set[str]]]:
        """Every page with people on it, by its address."""
        return {address.format_map(self.names): levels for address, levels in LISTS.items()}

    @property
    def addresses(self) -> list[str]:
        return [address.format_map(self.names) for address, _, _ in lines(READING)]


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[MarkedWorld]:
    """The world as it is for all tests here; what each of them changes is undone after it."""
    with django_db_blocker.unblock(), undone():
        yield MarkedWorld()


@pytest.fixture
def world(built) -> MarkedWorld:
    return built.twin()


@pytest.fixture
def joined(world) -> MarkedWorld:
    world.join(*LEVELS)
    return world


@pytest.fixture
def log():
    """What goes to the log of a server, written as it is there."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def levels_in(text: str) -> set[str]:
    """The levels of the marks in a text, also where it is percent-encoded."""
    return {level.lower() for level in MARK.findall(text + unquote(text))}


def all_of(response) -> str:
    """Everything that a response tells: headers, cookies, the messages in them, and the body."""
    cookies = response.cookies.output(header="")
    # A poster is no text, and names nobody.
    body = response.body.decode(errors="replace")
    if response.headers.get("Content-Type", "").startswith("text/calendar"):
        # Long lines are folded, perhaps within a mark.
        body = body.replace("\r\n ", "")
    return f"{response.headers}\n{cookies}\n{_messages(response)}\n{body}"


def _messages(response) -> list[str]:
    """What stands in the cookie of messages, which packs them."""
    if CookieStorage.cookie_name not in response.cookies:
        return []
    request = RequestFactory().get("/")
    request.COOKIES = {CookieStorage.cookie_name: response.cookies[CookieStorage.cookie_name].value}
    return [str(message) for message in CookieStorage(request)]


def marks_on_lists(world, role) -> dict[str, set[str]]:
    """The levels whose marks a role finds on each page with members on it."""
    client = world.client(role)
    return {address: levels_in(all_of(client.get(address))) for address in world.lists}


@pytest.mark.parametrize("role", ROLES)
def test_takes_a_form_as_the_table_says_and_tells_nobody_about_others(joined, role):
    found, saving = {}, {}
    client = joined.settled_client(role)
    for address, form, expected in lines(WRITING):
        address = address.format_map(joined.names)
        # Another session, or a message that has yet to be shown: the next address meets neither.
        with undone(), client.as_before():
            with statements_that_save() as saved:
                response = client.post(address, FORMS[form])
            word = answer(response, address)
            if word in ("login", "403", "404", "405") and saved:
                saving[address, form] = saved
            if word != expected[role]:
                found[address, form] = {"expected": expected[role], "answered": word}
            if address.startswith(ACCOUNTS):
                continue
            taken = {"everyone", "members"} if (address, role) == (EXPORT, "lead") else set()
            if response.status_code == 422:
                # The same page again, with what stood on it.
                taken = joined.lists.get(address, {}).get(role, set())
            assert levels_in(all_of(response)) == taken, address
            if target := response.headers.get("Location"):
                entitled = joined.lists.get(target, {}).get(role, set())
                assert levels_in(all_of(client.get(target))) <= entitled, target
    assert (found, saving) == ({}, {})
    assert mail.outbox == []


def test_the_log_of_joining_and_leaving_names_nobody_and_no_address(joined, log):
    client = joined._signed_in(joined.marked["onlyme"][0])
    client.post("/groups/kin/visibility/", {"visibility": "leads"})
    client.post("/groups/kin/leave/")
    client.post("/groups/kin/join/", {"visibility": "only_me"})
    assert log.getvalue().count('"route": "group-leave"') == 1
    assert names_in_log(log) == set()


def names_in_log(log) -> set[str]:
    """The levels of the marks in the log, and the beginning of addresses of groups."""
    text = log.getvalue()
    return levels_in(text) | set(re.findall("/groups/", text))


def test_a_page_that_breaks_says_no_name(joined, log, monkeypatch):
    def breaks(*args, **kwargs):
        raise ValueError(f"{joined.marked['onlyme'][0].name} {joined.marked['onlyme'][0].email}")

    monkeypatch.setattr("brgs.views.keyset_page", breaks)
    response = joined.client("lead").get(ROSTER)
    assert response.status_code == 500
    assert levels_in(all_of(response)) == set()
    assert '"builtins.ValueError"' in log.getvalue()
    assert levels_in(log.getvalue()) == set()


def test_a_hidden_person_finds_their_own_membership_and_nobody_elses(joined):
    person = joined.marked["onlyme"][7]
    client = joined._signed_in(person)
    for address in ("/me/groups/", "/me/privacy/", "/me/privacy/my-data.csv"):
        assert joined.kin.short_name in client.get(address).body.decode()
    for address in joined.addresses:
        others = set(re.findall(r"zq[a-z]+\d\d", all_of(client.get(address))))
        assert others <= {"zqonlyme07"}, address
    assert "zqonlyme07preferred" in client.get(ROSTER).body.decode()


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_person_finds_what_they_were_told_and_nothing_that_others_were(joined, number):
    client, mark = joined._signed_in(joined.marked["onlyme"][number]), f"zqonlyme{number:02}"
    page = client.get("/me/notices/").body.decode()
    assert set(re.findall(r"zq[a-z]+\d\d", page)) == {mark}
    address = re.search(r'action="(/me/notices/[\w-]{22}/)"', page)[1]
    assert f"{mark}preferred" in client.get(address).body.decode()
    for role in ROLES:
        assert levels_in(all_of(joined.client(role).get(address))) == set(), role


SEEN_AT = {
    None: {"everyone"},
    Visibility.EVERYONE: {"everyone", "members"},
    Visibility.MEMBERS: {"everyone", "members"},
    Visibility.LEADS: {"everyone"},
    Visibility.ONLY_ME: set(),
}


@pytest.mark.parametrize("level", SEEN_AT)
def test_a_member_sees_others_as_far_as_they_show_themselves(joined, level):
    person = joined.people["employee"]
    if level:
        factories.membership(person, joined.kin, level)
    page = joined.client("employee").get(ROSTER).body.decode()
    assert levels_in(page) == SEEN_AT[level]


def test_a_former_member_sees_what_an_employee_sees(joined):
    person = joined.people["member"]
    Membership.objects.current().filter(person=person).update(left=timezone.now())
    assert levels_in(joined.client("member").get(ROSTER).body.decode()) == {"everyone"}


# Hidden and absent look the same


def asking_about(person, lists, *, curating: bool) -> list[str]:
    """Addresses that ask for one person, by everything that one may know about them."""
    words = [person.preferred_name, person.email, person.employee_id, person.public_id]
    lists = ["/groups/", "/chapters/", "/events/", *lists, *(CURATED if curating else [])]
    asked = [
        *(f"{where}?q={word}&after={person.public_id}" for where in lists for word in words),
        *(f"{where}?after={person.public_id}" for where in lists),
        *(f"{ROSTER}?{key}={person.pk}" for key in ("person", "person_id", "id", "member")),
        f"{ROSTER}{person.public_id}/",
        f"/media/{person.photo}",
    ]
    lookups = [
        *("memberships__isnull=0", "memberships=", "membership__brg__slug=kin", "o=membership"),
        f"membership__person={person.pk}",
    ]
    if curating:
        asked += [f"{where}?{lookup}" for where in CURATED[1:] for lookup in lookups]
        asked += [
            f"{ACCOUNTS}{person.public_id}/{page}/" for page in ("change", "history", "erase")
        ]
    return asked


@dataclass(frozen=True)
class Walk:
    """What a role was answered: all that can be told apart, and on pages the levels of marks.

    `unexpected` holds what the access table says otherwise, and what was saved by reading.
    """

    seen: dict[str, tuple]
    marks: dict[str, set[str]]
    unexpected: dict[str, object]


def walk(world, role, client) -> Walk:
    """Go to every address as a role, also to those that ask for one person."""
    person = world.marked["onlyme"][3]
    asked = asking_about(person, world.lists, curating=role in ("curator", "superuser"))
    seen, marks, unexpected = {}, {}, {}
    for line, _, expected in lines(READING):
        address = line.format_map(world.names)
        with statements_that_save() as saved, undone(), client.as_before():
            response = client.get(address)
        word = answer(response, address)
        if word != expected[role] or saved:
            unexpected[line] = {"expected": expected[role], "answered": word, "saved": saved}
        seen[address] = seen_of(response)
        if (levels := levels_in(all_of(response))) and not address.startswith(ACCOUNTS):
            marks[address] = levels
    # What was typed into a search stands there again, so no mark is looked for.
    for address in asked:
        with undone(), client.as_before():
            seen[address] = seen_of(client.get(address))
    return Walk(seen, marks, unexpected)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_as_the_table_says_and_finds_exactly_whom_it_may_see(
    world, role, log, monkeypatch
):
    # A session notes its time again after a while, which a slow machine would take for a change.
    monkeypatch.setattr("accounts.middleware.SECONDS_BETWEEN_NOTES", 10**6)
    world.join("leads", "members", "everyone", "inactive", "guest")
    publish_figures()
    # Signed in once, since the time of that stands in one's own data.
    client = world.settled_client(role)
    before = walk(world, role, client)
    world.join("onlyme", "ended")
    after = walk(world, role, client)
    assert (before.unexpected, after.unexpected) == ({}, {})
    assert {address.partition("?")[0] for address in after.marks} <= set(world.lists)
    assert {page: after.marks.get(page, set()) for page in world.lists} == {
        page: entitled[role] for page, entitled in world.lists.items()
    }
    differ = [where for where in before.seen if after.seen[where] != before.seen[where]]
    counted = tuple(where.format_map(world.names) for where in COUNTED.get(role, []))
    assert [where for where in differ if not where.startswith(counted)] == []
    for where in differ:
        _numbers_that_differ(before.seen[where][3], after.seen[where][3])
    publish_figures(today=organization_today() + dt.timedelta(days=1))
    later = walk(world, role, client).seen
    uncounted = {where: seen for where, seen in later.items() if where not in differ}
    assert_only_the_figure_differs(before.seen, uncounted)
    assert log.getvalue().count('"route": "group-members"') > 0
    assert names_in_log(log) == set()


def assert_only_the_figure_differs(before, after):
    changed = set()
    for where, (status, _, cookies, body) in after.items():
        assert (status, cookies) == (before[where][0], before[where][2]), where
        changed |= _numbers_that_differ(before[where][3], body)
    assert changed == {(b"10", b"50")}


def _numbers_that_differ(before: bytes, after: bytes) -> set[tuple[bytes, bytes]]:
    """The numbers that two pages differ in; everything else in them has to be the same."""
    number = re.compile(rb"\d+")
    assert number.sub(b"", before) == number.sub(b"", after)
    pairs = zip(number.findall(before), number.findall(after), strict=True)
    return {(one, other) for one, other in pairs if one != other}


@pytest.mark.parametrize("level", ["onlyme", "ended", "inactive", "leads"])
@pytest.mark.parametrize("role", ["employee", "other lead"])
def test_asking_for_somebody_answers_as_if_nobody_had_that_name(joined, role, level):
    client = joined.client(role)
    client.get("/")
    for address in asking_about(joined.marked[level][0], joined.lists, curating=False):
        asked = seen_of(client.get(address))
        unknown = seen_of(client.get(address.replace("zq", "zx")))
        assert asked[:3] == unknown[:3], address
        # The word that was asked for stands in the search field again.
        assert asked[3].replace(b"zq", b"zx") == unknown[3].replace(b"zq", b"zx"), address


# The canary can sing


@pytest.mark.parametrize("role", ROLES[2:])
def test_finds_marks_when_the_gate_is_open(joined, role, monkeypatch):
    for rows in (MembershipQuerySet, RsvpQuerySet):
        monkeypatch.setattr(rows, "visible_to", lambda self, viewer, **at: self)
    found = marks_on_lists(joined, role)
    pages = (ROSTER, f"/events/{joined.events['employees'].pk}-for-employees/guests/")
    assert ["onlyme" in found[page] for page in pages] == [True, True]


def test_finds_the_bytes_that_change_when_the_gate_is_open(world, monkeypatch):
    monkeypatch.setattr(MembershipQuerySet, "visible_to", lambda self, viewer: self)
    client = world.client("employee")
    client.get("/")
    before = seen_of(client.get(ROSTER))
    world.join("onlyme")
    assert seen_of(client.get(ROSTER)) != before


@pytest.mark.parametrize("place", ["header", "cookie", "message", "body", "encoded"])
def test_finds_a_mark_wherever_it_stands(joined, place):
    mark = "zqonlyme07preferred"

    def tell(request):
        response = HttpResponse(mark if place == "body" else "")
        if place == "header":
            response["X-Total"] = mark
        if place == "cookie":
            response.set_cookie("seen", mark)
        if place == "message":
            messages.info(request, f"{mark} has joined.")
        if place == "encoded":
            response.write(mark.replace("z", "%7A"))
        return response

    with override_settings(ROOT_URLCONF=(path("", tell, name="home"),)):
        response = joined.client("employee").get("/")
    assert levels_in(all_of(response)) == {"onlyme"}


def test_finds_a_mark_in_a_feed_also_where_its_line_is_folded(joined):
    event, mark = joined.events["full"], f"{'zqonlyme07':>70}"
    type(event).objects.filter(pk=event.pk).update(title=mark.replace(" ", "x"))
    response = joined.client("visitor").get("/calendar/{feed}.ics".format_map(joined.names))
    assert b"zqonlyme07" not in response.body
    assert levels_in(all_of(response)) == {"onlyme"}
