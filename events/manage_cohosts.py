"""Holding an event together: whom its leads invite, and what the other group's leads answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.refusal import Refusal
from brgs.models import BRG
from chapters.models import Chapter
from content.text import clean_query
from paging.filters import QUERY_LENGTH

from . import when
from .actions import cohosts as actions
from .guests import first_guests
from .manage import TONES, as_seen
from .models import CoHost, Event
from .page import cohosts_of

# So many of each are found; more words find fewer.
FOUND = 12
# A list of what comes and what was, which nobody fills in years.
MOST = 100
RELATED = ("brg", "chapter__brg", "event__brg", "event__chapter__brg", "event__pillar")


# Of the host


@require_http_methods(["GET", "HEAD", "POST"])
def cohosts(request, host, number):
    """Who holds it too, who is asked, and whom to ask besides."""
    event = host.row_or_404(number)
    if request.method == "POST":
        _act(request, event)
        return redirect(host.url("cohosts", number))
    words = clean_query(request.GET.get("q", ""), QUERY_LENGTH)
    why_not = actions.why_not_share(event)
    context = host.frame(_("Co-hosts"), request.user) | {
        "event": event,
        "rows": event.cohosts.select_related("brg", "chapter__brg").order_by("pk"),
        "may_end": not (event.is_over() or event.is_cancelled),
        "why_not": why_not,
        "words": words,
        "query_length": QUERY_LENGTH,
        "found": [] if why_not else _found(event, words),
        "back_url": host.url("event", number),
    }
    return render(request, "events/manage_cohosts.html", context)


def _found(event, words):
    """Groups, and with words their chapters too, that may be asked; by name."""
    asked = [event.brg_id, *event.cohosts.values_list("brg", flat=True)]
    groups = BRG.objects.active().exclude(pk__in=asked).matching(words)
    rows = [(brg.slug, brg.short_name) for brg in groups.order_by("sort_name", "pk")[:FOUND]]
    if words:
        chapters = Chapter.objects.public().exclude(brg__in=asked).matching(words)
        chapters = chapters.select_related("brg").order_by("sort_name", "pk")[:FOUND]
        rows += [(f"{each.brg.slug}/{each.slug}", each.full_name) for each in chapters]
    return [{"key": key, "name": name} for key, name in rows]


def _act(request, event):
    try:
        if "invite" in request.POST:
            invited = _named(request.POST["invite"])
            actions.invite(event=event, host=invited, by=request.user)
            messages.success(request, _("Invited. Their leads are told, and answer."))
        elif "withdraw" in request.POST:
            cohost = _row(event.cohosts.all(), brg__slug=_word(request.POST["withdraw"]))
            actions.withdraw(cohost=cohost, by=request.user)
            done = _("They hold it no more.") if cohost.accepted else _("They are asked no more.")
            messages.success(request, done)
    except Refusal as refusal:
        messages.error(request, str(refusal))


def _named(key):
    """The group, or with its address behind the group's the chapter, of an answer to a form."""
    slug, _slash, chapter = _word(key).partition("/")
    rows = Chapter.objects.public().filter(brg__slug=slug, slug=chapter).select_related("brg")
    rows = rows if chapter else BRG.objects.active().filter(slug=slug)
    found = next(iter(rows.order_by()), None)
    if found is None:
        raise Refusal(_("There is no such group. Look for it once more."))
    return found


def _word(key):
    """What a form says, if it can be an address."""
    return "" if "\0" in key else key[:150]


def _row(rows, **facts):
    found = next(iter(rows.filter(**facts)), None)
    if found is None:
        raise Refusal(_("Somebody has ended this meanwhile. Nothing has changed."))
    return found


# Of the other group


@require_safe
def invitations(request, host):
    """What the group, or chapter, is asked to hold with others, and what it does hold so."""
    # A group's leads look after its chapters too.
    rows = CoHost.objects.of(host.chapter or host.brg).select_related(*RELATED)
    context = host.frame(_("Held with others"), request.user) | {
        "asked": [_line(row) for row in rows.invited().order_by("invited", "pk")[:MOST]],
        "joint": [_line(row) for row in rows.accepted().order_by("-event__starts", "pk")[:MOST]],
        "list_url": host.url(),
    }
    return render(request, "events/manage_invitations.html", context)


def _line(cohost):
    event = cohost.event
    return {
        "url": cohost.get_workspace_url(),
        "title": event.title,
        "language": event.language,
        "by": event.host_name,
        "of": cohost.chapter.name if cohost.chapter else "",
        "status": event.get_status_display(),
        "tone": TONES[event.status],
        "when": when.moment_in_words(event.starts, event.zone),
        "at": event.starts,
        "going": event.going if event.published else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, host, number):
    """One event of another group: as it is seen, how many come, and what the leads can answer."""
    cohost = _of_host(host, number)
    if request.method == "POST":
        return _answered(request, host, cohost)
    event = cohost.event
    context = (
        host.frame(_("Held with others"), request.user)
        | as_seen(event)
        | {
            "cohost": cohost,
            "tone": TONES[event.status],
            "others": [each for each in cohosts_of(event) if each["name"] != cohost.name],
            "why_not": actions.why_not_accept(cohost),
            "may_leave": not (event.is_over() or event.is_cancelled),
            "list_url": host.url("invitations"),
        }
        | (_guests(event, request.user) if cohost.accepted else {})
    )
    return render(request, "events/manage_invitation.html", context)


def _of_host(host, number):
    # Asked of events, since a number may be larger than any key.
    event = Event.objects.filter(pk=number).values("pk")
    rows = CoHost.objects.filter(event__in=event, brg=host.brg, chapter=host.chapter)
    # A group holds an event once, so there is nothing to sort.
    found = next(iter(rows.select_related(*RELATED, "event__region")), None)
    if found is None:
        raise Http404
    return found


def _guests(event, viewer):
    """Whom this lead may see on the list, as on the event's page."""
    met = Event.objects.visible_to(viewer).as_met_by(viewer).filter(pk=event.pk)
    found = next(iter(met), None)
    people, _more = first_guests(found, viewer) if found else ([], False)
    return {"guests": people, "may_see_list": found is not None}


# What the other group's leads answer: the act, and what is said then.
ANSWERS = {
    "accept": (actions.accept, gettext_lazy("You hold it together now. It is on your page too.")),
    "decline": (actions.decline, gettext_lazy("Declined. The host is told.")),
    "leave": (actions.leave, gettext_lazy("You hold it no more. The host is told.")),
}


def _answered(request, host, cohost):
    act, said = ANSWERS.get(request.POST.get("act"), (None, ""))
    if act is None:
        return redirect(host.url("invitation", cohost.event_id))
    try:
        act(cohost=cohost, by=request.user)
        messages.success(request, str(said))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    stays = CoHost.objects.filter(pk=cohost.pk).exists()
    return redirect(host.url("invitation", cohost.event_id) if stays else host.url("invitations"))
