from django.core.management.base import BaseCommand, CommandError

from accounts.refusal import Refusal
from portal.demo.load import FEWEST_EMPLOYEES, MOST_EMPLOYEES, are_scaled_down, load
from portal.demo.progress import Progress


class Command(BaseCommand):
    help = (
        "Loads the demonstration organization into an empty database. Does nothing where it is "
        "loaded already, and refuses where there are other people."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--employees",
            type=int,
            default=40_000,
            help="how many people to make (default: %(default)s)",
        )

    def handle(self, *, employees, verbosity, **options):
        if not FEWEST_EMPLOYEES <= employees <= MOST_EMPLOYEES:
            raise CommandError(f"Choose from {FEWEST_EMPLOYEES} to {MOST_EMPLOYEES:,} employees.")
        try:
            found = load(employees=employees, progress=Progress(self.stdout))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        if verbosity:
            self.say(found)

    def say(self, found):
        state = "Loaded the demonstration" if found.is_new else "The demonstration is here already"
        self.stdout.write(
            f"{state}: {found.people:,} people, {found.groups} groups, "
            f"{found.chapters} chapters, {found.memberships:,} memberships."
        )
        if are_scaled_down(found.people):
            self.stdout.write("With so few people the groups are smaller than their facts say.")
