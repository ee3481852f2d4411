"""Asking, and one's own questions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import person_row
from accounts.refusal import Refusal
from brgs.models import BRG
from brgs.views import of_group, sent
from chapters.models import Chapter
from chapters.views import of_chapter
from paging.keyset import keyset_page

from . import actions
from .forms import WHAT_LEADS_SEE, AskForm, HelpForm, SayForm
from .models import Question
from .permissions import who_is_asked, why_not_ask
from .talk import messages_of, row, state

A_PAGE = 24


@require_http_methods(["GET", "HEAD", "POST"])
@of_group(BRG.objects.visible_to)
def ask_group(request, brg):
    return _ask(request, Question(brg=brg))


@require_http_methods(["GET", "HEAD", "POST"])
@of_chapter(Chapter.objects.visible_to)
def ask_chapter(request, chapter):
    return _ask(request, Question(brg=chapter.brg, chapter=chapter))


def _ask(request, question):
    if why := why_not_ask(question.brg):
        messages.info(request, why)
        return redirect(question.unit)
    if not request.user.is_employee:
        raise PermissionDenied(_("Groups are for employees. Your account has no employee id."))
    form = _form_for(request)(sent(request))
    if form.is_valid():
        return _asked(request, question, form)
    return _ask_page(request, question, form)


def _form_for(request):
    return HelpForm if request.GET.get("kind") == Question.Kind.HELP else AskForm


def _asked(request, question, form):
    question.kind, question.is_named = form.kind, form.is_named
    question.subject = form.cleaned_data["subject"]
    try:
        kept = actions.ask(question=question, text=form.cleaned_data["text"], by=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _ask_page(request, question, form)
    messages.success(request, _("Sent. You find the answer here, and we tell you when it comes."))
    return redirect(kept)


def _ask_page(request, question, form):
    unit, leads = who_is_asked(question.unit)
    context = {
        "brg": question.brg,
        "unit": question.unit,
        "chapter": question.chapter,
        "is_help": form.kind == Question.Kind.HELP,
        "form": form,
        "what_leads_see": WHAT_LEADS_SEE,
        "leads": [person_row(person) for person in leads],
        "instead": unit if unit != question.unit else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "questions/ask.html", context, status=status)


@require_safe
def own_questions(request):
    page = keyset_page(
        Question.objects.asked_by(request.user).select_related("brg", "chapter__brg"),
        order=["-last", "-pk"],
        key="public_id",
        after=request.GET.get("after", "")[:32],
        size=A_PAGE,
    )
    context = {
        "rows": [
            row(question, question.get_absolute_url(), line=_to_whom(question))
            for question in page.rows
        ],
        "next_url": f"?after={page.after}" if page.after else "",
        "start_url": "" if page.is_first else request.path,
    }
    return render(request, "questions/own_list.html", context)


def _to_whom(question):
    how = _("with my name") if question.is_named else _("without my name")
    unit = question.chapter.full_name if question.chapter else question.brg.short_name
    return _("To the leads of %(unit)s, %(how)s") % {"unit": unit, "how": how}


@require_http_methods(["GET", "HEAD", "POST"])
def own_question(request, public_id):
    own = Question.objects.asked_by(request.user).select_related("brg", "chapter__brg")
    question = get_object_or_404(own, public_id=public_id)
    if request.method == "POST":
        act = {"close": _close, "say": _say}.get(request.POST.get("act"), _say)
        return act(request, question)
    if request.GET.get("act") == "close" and not question.is_closed:
        return render(request, "questions/own_close.html", {"back_url": request.path})
    return _own_page(request, question, SayForm())


def _say(request, question):
    form = SayForm(request.POST)
    if not form.is_valid():
        return _own_page(request, question, form)
    try:
        actions.reply(question=question, text=form.cleaned_data["text"], by=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _own_page(request, question, form)
    messages.success(request, _("Sent."))
    return redirect(question)


def _close(request, question):
    try:
        actions.close(question=question, by=request.user, as_lead=False)
        messages.success(request, _("Closed. You can read it here for a year."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("me-questions")


def _own_page(request, question, form):
    context = {
        "question": question,
        "talk": messages_of(question, asker=_("You")),
        "to_whom": _to_whom(question),
        "is_over": question.is_closed or not question.brg.is_readable,
        "form": form,
        **state(question),
    }
    status = 422 if form.is_bound else 200
    return render(request, "questions/own.html", context, status=status)
