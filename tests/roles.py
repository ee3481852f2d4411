"""The nine roles, each a real signed-in client, and groups in every state around them."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from functools import cached_property
from unittest import mock

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.actions import deactivate
from accounts.visibility import Visibility
from attendance.models import EventFigures, Pass, VisitQuarter
from brgs.models import FormerSlug, Membership, Officer, Pillar
from chapters.models import ChapterOfficer
from config.requests import Request
from events.feeds import hash_of
from events.models import CalendarFeed, Enrollment
from feedback.actions import give
from notices.models import Mailbox
from tests import factories
from tests.access_table import ASKED, CONTACT, ROLES

SIGNED_OUT = ("visitor", "deactivated")

# The token of the member's calendar feed.
FEED = f"{'feed':0<22}"

EMBLEM = f"emblems/{'ofKin':0<22}.webp"
DRAFT_EMBLEM = f"emblems/{'ofDraft':0<22}.webp"
NEWS_PICTURE = f"news/{'ofMembersNews':0<22}.webp"
NO_EMBLEM = f"emblems/{'ofNothing':0<22}.webp"
PHOTO = f"photos/{'ofTheMember':0<22}.webp"


class Browser(Client):
    """A client that answers with what the portal answers, and reads a file to its end."""

    def __init__(self, **options):
        super().__init__(raise_request_exception=False, **options)

    def request(self, **request):
        # The test client makes requests of Django's own class; the server makes the portal's.
        with mock.patch("django.test.client.WSGIRequest", Request):
            response = super().request(**request)
        response.body = b"".join(response)
        return response

    @contextmanager
    def as_before(self) -> Iterator[None]:
        """Have the cookies afterwards that there are now, as `undone` has the rows."""
        kept, self.cookies = self.cookies, deepcopy(self.cookies)
        yield
        self.cookies = kept


class World:
    """Group `kin`, in which the roles are what their names say, and a group in each other state.

    Members, the hidden one and the lead belong to the paused and the archived group as well;
    `other` is led by the other lead and has no other member.
    """

    def __init__(self):
        self.region = factories.region(name="Colorado", slug="colorado")
        self.focus = factories.focus_area(name="Culture", slug="culture")
        self.pillar = Pillar.objects.create(name="Career", slug="career")
        # The other one serves no event, and so can be deleted.
        self.used_pillar = Pillar.objects.create(name="Culture", slug="culture")
        self.kin = self._group("kin", emblem=EMBLEM)
        self.other = self._group("other")
        self.draft = self._group("draft", status="draft", published=None, emblem=DRAFT_EMBLEM)
        self.paused = self._group("paused", status="paused")
        self.archived = self._group("archived", status="archived")
        FormerSlug.objects.create(slug="kin-before", brg=self.kin)
        self.denver = factories.chapter(self.kin, slug="denver", region=self.region)
        self.quiet = factories.chapter(self.kin, slug="quiet", status="dormant")
        self.far = factories.chapter(self.other, slug="far")
        self.people = {role: self._person(role) for role in ROLES[1:]}
        self._begin_work()
        self._ask()
        self._tell()
        self._tell_news()
        self._hold_events()
        self._hold_series()
        self._hear()
        self._keep_pictures()
        self._deactivated_client = self._signed_in(self.people["deactivated"])
        deactivate(person=self.people["deactivated"], by=None)

    def _begin_work(self):
        """What leads and curators have on their tables, and what is offered to the roles."""
        self.asked = self._named("asked", public_id=ASKED)
        self.chapter_lead = factories.chapter_lead(self.denver, legal_name="Anna Chapter Lead")
        self.proposal = factories.proposal(self.kin, self.people["member"])
        self.change = factories.text_change(self.kin, self.people["lead"])
        factories.revision(self.kin)
        self.resource = factories.resource(self.kin)
        self.public_resource = factories.resource(self.kin, audience="public")
        offered = {"accepted": None}
        self.offer = factories.officer(self.people["employee"], self.kin, "treasurer", **offered)
        self.chapter_offer = factories.chapter_officer(
            self.people["member"], self.denver, "events", **offered
        )

    def _ask(self):
        """What leads are asked: without a name and with it, of a chapter, and one closed."""
        hidden, member, employee = (self.people[role] for role in ("hidden", "member", "employee"))
        self.question = factories.question(self.kin, hidden)
        self.chapter_question = factories.question(self.kin, member, chapter=self.denver)
        named = {"is_named": True, "kind": "help", "status": "answered"}
        self.named_question = factories.question(self.kin, employee, **named)
        answer = {"author": self.people["lead"], "from_leads": True, "text": "Welcome."}
        self.named_question.messages.create(**answer)
        self.closed_question = factories.question(self.kin, employee, status="closed")

    def _tell(self):
        """What stands in the lists of notices: of every role one, and all kinds for a member."""
        topic = {"topic": f"brg:{self.kin.pk}"}
        for person in self.people.values():
            factories.notice(person, letter=topic)
        self.notice = factories.notice(self.people["member"], letter=topic)
        self.discreet_notice = factories.notice(self.people["hidden"], letter=topic, discreet=True)
        read = {"read": timezone.now(), "mail": "sent", "sent": timezone.now()}
        factories.notice(self.people["member"], letter=topic | {"url": ""}, **read)
        factories.notice(self.people["lead"], letter=topic, mail="failed")
        self.mailbox = Mailbox.objects.create(person=self.people["member"])

    def _tell_news(self):
        """News that is out, for each audience and in each kind of group, and news that is not."""
        self.news = {
            "public": factories.news_item(self.kin, title="For all", audience="public"),
            "employees": factories.news_item(self.kin, title="For employees", audience="employees"),
            "members": factories.news_item(self.kin, title="For members", picture=NEWS_PICTURE),
            "denver": factories.news_item(self.kin, title="For Denver", chapter=self.denver),
            "paused": factories.news_item(self.paused, title="For all", audience="public"),
            "archived": factories.news_item(self.archived, title="For all", audience="public"),
            "draft": factories.news_item(self.kin, title="Not yet", status="draft", published=None),
            **self._news_on_its_way(),
        }

    def _news_on_its_way(self):
        """What leads have in hand: to be sent, sent, asked for, and a draft of a chapter."""
        kept = {"published": None}
        hour = timezone.now() + dt.timedelta(days=3)
        to_all = {"told": "employees", "audience": "employees", "asked": timezone.now()}
        return {
            "page": factories.news_item(self.kin, status="draft", told="nobody", **kept),
            "scheduled": factories.news_item(self.kin, status="scheduled", goes_out=hour, **kept),
            "waiting": factories.news_item(self.kin, status="waiting", **to_all, **kept),
            "of_denver": factories.news_item(self.kin, chapter=self.denver, status="draft", **kept),
        }

    def _hold_events(self):
        """Events for each audience, in each kind of group, and in each state; and answers."""
        member, hidden, employee = (self.people[role] for role in ("member", "hidden", "employee"))
        self.events = {
            "public": self._event("For all", audience="public"),
            "employees": self._event("For employees", accessibility_contact=self.people["lead"]),
            "members": self._event("For members", audience="members"),
            "cancelled": self._event("Not on", status="cancelled", cancelled=timezone.now()),
            "full": self._event("Full", capacity=1),
            "door": self._event("At the door", starts=timezone.now() + dt.timedelta(hours=1)),
            "of_denver": self._event("For Denver", chapter=self.denver),
            "paused": self._event("For all", brg=self.paused, audience="public"),
            "archived": self._event("For all", brg=self.archived, audience="public"),
            **self._events_on_their_way(),
            **self._events_with_others(),
        }
        factories.rsvp(self.events["full"], member)
        factories.rsvp(self.events["full"], employee, "waiting")
        offered = {"offer_ends": timezone.now() + dt.timedelta(hours=20)}
        factories.rsvp(self.events["full"], hidden, "waiting")
        self.events["offered"] = self._event("Offered", capacity=1)
        factories.rsvp(self.events["offered"], member, "offered", **offered)
        factories.rsvp(self.events["again"], member)
        for person in (member, hidden):
            factories.rsvp(self.events["door"], person)
        Pass.objects.create(event=self.events["door"], person=member, code="BCDFGHJK")
        CalendarFeed.objects.create(person=member, token_hash=hash_of(FEED))

    def _hold_series(self):
        """Series of dates and of sittings; one whose dates are drafts still, and a chapter's."""
        kept = {"status": "draft", "published": None}
        facts = {"pillar": self.used_pillar, "count": 2}
        made = {
            "dates": factories.series(self.kin, title="Every week", **facts | {"count": 4}),
            "sittings": factories.sittings(
                self.kin, title="Several times", audience="public", **facts | {"count": 3}
            ),
            "members": factories.series(
                self.kin, title="For members every week", audience="members", **facts
            ),
            "drafts": factories.series(self.kin, title="Not yet every week", **kept, **facts),
            "of_denver": factories.series(
                self.kin, title="Denver every week", chapter=self.denver, **kept, **facts
            ),
        }
        self.series = {kind: series for kind, (series, _dates) in made.items()}
        self._sign_up(*made["dates"])
        factories.rsvp(made["sittings"][1][0], self.people["member"])
        # The first date of each.
        self.events |= {f"first_of_{kind}": dates[0] for kind, (_series, dates) in made.items()}

    def _sign_up(self, series, dates):
        """A member, and one in hiding who waits where all seats are taken."""
        dates[1].capacity = 1
        for role in ("member", "hidden"):
            person = self.people[role]
            Enrollment.objects.create(series=series, person=person)
            for event in dates:
                status = "waiting" if event.capacity and event.going else "going"
                factories.rsvp(event, person, status)

    def _events_on_their_way(self):
        """What leads have in hand: drafts, and what waits for a curator, one of it once more."""
        kept, asked = {"published": None}, {"status": "submitted", "asked": timezone.now()}
        return {
            "draft": self._event("Not yet", status="draft", **kept),
            "submitted": self._event("To approve", **asked, **kept),
            "changes": self._event("To change", status="changes_asked", note="When?", **kept),
            "again": self._event("Once more", **asked),
            "draft_of_denver": self._event("Soon", status="draft", chapter=self.denver, **kept),
        }

    def _events_with_others(self):
        """What `other` holds together with `kin`, and what it has invited `kin` and Denver to."""
        made = {
            "cohosted": self._event("Together", brg=self.other, audience="members"),
            "invited": self._event("Will you", brg=self.other),
            "invited_denver": self._event("Will Denver", brg=self.other),
        }
        factories.cohost(made["cohosted"], self.kin)
        factories.cohost(made["invited"], self.kin, accepted=False)
        factories.cohost(made["invited_denver"], self.kin, chapter=self.denver, accepted=False)
        return made

    def _hear(self):
        """What people thought of events that are over: ten answers, and one that waits."""
        begun = {"starts": timezone.now() - dt.timedelta(days=2)}
        self.events["over"] = self._event("Over", **begun)
        self.events["over_lately"] = self._event("Over lately", **begun)
        for role in ("member", "hidden"):
            factories.attendance(self.events["over"], self.people[role])
        factories.attendance(self.events["over_lately"], self.people["member"])
        factories.box(self.events["over"], released=10, texts=["A warm evening."])
        give(event=self.events["over_lately"], by=self.people["member"], stars=1, text="Too long.")
        factories.material(self.events["over"], self.public_resource, captions="none")
        factories.material(self.events["over"], self.resource, "2_slides")
        self._count(begun)

    def _count(self, begun):
        """What is published of what is over: of an event, and of a quarter."""
        self.events["counted"] = self._event("Counted", **begun)
        figures = {"going": 40, "came": 30, "walk_ins": 0, "show_rate": 75}
        EventFigures.objects.create(event=self.events["counted"], **figures)
        for brg, came in ((self.kin, 120), (None, 3400)):
            VisitQuarter.objects.create(brg=brg, begins=dt.date(2026, 4, 1), came=came)

    def _event(self, title, **fields):
        fields = {"brg": self.kin, "title": title, "pillar": self.used_pillar} | fields
        return factories.event(fields.pop("brg"), **fields)

    def _keep_pictures(self):
        for name in (EMBLEM, DRAFT_EMBLEM, PHOTO, NEWS_PICTURE):
            if not default_storage.exists(name):
                default_storage.save(name, ContentFile(b"RIFF\x00\x00\x00\x00WEBP"))

    def _group(self, slug, **fields):
        group = factories.brg(
            slug=slug, acronym=slug.title(), name=f"{slug.title()} of all", **fields
        )
        group.focus_areas.add(self.focus)
        return group

    def _person(self, role):
        person = getattr(self, f"_{role.replace(' ', '_')}")()
        if person.is_staff:
            TOTP.activate(person, generate_totp_secret())
        return person

    def _named(self, role, make=factories.person, **fields):
        about = {"legal_name": f"Anna {role.title()}", "region": self.region}
        return make(password=factories.PASSWORD, **about | fields)

    def _belongs(self, person, visibility):
        for group in (self.kin, self.paused, self.archived):
            factories.membership(person, group, visibility)
        return person

    def _deactivated(self):
        return self._belongs(self._named("deactivated"), Visibility.EVERYONE)

    def _employee(self):
        return self._named("employee")

    def _member(self):
        person = self._belongs(self._named("member", photo=PHOTO), Visibility.MEMBERS)
        own = Membership.objects.get(person=person, brg=self.kin)
        factories.chapter_membership(own, self.denver)
        return person

    def _hidden(self):
        return self._belongs(self._named("hidden"), Visibility.ONLY_ME)

    def _lead(self):
        lead = self._named("lead", public_id=CONTACT)
        person = self._belongs(lead, Visibility.MEMBERS)
        for group in (self.kin, self.paused, self.archived):
            factories.officer(person, group)
        # A second one, so that the first may leave.
        self.second_lead = self._named("second lead")
        factories.officer(self.second_lead, self.kin, role="co_chair")
        return person

    def _other_lead(self):
        person = self._named("other lead")
        factories.membership(person, self.other, Visibility.MEMBERS)
        factories.officer(person, self.other)
        return person

    def _curator(self):
        return self._named("curator", factories.curator)

    def _superuser(self):
        return self._named("superuser", factories.superuser)

    def client(self, role: str, **options) -> Browser:
        """A browser of that role. The deactivated one signed in while that was possible."""
        if role == "visitor":
            return Browser(**options)
        if role == "deactivated":
            client = Browser(**options)
            client.cookies.update(self._deactivated_client.cookies)
            return client
        return self._signed_in(self.people[role], **options)

    def twin(self):
        """The same rows as objects of their own: what a test does to one, no other test sees."""
        twin = copy(self)
        kept = {"_deactivated_client": self._deactivated_client}
        vars(twin).update(deepcopy(vars(self) | dict.fromkeys(kept)) | kept)
        return twin

    def settled_client(self, role: str) -> Browser:
        """A browser of that role in the midst of things: the first request of a session notes its
        time, and later ones no more.
        """
        client = self.client(role)
        if role not in SIGNED_OUT:
            client.get("/")
        return client

    def _signed_in(self, person, **options):
        client = Browser(**options)
        client.force_login(person)
        session = client.session
        # Not kept, so that the time of the last request is looked after.
        session.set_expiry(0)
        now = timezone.now().timestamp()
        factor = {"method": "mfa", "type": "totp", "at": now, "reauthenticated": True}
        session["account_authentication_methods"] = [factor]
        if person in (self.people["lead"], self.people["other lead"]):
            # Whose it is: without this the record above confirms nothing.
            session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return client

    @cached_property
    def names(self) -> dict[str, object]:
        """What stands in braces in an address of the access table."""
        groups_and_lists = ("kin", "draft", "region", "focus", "pillar")
        return {
            **{name: getattr(self, name).pk for name in groups_and_lists},
            "person": self.people["member"].public_id,
            "office": Officer.objects.get(person=self.second_lead).pk,
            "own_office": Officer.objects.get(person=self.people["lead"], brg=self.kin).pk,
            "chapter_office": ChapterOfficer.objects.get(person=self.chapter_lead).pk,
            "offer": self.offer.pk,
            "chapter_offer": self.chapter_offer.pk,
            "denver": self.denver.pk,
            "proposal": self.proposal.pk,
            "change": self.change.pk,
            "resource": self.resource.public_id,
            "notice": self.notice.letter.public_id,
            "discreet_notice": self.discreet_notice.letter.public_id,
            "unsubscribe": f"{self.mailbox.token}{self.notice.letter.public_id}",
            "public_resource": self.public_resource.public_id,
            "question": self.question.public_id,
            "named_question": self.named_question.public_id,
            "chapter_question": self.chapter_question.public_id,
            "closed_question": self.closed_question.public_id,
            "gone": self.people["deactivated"].public_id,
            "staff": self.people["curator"].public_id,
            "nobody": f"{'nobody':0<22}",
            "nothing": 10**12,
            "feed": FEED,
            "emblem": EMBLEM,
            "draft_emblem": DRAFT_EMBLEM,
            "no_emblem": NO_EMBLEM,
            "photo": PHOTO,
            "news_picture": NEWS_PICTURE,
            **{f"news_{kind}": item.pk for kind, item in self.news.items()},
            **{f"event_{kind}": event.pk for kind, event in self.events.items()},
            **{f"series_{kind}": series.pk for kind, series in self.series.items()},
        }
