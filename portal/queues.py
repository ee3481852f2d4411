"""What waits for curators, gathered from the apps below: things and posts, and no people."""

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import organization_today
from accounts.curation import Cell, Row
from brgs.models import BRG, Officer, TextChange
from brgs.models.officer import SOON_DAYS
from chapters.models import Chapter, ChapterOfficer, Proposal
from events.models import Event
from events.when import moment_in_words
from news.models import NewsItem
from news.stories import host_name

SHOWN = 10
VERY_SOON_DAYS = 30
# How long an answer may take before it is late, and before that is bad.
AN_HOUR = dt.timedelta(hours=1)
LATE, VERY_LATE = dt.timedelta(days=1), dt.timedelta(days=7)


@dataclass(frozen=True)
class Queue:
    """Things of one kind that need a curator; `count` where it is how many wait for an answer."""

    key: str
    title: str
    rows: list
    count: int | None = None
    # Where there are more than are shown: (address, words).
    more: list = field(default_factory=list)


def queues(viewer):
    """The queues that the viewer may see, the most pressing first, each cut at some length."""
    sees_groups, sees_chapters = (_may(viewer, "view", model) for model in (BRG, Chapter))
    posts = [model for model in (Officer, ChapterOfficer) if _may(viewer, "view", model)]
    return [
        *([_texts(), _events(), _news()] if sees_groups else []),
        *([_proposals()] if sees_chapters else []),
        *([_vacant_groups(viewer)] if sees_groups else []),
        *([_vacant_chapters(viewer)] if sees_chapters else []),
        *([_caretakers(posts), _endings(posts)] if posts else []),
        *([_overdue(), _drafts()] if sees_groups else []),
    ]


# What waits for an answer


def _texts():
    waiting = TextChange.objects.waiting().select_related("brg")
    rows = [_text_row(change) for change in waiting[:SHOWN]]
    return Queue("texts", _("Texts to approve"), rows, waiting.count())


def _text_row(change):
    names = [capfirst(str(BRG._meta.get_field(name).verbose_name)) for name in change.texts]
    cells = [Cell(_("What would change"), ", ".join(names)), _age(change.asked)]
    return Row(
        reverse("admin:brgs_texts", args=[change.pk]), change.brg.name, cells, change.brg.hue
    )


def _events():
    waiting = Event.objects.submitted().select_related("brg", "chapter__brg")
    rows = [_event_row(event) for event in waiting[:SHOWN]]
    count = waiting.count()
    url = f"{_address(Event, 'changelist')}?status=submitted"
    more = [(url, _("See all of them"))] if count > SHOWN else []
    return Queue("events", _("Events to approve"), rows, count, more)


def _event_row(event):
    cells = [Cell(_("When"), moment_in_words(event.starts, event.zone)), _age(event.asked)]
    url = _address(Event, "change", event.pk)
    return Row(url, f"{event.host_name} · {event.title}", cells, event.brg.hue)


def _news():
    waiting = NewsItem.objects.waiting().select_related("brg", "chapter")
    rows = [_news_row(item) for item in waiting[:SHOWN]]
    count = waiting.count()
    url = f"{_address(NewsItem, 'changelist')}?status=waiting"
    more = [(url, _("See all of them"))] if count > SHOWN else []
    return Queue("news", _("News to approve"), rows, count, more)


def _news_row(item):
    cells = [Cell(_("Would be told"), item.told_rule), _age(item.asked)]
    url = _address(NewsItem, "change", item.pk)
    return Row(url, f"{host_name(item)} · {item.title}", cells, item.brg.hue)


def _proposals():
    waiting = Proposal.objects.for_curators().select_related("chapter__brg", "chapter__region")
    rows = [_proposal_row(proposal) for proposal in waiting[:SHOWN]]
    count = waiting.count()
    url = f"{_address(Chapter, 'changelist')}?status=supported"
    more = [(url, _("See all of them"))] if count > SHOWN else []
    return Queue("proposals", _("Chapters to approve"), rows, count, more)


def _proposal_row(proposal):
    chapter = proposal.chapter
    url = reverse("admin:chapters_proposal", args=[proposal.pk])
    cells = [Cell(_("Region"), chapter.region.name), _age(proposal.asked)]
    return Row(url, _name_of(chapter), cells, chapter.brg.hue)


def _age(asked):
    """How long something has waited, in words, and whether that is late."""
    waited = timezone.now() - asked
    # Minutes would only be noise, in words and where pages are compared.
    words = timesince(asked, depth=1) if waited >= AN_HOUR else _("Less than an hour")
    if waited < LATE:
        return Cell(_("Waiting for"), words)
    tone = "warn" if waited < VERY_LATE else "bad"
    return Cell(_("Waiting for"), _("%(age)s, late") % {"age": words}, tone)


# Posts


def _vacant_groups(viewer):
    groups = list(BRG.objects.vacant().order_by("sort_name", "pk")[: SHOWN + 1])
    lead = Cell(_("Lead"), _("Vacant"), "warn")
    way = _way_to_fill(viewer, Officer, "chair")
    rows = [Row(way(brg, brg.slug), brg.name, [lead], brg.hue) for brg in groups[:SHOWN]]
    url = f"{_address(BRG, 'changelist')}?attention=vacant"
    return Queue("vacant", _("Groups without a lead"), rows, more=_all_of(groups, url))


def _vacant_chapters(viewer):
    chapters = Chapter.objects.vacant().select_related("brg", "region")
    chapters = list(chapters.order_by("brg__sort_name", "sort_name", "pk")[: SHOWN + 1])
    way = _way_to_fill(viewer, ChapterOfficer, "chapter_lead")
    rows = [
        Row(way(chapter, chapter.pk), _name_of(chapter), _vacant(chapter), chapter.brg.hue)
        for chapter in chapters[:SHOWN]
    ]
    url = f"{_address(Chapter, 'changelist')}?status=vacant"
    return Queue("vacant-chapters", _("Chapters without a lead"), rows, more=_all_of(chapters, url))


def _vacant(chapter):
    return [Cell(_("Region"), chapter.region.name), Cell(_("Lead"), _("Vacant"), "warn")]


def _way_to_fill(viewer, model, role):
    """What leads from a group or chapter to the offer of its lead's post, for those who may."""

    def way(unit, key):
        if not _may(viewer, "add", model):
            return _address(type(unit), "change", unit.pk)
        return f"{_address(model, 'add')}?{urlencode({model.unit_name: key, 'role': role})}"

    return way


def _caretakers(models):
    """Leads whose term ran out, and who keep the powers until somebody follows."""
    found = {model: model.objects.caretaking() for model in models}
    return _posts("caretakers", _("Caretakers"), "caretaker", found, _caretaker)


def _caretaker(post):
    return [
        Cell(_("Standing"), _("Caretaker"), "warn"),
        Cell(_("Powers until"), date_format(post.caretaking_ends)),
    ]


def _endings(models):
    found = {model: model.objects.ending_within(SOON_DAYS) for model in models}
    return _posts("endings", _("Terms that end within 90 days"), "ending", found, _ending)


def _ending(post):
    left = (post.ends - organization_today()).days
    words = ngettext("%(days)s day", "%(days)s days", left) % {"days": left}
    tone = "warn" if left <= VERY_SOON_DAYS else ""
    return [Cell(_("Ends on"), date_format(post.ends)), Cell(_("Left"), words, tone)]


def _posts(key, title, standing, found, cells):
    """Posts of groups and of chapters, the earliest end first; who holds them stands behind."""
    posts, more = [], []
    for model, rows in found.items():
        mine = list(_of_active(rows).order_by("ends", "pk")[: SHOWN + 1])
        posts += mine
        url = f"{_address(model, 'changelist')}?standing={standing}"
        more.append((url, _("See all of them: %(kind)s") % {"kind": _kind(model)}))
    posts = sorted(posts, key=lambda post: (post.ends, post.pk))
    rows = [_post_row(post, cells) for post in posts[:SHOWN]]
    return Queue(key, title, rows, more=more if len(posts) > SHOWN else [])


def _of_active(rows):
    group = rows.model.group_path
    unit = rows.model.unit_name
    active = {f"{group}__status": BRG.Status.ACTIVE, f"{unit}__status": "active"}
    return rows.filter(**active).select_related(group)


def _post_row(post, cells):
    name = post.group.short_name if post.unit == post.group else _name_of(post.unit)
    url = _address(type(post), "change", post.pk)
    return Row(url, f"{post.shown_title} · {name}", cells(post), post.group.hue)


def _kind(model):
    return model._meta.verbose_name_plural


# Groups that nobody has looked after


def _overdue():
    overdue = BRG.objects.overdue_for_review().order_by("review_date", "pk")
    return _groups("overdue", _("Overdue for review"), overdue, "attention=overdue")


def _drafts():
    drafts = BRG.objects.filter(status=BRG.Status.DRAFT).order_by("sort_name", "pk")
    return _groups("drafts", _("Drafts"), drafts, "status=draft")


def _groups(key, title, groups, query):
    found = list(groups[: SHOWN + 1])
    rows = [
        Row(_address(BRG, "change", brg.pk), brg.name, _care(brg), brg.hue) for brg in found[:SHOWN]
    ]
    return Queue(key, title, rows, more=_all_of(found, f"{_address(BRG, 'changelist')}?{query}"))


def _care(brg):
    day = date_format(brg.review_date) if brg.review_date else _("No date")
    return [
        Cell(_("Content owner"), brg.content_owner or _("Nobody")),
        Cell(_("Review by"), day),
    ]


def _all_of(found, url):
    return [(url, _("See all of them"))] if len(found) > SHOWN else []


def _name_of(chapter):
    return f"{chapter.brg.short_name} · {chapter.name}"


def _address(model, name, *keys):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=keys)


def _may(viewer, verb, model):
    return viewer.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")
