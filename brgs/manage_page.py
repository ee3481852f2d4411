"""The group's page as its leads edit it: what is live at once, and what waits for a curator."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refusal
from content.markdown import render as render_markdown

from . import actions
from .models import BRG
from .models.texts import APPROVED_TEXTS
from .page_forms import PageForm
from .views import of_own_group
from .workspace import frame


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_group
def edit(request, brg):
    if request.method != "POST":
        return _page(request, brg, PageForm(instance=brg, words=_words_to_begin(request, brg)))
    form = PageForm(request.POST, request.FILES, instance=brg, words=_waiting_words(brg))
    is_valid = form.is_valid()
    if "preview" in request.POST:
        return _preview(request, brg, form)
    if form.version_sent != brg.version:
        return _conflict(request, brg, form)
    return _save(request, brg, form) if is_valid else _page(request, brg, form, status=422)


def _waiting_words(brg):
    """The words that wait, which a form begins with: leads go on from there."""
    change = actions.waiting_change(brg)
    return change.texts if change else {}


def _words_to_begin(request, brg):
    """The words that wait, or those that a curator returned, where a lead goes on from them."""
    change = actions.open_change(brg)
    if change and (change.is_waiting or request.GET.get("from") == "returned"):
        return change.texts
    return {}


def _save(request, brg, form):
    before = _waiting_words(brg)
    try:
        saved, change = actions.edit_page(
            brg=brg,
            by=request.user,
            version=form.version_sent,
            texts=form.texts,
            values=form.values,
            links=form.links,
            images=form.pictures,
        )
    except actions.EditConflict:
        return _conflict(request, BRG.objects.get(pk=brg.pk), form)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, brg, form, status=422)
    messages.success(request, _what_is_live(saved.version != brg.version, before, change))
    return redirect("manage-page", brg.slug)


def _what_is_live(is_saved, before, change):
    """What a save has come to, in a sentence for the lead."""
    if not is_saved:
        return _("Nothing was different, so nothing was saved.")
    if change and change.texts != before:
        words = _("Saved. A curator looks at this first: %(texts)s. Everything else is live.")
        return words % {"texts": names_of(change.texts)}
    if change:
        return _("Saved, and live now. What waited for a curator still waits.")
    if before:
        return _("Saved. Nothing waits for a curator any more.")
    return _("Saved. It is live now.")


def names_of(texts):
    """The names of texts for a sentence: "name, purpose and mission"."""
    labels = [str(label_of(name)) for name in APPROVED_TEXTS if name in texts]
    return get_text_list(labels, _("and"))


def label_of(name):
    return BRG._meta.get_field(name).verbose_name


def _preview(request, brg, form):
    """The texts as they would look, above the form that was sent. Nothing is saved."""
    if not form.is_valid():
        return _page(request, brg, form, status=422)
    form.let_files_go()
    about = render_markdown(form.cleaned_data["about"])
    shown = form.cleaned_data | {"about": about, "slug": brg.slug}
    return _page(request, brg, form, preview=shown)


def _conflict(request, brg, sent):
    """Both versions: somebody else has saved since this form was opened."""
    words = _waiting_words(brg)
    stored = PageForm(instance=brg, words=words)
    data, taken = sent.met_with(stored)
    form = PageForm(data, request.FILES, instance=brg, words=words)
    form.let_files_go()
    return _page(
        request, brg, form, theirs=form.beside(stored), taken=taken, status=HTTPStatus.CONFLICT
    )


def _page(request, brg, form, *, preview=None, theirs=None, taken=(), status=200):
    change = actions.open_change(brg)
    context = frame(brg, "page", _("Page")) | {
        "form": form,
        "change": change,
        "change_names": names_of(change.texts) if change else "",
        "differences": differences(brg, change) if change else [],
        "preview": preview,
        "is_conflict": status == HTTPStatus.CONFLICT,
        "theirs": theirs,
        "taken": taken,
    }
    return render(request, "brgs/manage_page.html", context, status=status)


def differences(brg, change):
    """What new words would change in the page as it is now: label, old and new, field by field."""
    return [
        {"label": label_of(name), "old": getattr(brg, name), "new": change.texts[name]}
        for name in change.fields
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_group
def withdraw(request, brg):
    """Take back words that wait, or let returned ones go, after asking."""
    if request.method == "POST":
        change = actions.withdraw_texts(brg=brg, by=request.user)
        said = _("Taken back.") if change else _("Nothing waits for a curator.")
        messages.success(request, said)
        return redirect("manage-page", brg.slug)
    change = actions.open_change(brg)
    if change is None:
        messages.info(request, _("Nothing waits for a curator."))
        return redirect("manage-page", brg.slug)
    context = {
        "question": _question(change),
        "text": _("The page stays as it is. The new words are gone then."),
        "action": _("Take them back") if change.is_waiting else _("Let them go"),
        "back_url": reverse("manage-page", args=[brg.slug]),
    }
    return render(request, "manage/confirm.html", context)


def _question(change):
    if change.is_waiting:
        return _("Take your new words back?")
    return _("Let the returned words go?")
