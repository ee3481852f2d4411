from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from . import actions
from .forms import ProfileForm
from .models import User
from .people import picture_url
from .permissions import may_curate, needs_second_factor

PHOTO_SIZE = 256


@require_safe
def me(request):
    user = request.user
    context = {
        "photo": picture_url(user.photo, PHOTO_SIZE),
        "curates": may_curate(user) or needs_second_factor(user),
    }
    return render(request, "accounts/me.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request):
    """One's own profile. The form works on a row of its own: a refused one changes no page."""
    person = User.objects.get(pk=request.user.pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ProfileForm(*sent, instance=person)
    if form.is_valid():
        photo = form.cleaned_data["photo"]
        actions.change_profile(person=person, by=person, values=form.values(), photo=photo)
        messages.success(request, _("Your settings are saved."))
        return redirect("me-settings")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/settings.html", _settings_page(request, form), status=status)


def _settings_page(request, form):
    person = request.user
    kept_by_hr = [
        (_("Legal name"), person.legal_name),
        (_("Work e-mail"), person.email or _("None")),
        (_("Employee id"), person.employee_id or _("None")),
    ]
    return {"form": form, "kept_by_hr": kept_by_hr, "photo": picture_url(person.photo, PHOTO_SIZE)}
