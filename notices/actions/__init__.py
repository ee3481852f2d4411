from .outgoing import make_discreet, stop, tell, tell_all, withdraw

__all__ = ["make_discreet", "stop", "tell", "tell_all", "withdraw"]
