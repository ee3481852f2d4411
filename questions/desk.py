"""The leads' side, in the workspace of a group and in that of a chapter."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.refusal import Refusal
from brgs.permissions import leads_group
from brgs.views import of_own_group
from brgs.workspace import frame
from chapters.views import of_own_chapter
from chapters.workspace import frame as chapter_frame
from paging.keyset import keyset_page

from . import actions
from .forms import AnswerForm
from .models import Question
from .talk import messages_of, name_for_leads, row, shown_asker, somebody, state

A_PAGE = 24


@require_safe
@of_own_group
def of_a_group(request, brg):
    return _list_page(request, _of_group(request, brg), frame(brg, "questions", _("Questions")))


@require_safe
@of_own_chapter
def of_a_chapter(request, chapter):
    around = _around(request, chapter, _("Questions"))
    return _list_page(request, _of_chapter(request, chapter), around)


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_group
def one_of_a_group(request, brg, public_id):
    question = get_object_or_404(_of_group(request, brg), public_id=public_id)
    return _one(request, question, frame(brg, "questions", question.subject))


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_chapter
def one_of_a_chapter(request, chapter, public_id):
    question = get_object_or_404(_of_chapter(request, chapter), public_id=public_id)
    return _one(request, question, _around(request, chapter, question.subject))


def _of_group(request, brg):
    """What the viewer may read of a group, its chapters' questions too."""
    return _readable(request).filter(brg=brg)


def _of_chapter(request, chapter):
    return _readable(request).filter(chapter=chapter)


def _readable(request):
    rows = Question.objects.for_leads(request.user)
    return rows.select_related("brg", "chapter__brg", "asker")


def _around(request, chapter, title):
    leads = leads_group(request.user, chapter.brg)
    return chapter_frame(chapter, "questions", title, leads_group=leads)


def _list_page(request, questions, around):
    page = keyset_page(
        questions.open_first(),
        order=["rank", "-last", "-pk"],
        key="public_id",
        after=request.GET.get("after", "")[:32],
        size=A_PAGE,
    )
    is_of_chapter = "chapter" in around
    context = around | {
        "rows": [
            row(
                question,
                f"{request.path}{question.public_id}/",
                line=_line(question, is_of_chapter),
            )
            for question in page.rows
        ],
        "next_url": f"?after={page.after}" if page.after else "",
        "start_url": "" if page.is_first else request.path,
    }
    return render(request, "questions/desk_list.html", context)


def _line(question, is_of_chapter):
    """Who asked, and which chapter, where that does not go without saying."""
    who = name_for_leads(question)
    if is_of_chapter or not question.chapter:
        return who
    return _("%(who)s, to %(chapter)s") % {"who": who, "chapter": question.chapter.name}


def _one(request, question, around):
    if request.method == "POST":
        act = {"close": _close, "answer": _answer}.get(request.POST.get("act"), _answer)
        return act(request, question, around)
    if request.GET.get("act") == "close" and not question.is_closed:
        return render(request, "questions/desk_close.html", around | {"back_url": request.path})
    return _page(request, question, around, AnswerForm())


def _answer(request, question, around):
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, question, around, form)
    try:
        actions.answer(question=question, text=form.cleaned_data["text"], by=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, question, around, form)
    messages.success(request, _("Sent. Whoever asked is told that there is an answer."))
    return redirect(request.path)


def _close(request, question, around):
    try:
        actions.close(question=question, by=request.user, as_lead=True)
        messages.success(request, _("Closed. Whoever asked is told."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(_list_url(around))


def _list_url(around):
    """Back to the list of the same workspace."""
    return next(tab["url"] for tab in around["tabs"] if tab["key"] == "questions")


def _page(request, question, around, form):
    context = around | {
        "question": question,
        "asker": shown_asker(question),
        "somebody": somebody(),
        "talk": messages_of(question, asker=name_for_leads(question)),
        "list_url": _list_url(around),
        "form": form,
        **state(question),
    }
    status = 422 if form.is_bound else 200
    return render(request, "questions/desk.html", context, status=status)
