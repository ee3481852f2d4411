"""One chapter in the workspace of its own leads, and of its group's: texts, state, members."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.names import words_looked_for
from accounts.people import person_row
from accounts.refusal import Refusal
from brgs.actions import EditConflict
from brgs.permissions import leads_group
from paging.keyset import keyset_page

from . import actions
from .manage_forms import ChapterForm, NameSearch
from .models import Chapter, ChapterMembership
from .views import of_own_chapter
from .workspace import frame

Status = Chapter.Status

MEMBERS_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_chapter
def chapter(request, chapter):
    by_group = leads_group(request.user, chapter.brg)
    context = frame(chapter, "chapter", chapter.name, leads_group=by_group)
    # The form writes what is typed into its chapter, and the page goes on telling what is stored.
    form = ChapterForm(request.POST if request.method == "POST" else None, instance=copy(chapter))
    asks_preview = "preview" in request.POST
    if form.is_valid() and not asks_preview and _saved(request, form):
        return redirect(request.path)
    context |= {
        "form": form,
        "preview": form.preview() if asks_preview else None,
        "asks_preview": asks_preview,
        "may_close": by_group,
        "tone": "good" if context["chapter"].is_active else "",
    }
    status = form.status if form.errors else 200
    return render(request, "chapters/manage_chapter.html", context, status=status)


def _saved(request, form):
    """Keep the chapter, or show both versions; returns whether it is kept."""
    try:
        version = form.cleaned_data.get("version")
        actions.save_chapter(chapter=form.instance, by=request.user, version=version)
    except EditConflict as conflict:
        form.refuse(conflict)
        return False
    messages.success(request, _("Saved."))
    return True


# What each step leads to: a state, the question, what it means, the button, and what is said then.
STEPS = {
    "rest": (
        Status.DORMANT,
        gettext_lazy("Let %(chapter)s rest?"),
        gettext_lazy(
            "It takes no new members and says so on its page. Its members and officers stay, "
            "and you can wake it whenever you like."
        ),
        gettext_lazy("Let it rest"),
        gettext_lazy("The chapter rests now."),
    ),
    "wake": (
        Status.ACTIVE,
        gettext_lazy("Wake %(chapter)s?"),
        gettext_lazy("It takes new members again. Without a lead it is listed as vacant."),
        gettext_lazy("Wake it"),
        gettext_lazy("The chapter is awake now."),
    ),
    "close": (
        Status.CLOSED,
        gettext_lazy("Close %(chapter)s for good?"),
        gettext_lazy(
            "Its members stay in the group, and can join another chapter. All offices of the "
            "chapter end today, and offers are taken back. Its page goes away, and what has "
            "happened stays on record. A closed chapter does not open again."
        ),
        gettext_lazy("Close the chapter"),
        gettext_lazy("The chapter is closed. Its members are still in the group."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_chapter
def change_state(request, chapter, step):
    status, question, text, action, said = STEPS[step]
    if status == Status.CLOSED and not leads_group(request.user, chapter.brg):
        raise PermissionDenied(_("Only the leads of the group close a chapter. Ask them."))
    back = reverse("manage-chapter", args=[chapter.brg.slug, chapter.slug])
    if request.method == "POST":
        return _change_state(request, chapter, status, said, back)
    if chapter.status == status:
        messages.info(request, _("It is so already. Nothing has changed."))
        return redirect(back)
    context = {
        "question": question % {"chapter": chapter.name},
        "text": text,
        "action": action,
        "danger": status == Status.CLOSED,
        "back_url": back,
    }
    return render(request, "chapters/manage_state.html", context)


def _change_state(request, chapter, status, said, back):
    try:
        actions.change_state(chapter=chapter, status=status, by=request.user)
        messages.success(request, str(said))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    # A closed chapter has no workspace any more.
    return (
        redirect("manage-chapters", chapter.brg.slug) if status == Status.CLOSED else redirect(back)
    )


@require_safe
@of_own_chapter
def members(request, chapter):
    by_group = leads_group(request.user, chapter.brg)
    search = NameSearch(request.GET)
    words = search.words
    page = keyset_page(
        _seen(chapter, request.user, words),
        order=["sort_name", "public_id"],
        key="public_id",
        after=request.GET.get("after", "")[:32],
        size=MEMBERS_A_PAGE,
    )
    asked = {"q": words} if words else {}
    start = f"?{urlencode(asked)}" if asked else request.path
    title = _("Members of %(chapter)s") % {"chapter": chapter.name}
    context = frame(chapter, "members", title, leads_group=by_group) | {
        "search": search,
        "figure": chapter.shown_figure,
        "people": [person_row(person) for person in page.rows],
        "next_url": f"?{urlencode(asked | {'after': page.after})}" if page.after else "",
        "start_url": "" if page.is_first else start,
        "clear_url": request.path if asked else "",
    }
    return render(request, "chapters/manage_chapter_members.html", context)


def _seen(chapter, viewer, words):
    """Members of the chapter whom the viewer may see, and whose shown names hold all the words."""
    seen = ChapterMembership.objects.visible_to(viewer).filter(chapter=chapter)
    people = User.objects.filter(pk__in=seen.values("membership__person"))
    for word in words_looked_for(words):
        people = people.filter(sort_name__contains=word)
    return people
