"""What groups tell people, one function for each message.

No message names anybody else: who joins, leaves, answers or is offered something stands on pages
that ask who is looking, and a mail cannot ask.
"""

from .care import caretaker_begins, post_is_vacant, review_is_due, term_ends
from .letters import tell_member, tell_people
from .membership import call_back_of_group, call_back_of_member, made_sensitive, removed, welcome
from .posts import (
    accepted,
    call_back_of_office,
    declined,
    ended,
    last_day_is_set,
    offered,
    page_is_gone,
    taken_back,
)
from .texts import call_back_of_texts, texts_approved, texts_asked, texts_returned

__all__ = [
    "accepted",
    "call_back_of_group",
    "call_back_of_member",
    "call_back_of_office",
    "call_back_of_texts",
    "caretaker_begins",
    "declined",
    "ended",
    "last_day_is_set",
    "made_sensitive",
    "offered",
    "page_is_gone",
    "post_is_vacant",
    "removed",
    "review_is_due",
    "taken_back",
    "tell_member",
    "tell_people",
    "term_ends",
    "texts_approved",
    "texts_asked",
    "texts_returned",
    "welcome",
]
