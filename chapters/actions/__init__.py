from .figures import publish_figures
from .life import change_state, create_chapter, save_chapter
from .membership import (
    end_terms_of_deactivated,
    join,
    leave,
    leave_with_group,
    move,
    repair,
)
from .offices import accept
from .proposals import (
    approve,
    propose,
    resubmit,
    return_proposal,
    support,
    withdraw,
    withdraw_of_gone,
    withdraw_with_group,
)
from .roster import export_roster, forget_old_exports

__all__ = [
    "accept",
    "approve",
    "change_state",
    "create_chapter",
    "end_terms_of_deactivated",
    "export_roster",
    "forget_old_exports",
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
    "withdraw_of_gone",
    "withdraw_with_group",
]
