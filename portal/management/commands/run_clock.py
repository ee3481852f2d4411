from importlib import import_module

from django.conf import settings
from django.core.management.base import BaseCommand

from attendance.actions import close_doors, fade, publish_event_figures, publish_visits
from audit.actions import forget_old
from brgs.actions import (
    forget_ended_memberships,
    publish_figures,
    publish_quarters,
    remind_of_reviews,
    remind_of_terms,
    tell_of_caretakers,
    tell_of_vacancies,
)
from brgs.models import Officer
from chapters.actions import forget_old_exports, repair
from chapters.actions import publish_figures as publish_chapter_figures
from chapters.models import ChapterOfficer
from events.actions import (
    close_past,
    escalate,
    forget_enrollments,
    forget_requests,
    give_back_late,
    pass_on_offers,
    recompute_instants,
    repair_counters,
)
from events.actions import remind as remind_of_events
from feedback.actions import close_boxes, forget_texts
from feedback.actions import invite as invite_to_feedback
from notices.actions import forget_old as forget_old_notices
from notices.actions import purge_texts
from questions.actions import forget_old as forget_old_questions
from resources.actions import remind_of_reviews as remind_of_resources

POSTS = (Officer, ChapterOfficer)


class Command(BaseCommand):
    help = "Do everything that is due. Safe to run twice, at the same time, or late."

    def handle(self, **options):
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        self.stdout.write(f"Published figures recomputed: {publish_figures()}.")
        self.stdout.write(f"Chapters' figures recomputed: {publish_chapter_figures()}.")
        self.stdout.write(f"Quarters published: {publish_quarters()}.")
        self.stdout.write(f"Events whose figures are published: {publish_event_figures()}.")
        self.stdout.write(f"Quarters of visits published: {publish_visits()}.")
        self.stdout.write(f"Chapter memberships repaired: {repair()}.")
        self.remind()
        self.keep_events()
        self.forget()

    def keep_events(self):
        # Hours and seats come first: all else goes by them.
        self.stdout.write(f"Events whose hour was computed anew: {recompute_instants()}.")
        self.stdout.write(f"Events whose seats were counted anew: {repair_counters()}.")
        self.stdout.write(f"Events at which offers were passed on: {pass_on_offers()}.")
        self.stdout.write(f"Events that are over and keep no line: {close_past()}.")
        self.stdout.write(f"Events given back, since nobody decided in time: {give_back_late()}.")
        self.stdout.write(f"Events that wait for a curator for a day: {escalate()}.")
        self.stdout.write(f"People reminded of events: {remind_of_events()}.")
        self.stdout.write(f"People asked what they thought: {invite_to_feedback()}.")
        self.stdout.write(f"Boxes of feedback closed: {close_boxes()}.")

    def remind(self):
        terms = sum(remind_of_terms(model) for model in POSTS)
        self.stdout.write(f"People told that a term ends: {terms}.")
        caretakers = sum(tell_of_caretakers(model) for model in POSTS)
        self.stdout.write(f"People told of caretakers: {caretakers}.")
        vacancies = sum(tell_of_vacancies(model) for model in POSTS)
        self.stdout.write(f"People told of places without a lead: {vacancies}.")
        reviews = remind_of_reviews() + remind_of_resources()
        self.stdout.write(f"People told of reviews: {reviews}.")

    def forget(self):
        self.stdout.write(f"Ended memberships deleted: {forget_ended_memberships()}.")
        self.stdout.write(f"Old exports of lists forgotten: {forget_old_exports()}.")
        self.stdout.write(f"Old questions deleted: {forget_old_questions()}.")
        self.stdout.write(f"Accessibility requests deleted: {forget_requests()}.")
        self.stdout.write(f"Signing up for series that are over: {forget_enrollments()}.")
        self.stdout.write(f"Events whose feedback keeps its totals alone: {forget_texts()}.")
        self.stdout.write(f"Passes of doors that have closed deleted: {close_doors()}.")
        self.stdout.write(f"Events whose names have faded: {fade()}.")
        self.stdout.write(f"Old notices forgotten: {forget_old_notices()}.")
        self.stdout.write(f"Texts of mails purged: {purge_texts()}.")
        self.stdout.write(f"Old acts taken off the record: {forget_old()}.")
