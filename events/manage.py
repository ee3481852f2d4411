"""Events in the workspace of a group or chapter: the list, writing, and one event as it stands."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import picture_url
from accounts.refusal import Refusal
from brgs.actions import EditConflict
from content.markdown import shown
from paging.keyset import keyset_page

from . import actions, when
from .actions.drafts import FIELDS
from .forms import THIS, EventForm
from .models import AudienceRecord, Event
from .ready_made import KINDS, initial_of
from .reasons import what_editing_does, what_editing_many_does, why_asked

A_PAGE = 50
Status = Event.Status
TONES = {
    Status.DRAFT: "",
    Status.SUBMITTED: "warn",
    Status.CHANGES_ASKED: "warn",
    Status.PUBLISHED: "good",
    Status.CANCELLED: "bad",
}
# The parts of the list, by the word in the address: the words, and the order.
PARTS = {
    "": (gettext_lazy("Coming"), ["starts", "pk"]),
    "drafts": (gettext_lazy("Drafts and waiting"), ["starts", "pk"]),
    "past": (gettext_lazy("Past"), ["-starts", "-pk"]),
}
# What a copy takes from an earlier event: all but the days.
COPIED = [name for name in FIELDS if name not in ("starts_date", "ends_date")]


# The list


@require_safe
def events(request, host):
    asked = request.GET.get("show", "")
    part = asked if asked in PARTS else ""
    words, order = PARTS[part]
    after = request.GET.get("after", "")[:18]
    page = keyset_page(_of_part(host.listed, part), order=order, key="pk", after=after, size=A_PAGE)
    query = f"show={part}&" if part else ""
    here = f"{host.url()}?show={part}" if part else host.url()
    context = host.frame(_("Events"), request.user) | {
        "rows": [row_of(host, event) for event in page.rows],
        "part": part,
        "part_words": words,
        "parts": [
            {"url": f"{host.url()}?show={key}" if key else host.url(), "words": named, "key": key}
            for key, (named, _order) in PARTS.items()
        ],
        "next_url": f"?{query}after={page.after}" if page.after else "",
        "start_url": "" if page.is_first else here,
        "new_url": host.url("new"),
        "rules_url": "" if host.chapter else host.url("rules"),
        "joint_url": host.url("invitations"),
    }
    return render(request, "events/manage_list.html", context)


def _of_part(rows, part):
    if part == "drafts":
        return rows.exclude(status__in=Event.SHOWN)
    out, now = rows.filter(status__in=Event.SHOWN), timezone.now()
    return out.filter(ends__lte=now) if part == "past" else out.filter(ends__gt=now)


def row_of(host, event):
    """An event as the tables of the workspace show it."""
    return {
        "url": event.get_workspace_url(),
        "title": event.title,
        "language": event.language,
        "of": "" if host.chapter or not event.chapter else event.chapter.name,
        "status": event.get_status_display(),
        "tone": TONES[event.status],
        "when": when.moment_in_words(event.starts, event.zone),
        "at": event.starts,
        "is_late": event.published is None and event.has_begun(),
        "going": event.going if event.published else None,
        "capacity": event.capacity,
        "waiting": event.waiting,
    }


# One event


@require_safe
def event(request, host, number):
    """One event as people see it, how it stands, and what can be done about it."""
    found = host.row_or_404(number)
    context = (
        host.frame(_("Events"), request.user)
        | as_seen(found)
        | {
            "tone": TONES[found.status],
            "is_over": found.is_over(),
            "has_begun": found.has_begun(),
            "audiences": AudienceRecord.objects.filter(event=found),
            "urls": ways(host, found),
            "list_url": host.url(),
            "contact": found.accessibility_contact and found.accessibility_contact.name,
            "series_url": host.url("series", found.series_id) if found.series else "",
        }
    )
    return render(request, "events/manage_event.html", context)


def as_seen(event):
    """What `events/_seen.html` shows: the event as it stands on its page."""
    return {
        "event": event,
        "when": when.in_words(event),
        "closes": when.moment_in_words(event.answers_until, event.zone),
        "body": shown(event.description_html),
        "picture": picture_url(event.picture, 1280),
    }


def ways(host, event):
    """What a lead can do now, by the name of the page: its address."""
    names = {
        Status.DRAFT: ["edit", "publish", "delete"],
        Status.CHANGES_ASKED: ["edit", "publish", *(["cancel"] if event.published else ["delete"])],
        Status.SUBMITTED: ["take-back", *(["cancel"] if event.published else [])],
        Status.PUBLISHED: ["edit", "cancel"],
        Status.CANCELLED: [],
    }[event.status]
    if event.is_over():
        names = [name for name in names if name != "cancel"]
    if not (event.is_over() or event.is_cancelled):
        names += _more_of(event)
    urls = {name.replace("-", "_"): host.url(name, event.pk) for name in names}
    return urls | {name: host.url(name, event.pk) for name in ("cohosts", "duplicate")}


def _more_of(event):
    """How there may be more of an event: by a rule, or at more times."""
    if event.series:
        return ["sittings"] if event.series.has_sittings else []
    # Whoever has answered, answered to this one alone.
    return [] if event.last_place else ["repeat", "sittings"]


# Writing


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, host):
    """A new event, empty or begun from one of the kinds that are ready made."""
    kind = request.GET.get("like", "")
    instance = Event(brg=host.brg, chapter=host.chapter, audience=_usual_audience(host.brg))
    form = EventForm(
        *_sent(request), instance=instance, viewer=request.user, initial=initial_of(kind)
    )
    kinds = [
        {"url": f"{host.url('new')}?like={key}", "words": each["name"], "is_this": key == kind}
        for key, each in KINDS.items()
    ]
    context = {"kinds": kinds, "past_url": f"{host.url()}?show=past"}
    return _written(request, host, form, _("New event"), context)


def _usual_audience(brg):
    return Event.Audience.MEMBERS if brg.is_sensitive else Event.Audience.EMPLOYEES


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request, host, number):
    """A new event that is as an earlier one, but for its day."""
    earlier = host.row_or_404(number)
    instance = Event(brg=host.brg, chapter=host.chapter, picture=earlier.picture)
    for name in COPIED:
        setattr(instance, name, getattr(earlier, name))
    form = EventForm(*_sent(request), instance=instance, viewer=request.user)
    context = {"earlier": {"title": earlier.title, "url": host.url("event", earlier.pk)}}
    return _written(request, host, form, _("New event"), context)


def _written(request, host, form, title, context):
    """Keep a new event, or show its form."""
    if not form.is_valid() or "preview" in request.POST:
        return _form_page(request, host, form, title, context)
    picture = form.pictures.get("picture")
    event = actions.create(event=form.instance, by=request.user, picture=picture)
    messages.success(request, _("Saved as a draft. Nobody but the leads sees it."))
    return redirect(host.url("event", event.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, host, number):
    event = host.row_or_404(number)
    if "edit" not in ways(host, event):
        messages.info(request, _("It can’t be edited now. Take it back first, if it waits."))
        return redirect(host.url("event", number))
    form = EventForm(*_sent(request), instance=event)
    if not form.is_valid() or "preview" in request.POST:
        return _form_page(request, host, form, _("Edit event"), {})
    try:
        said = _kept(request, form)
    except (EditConflict, Refusal) as refusal:
        if not host.rows.filter(pk=number).exists():
            messages.error(request, str(refusal))
            return redirect(host.url())
        form.refuse(refusal)
        return _form_page(request, host, form, _("Edit event"), {})
    messages.success(request, said)
    return redirect(host.url("event", number))


def _kept(request, form):
    """Keep what was typed, on one date or on several; returns what to say."""
    facts = {"version": form.cleaned_data["version"], "picture": form.pictures.get("picture")}
    facts |= {"event": form.instance, "by": request.user}
    if form.meant_for == THIS:
        return _said([actions.edit(**facts)])
    return _said(actions.edit_many(**facts, scope=form.meant_for))


def _said(dates):
    """What has come of an edit, in a sentence for the lead."""
    if any(event.status == Status.SUBMITTED for event in dates) and len(dates) > 1:
        return _("Saved. A curator has been asked, and until then dates are off their pages.")
    if len(dates) > 1:
        return _("Saved on %(n)s dates.") % {"n": len(dates)}
    if dates[0].status == Status.SUBMITTED:
        return _("Saved. A curator has been asked, and until then it is off its page.")
    return _("Saved.")


def _form_page(request, host, form, title, context):
    """The form, above it the event as it would be seen where a preview was asked for."""
    number = form.instance.pk
    stored = host.row_or_404(number) if number else None
    asks_preview = "preview" in request.POST and not form.errors
    if asks_preview:
        form.let_files_go()
    context = (
        host.frame(title, request.user)
        | {
            "form": form,
            "event": stored,
            "back_url": host.url("event", number) if number else host.url(),
        }
        | (_preview(form, stored) if asks_preview else {})
        | context
    )
    status = form.status if form.errors else 200
    return render(request, "events/manage_form.html", context, status=status)


def _preview(form, stored):
    typed = form.preview()
    return {
        "preview": as_seen(typed),
        "effects": _effects(form, stored, typed),
        "reasons": [] if stored and stored.published else why_asked(typed),
    }


def _effects(form, stored, typed):
    """What keeping it does, a sentence for each."""
    if stored is None:
        return []
    if form.meant_for == THIS:
        return what_editing_does(stored, typed)
    return what_editing_many_does(stored, typed, form.meant_for)


def _sent(request):
    """What a form was sent with, files too; nothing where it is only shown."""
    return (request.POST, request.FILES) if request.method == "POST" else ()
