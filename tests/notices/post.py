"""What a worker does in one round, without its process."""

from notices.mails import Composer
from notices.worker import Terms, one_round


def go_round():
    """Send what is due now."""
    one_round(Composer(), Terms())
