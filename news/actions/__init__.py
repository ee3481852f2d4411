from brgs.actions import EditConflict

from .approval import approve, return_to_leads
from .drafts import create, delete, edit
from .outgoing import publish_due
from .published import stop_sending, withdraw
from .sending import schedule, take_back

__all__ = [
    "EditConflict",
    "approve",
    "create",
    "delete",
    "edit",
    "publish_due",
    "return_to_leads",
    "schedule",
    "stop_sending",
    "take_back",
    "withdraw",
]
