from csp.constants import HEADER
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.refusal import Refusal
from brgs.views import of_own_group
from brgs.workspace import frame
from paging.keyset import keyset_page

from . import actions
from .files import content_type, name_to_keep
from .forms import ResourceForm
from .models import Resource

A_PAGE = 50
# Nothing in a file that somebody uploaded runs as a page of the portal, whatever a browser does.
SANDBOX = "default-src 'none'; sandbox"


@require_safe
def resource(request, public_id):
    """What a group offers, for whoever may open it. A visitor learns of nothing else."""
    found = Resource.objects.visible_to(request.user).filter(public_id=public_id).first()
    if found is None:
        return _missing(request)
    return _file(found) if found.file else HttpResponseRedirect(found.url)


def _missing(request):
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())


def _file(found):
    try:
        file = default_storage.open(found.file)
    except FileNotFoundError:
        raise Http404
    is_to_keep = found.kind == Resource.Kind.PDF
    response = FileResponse(file, as_attachment=is_to_keep, filename=name_to_keep(found))
    response["Content-Type"] = content_type(found)
    response["X-Content-Type-Options"] = "nosniff"
    response[HEADER] = SANDBOX
    if found.is_public:
        # For minutes only: it may be narrowed or removed. Whoever is signed in keeps nothing.
        response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
@of_own_group
def resources(request, brg):
    page = keyset_page(
        Resource.objects.filter(brg=brg),
        # What is overdue comes first by that.
        order=["review_date", "public_id"],
        key="public_id",
        after=request.GET.get("after", "")[:32],
        size=A_PAGE,
    )
    context = frame(brg, "resources", _("Resources")) | {
        "resources": page.rows,
        "next_url": f"?after={page.after}" if page.after else "",
        "start_url": "" if page.is_first else request.path,
        "new_url": reverse("manage-resource-new", args=[brg.slug]),
    }
    return render(request, "resources/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_group
def new(request, brg):
    form = ResourceForm(*_sent(request), instance=Resource(brg=brg))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.add(resource=form.instance, by=request.user, file=file)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Added."))
        return redirect("manage-resources", brg.slug)
    return _form_page(request, brg, form, _("Add a resource"))


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_group
def edit(request, brg, public_id):
    own = _own(brg, public_id)
    form = ResourceForm(*_sent(request), instance=own)
    if form.is_valid():
        return _change(request, brg, form)
    return _form_page(request, brg, form, _("Edit a resource"))


def _change(request, brg, form):
    values = form.cleaned_data
    facts = {"version": values["version"], "file": values["file"]}
    try:
        actions.change(resource=form.instance, by=request.user, **facts)
    except actions.EditConflict as conflict:
        form.refuse(conflict)
        return _form_page(request, brg, form, _("Edit a resource"))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("manage-resources", brg.slug)


def _form_page(request, brg, form, title):
    own = form.instance
    context = frame(brg, "resources", title) | {
        "form": form,
        "resource": own if own.pk else None,
        "back_url": reverse("manage-resources", args=[brg.slug]),
    }
    status = form.status if form.errors else 200
    return render(request, "resources/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_group
def delete(request, brg, public_id):
    own = _own(brg, public_id)
    if request.method == "POST":
        actions.remove(resource=own, by=request.user)
        messages.success(request, _("Removed."))
        return redirect("manage-resources", brg.slug)
    context = frame(brg, "resources", _("Remove a resource")) | {
        "question": _("Remove “%(title)s”?") % {"title": own.title},
        "back_url": reverse("manage-resource", args=[brg.slug, own.public_id]),
    }
    return render(request, "resources/delete.html", context)


def _own(brg, public_id):
    return get_object_or_404(Resource.objects.filter(brg=brg), public_id=public_id)


def _sent(request):
    """What a form was sent with, files too; nothing where it is only shown."""
    return (request.POST, request.FILES) if request.method == "POST" else ()
