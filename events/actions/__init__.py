from .answers import accept_offer, cancel_rsvp, choose_seat_me, own_answer, rsvp
from .approval import (
    approve,
    ask_changes,
    escalate,
    give_back_late,
    publish,
    take_back,
    take_down,
    to_approve,
)
from .changes import cancel, edit
from .clock import (
    close_past,
    forget_enrollments,
    forget_requests,
    pass_on_offers,
    recompute_instants,
    remind,
    repair_counters,
)
from .drafts import create, delete
from .ending import end_answers_of_gone, end_answers_with_membership, hide_with_forgotten
from .enrolling import enroll, own_enrollment, unenroll
from .feeds import choose_titles, end_feed, make_feed
from .requests import own_request, take_request_back, why_not_ask, write_request
from .rules import set_rules
from .series import add_dates, add_sittings, publish_series, repeat
from .series_changes import cancel_many, edit_many

__all__ = [
    "accept_offer",
    "add_dates",
    "add_sittings",
    "approve",
    "ask_changes",
    "cancel",
    "cancel_many",
    "cancel_rsvp",
    "choose_seat_me",
    "choose_titles",
    "close_past",
    "create",
    "delete",
    "edit",
    "edit_many",
    "end_answers_of_gone",
    "end_answers_with_membership",
    "hide_with_forgotten",
    "end_feed",
    "enroll",
    "escalate",
    "forget_enrollments",
    "forget_requests",
    "give_back_late",
    "make_feed",
    "own_answer",
    "own_enrollment",
    "own_request",
    "pass_on_offers",
    "publish",
    "publish_series",
    "recompute_instants",
    "remind",
    "repair_counters",
    "repeat",
    "rsvp",
    "set_rules",
    "take_back",
    "take_down",
    "take_request_back",
    "to_approve",
    "unenroll",
    "why_not_ask",
    "write_request",
]
