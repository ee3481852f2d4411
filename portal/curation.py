"""The site of curation: the door, its first page, and the preview of a group."""

import copy

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import include, path, re_path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.curation import StrictAdmin
from accounts.permissions import may_curate, needs_second_factor
from brgs.models import BRG
from notices.actions import retry_failed

from .group_page import group_page
from .outgoing import may_see_mail, outgoing_page
from .overview import visits_of_all
from .queues import queues

OWN_CHANGES_SHOWN = 8


class CurationSite(AdminSite):
    """Django's admin without its own door and shortcuts. What is not listed here is 404."""

    site_title = site_header = gettext_lazy("Curation")
    index_title = gettext_lazy("What needs attention")

    def register(self, model_or_iterable, admin_class=None, **options):
        """Take what curates, and pass over what libraries register for themselves.

        Theirs show e-mail addresses, identities and second factors, with Django's own lookups
        and delete pages.
        """
        if admin_class and issubclass(admin_class, StrictAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        return may_curate(request.user)

    def admin_view(self, view, cacheable=False):
        """The door. A visitor has been sent to sign in before; for others it is not there."""

        def guarded(request, *args, **kwargs):
            if needs_second_factor(request.user):
                messages.info(request, _("Set up a second factor first. Then curation opens."))
                return redirect("mfa_activate_totp")
            if not self.has_permission(request):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    def get_urls(self):
        kinds = [
            path(f"{model._meta.app_label}/{model._meta.model_name}/", include(admin.urls))
            for model, admin in self._registry.items()
        ]
        return [
            path("", self.admin_view(self.index), name="index"),
            # Where bookmarks and other programs expect Django's own way in.
            path("login/", self.admin_view(lambda request: redirect("admin:index")), name="login"),
            path("brgs/brg/<int:pk>/preview/", self.admin_view(self.preview), name="brg_preview"),
            path("messages/", self.admin_view(self.outgoing), name="messages"),
            *kinds,
            re_path(r"(?P<url>.*)$", self.admin_view(self.catch_all_view), name="nothing"),
        ]

    @method_decorator(require_safe)
    def index(self, request, extra_context=None):
        context = {
            "title": self.index_title,
            "queues": queues(request.user),
            "visits": visits_of_all(),
            "kinds": self._kinds(request),
            "acts": _own_acts(request.user),
            "sees_mail": may_see_mail(request.user),
        }
        return render(request, "admin/index.html", context)

    def _kinds(self, request):
        """What this person may see: its name, where its list is, and where to add to it."""
        return [
            {
                "name": capfirst(model._meta.verbose_name_plural),
                "url": admin.address("changelist"),
                "add_url": admin.address("add") if admin.has_add_permission(request) else "",
            }
            for model, admin in self._registry.items()
            if admin.has_view_permission(request)
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def outgoing(self, request):
        """How the portal's mail goes out; sent as a form, what failed is tried again."""
        if not may_see_mail(request.user):
            raise Http404
        if request.method == "POST":
            retry_failed(by=request.user)
            messages.success(request, _("What had failed is tried again."))
            return redirect("admin:messages")
        return render(request, "admin/messages.html", outgoing_page())

    @method_decorator(require_safe)
    def preview(self, request, pk):
        """A group's page as a visitor would see it, whatever state the group is in."""
        if not request.user.has_perm("brgs.view_brg"):
            raise Http404
        rows = BRG.objects.select_related("members_figure", "home_region")
        brg = get_object_or_404(rows, pk=pk)
        as_visitor = copy.copy(request)
        as_visitor.user = AnonymousUser()
        page = group_page(brg, as_visitor.user)
        page["back_url"] = reverse("admin:brgs_brg_change", args=[brg.pk])
        return render(as_visitor, "admin/preview.html", page)


def _own_acts(user):
    """One's own latest changes. An entry about a person names nobody."""
    acts = LogEntry.objects.filter(user=user).select_related("content_type")
    return list(acts.order_by("-action_time", "-pk")[:OWN_CHANGES_SHOWN])
