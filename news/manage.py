"""News in the workspace of a group or chapter: the list, writing, and one piece as it stands."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import picture_url
from accounts.refusal import Refusal
from brgs.actions import EditConflict
from content.markdown import shown
from paging.keyset import keyset_page

from . import actions
from .audience import figure_in_words, rule_of
from .forms import NewsForm
from .models import NewsItem
from .progress import progress_of

A_PAGE = 50
Status = NewsItem.Status
TONES = {
    Status.DRAFT: "",
    Status.WAITING: "warn",
    Status.RETURNED: "warn",
    Status.SCHEDULED: "good",
    Status.PUBLISHED: "good",
    Status.WITHDRAWN: "",
}


@require_safe
def news(request, host):
    page = keyset_page(
        host.rows,
        order=["-made", "-pk"],
        key="pk",
        after=request.GET.get("after", "")[:18],
        size=A_PAGE,
    )
    context = host.frame(_("News"), request.user) | {
        "rows": [_row(host, item) for item in page.rows],
        "next_url": f"?after={page.after}" if page.after else "",
        "start_url": "" if page.is_first else request.path,
        "new_url": host.url("new"),
    }
    return render(request, "news/manage_list.html", context)


def _row(host, item):
    return {
        "url": host.url("item", item.pk),
        "title": item.title,
        "status": item.get_status_display(),
        "tone": TONES[item.status],
        "is_out": item.published is not None,
        "when": item.published or item.goes_out,
        "readers": item.get_audience_display(),
        "told": item.told_rule or rule_of(item),
    }


@require_safe
def item(request, host, number):
    """One piece as its readers see it, how it stands, and what can be done about it."""
    found = host.row_or_404(number)
    context = (
        host.frame(_("News"), request.user)
        | as_read(found)
        | {
            "tone": TONES[found.status],
            "rule": found.told_rule or rule_of(found),
            "figure": found.told_figure if found.told_rule else figure_in_words(found),
            "progress": progress_of(found) if found.status == Status.PUBLISHED else None,
            "urls": _ways(host, found),
            "list_url": host.url(),
        }
    )
    return render(request, "news/manage_item.html", context)


def as_read(item):
    """What `news/_read.html` shows: the piece as it stands on its page."""
    return {
        "item": item,
        "body": shown(item.body_html),
        "picture": picture_url(item.picture, 1280),
    }


def _ways(host, item):
    """What a lead can do now, by the name of the page: its address."""
    ways = {
        Status.DRAFT: ("edit", "send", "delete"),
        Status.RETURNED: ("edit", "send", "delete"),
        Status.WAITING: ("take-back",),
        Status.SCHEDULED: ("take-back",),
        Status.PUBLISHED: ("stop", "take-down") if _is_being_sent(item) else ("take-down",),
        Status.WITHDRAWN: (),
    }
    return {name.replace("-", "_"): host.url(name, item.pk) for name in ways[item.status]}


def _is_being_sent(item):
    return item.letter is not None and item.letter.notices.on_their_way().exists()


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, host):
    form = NewsForm(*_sent(request), instance=NewsItem(brg=host.brg, chapter=host.chapter))
    if not form.is_valid() or "preview" in request.POST:
        return _form_page(request, host, form, _("Write news"))
    picture = form.pictures.get("picture")
    item = actions.create(item=form.instance, by=request.user, picture=picture)
    messages.success(request, _("Saved as a draft. Nobody but the leads sees it."))
    return redirect(host.url("item", item.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, host, number):
    item = host.row_or_404(number)
    if not item.is_editable:
        messages.info(request, _("Only a draft can be edited. Take it back first."))
        return redirect(host.url("item", item.pk))
    form = NewsForm(*_sent(request), instance=item)
    if not form.is_valid() or "preview" in request.POST:
        return _form_page(request, host, form, _("Edit news"))
    try:
        given = {"version": form.cleaned_data["version"], "picture": form.pictures.get("picture")}
        actions.edit(item=form.instance, by=request.user, **given)
    except EditConflict as conflict:
        form.refuse(conflict)
        return _form_page(request, host, form, _("Edit news"))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect(host.url("item", item.pk))


def _form_page(request, host, form, title):
    """The form, above it the piece as it would be read where a preview was asked for."""
    asks_preview = "preview" in request.POST and not form.errors
    if asks_preview:
        form.let_files_go()
    number = form.instance.pk
    context = host.frame(title, request.user) | {
        "form": form,
        "preview": as_read(form.preview()) if asks_preview else None,
        "back_url": host.url("item", number) if number else host.url(),
    }
    status = form.status if form.errors else 200
    return render(request, "news/manage_form.html", context, status=status)


def _sent(request):
    """What a form was sent with, files too; nothing where it is only shown."""
    return (request.POST, request.FILES) if request.method == "POST" else ()
