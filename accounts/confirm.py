"""Asking whether it is still the same person, before something that a stranger must not do.

Whoever came with a password types it again, or a code of their second factor. Whoever came through
the organization's provider goes back to it with `max_age=0` and signs in there once more (OpenID
Connect Core 1.0, section 3.1.2.1); django-allauth alone would take them as confirmed.
"""

import functools
import time

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

# How long a confirmation counts, and how old a sign-in at the provider may be.
CONFIRMED_SECONDS = 5 * 60
# The process of a state that is stashed on the way to the provider.
CONFIRM = "confirm"
BY_PROVIDER = "socialaccount"
HERE = frozenset({"password", "mfa"})
NEXT_LENGTH = 500
TYPED = "typed_before_confirming"
TYPED_LENGTH = 2000


def recently_confirmed(view):
    """Let a signed-in person through who has confirmed it within five minutes; ask all others.

    What they had typed into a form meanwhile is there again afterwards: see `typed_before`.
    """

    @functools.wraps(view)
    def asked(request, *args, **kwargs):
        if is_confirmed(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            _keep_what_was_typed(request)
        return redirect(address_for(request.get_full_path()))

    return asked


def address_for(next_url):
    """Where to confirm that it is oneself, and to be led on from there."""
    return f"{reverse('confirm-sign-in')}?{urlencode({'next': next_url})}"


def is_confirmed(request):
    """Whether the person of this session has confirmed that it is them, the way they came."""
    methods = {BY_PROVIDER} if comes_by_provider(request) else HERE
    now = time.time()
    return any(
        record.get("reauthenticated")
        and record.get("method") in methods
        and 0 <= now - record["at"] < CONFIRMED_SECONDS
        for record in get_authentication_records(request, request.user)
    )


def comes_by_provider(request):
    """Whether this person signs in through the provider: did so, or has no password here."""
    if not settings.OIDC_ISSUER or not _identities(request.user).exists():
        return False
    records = get_authentication_records(request, request.user)
    came = any(record.get("provider") == settings.OIDC_ISSUER for record in records)
    return came or not request.user.has_usable_password()


def _identities(person):
    return SocialAccount.objects.filter(user=person, provider=settings.OIDC_ISSUER)


def way_back(request):
    """Where to go afterwards: a page of our own, and one's own page for anything else."""
    url = request.GET.get("next", "")
    is_ours = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if is_ours and len(url) <= NEXT_LENGTH else reverse("me")


def take(request, subject, state):
    """Take the provider's answer about a subject as a confirmation, and lead back.

    Raises OAuth2Error where it is about somebody else than the person of this session.
    """
    person = request.user
    if not (person.is_authenticated and _identities(person).filter(uid=subject).exists()):
        raise OAuth2Error("somebody else has signed in")
    record_authentication(
        request,
        person,
        BY_PROVIDER,
        provider=settings.OIDC_ISSUER,
        uid=subject,
        reauthenticated=True,
    )
    raise ImmediateHttpResponse(redirect(state["next"]))


def refuse(request, state):
    """Say that nothing was confirmed; the person stays signed in as they were."""
    context = {"again_url": address_for(state["next"])}
    raise ImmediateHttpResponse(render(request, "accounts/not_confirmed.html", context, status=403))


def _keep_what_was_typed(request):
    fields = request.POST.dict()
    fields.pop("csrfmiddlewaretoken", None)
    kept = {name: value[:TYPED_LENGTH] for name, value in list(fields.items())[:20]}
    request.session[TYPED] = {"path": request.path, "fields": kept}


def typed_before(request):
    """What stood in the form of this address when the person was sent to confirm; said once."""
    if request.method != "GET" or TYPED not in request.session:
        return {}
    typed = request.session.pop(TYPED)
    return typed["fields"] if typed["path"] == request.path else {}
