from django.core.management.base import BaseCommand

from brgs.actions import publish_figures


class Command(BaseCommand):
    help = "Do everything that is due. Safe to run twice, at the same time, or late."

    def handle(self, **options):
        self.stdout.write(f"Published figures recomputed: {publish_figures()}.")
