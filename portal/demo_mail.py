"""What the people of the demonstration would find in their mail. Elsewhere no page is here."""

from base64 import b64encode
from hashlib import sha256

from csp.constants import HEADER, SELF
from csp.utils import build_policy
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from notices.mails import stylesheet

from .demo import mailbox

# In the frame of the page, and in one that the mail itself may not leave but by a person's press.
SANDBOX = "allow-top-navigation-by-user-activation"
HEADERS = ("From", "To", "Subject", "Date", "List-Unsubscribe")


@require_safe
def demo_mail(request):
    """One's own mails, the newest first."""
    _only_in_a_demonstration()
    return render(request, "portal/demo_mail.html", {"mails": mailbox.kept(request.user.email)})


@require_safe
def demo_mail_message(request, name):
    """One mail: its envelope, and both parts as they would look."""
    kept = _own(request, name)
    envelope = [{"name": each, "value": kept.mail[each]} for each in HEADERS if kept.mail[each]]
    context = {"kept": kept, "envelope": envelope, "sandbox": SANDBOX}
    response = render(request, "portal/demo_mail_message.html", context)
    response[HEADER] = build_policy(update={"frame-src": [SELF]})
    return response


@require_safe
@xframe_options_sameorigin
def demo_mail_html(request, name):
    """A mail's HTML alone. It may do nothing but show itself, with the one style of our mails."""
    kept = _own(request, name)
    # A link in the frame opens in the window.
    html = kept.html.replace("<head>", '<head><base target="_top">', 1)
    response = HttpResponse(html)
    digest = b64encode(sha256(stylesheet().encode()).digest()).decode()
    response[HEADER] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors 'self'; sandbox {SANDBOX}"
    )
    return response


def _own(request, name):
    _only_in_a_demonstration()
    kept = mailbox.find(request.user.email, name)
    if kept is None:
        raise Http404
    return kept


def _only_in_a_demonstration():
    if not settings.DEMO:
        raise Http404
