import functools

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from brgs.forms import JoinForm, default_choice
from brgs.models import BRG
from brgs.permissions import can_join, current_membership
from brgs.views import of_group, sent

from . import actions
from .forms import MoveForm
from .models import Chapter
from .permissions import current_chapter, why_closed


def of_chapter(reach, groups=BRG.objects.visible_to, *, is_open=True):
    """Find the chapter that an address names, among those that `reach` gives the viewer.

    The view gets the chapter, with its group and region, in place of both slugs. Anything else is
    404, and a former address of the group leads to the present one. For `groups` and `is_open` see
    `of_group`; where pages are open, a chapter that everybody may see is found at once.
    """

    def decorate(view):
        @of_group(groups, is_open=is_open)
        def found_in_group(request, brg, chapter, **rest):
            thing = _at_address(reach(request.user), brg=brg, slug=chapter)
            if thing is None:
                raise Http404
            return view(request, thing, **rest)

        @functools.wraps(view)
        def found(request, slug, chapter, **rest):
            known = Chapter.objects.public()
            thing = _at_address(known, brg__slug=slug, slug=chapter) if is_open else None
            if thing is None:
                return found_in_group(request, slug=slug, chapter=chapter, **rest)
            return view(request, thing, **rest)

        return found

    return decorate


def _at_address(chapters, **address):
    # An address is unique, so there is nothing to sort.
    rows = chapters.filter(**address).select_related("brg", "region", "members_figure")
    return next(iter(rows.order_by()), None)


def _groups_with_own_chapter(viewer):
    return BRG.objects.filter(pk__in=Chapter.objects.led_by(viewer).values("brg"))


# Also in a group that nobody else sees yet.
of_own_chapter = of_chapter(Chapter.objects.led_by, _groups_with_own_chapter, is_open=False)


@require_http_methods(["GET", "HEAD", "POST"])
@of_chapter(Chapter.objects.visible_to)
def join(request, chapter):
    """Join a chapter: with its group, as its member, or from another chapter of it."""
    own = current_membership(request.user, chapter.brg)
    present = current_chapter(own)
    if present == chapter:
        return _already_there(request, chapter)
    if why := why_closed(chapter):
        messages.info(request, why)
        return redirect(chapter)
    if not can_join(request.user, chapter.brg):
        raise PermissionDenied(_("Groups are for employees. Your account has no employee id."))
    if present:
        return _move(request, present, chapter)
    if own:
        return _join_as_member(request, chapter, own)
    return _join_with_group(request, chapter)


def _already_there(request, chapter):
    messages.info(request, _("You already belong. Nothing has changed."))
    return redirect(chapter)


def _join_with_group(request, chapter):
    form = JoinForm(sent(request), default=default_choice(chapter.brg, request.user))
    if form.is_valid():
        return _join(request, chapter, visibility=form.choice)
    context = {"chapter": chapter, "brg": chapter.brg, "form": form}
    return render(request, "chapters/join.html", context, status=422 if form.is_bound else 200)


def _join_as_member(request, chapter, own):
    if request.method == "POST":
        return _join(request, chapter)
    words = _(
        "You belong to %(group)s already, so nothing is asked. Your choice of who may see it stays "
        "as it is: %(who)s. On the chapter’s page its own officers see what the group’s leads see."
    )
    return _confirm(
        request,
        chapter,
        question=_("Join %(chapter)s?") % {"chapter": chapter.name},
        text=words % {"group": chapter.brg.short_name, "who": own.get_visibility_display()},
        action=_("Join"),
    )


def _join(request, chapter, visibility=None):
    try:
        row, is_new = actions.join(chapter=chapter, by=request.user, visibility=visibility)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(chapter)
    if not is_new:
        return _already_there(request, chapter)
    said = _("Welcome! You belong now. Who can see it: %(who)s.")
    level = Visibility(row.membership.visibility)
    messages.success(request, said % {"who": level.label})
    return redirect(chapter)


def _move(request, present, chapter):
    form = MoveForm(sent(request), present=present)
    if form.is_valid():
        return _moved(request, chapter)
    words = _(
        "You move from %(present)s to %(chapter)s. A post that you hold in %(present)s ends. You "
        "stay in %(group)s, and who may see that you belong does not change."
    )
    names = {"present": present.name, "chapter": chapter.name, "group": chapter.brg.short_name}
    return _confirm(
        request,
        chapter,
        question=_("Move to %(chapter)s?") % names,
        text=words % names,
        action=_("Move"),
        form=form,
    )


def _moved(request, chapter):
    try:
        actions.move(chapter=chapter, by=request.user)
        messages.success(request, _("You have moved, and belong to this chapter now."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(chapter)


@require_http_methods(["GET", "HEAD", "POST"])
@of_chapter(Chapter.objects.visible_to)
def leave(request, chapter):
    if request.method == "POST":
        return _leave(request, chapter)
    if current_chapter(current_membership(request.user, chapter.brg)) != chapter:
        messages.info(request, _("You do not belong to this chapter."))
        return redirect(chapter)
    words = _(
        "You stay in %(group)s. A post that you hold in the chapter ends. Nobody is told, and no "
        "reason is asked; you can join again whenever you like."
    )
    return _confirm(
        request,
        chapter,
        question=_("Leave %(chapter)s?") % {"chapter": chapter.name},
        text=words % {"group": chapter.brg.short_name},
        action=_("Leave the chapter"),
        danger=True,
        back_url=reverse("me-groups"),
    )


def _leave(request, chapter):
    try:
        if actions.leave(chapter=chapter, by=request.user):
            messages.success(
                request, _("You have left the chapter. You still belong to its group.")
            )
        else:
            messages.info(request, _("You do not belong to this chapter."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("me-groups")


def _confirm(request, chapter, **words):
    """A page that asks first; `words` are those of `components/_confirm.html`."""
    form = words.get("form") or ""
    context = {"form": form, "danger": False, "back_url": chapter.get_absolute_url()} | words
    status = 422 if form and form.is_bound else 200
    return render(request, "chapters/confirm.html", context, status=status)
