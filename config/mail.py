"""How mail leaves the portal. Every message comes from the portal's own mailbox, and answers go
there: no lead reads it."""

from . import environment

vars().update(environment.email())
if environment.flag("DEMO"):
    # Nothing leaves the machine, whatever mail server is named.
    EMAIL_BACKEND = "portal.demo.mailbox.Mailboxes"
# Seconds for which the worker waits for the mail server.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "portal@localhost")
# Where links in mails lead: the portal's own address, without a slash at the end.
SITE_URL = environment.site_url()
