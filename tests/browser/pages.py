"""Every page, and as whom it is looked at: what tests of all pages, and pictures, walk over."""

import datetime as dt
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils import timezone

from accounts.models import User
from brgs.actions import edit_page
from brgs.models import Membership
from tests import factories
from tests.access_table import in_a_month
from tests.browser import (
    after,
    answering,
    calendars,
    doors,
    event_work,
    feedback,
    mails,
    news_work,
)
from tests.browser.look import Look, Trouble

EMPLOYEE = "employee@demo.example"
MEMBER = "member@demo.example"
HIDDEN = "hidden@demo.example"
LEAD = "lead@demo.example"
CHAPTER_LEAD = "chapter.lead@demo.example"
CURATOR = "curator@demo.example"
ADMIN = "admin@demo.example"


def group(slug: str) -> dict[str, str]:
    return {"slug": slug}


def row_of(model: str, **facts) -> Callable[[], dict[str, object]]:
    """The address of one row in curation, found when it is asked for."""
    return lambda: {"object_id": apps.get_model(model).objects.filter(**facts).first().pk}


def person(email: str) -> Callable[[], dict[str, object]]:
    """The address of a person in curation."""
    return lambda: {"object_id": User.objects.get(email=email).public_id}


def second_factor_of(email: str) -> Callable[[], None]:
    """Give a person a second factor and recovery codes, if they have none."""

    def give() -> None:
        user = User.objects.get(email=email)
        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, generate_totp_secret())
            RecoveryCodes.activate(user)

    return give


def way_back() -> dict[str, str]:
    """A fresh link for choosing a new password."""
    user = User.objects.get(email=EMPLOYEE)
    return {"uidb36": user.public_id, "key": PasswordResetTokenGenerator().make_token(user)}


def preview() -> dict[str, object]:
    return {"pk": apps.get_model("brgs.BRG").objects.get(slug="kpac").pk}


def resource_of(slug: str) -> Callable[[], dict[str, object]]:
    """The address of the first thing that a group offers, found when it is asked for."""
    rows = apps.get_model("resources.Resource").objects
    return lambda: {"slug": slug, "public_id": rows.filter(brg__slug=slug).first().public_id}


def proposal_to_decide() -> dict[str, object]:
    """A proposed chapter that waits for a curator."""
    rows = apps.get_model("chapters.Proposal").objects
    return {"proposal": rows.for_curators().first().pk}


def proposal_to_support() -> dict[str, object]:
    """A proposal that waits for the leads of its group."""
    rows = apps.get_model("chapters.Proposal").objects.for_leads()
    return group("kpapia") | {"number": rows.filter(chapter__brg__slug="kpapia").first().pk}


def seen_member() -> dict[str, str]:
    """Somebody other than the lead whom the lead of KPAPIA may see."""
    rows = Membership.objects.current().filter(brg__slug="kpapia", visibility="members")
    person = User.objects.filter(pk__in=rows.values("person"), is_active=True)
    return {"slug": "kpapia", "public_id": person.exclude(email=LEAD).first().public_id}


KPAC = row_of("brgs.BRG", slug="kpac")
FOCUS = row_of("brgs.FocusArea")
PILLAR = row_of("brgs.Pillar")
REGION = row_of("accounts.Region")
SECOND = second_factor_of(CHAPTER_LEAD)
HAWAII = group("kpapia") | {"chapter": "hawaii"}
OWN_CHAPTER = group("kp-pride") | {"chapter": "colorado"}

FIRST_VISIT = [
    Look("home-visitor", "home"),
    Look("groups-visitor", "groups"),
    Look("groups-found", "groups", query="?q=asian&sort=size", who=EMPLOYEE),
    Look("groups-none", "groups", query="?q=zzzz"),
    Look("group-visitor", "group", group("genkp")),
    Look("group-long-name", "group", group("kpability")),
    Look("events", "events"),
    Look("events-employee", "events", who=EMPLOYEE),
    Look(
        "events-narrowed",
        "events",
        who=MEMBER,
        query="?group=kp-pride&chapter=colorado&from=1969-12-31",
    ),
    Look("events-none", "events", query="?q=zzzz"),
    Look("events-calendar", "events-calendar"),
    Look("events-calendar-employee", "events-calendar", who=EMPLOYEE),
    Look("events-calendar-none", "events-calendar", query="?month=1999-12"),
    Look("concerns", "concerns"),
]
BELONGING = [
    Look("home-employee", "home", who=EMPLOYEE),
    Look("home-member", "home", who=MEMBER),
    Look("group-employee", "group", group("kp-pride"), who=EMPLOYEE),
    Look("group-member", "group", group("kpac"), who=MEMBER),
    Look("group-lead", "group", group("kpapia"), who=LEAD),
    Look("join", "group-join", group("kp-pride"), who=EMPLOYEE),
    Look("join-refused", "group-join", group("genkp"), who=EMPLOYEE, sent={"visibility": ""}),
    Look("visibility", "group-visibility", group("kpac"), who=MEMBER),
    Look("leave", "group-leave", group("kpac"), who=MEMBER),
    Look("members", "group-members", group("kpac"), who=MEMBER),
    Look("members-lead", "group-members", group("kpapia"), who=LEAD),
    Look("members-hidden", "group-members", group("kp-pride"), who=HIDDEN),
]
OWN = [
    Look("me", "me", who=MEMBER),
    Look("me-groups", "me-groups", who=MEMBER),
    Look("me-groups-none", "me-groups", who=EMPLOYEE),
    Look("me-settings", "me-settings", who=MEMBER),
    Look("me-settings-refused", "me-settings", who=MEMBER, sent={"preferred_name": "a\u202eb"}),
    Look("me-privacy", "me-privacy", who=LEAD),
    Look("me-privacy-none", "me-privacy", who=EMPLOYEE),
]


def notice_of(email: str, **facts) -> Callable[[], dict[str, object]]:
    """The address of one of a person's notices; there is one afterwards, told to them alone."""

    def find() -> dict[str, object]:
        person = User.objects.get(email=email)
        rows = apps.get_model("notices.Notice").objects.of(person).filter(**facts)
        found = rows.select_related("letter").first() or factories.notice(person, **facts)
        return {"public_id": found.letter.public_id}

    return find


def many_notices() -> None:
    """More than a page of notices, long ones and discreet ones among them, for one person."""
    person = User.objects.get(email=CHAPTER_LEAD)
    factories.notice(person, letter={"title": "A title as long as any " * 8, "line": "long " * 79})
    for number in range(30):
        factories.notice(person, discreet=number % 9 == 3)


def all_read(email: str) -> Callable[[], None]:
    """Let a person have read everything."""

    def read() -> None:
        rows = apps.get_model("notices.Notice").objects
        rows.filter(person__email=email, read=None).update(read=timezone.now())

    return read


def quiet_nights(email: str) -> Callable[[], None]:
    """Let a person have quiet hours."""

    def rest() -> None:
        person = User.objects.get(email=email)
        rows = apps.get_model("notices.Mailbox").objects
        rows.update_or_create(person=person, defaults={"quiet": True})

    return rest


def a_failure() -> None:
    """A mail that could not be delivered, and one that is late."""
    factories.notice(User.objects.get(email=HIDDEN), mail="failed")
    long_ago = timezone.now() - dt.timedelta(hours=30)
    factories.notice(User.objects.get(email=HIDDEN), due=long_ago)


def way_out() -> dict[str, str]:
    """What stands in a mail for ending mail like it."""
    return {"token": "t" * 44}


NOTICES = [
    Look(
        "notices-none", "me-notices", who=EMPLOYEE, query="?show=unread", given=all_read(EMPLOYEE)
    ),
    Look("notices", "me-notices", who=CHAPTER_LEAD, given=many_notices),
    Look(
        "notices-unread", "me-notices", who=CHAPTER_LEAD, given=many_notices, query="?show=unread"
    ),
    Look("notice", "me-notice", notice_of(MEMBER, discreet=False), who=MEMBER),
    Look("notice-discreet", "me-notice", notice_of(MEMBER, discreet=True), who=MEMBER),
    Look("notice-settings", "me-notice-settings", who=MEMBER),
    Look(
        "notice-settings-refused",
        "me-notice-settings",
        who=MEMBER,
        given=quiet_nights(MEMBER),
        sent={"quiet_begins": "07:00", "quiet_ends": "07:00"},
    ),
    Look("curation-messages", "admin:messages", who=CURATOR),
    Look("curation-messages-failed", "admin:messages", who=CURATOR, given=a_failure),
    Look("unsubscribe", "unsubscribe", way_out),
    Look("unsubscribed", "unsubscribe", way_out, sent={}),
]
DOORS = [
    Look("sign-in", "account_login"),
    Look("sign-in-refused", "account_login", sent={"login": "nobody", "password": "wrong"}),
    Look("sign-out", "account_logout", who=EMPLOYEE),
    Look("account-closed", "account_inactive"),
    Look("again", "account_reauthenticate", who=EMPLOYEE),
    Look("provider-cancelled", "socialaccount_login_cancelled"),
    Look("password-change", "account_change_password", who=EMPLOYEE),
    Look("password-forgotten", "account_reset_password"),
    Look("password-sent", "account_reset_password_done"),
    Look("password-new", "account_reset_password_from_key", way_back),
    Look("password-link-old", "account_reset_password_from_key", {"uidb36": "x", "key": "y-z"}),
    Look("password-set", "account_reset_password_from_key_done"),
]
SECOND_FACTOR = [
    Look("second-factor-none", "mfa_index", who=EMPLOYEE),
    Look("second-factor-on", "mfa_activate_totp", who=EMPLOYEE),
    Look("second-factor-refused", "mfa_activate_totp", who=EMPLOYEE, sent={"code": "1"}),
    Look("second-factor", "mfa_index", who=CHAPTER_LEAD, given=SECOND),
    Look("second-factor-off", "mfa_deactivate_totp", who=CHAPTER_LEAD, given=SECOND),
    Look("recovery-codes", "mfa_view_recovery_codes", who=CHAPTER_LEAD, given=SECOND),
    Look("recovery-codes-new", "mfa_generate_recovery_codes", who=CHAPTER_LEAD, given=SECOND),
    Look("second-factor-again", "mfa_reauthenticate", who=CHAPTER_LEAD, given=SECOND),
    Look(
        "second-factor-asked",
        "account_login",
        given=SECOND,
        sent={"login": CHAPTER_LEAD, "password": "brg-portal-demo"},
    ),
]
CURATION = [
    Look("curation", "admin:index", who=CURATOR),
    Look("curation-groups", "admin:brgs_brg_changelist", who=CURATOR),
    Look("curation-group", "admin:brgs_brg_change", KPAC, who=CURATOR),
    Look("curation-group-new", "admin:brgs_brg_add", who=CURATOR),
    Look("curation-group-refused", "admin:brgs_brg_add", who=CURATOR, sent={"name": ""}),
    Look("curation-group-history", "admin:brgs_brg_history", KPAC, who=CURATOR),
    Look("curation-group-publish", "admin:brgs_brg_publish", KPAC, who=CURATOR),
    Look("curation-group-pause", "admin:brgs_brg_pause", KPAC, who=CURATOR),
    Look("curation-group-archive", "admin:brgs_brg_archive", KPAC, who=CURATOR),
    Look("curation-group-preview", "admin:brg_preview", preview, who=CURATOR),
    Look("curation-focus-areas", "admin:brgs_focusarea_changelist", who=CURATOR),
    Look("curation-focus-area", "admin:brgs_focusarea_change", FOCUS, who=CURATOR),
    Look("curation-focus-area-new", "admin:brgs_focusarea_add", who=CURATOR),
    Look("curation-focus-area-delete", "admin:brgs_focusarea_delete", FOCUS, who=CURATOR),
    Look("curation-focus-area-history", "admin:brgs_focusarea_history", FOCUS, who=CURATOR),
    Look("curation-pillars", "admin:brgs_pillar_changelist", who=CURATOR),
    Look("curation-pillar", "admin:brgs_pillar_change", PILLAR, who=CURATOR),
    Look("curation-regions", "admin:accounts_region_changelist", who=CURATOR),
    Look("curation-region", "admin:accounts_region_change", REGION, who=CURATOR),
    Look("curation-region-new", "admin:accounts_region_add", who=CURATOR),
    Look("curation-people", "admin:accounts_user_changelist", who=CURATOR),
    Look("curation-person", "admin:accounts_user_change", person(MEMBER), who=CURATOR),
    Look("curation-person-new", "admin:accounts_user_add", who=CURATOR),
    Look("curation-person-history", "admin:accounts_user_history", person(MEMBER), who=CURATOR),
    Look("curation-person-erase", "admin:accounts_user_erase", person(MEMBER), who=ADMIN),
    Look("curation-person-close", "admin:accounts_user_deactivate", person(MEMBER), who=CURATOR),
    Look("curation-person-open", "admin:accounts_user_reactivate", person(MEMBER), who=CURATOR),
]
WORKSPACE = [
    Look("overview", "manage", group("kpapia"), who=LEAD),
    Look("history", "manage-history", group("kpapia"), who=LEAD),
]
RESOURCES = [
    Look("resources", "manage-resources", group("kpapia"), who=LEAD),
    Look("resource-new", "manage-resource-new", group("kpapia"), who=LEAD),
    Look(
        "resource-refused",
        "manage-resource-new",
        group("kpapia"),
        who=LEAD,
        sent={"title": "Guide", "url": "javascript:x", "review_date": "2020-01-01"},
    ),
    Look("resource-edit", "manage-resource", resource_of("kpapia"), who=LEAD),
    Look(
        "resource-conflict",
        "manage-resource",
        resource_of("kpapia"),
        who=LEAD,
        sent={"title": "Mine", "version": "999", "review_date": in_a_month},
    ),
    Look("resource-delete", "manage-resource-delete", resource_of("kpapia"), who=LEAD),
]
# Typed where the sign-in is to be confirmed first; then the page itself is there.
AGAIN = {"password": "brg-portal-demo"}
ROSTER = [
    Look("roster", "manage-members", group("kpapia"), who=LEAD),
    Look("roster-none", "manage-members", group("kpapia"), who=LEAD, query="?q=zzzz"),
    Look("roster-export", "manage-members-export", group("kpapia"), who=LEAD, sent=AGAIN),
    Look("roster-remove", "manage-member-remove", seen_member, who=LEAD, sent=AGAIN),
]
CHAPTER = row_of("chapters.Chapter", brg__slug="kp-pride", status="active")
CHAIR = row_of("brgs.Officer", brg__slug="kpapia", role="chair", accepted__isnull=False)
OFFER = row_of("brgs.Officer", accepted=None)
CHAPTER_POST = row_of("chapters.ChapterOfficer", chapter__status="active", role="chapter_lead")
CURATION_OF_POSTS = [
    Look("curation-chapters", "admin:chapters_chapter_changelist", who=CURATOR),
    Look("curation-chapter", "admin:chapters_chapter_change", CHAPTER, who=CURATOR),
    Look("curation-chapter-new", "admin:chapters_chapter_add", who=CURATOR),
    Look("curation-chapter-refused", "admin:chapters_chapter_add", who=CURATOR, sent={"name": ""}),
    Look("curation-chapter-history", "admin:chapters_chapter_history", CHAPTER, who=CURATOR),
    Look("curation-chapter-rest", "admin:chapters_chapter_rest", CHAPTER, who=CURATOR),
    Look("curation-chapter-close", "admin:chapters_chapter_close", CHAPTER, who=CURATOR),
    Look("curation-proposal", "admin:chapters_proposal", proposal_to_decide, who=CURATOR),
    Look(
        "curation-proposal-refused",
        "admin:chapters_proposal",
        proposal_to_decide,
        who=CURATOR,
        sent={"note": ""},
    ),
    Look("curation-officers", "admin:brgs_officer_changelist", who=CURATOR),
    Look(
        "curation-officers-vacant",
        "admin:brgs_officer_changelist",
        who=CURATOR,
        query="?standing=vacant",
    ),
    Look("curation-officer", "admin:brgs_officer_change", CHAIR, who=CURATOR),
    Look("curation-officer-offered", "admin:brgs_officer_change", OFFER, who=CURATOR),
    Look("curation-officer-new", "admin:brgs_officer_add", who=CURATOR),
    Look("curation-officer-refused", "admin:brgs_officer_add", who=CURATOR, sent={"who": "x"}),
    Look("curation-officer-history", "admin:brgs_officer_history", CHAIR, who=CURATOR),
    Look("curation-officer-end", "admin:brgs_officer_end", CHAIR, who=CURATOR),
    Look("curation-officer-take-back", "admin:brgs_officer_end", OFFER, who=CURATOR),
    Look("curation-officer-hand-over", "admin:brgs_officer_hand_over", CHAIR, who=CURATOR),
    Look(
        "curation-chapter-officers",
        "admin:chapters_chapterofficer_changelist",
        who=CURATOR,
        query="?group=kp-pride",
    ),
    Look(
        "curation-chapter-officer",
        "admin:chapters_chapterofficer_change",
        CHAPTER_POST,
        who=CURATOR,
    ),
    Look("curation-chapter-officer-group", "admin:chapters_chapterofficer_add", who=CURATOR),
    Look(
        "curation-chapter-officer-new",
        "admin:chapters_chapterofficer_add",
        who=CURATOR,
        query="?brg=kp-pride",
    ),
]


def own_proposal(state: str) -> Callable[[], dict[str, object]]:
    """The address of a member's proposal, which is then in this state."""

    def find() -> dict[str, object]:
        mine = apps.get_model("chapters.Proposal").objects.filter(proposed_by__email=MEMBER)
        mine.update(state=state, note="Please say who would lead it.")
        return {"proposal": mine.first().pk}

    return find


CHAPTERS = [
    Look("chapters", "chapters"),
    Look("chapters-found", "chapters", query="?group=kp-pride&region=colorado", who=EMPLOYEE),
    Look("chapters-none", "chapters", query="?q=zzzz"),
    Look("chapter-visitor", "chapter", OWN_CHAPTER),
    Look("chapter-employee", "chapter", OWN_CHAPTER, who=EMPLOYEE),
    Look("chapter-lead", "chapter", OWN_CHAPTER, who=CHAPTER_LEAD),
    Look("chapter-elsewhere", "chapter", HAWAII, who=MEMBER),
    Look("chapter-join", "chapter-join", OWN_CHAPTER, who=EMPLOYEE),
    Look(
        "chapter-join-refused", "chapter-join", OWN_CHAPTER, who=EMPLOYEE, sent={"visibility": ""}
    ),
    Look("chapter-move", "chapter-join", HAWAII, who=MEMBER),
    Look("chapter-move-refused", "chapter-join", HAWAII, who=MEMBER, sent={"leaving": "x"}),
    Look("chapter-leave", "chapter-leave", OWN_CHAPTER, who=CHAPTER_LEAD),
    Look("propose", "chapter-propose", group("kpapia"), who=LEAD),
    Look("propose-refused", "chapter-propose", group("kpapia"), who=LEAD, sent={"name": ""}),
    Look("proposal-change", "me-proposal", own_proposal("returned"), who=MEMBER),
    Look("proposal-take-back", "me-proposal-withdraw", own_proposal("returned"), who=MEMBER),
]
CHAPTERS_WORK = [
    Look("manage-chapters", "manage-chapters", group("kpapia"), who=LEAD),
    Look("manage-proposal", "manage-proposal", proposal_to_support, who=LEAD),
    Look(
        "manage-proposal-refused",
        "manage-proposal",
        proposal_to_support,
        who=LEAD,
        sent={"note": "a\u0001b"},
    ),
    Look("manage-chapter", "manage-chapter", HAWAII, who=LEAD),
    Look("manage-chapter-own", "manage-chapter", OWN_CHAPTER, who=CHAPTER_LEAD),
    Look("manage-chapter-refused", "manage-chapter", HAWAII, who=LEAD, sent={"name": ""}),
    Look(
        "manage-chapter-conflict",
        "manage-chapter",
        HAWAII,
        who=LEAD,
        sent={"version": "0", "city": "Hilo", "about": "Mine."},
    ),
    Look("manage-chapter-rest", "manage-chapter-rest", OWN_CHAPTER, who=CHAPTER_LEAD),
    Look("manage-chapter-close", "manage-chapter-close", HAWAII, who=LEAD),
    Look("manage-chapter-members", "manage-chapter-members", OWN_CHAPTER, who=CHAPTER_LEAD),
    Look(
        "manage-chapter-members-none", "manage-chapter-members", HAWAII, query="?q=zzzz", who=LEAD
    ),
]


def version_of(slug: str) -> Callable[[], dict[str, object]]:
    """The oldest version of a group's texts, after an edit where there is none yet."""

    def find() -> dict[str, object]:
        brg = apps.get_model("brgs.BRG").objects.get(slug=slug)
        if not brg.revisions.exists():
            line, lead = {"tagline": "Another line"}, User.objects.get(email=LEAD)
            edit_page(brg=brg, by=lead, version=brg.version, texts=line)
        return {"slug": slug, "version": brg.revisions.last().version}

    return find


def waiting_texts() -> dict[str, object]:
    return {"change": apps.get_model("brgs.TextChange").objects.waiting().first().pk}


def new_mission() -> None:
    """Words that wait for a curator."""
    brg, lead = apps.get_model("brgs.BRG").objects.get(slug="kpapia"), User.objects.get(email=LEAD)
    edit_page(brg=brg, by=lead, version=brg.version, texts={"mission": "In other words."})


KPAPIA = group("kpapia")
TEXTS = [
    Look("page", "manage-page", KPAPIA, who=LEAD, given=new_mission),
    Look("page-refused", "manage-page", KPAPIA, who=LEAD, sent={"name": "", "hue": "999"}),
    Look("page-conflict", "manage-page", KPAPIA, who=LEAD, sent={"version": "0", "tagline": "My"}),
    Look("page-withdraw", "manage-page-withdraw", KPAPIA, who=LEAD, given=new_mission),
    Look("versions", "manage-versions", KPAPIA, who=LEAD),
    Look("version", "manage-version", version_of("kpapia"), who=LEAD),
    Look("curation-texts", "admin:brgs_texts", waiting_texts, who=CURATOR, given=new_mission),
]


def own_post(email: str, **facts) -> Callable[[], dict[str, object]]:
    """A post that somebody holds, or is offered, in a group."""

    def post() -> dict[str, object]:
        rows = apps.get_model("brgs.Officer").objects.filter(person__email=email, **facts)
        office = rows.order_by("pk").select_related("brg").first()
        return {"slug": office.brg.slug, "office": office.pk}

    return post


def as_own(find: Callable[[], dict[str, object]]) -> Callable[[], dict[str, object]]:
    """The same post on the pages of the person."""
    return lambda: {"kind": "group", "office": find()["office"]}


CHAIR = own_post(LEAD, role="chair", stands_in_for=None)
OFFER = own_post(MEMBER, accepted=None)


def successor() -> dict[str, object]:
    """The one who takes over from the chair."""
    chair = CHAIR()
    rows = apps.get_model("brgs.Officer").objects.filter(predecessor=chair["office"])
    return chair | {"office": rows.first().pk}


OFFICERS = [
    Look("officers", "manage-officers", group("kpapia"), who=LEAD),
    Look("officers-chapter", "manage-chapter-officers", OWN_CHAPTER, who=CHAPTER_LEAD),
    Look("officer", "manage-officer", CHAIR, who=LEAD),
    Look("officer-note", "manage-officer", successor, who=LEAD),
    Look("officer-new", "manage-officer-new", group("kpapia"), who=LEAD),
    Look("officer-found", "manage-officer-new", group("kpapia"), who=LEAD, query="?q=mar"),
    Look("officer-nobody", "manage-officer-new", group("kpapia"), who=LEAD, query="?q=zzz"),
    Look(
        "officer-new-refused",
        "manage-officer-new",
        group("kpapia"),
        who=LEAD,
        query="?q=mar",
        sent={"ends": "1999-01-01"},
    ),
    Look("officer-end", "manage-officer-end", CHAIR, who=LEAD),
    Look("officer-hand-over", "manage-officer-hand-over", CHAIR, who=LEAD, query="?q=mar"),
    Look("officer-deputy", "manage-officer-deputy", CHAIR, who=LEAD, query="?q=mar"),
    Look("my-posts", "me-offices", who=MEMBER),
    Look("my-posts-none", "me-offices", who=EMPLOYEE),
    Look("my-post", "me-office", as_own(CHAIR), who=LEAD),
    Look("my-post-resign", "me-office", as_own(CHAIR), who=LEAD, query="?act=resign"),
    Look("my-post-offered", "me-office", as_own(OFFER), who=MEMBER),
]


def question(slug: str, **facts) -> Callable[[], dict[str, object]]:
    """A question to the leads of a group, on their page."""

    def find() -> dict[str, object]:
        rows = apps.get_model("questions.Question").objects.filter(brg__slug=slug, **facts)
        return {"slug": slug, "public_id": rows.order_by("pk").first().public_id}

    return find


def as_asker(find: Callable[[], dict[str, object]]) -> Callable[[], dict[str, object]]:
    """The same question on the page of whoever asked."""
    return lambda: {"public_id": find()["public_id"]}


def as_chapter(find: Callable[[], dict[str, object]]) -> Callable[[], dict[str, object]]:
    """The same question in the workspace of the chapter."""
    return lambda: OWN_CHAPTER | find()


NAMELESS = question("kpapia", is_named=False, status="open")
OFFER_OF_HELP = question("kpapia", kind="help")
CLOSED = question("kpapia", status="closed")
OF_CHAPTER = question("kp-pride", chapter__slug="colorado", status="open")
OF_HIDDEN = as_asker(question("kp-pride", asker__email=HIDDEN))
OF_EMPLOYEE = as_asker(question("kpapia", asker__email=EMPLOYEE))
QUESTIONS = [
    Look("ask", "group-ask", group("kp-pride"), who=EMPLOYEE),
    Look("ask-refused", "group-ask", group("kp-pride"), who=EMPLOYEE, sent={"subject": ""}),
    Look("ask-help", "group-ask", group("kpapia"), who=MEMBER, query="?kind=help"),
    Look("ask-chapter", "chapter-ask", OWN_CHAPTER, who=EMPLOYEE),
    Look("my-questions", "me-questions", who=EMPLOYEE),
    Look("my-questions-none", "me-questions", who=CHAPTER_LEAD),
    Look("my-question", "me-question", OF_HIDDEN, who=HIDDEN),
    Look("my-question-named", "me-question", OF_EMPLOYEE, who=EMPLOYEE),
    Look("my-question-refused", "me-question", OF_HIDDEN, who=HIDDEN, sent={"text": ""}),
    Look("my-question-close", "me-question", OF_HIDDEN, who=HIDDEN, query="?act=close"),
    Look("questions", "manage-questions", group("kpapia"), who=LEAD),
    Look("questions-none", "manage-chapter-questions", HAWAII, who=LEAD),
    Look("questions-chapter", "manage-chapter-questions", OWN_CHAPTER, who=CHAPTER_LEAD),
    Look("question", "manage-question", NAMELESS, who=LEAD),
    Look("question-help", "manage-question", OFFER_OF_HELP, who=LEAD),
    Look("question-closed", "manage-question", CLOSED, who=LEAD),
    Look("question-refused", "manage-question", NAMELESS, who=LEAD, sent={"text": ""}),
    Look("question-close", "manage-question", NAMELESS, who=LEAD, query="?act=close"),
    Look("question-chapter", "manage-chapter-question", as_chapter(OF_CHAPTER), who=CHAPTER_LEAD),
]
NEWS_WORK = news_work.looks(lead=LEAD, curator=CURATOR)
EVENT_WORK = event_work.looks(lead=LEAD, curator=CURATOR)


def news(**facts) -> Callable[[], dict[str, object]]:
    """The newest news of that kind, by its number and its words."""

    def find() -> dict[str, object]:
        rows = apps.get_model("news.NewsItem").objects.published().filter(**facts)
        item = rows.select_related("brg").first()
        return {"number": item.pk, "slug": item.slug}

    return find


def long_news() -> dict[str, object]:
    """News whose title and summary are as long as they can be, and which nobody was told of."""
    item = apps.get_model("news.NewsItem").objects.public().filter(picture="").last()
    item.title, item.summary = ("Everybody who brought a dish, " * 4)[:120], ("why " * 75)[:300]
    item.told, item.told_rule, item.told_figure = "nobody", "Nobody", ""
    item.save()
    return {"number": item.pk, "slug": item.slug}


NEWS = [
    Look("news-visitor", "news"),
    Look("news-own", "news", query="?group=~own", who=MEMBER),
    Look("news-none", "news", query="?q=zzzz", who=EMPLOYEE),
    Look("news-group", "group-news", group("kpapia"), who=MEMBER),
    Look("news-item", "news-item", news(audience="public", picture__gt="")),
    Look("news-item-member", "news-item", news(brg__slug="kpac", audience="members"), who=MEMBER),
    Look("news-item-long", "news-item", long_news, who=EMPLOYEE),
]
ANSWERING = answering.looks(employee=EMPLOYEE, member=MEMBER, lead=LEAD)
CALENDARS = calendars.looks(employee=EMPLOYEE, member=MEMBER)
EVENT_DOORS = doors.looks(employee=EMPLOYEE, lead=LEAD)
AFTER = after.looks(member=MEMBER, lead=LEAD)
FEEDBACK = feedback.looks(employee=EMPLOYEE, member=MEMBER, lead=LEAD)
MAILS = [Look("demo-mail-none", "demo-mail", who=ADMIN), *mails.looks(MEMBER)]
BAD_DAYS = [
    Look("missing", "group", group("no-such-group"), status=404),
    Trouble("bad-request", "", status=400, template="400.html"),
    Trouble("forbidden", "", status=403, template="403.html"),
    Trouble("stale-form", "", status=403, template="403_csrf.html"),
    Trouble("too-many", "", status=429, template="429.html"),
    Trouble("broken", "", status=500, template="500.html"),
    Trouble("busy", "", status=503, template="503.html"),
]
LOOKS = [
    *WORKSPACE,
    *FIRST_VISIT,
    *BELONGING,
    *OWN,
    *NOTICES,
    *DOORS,
    *SECOND_FACTOR,
    *CURATION,
    *CURATION_OF_POSTS,
    *RESOURCES,
    *ROSTER,
    *CHAPTERS,
    *CHAPTERS_WORK,
    *TEXTS,
    *OFFICERS,
    *QUESTIONS,
    *NEWS,
    *NEWS_WORK,
    *EVENT_WORK,
    *ANSWERING,
    *CALENDARS,
    *EVENT_DOORS,
    *AFTER,
    *FEEDBACK,
    *MAILS,
    *BAD_DAYS,
]

# Routes that are in no look, and why.
LIKE_FOCUS_AREAS = "The same template as for focus areas."
LIKE_OFFICERS = "The same template as for officers of groups."
WITHOUT_A_LOOK = {
    "manage-chapter-wake": "The same question as for letting it rest, the other way round.",
    "confirm-sign-in": "Leads to the password, the look again; elsewhere to the provider.",
    "manage-chapter-officer": LIKE_OFFICERS,
    "manage-chapter-officer-new": LIKE_OFFICERS,
    "manage-chapter-officer-end": LIKE_OFFICERS,
    "manage-chapter-officer-hand-over": LIKE_OFFICERS,
    "manage-chapter-officer-deputy": LIKE_OFFICERS,
    "me-data": "A file to keep.",
    **dict.fromkeys(news_work.LIKE_GROUPS, "The same template as for news of groups."),
    **dict.fromkeys(event_work.LIKE_GROUPS, "The same template as for events of groups."),
    "mfa_download_recovery_codes": "A file to keep.",
    "media": "Pictures.",
    "event-short": "Leads to the event.",
    "series-short": "Leads to the series.",
    "series-ics": "A file for calendars.",
    "event-poster": "A sheet to print; tests of posters look at it.",
    "event-poster-pdf": "A sheet to print; tests of posters look at it.",
    **answering.WITHOUT_A_LOOK,
    **calendars.WITHOUT_A_LOOK,
    **doors.WITHOUT_A_LOOK,
    **after.WITHOUT_A_LOOK,
    **feedback.WITHOUT_A_LOOK,
    "news-item-short": "Leads to the news.",
    "news-feed": "A feed for news readers.",
    "group-news-feed": "A feed for news readers.",
    "resource": "A file, or the way to a page elsewhere.",
    "livez": "A word for a machine.",
    "readyz": "A word for a machine.",
    "mfa_authenticate": "Reached by signing in: the look second-factor-asked.",
    "openid_connect_login": "Leads to the provider, or is not there without one.",
    "openid_connect_callback": "Where the provider sends people back.",
    "admin:login": "Leads to the first page of curation.",
    "admin:nothing": "The page for what is missing.",
    "admin:brgs_pillar_add": LIKE_FOCUS_AREAS,
    "admin:brgs_pillar_delete": LIKE_FOCUS_AREAS,
    "admin:brgs_pillar_history": LIKE_FOCUS_AREAS,
    "admin:accounts_region_delete": LIKE_FOCUS_AREAS,
    "admin:accounts_region_history": LIKE_FOCUS_AREAS,
    "admin:news_newsitem_take_down": "The same page as for letting a chapter rest.",
    "admin:chapters_chapter_wake": "The same page as for letting a chapter rest.",
    "admin:chapters_chapterofficer_history": LIKE_OFFICERS,
    "admin:chapters_chapterofficer_end": LIKE_OFFICERS,
    "admin:chapters_chapterofficer_hand_over": LIKE_OFFICERS,
}
