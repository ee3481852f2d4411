from .outgoing import lead_to, make_discreet, stop, take_words_away, tell, tell_all, withdraw
from .preferences import set_preferences, unsubscribe
from .reading import mark_all_read, mark_read
from .retention import forget_old
from .retry import retry_failed
from .texts import purge_texts

__all__ = [
    "forget_old",
    "lead_to",
    "make_discreet",
    "mark_all_read",
    "mark_read",
    "purge_texts",
    "retry_failed",
    "set_preferences",
    "stop",
    "take_words_away",
    "tell",
    "tell_all",
    "unsubscribe",
    "withdraw",
]
