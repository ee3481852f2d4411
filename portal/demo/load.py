"""Fills an empty database with the demonstration organization, one transaction a stage."""

from dataclasses import dataclass

from django.db import connection, transaction

from accounts.clock import organization_today
from accounts.models import User
from accounts.refusal import Refusal
from attendance.actions import publish_event_figures, publish_visits
from attendance.models import Attendance
from brgs.actions import publish_figures, publish_quarters
from brgs.models import BRG, Membership
from chapters.actions import publish_figures as publish_chapter_figures
from chapters.models import Chapter
from events.models import CoHost, Event, Material, Series
from feedback.models import Box
from news.models import NewsItem
from resources.models import Resource

from . import tables
from .attendance import load_attendance
from .chance import SEED
from .chapters import load_chapters
from .events import load_events, moment
from .feedback import load_feedback
from .groups import load_groups
from .joint import load_joint
from .materials import load_materials
from .memberships import load_memberships, sizes
from .news import load_news
from .officers import load_officers
from .people import load_people
from .posts import load_posts
from .presence import MARK, demonstration_people_exist, other_people
from .proposals import load_proposals
from .questions import load_questions
from .resources import load_resources
from .series import load_series
from .texts import load_texts
from .told import load_notices

FEWEST_EMPLOYEES = 50
MOST_EMPLOYEES = 500_000
# The chart of joins and leaves goes back as many quarters.
QUARTERS = 8


@dataclass(frozen=True)
class Found:
    """What a database holds of the demonstration."""

    people: int
    groups: int
    chapters: int
    memberships: int
    is_new: bool = False


def load(*, employees, progress, seed=SEED, today=None):
    """Load what is missing of the demonstration; returns what is there then.

    Each stage is left out where its rows are there already, so a run that was broken off is
    finished by the next. Where all is there, nothing is written, whatever `employees` says.
    Raises Refusal, before anything is written, on a database that holds other people or groups.
    """
    if is_loaded():
        return found()
    refuse_other_data()
    today = today or organization_today()
    _people(progress, employees, seed, today)
    _groups(progress, today)
    _memberships(progress, seed, today)
    _chapters(progress, seed, today)
    _work(progress, seed, today)
    _news(progress, seed, today)
    _events(progress, seed, today)
    _series(seed, today)
    _joint(today)
    _attendance(seed, today)
    _feedback(seed, today)
    _materials(today)
    _figures(today)
    return found(is_new=True)


def is_loaded():
    """Whether the demonstration is there to the end: its figures come last, all at once.

    One that was loaded before there were events gets them.
    """
    figures = Chapter.objects.filter(members_figure__isnull=False)
    return demonstration_people_exist() and figures.exists() and Event.objects.exists()


def found(*, is_new=False):
    people = User.objects.filter(employee_id__startswith=MARK).count()
    memberships = Membership.objects.current().count()
    return Found(people, BRG.objects.count(), Chapter.objects.open().count(), memberships, is_new)


def refuse_other_data():
    """Raise Refusal where the database holds people or groups that are not the demonstration's."""
    if other_people().exists():
        raise Refusal(
            "This database has people in it that the demonstration did not make. "
            "Nothing was loaded. Point DATABASE_URL at an empty database."
        )
    if BRG.objects.exists() and not demonstration_people_exist():
        raise Refusal(
            "This database has groups in it that the demonstration did not make. "
            "Nothing was loaded. Point DATABASE_URL at an empty database."
        )


@transaction.atomic
def _people(progress, employees, seed, today):
    if demonstration_people_exist():
        return
    progress.begin("People", employees)
    load_people(employees=employees, seed=seed, today=today, advance=progress.advance)
    progress.end()


@transaction.atomic
def _groups(progress, today):
    if BRG.objects.exists():
        return
    progress.begin("Groups", len(tables.organization()["brg"]))
    load_groups(today=today, advance=progress.advance)
    progress.end()


@transaction.atomic
def _memberships(progress, seed, today):
    if Membership.objects.exists():
        return
    employees = User.objects.filter(employee_id__startswith=MARK).count()
    progress.begin("Memberships", sum(sizes(employees).values()))
    load_memberships(seed=seed, today=today, advance=progress.advance)
    _let_the_database_look()
    load_officers(seed=seed, today=today)
    progress.end()


@transaction.atomic
def _chapters(progress, seed, today):
    if Chapter.objects.exists():
        return
    progress.begin("Chapters", len(tables.chapters()))
    load_chapters(seed=seed, today=today, advance=progress.advance)
    progress.end()


@transaction.atomic
def _work(progress, seed, today):
    """What leads and curators find on their tables."""
    if Resource.objects.exists():
        return
    progress.begin("Work", 4)
    load_posts(seed=seed, today=today)
    progress.advance(1)
    load_proposals(seed=seed, today=today)
    progress.advance(1)
    load_texts(today=today)
    progress.advance(1)
    load_resources(today=today)
    progress.end()


@transaction.atomic
def _news(progress, seed, today):
    """What is told and asked."""
    if NewsItem.objects.exists():
        return
    progress.begin("News", 3)
    _let_the_database_look()
    load_news(today=today)
    progress.advance(1)
    load_questions(seed=seed, today=today)
    progress.advance(1)
    load_notices(today=today)
    progress.end()


@transaction.atomic
def _events(progress, seed, today):
    if Event.objects.exists():
        return
    progress.begin("Events", 3)
    load_events(seed=seed, today=today, advance=progress.advance)
    progress.end()


@transaction.atomic
def _series(seed, today):
    if not Series.objects.exists():
        load_series(seed=seed, today=today)


@transaction.atomic
def _joint(today):
    if not CoHost.objects.exists():
        load_joint(today=today)


@transaction.atomic
def _feedback(seed, today):
    if not Box.objects.exists():
        load_feedback(seed=seed, today=today)


@transaction.atomic
def _materials(today):
    if not Material.objects.exists():
        load_materials(today=today)


@transaction.atomic
def _attendance(seed, today):
    if not Attendance.objects.exists():
        load_attendance(seed=seed, today=today)


def _let_the_database_look():
    """Let the database learn how the rows lie, so that nothing that counts is planned blindly.

    Without it, counting who came and went can take longer than a statement may. The portal's own
    tables, one by one: those that PostgreSQL shares between databases may be held elsewhere.
    """
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def _figures(today):
    _let_the_database_look()
    with transaction.atomic():
        publish_figures()
        publish_quarters(today=today, back=QUARTERS)
        publish_chapter_figures()
        publish_event_figures(now=moment(today))
        publish_visits(today=today)


def are_scaled_down(employees):
    """Whether so few employees leave the groups smaller than their facts say."""
    stated = {group["acronym"]: group["members_shown"] for group in tables.organization()["brg"]}
    return sizes(employees) != stated
