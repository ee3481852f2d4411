"""One's own notices, and the way out of mail. Reading a page changes nothing."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from paging.keyset import keyset_page

from . import actions
from .kinds import KINDS
from .models import Notice
from .unread import unread

NOTICES_A_PAGE = 25
ON_A_LIST = (
    *("id", "told", "read", "discreet"),
    *("letter__public_id", "letter__kind", "letter__title", "letter__line", "letter__why"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request):
    """One's notices, the newest first; sent as a form, it marks them as read."""
    if request.method == "POST":
        return _mark_all_read(request)
    only_unread = request.GET.get("show") == "unread"
    rows = Notice.objects.of(request.user)
    page = keyset_page(
        (rows.unread() if only_unread else rows).values(*ON_A_LIST),
        order=["-told", "-id"],
        key="letter__public_id",
        after=request.GET.get("after", "")[:32],
        size=NOTICES_A_PAGE,
    )
    return render(request, "notices/list.html", _list_page(request, page, only_unread))


def _list_page(request, page, only_unread):
    show = "show=unread&" if only_unread else ""
    newest = page.rows[0]["letter__public_id"] if page.rows and page.is_first else ""
    return {
        "entries": [_entry(row) for row in page.rows],
        "only_unread": only_unread,
        # What a form marks as read ends with what was seen when it was sent.
        "up_to": newest if unread(request.user) else "",
        "next_url": f"?{show}after={page.after}" if page.after else "",
        "start_url": "" if page.is_first else f"?{show}".rstrip("&?") or request.path,
    }


def _entry(row):
    """One row as the list shows it. What is discreet stays folded, since phones are shared."""
    return {
        "public_id": row["letter__public_id"],
        "title": row["letter__title"],
        "line": row["letter__line"],
        "why": row["letter__why"],
        "kind": KINDS[row["letter__kind"]].name,
        "told": row["told"],
        "is_unread": row["read"] is None,
        "discreet": row["discreet"],
    }


def _mark_all_read(request):
    newest = _own(request.user, request.POST.get("up_to", "")[:32])
    if newest:
        actions.mark_all_read(by=request.user, up_to=newest)
    return redirect("me-notices")


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request, public_id):
    """One notice: what it says, why it came, and to whom; sent as a form, it leads on."""
    found = _own(request.user, public_id)
    if found is None:
        raise Http404
    way_on = _way_on(found.letter)
    if request.method == "POST":
        actions.mark_read(notice=found, by=request.user)
        return redirect(way_on or found)
    context = {"notice": found, "letter": found.letter, "way_on": way_on}
    return render(request, "notices/notice.html", context)


def _own(person, public_id):
    """One's own notice of a letter, or None: another's is not told apart from none at all."""
    # PostgreSQL's text cannot hold NUL, and refuses to be asked for it.
    if "\0" in public_id:
        return None
    rows = Notice.objects.of(person).filter(letter__public_id=public_id)
    return rows.select_related("letter").first()


def _way_on(letter):
    """Where a letter leads, if that is a page of the portal."""
    is_inside = url_has_allowed_host_and_scheme(letter.url, allowed_hosts=None)
    return letter.url if is_inside and letter.url.startswith("/") else ""


# Mail providers send this form for the person, without signing in and without our token (RFC 8058).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """End mail like the one that led here. The answer is the same whatever the token is."""
    is_asked = request.POST.get("List-Unsubscribe") == "One-Click"
    if is_asked:
        actions.unsubscribe(token=token)
    status = 422 if request.method == "POST" and not is_asked else 200
    return render(request, "notices/unsubscribe.html", {"is_done": is_asked}, status=status)
