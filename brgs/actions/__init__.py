from .conflict import EditConflict
from .curation import (
    archive,
    create_brg,
    delete_list_entry,
    pause,
    publish,
    save_brg,
    save_list_entry,
)
from .figures import publish_figures
from .leaving import end_terms_of_deactivated, leave, remove
from .membership import change_visibility, join
from .offices import (
    accept,
    decline,
    deputize,
    end,
    end_all,
    end_on_leaving,
    hand_over,
    offer,
)
from .quarters import publish_quarters
from .reminders import (
    remind_of_reviews,
    remind_of_terms,
    tell_of_caretakers,
    tell_of_vacancies,
)
from .retention import forget_ended_memberships
from .texts import (
    approve_texts,
    edit_page,
    open_change,
    return_texts,
    waiting_change,
    withdraw_texts,
)

__all__ = [
    "EditConflict",
    "accept",
    "approve_texts",
    "archive",
    "change_visibility",
    "create_brg",
    "decline",
    "delete_list_entry",
    "deputize",
    "edit_page",
    "end",
    "end_all",
    "end_terms_of_deactivated",
    "forget_ended_memberships",
    "hand_over",
    "join",
    "leave",
    "offer",
    "open_change",
    "pause",
    "publish",
    "publish_figures",
    "publish_quarters",
    "end_on_leaving",
    "remind_of_reviews",
    "remind_of_terms",
    "remove",
    "return_texts",
    "save_brg",
    "save_list_entry",
    "tell_of_caretakers",
    "tell_of_vacancies",
    "waiting_change",
    "withdraw_texts",
]
