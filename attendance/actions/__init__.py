from .arrivals import add_guest, check_in, undo
from .doors import add_helper, close_doors, remove_helper, set_rules
from .fading import fade, hide_with_forgotten
from .lists import import_list, take_back_list
from .passes import make_pass, person_of_code
from .publishing import publish_event_figures, publish_visits

__all__ = [
    "add_guest",
    "add_helper",
    "check_in",
    "close_doors",
    "fade",
    "hide_with_forgotten",
    "import_list",
    "make_pass",
    "person_of_code",
    "publish_event_figures",
    "publish_visits",
    "remove_helper",
    "set_rules",
    "take_back_list",
    "undo",
]
