from .figures import publish_figures
from .life import (
    approve,
    change_state,
    create_chapter,
    propose,
    resubmit,
    return_proposal,
    save_chapter,
    support,
    withdraw,
)
from .membership import (
    end_terms_of_deactivated,
    join,
    leave,
    leave_with_group,
    move,
    repair,
)
from .offices import accept

__all__ = [
    "accept",
    "approve",
    "change_state",
    "create_chapter",
    "end_terms_of_deactivated",
    "join",
    "leave",
    "leave_with_group",
    "move",
    "propose",
    "publish_figures",
    "repair",
    "resubmit",
    "return_proposal",
    "save_chapter",
    "support",
    "withdraw",
]
