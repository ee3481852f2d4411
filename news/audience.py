"""Whom a piece of news is told to: the rule in words, the people, and the figure that is shown.

A figure here is a published one, and so is the one by which too small an audience is refused: by
trying, nobody learns more than the portal says anyway.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.visibility import Visibility
from brgs.models import Membership, Officer
from brgs.roles import ROLES
from chapters.models import Chapter, ChapterMembership, ChapterOfficer
from figures.rounding import SMALLEST, in_words, publishable

from .models import NewsItem

Told = NewsItem.Told
Audience = NewsItem.Audience


@dataclass(frozen=True)
class People:
    """Who is told, as `notices.actions.tell_all` takes them."""

    rows: QuerySet
    # The way from a row to the person.
    person: str
    # Whose mail names no group outside: true, false, or a condition on the rows.
    discreet: Q | bool


# In words


def rule_of(item):
    """Who is told, as a lead reads it before and everybody reads it after: “Members of KPAPIA”."""
    if item.told == Told.NOBODY:
        return _("Nobody")
    if item.told == Told.EMPLOYEES:
        where = item.told_region
        return _("Every employee in %(where)s") % {"where": where} if where else _("Every employee")
    if item.told == Told.MEMBERS:
        return _("Members of %(whom)s") % {"whom": _whom(item)}
    return _officers_in_words(item)


def _officers_in_words(item):
    unit = _whom(item)
    if not (item.told_region or item.told_chapter):
        unit = _("%(group)s and its chapters") % {"group": unit}
    words = _("Officers of %(whom)s") % {"whom": unit}
    if not item.told_role:
        return words
    return _("%(officers)s: %(role)s") % {"officers": words, "role": ROLES[item.told_role].name}


def why_of(item):
    """Why it came, as its reader is told: “You are a member of KPAPIA.”"""
    if item.told == Told.EMPLOYEES:
        if item.told_region:
            return _("It goes to every employee in %(where)s.") % {"where": item.told_region}
        return _("It goes to every employee.")
    if item.told == Told.OFFICERS:
        return _("You are an officer of %(whom)s.") % {"whom": _whom(item)}
    return _("You are a member of %(whom)s.") % {"whom": _whom(item)}


def _whom(item):
    """The group, as far as it is narrowed, or the chapter."""
    if chapter := _chapter(item):
        return chapter.full_name
    group = item.brg.short_name
    if not item.told_region:
        return group
    return _("%(group)s in %(where)s") % {"group": group, "where": item.told_region}


def _chapter(item):
    """The chapter whose people alone are told: its own news never goes further."""
    return item.chapter or item.told_chapter


# The people


def people_of(item):
    """Active people in the audience who may read the news."""
    if item.told == Told.NOBODY:
        return People(User.objects.none(), "pk", discreet=False)
    if item.told == Told.MEMBERS:
        return _members(item)
    if item.told == Told.OFFICERS:
        rows = _officers(item).filter(_readers(item))
        return People(rows, "pk", _discreet(item.brg, Q(Exists(_hidden(item.brg)))))
    # Alike for all: a mail that is discreet for some alone would tell them from the others.
    return People(_employees(item), "pk", item.brg.is_sensitive)


def _members(item):
    if _chapter(item) or item.told_region:
        rows = ChapterMembership.objects.counted().filter(chapter__in=_chapters(item))
        hidden = Q(membership__visibility=Visibility.ONLY_ME)
        return People(rows, "membership__person", _discreet(item.brg, hidden))
    rows = Membership.objects.counted().filter(brg=item.brg)
    return People(rows, "person", _discreet(item.brg, Q(visibility=Visibility.ONLY_ME)))


def _discreet(brg, hidden):
    return True if brg.is_sensitive else hidden


def _chapters(item):
    """The chapters that the audience is narrowed to."""
    if chapter := _chapter(item):
        return Chapter.objects.filter(pk=chapter.pk)
    return Chapter.objects.open().filter(brg=item.brg, region=item.told_region)


def _officers(item):
    """People in their term in the group and its chapters, as far as it is narrowed."""
    role = {"role": item.told_role} if item.told_role else {}
    chapters = Chapter.objects.open().filter(brg=item.brg)
    is_narrowed = _chapter(item) or item.told_region
    posts = ChapterOfficer.objects.in_term().filter(
        chapter__in=_chapters(item) if is_narrowed else chapters, **role
    )
    of_chapters = Q(pk__in=posts.values("person"))
    if is_narrowed:
        return User.objects.filter(of_chapters)
    of_group = Officer.objects.in_term().filter(brg=item.brg, **role)
    return User.objects.filter(Q(pk__in=of_group.values("person")) | of_chapters)


def _employees(item):
    rows = User.objects.employees()
    return rows.filter(region=item.told_region) if item.told_region else rows


def _readers(item):
    """The condition on people that they may read the news, when it is out."""
    if item.audience == Audience.PUBLIC:
        return Q()
    belongs = Q(Exists(_own(item.brg)))
    if item.audience == Audience.EMPLOYEES:
        return belongs | Q(employee_id__isnull=False)
    if item.chapter_id:
        rows = ChapterMembership.objects.counted().filter(chapter=item.chapter_id)
        return Q(Exists(rows.filter(membership__person=OuterRef("pk"))))
    return belongs


def _own(brg):
    return Membership.objects.current().filter(brg=brg, person=OuterRef("pk"))


def _hidden(brg):
    return _own(brg).filter(visibility=Visibility.ONLY_ME)


# The figure


def figure_of(item):
    """How many are told, as a published value; None where no figure is shown.

    Members by the figures of the group and its chapters as they stand on every page; officers,
    who stand there by name, and employees by a rounded count.
    """
    if item.told == Told.MEMBERS:
        return _figure_of_members(item)
    if item.told == Told.OFFICERS:
        # Whoever is an officer: counting the readers alone would tell who of them belongs.
        return publishable(_officers(item).filter(is_active=True).count())
    if item.told == Told.EMPLOYEES:
        return publishable(_employees(item).count())
    return None


def _figure_of_members(item):
    if not (_chapter(item) or item.told_region):
        return item.brg.members_figure and item.brg.members_figure.value
    rows = _chapters(item).select_related("members_figure")
    shown = [chapter.shown_figure for chapter in rows if chapter.shown_figure]
    # What is not shown for a chapter does not come in here either.
    return publishable(sum(figure.value for figure in shown)) if shown else None


def figure_in_words(item):
    """The figure as people read it; empty where none is shown."""
    value = figure_of(item)
    return "" if value is None else in_words(value)


def why_too_few(item):
    """Why an audience is too small to be told, as a sentence; empty where it is not."""
    if item.told == Told.NOBODY or (figure_of(item) or 0) >= SMALLEST:
        return ""
    return _(
        "By the figures that the portal shows, these are fewer than 10 people, or their number is "
        "not shown. So few could be made out. Choose more people, or let the news stand on the "
        "page only."
    )
