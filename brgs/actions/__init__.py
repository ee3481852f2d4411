from .curation import (
    EditConflict,
    archive,
    create_brg,
    delete_list_entry,
    pause,
    publish,
    save_brg,
    save_list_entry,
)
from .figures import publish_figures
from .membership import change_visibility, end_terms_of_deactivated, join, leave
from .retention import forget_ended_memberships

__all__ = [
    "EditConflict",
    "archive",
    "change_visibility",
    "create_brg",
    "delete_list_entry",
    "end_terms_of_deactivated",
    "forget_ended_memberships",
    "join",
    "leave",
    "pause",
    "publish",
    "publish_figures",
    "save_brg",
    "save_list_entry",
]
