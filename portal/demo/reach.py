"""Whom the demonstration's news were told to, in words and as a figure of the day they went out."""

from django.db.models import Q

from accounts.models import User
from brgs.models import Membership, Officer
from chapters.models import ChapterMembership, ChapterOfficer
from figures.rounding import SMALLEST, in_words, publishable
from news.audience import rule_of
from news.models import NewsItem

from .presence import MARK

Told = NewsItem.Told


def put_reach(item, *, at):
    """Say on unsaved news to whom it went and to how many. So few that they could be made out, as
    in a small demonstration, are not told: such news only stands on the page.
    """
    count = _reach(item, at)
    if item.told != Told.NOBODY and count < SMALLEST:
        item.told = Told.NOBODY
    item.told_rule = str(rule_of(item))
    item.told_figure = "" if item.told == Told.NOBODY else in_words(publishable(count))


def _reach(item, at):
    if item.told == Told.OFFICERS:
        # Nothing is known of officers before the present ones.
        chapters = ChapterOfficer.objects.in_term().filter(chapter__brg=item.brg)
        return Officer.objects.in_term().filter(brg=item.brg).count() + chapters.count()
    if item.told == Told.EMPLOYEES:
        there = Q(is_active=True) | Q(active_changed__gt=at)
        people = User.objects.filter(there, employee_id__startswith=MARK, created__lte=at)
        return people.count()
    there = Q(left=None) | Q(left__gt=at)
    if item.chapter_id:
        belong = ChapterMembership.objects.filter(there, chapter=item.chapter_id)
    else:
        belong = Membership.objects.filter(there, brg=item.brg)
    return belong.filter(joined__lte=at).count()
