import datetime as dt

from django.core.management.base import BaseCommand

from events.actions import pass_on_offers, remind
from news.actions import publish_due
from notices.ending import asked_by_signals
from notices.outbox import LENGTH
from notices.worker import Terms, work

# What cannot wait for the clock's hour. Each asks little when nothing is due.
ERRANDS = (publish_due, pass_on_offers, remind)


class Command(BaseCommand):
    help = (
        "Send the news and the mail that are due, pass seats on and remind, until told to end. "
        "There may be several."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="end when nothing is due")
        parser.add_argument(
            "--lease-seconds",
            type=int,
            default=int(LENGTH.total_seconds()),
            help="how long what a killed worker held waits for the next",
        )
        parser.add_argument("--parent", type=int, help="end when this process is not the parent")

    def handle(self, *, once, lease_seconds, parent, **options):
        length = dt.timedelta(seconds=lease_seconds)
        with asked_by_signals(parent) as ending:
            terms = Terms(length=length, is_over=ending.is_near, wait=ending.wait)
            work(terms, errands=ERRANDS, once=once)
