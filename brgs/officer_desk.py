"""The officers of one group or chapter as its leads see them: rows, marks in words, addresses."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import organization_today
from accounts.people import person_row

from .models.officer import SOON_DAYS
from .roles import RANK, roles_of

SOON = dt.timedelta(days=SOON_DAYS)
A_YEAR = dt.timedelta(days=365)
# More posts than any group has; a list is never without an end.
LISTED = 200


def term(office, today):
    """The days of a term in words: "until June 30, 2027", with the first day where it matters."""
    days = {"first": date_format(office.starts), "last": office.ends and date_format(office.ends)}
    if office.starts > today and office.ends:
        return _("From %(first)s until %(last)s") % days
    if office.starts > today:
        return _("From %(first)s, without an end") % days
    return _("Until %(last)s") % days if office.ends else _("Without an end")


@dataclass
class Row:
    """One post in the list: its holder, its days, and what there is to know, as (tone, words)."""

    office: object
    person: dict
    term: str
    url: str
    marks: list = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """The posts of one unit. `route` and `address` say where the pages about them lie.

    `frame` gives, for a title, the context of a page of the unit's workspace; `no_lead` is what a
    lead reads where nobody leads.
    """

    unit: object
    model: type
    route: str
    address: dict
    frame: Callable
    no_lead: str

    @property
    def posts(self):
        mine = self.model.objects.filter(**{self.model.unit_name: self.unit})
        return mine.select_related("person", self.model.group_path)

    def url(self, step="", **more):
        """The address of the list ("s") or of a page below it ("-new", "" for one office)."""
        return reverse(f"{self.route}{step}", kwargs=self.address | more)

    @property
    def roles(self):
        return roles_of(self.model.where)

    def find(self, number):
        """An office of this unit that is not over, or whose holder is caretaker; else None."""
        return self._standing.filter(pk=number).first()

    @property
    def _standing(self):
        return self.posts.filter(person__is_active=True).not_over() | self.posts.caretaking()

    @cached_property
    def today(self):
        return organization_today()

    @cached_property
    def offices(self):
        """Offers, coming and present posts and caretakers', by role and then by name."""
        found = self._standing.order_by("pk")[:LISTED]
        return sorted(found, key=lambda post: (RANK[post.role], post.starts, post.person.sort_name))

    def present(self):
        return [self.row(post) for post in self.offices if self._is_present(post)]

    def coming(self):
        taken = [post for post in self.offices if post.accepted]
        return [self.row(post) for post in taken if not post.has_begun(self.today)]

    def offered(self):
        return [self.row(post) for post in self.offices if not post.accepted]

    def past(self):
        """Role and days of the terms that ended in the last year. Whose they were is past too."""
        day = self.today
        over = self.posts.filter(ends__lte=day, ends__gt=day - A_YEAR, accepted__isnull=False)
        over = over.filter(stands_in_for=None).exclude(pk__in=[post.pk for post in self.offices])
        return [
            _("%(role)s, %(first)s – %(last)s")
            % {
                "role": post.kind.name,
                "first": date_format(post.starts),
                "last": date_format(post.ends),
            }
            for post in over.order_by("-ends", "-pk")[:LISTED]
        ]

    def matters(self):
        """What needs a lead's attention here: nobody leads, or none comes after a term."""
        leading = [post for post in self.offices if self._leads_now(post)]
        if self.unit.is_active and not leading:
            yield self.url("-new"), "user-plus", self.no_lead
        for row in sorted(self.present(), key=lambda row: row.office.ends or dt.date.max):
            if not self._ends_soon(row.office) or self._is_handed_over(row.office):
                continue
            facts = {"role": row.office.shown_title, "name": row.person["name"]}
            said = _("%(role)s, %(name)s: the term ends on %(day)s.")
            day = date_format(row.office.ends)
            yield row.url, "calendar-clock", said % {**facts, "day": day}

    def _is_present(self, post):
        return post.accepted and post.has_begun(self.today)

    def _leads_now(self, post):
        in_term = self._is_present(post) and not post.is_over(self.today)
        return in_term and post.kind.leads and not post.stands_in_for_id

    def _is_handed_over(self, post):
        return any(other.predecessor_id == post.pk and other.accepted for other in self.offices)

    def _ends_soon(self, post):
        return post.ends and self.today < post.ends <= self.today + SOON

    def row(self, post):
        person = person_row(post.person, post.shown_title, post.line)
        url = self.url(office=post.pk)
        return Row(post, person, self._term(post), url, list(self._marks(post)))

    def _term(self, post):
        if post.is_over(self.today):
            return _("Ended on %(day)s") % {"day": date_format(post.ends)}
        return term(post, self.today)

    def _marks(self, post):
        if post.is_over(self.today):
            day = date_format(post.caretaking_ends)
            yield "warn", _("Caretaker, with the powers until %(day)s") % {"day": day}
        if not post.accepted:
            yield "", _("Waits for an answer")
        if post.stands_in_for_id:
            yield "", _("Acting deputy for %(name)s") % {"name": self._name(post.stands_in_for_id)}
        if self._is_present(post) and self._ends_soon(post):
            yield "warn", _ends_in((post.ends - self.today).days)
        yield from self._marks_by_others(post)

    def _marks_by_others(self, post):
        """What successors and deputies mean for somebody's post."""
        for other in self.offices:
            facts = {"name": other.person.name, "day": date_format(other.starts)}
            if other.predecessor_id == post.pk and not other.has_begun(self.today):
                words = _("Hands over on %(day)s to %(name)s")
                asked = _("%(name)s is asked to take over on %(day)s")
                yield "", (words if other.accepted else asked) % facts
            elif other.predecessor_id == post.pk:
                words = _("Shares the post with %(name)s, who takes over")
                asked = _("%(name)s is asked to take over")
                yield "", (words if other.accepted else asked) % facts
            elif other.stands_in_for_id == post.pk and other.accepted:
                said = {**facts, "last": date_format(other.ends)}
                yield "", _("%(name)s stands in from %(day)s until %(last)s") % said

    def _name(self, number):
        names = {post.pk: post.person.name for post in self.offices}
        return names.get(number, "")


def _ends_in(days):
    words = ngettext("Ends in %(days)s day", "Ends in %(days)s days", days)
    return words % {"days": days}
