"""Earlier versions of a group's texts: the list, one of them, and the way back to it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.refusal import Refusal
from content.text import clean_query
from paging.keyset import keyset_page

from . import actions
from .actors import names_of_actors
from .manage_page import label_of, names_of
from .models import BRG
from .models.texts import APPROVED_TEXTS, LIVE_TEXTS, TEXTS
from .page_forms import VERSION_DIGITS, sent_version
from .views import of_own_group
from .workspace import frame

VERSIONS_A_PAGE = 30


@require_safe
@of_own_group
def versions(request, brg):
    after = clean_query(request.GET.get("after", ""), VERSION_DIGITS)
    page = keyset_page(
        brg.revisions.defer("texts"),
        order=["-version"],
        key="version",
        after=after if after.isascii() and after.isdigit() else "",
        size=VERSIONS_A_PAGE,
    )
    context = frame(brg, "page", _("Earlier versions")) | {
        "rows": _rows(brg, page.rows),
        "next_url": f"?after={page.after}" if page.after else "",
        "start_url": "" if page.is_first else request.path,
        "back_url": reverse("manage-page", args=[brg.slug]),
    }
    return render(request, "brgs/manage_versions.html", context)


def _rows(brg, revisions):
    names = names_of_actors(brg, {revision.actor for revision in revisions})
    return [
        {
            "version": revision.version,
            "made": revision.made,
            "who": names[revision.actor] if revision.actor else "",
            "url": reverse("manage-version", args=[brg.slug, revision.version]),
        }
        for revision in revisions
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_group
def version(request, brg, version):
    revision = brg.revisions.filter(version=version).first()
    if revision is None:
        raise Http404
    return (
        _restore(request, brg, revision)
        if request.method == "POST"
        else _page(request, brg, revision)
    )


def _restore(request, brg, revision):
    texts = {name: words for name, words in revision.texts.items() if name in TEXTS}
    try:
        _saved, change = actions.edit_page(
            brg=brg, by=request.user, version=sent_version(request.POST), texts=texts
        )
    except actions.EditConflict:
        return _page(request, BRG.objects.get(pk=brg.pk), revision, status=409)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("manage-version", brg.slug, revision.version)
    messages.success(request, _what_is_back(change))
    return redirect("manage-page", brg.slug)


def _what_is_back(change):
    if change is None:
        return _("Restored. It is live now.")
    words = _("Restored. A curator looks at this first: %(texts)s. Everything else is live.")
    return words % {"texts": names_of(change.texts)}


def _page(request, brg, revision, *, status=200):
    """One version, word by word beside the present one."""
    rows = [
        {"label": label_of(name), "old": revision.texts[name], "new": getattr(brg, name)}
        for name in TEXTS
        if name in revision.texts
    ]
    changed = [name for name in TEXTS if revision.texts.get(name, "") != getattr(brg, name)]
    context = frame(brg, "page", _("Version %(number)s") % {"number": revision.version}) | {
        "revision": _rows(brg, [revision])[0],
        "rows": rows,
        "is_present": not changed,
        "live": [label_of(name) for name in LIVE_TEXTS if name in changed],
        "asked": [label_of(name) for name in APPROVED_TEXTS if name in changed],
        "is_waiting": actions.waiting_change(brg) is not None,
        "is_conflict": status == 409,
        "back_url": reverse("manage-versions", args=[brg.slug]),
    }
    return render(request, "brgs/manage_version.html", context, status=status)
