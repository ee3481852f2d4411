"""How far the mails of a piece of news have come: in bands, never as a number of people."""

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from notices.models import Notice

NEARLY = 0.9


class Progress(models.TextChoices):
    NOT_BEGUN = "not_begun", _("Not begun")
    LESS = "less", _("Less than half")
    MORE = "more", _("More than half")
    NEARLY = "nearly", _("Nearly done")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


def progress_of(item):
    """The band, or None for news of which nobody is told.

    Whatever a person has chosen to read in the portal alone counts as done; what waits for the
    end of quiet hours or for a digest does not.
    """
    letter = item.letter
    if letter is None:
        return None
    if letter.stopped:
        return Progress.STOPPED
    waits = Count("pk", filter=Q(mail__in=Notice.ON_THEIR_WAY))
    counts = letter.notices.aggregate(all=Count("pk"), left=waits)
    return band(counts["all"] - counts["left"], counts["all"])


def band(done, total):
    if done == total:
        return Progress.DONE
    if done == 0:
        return Progress.NOT_BEGUN
    share = done / total
    if share >= NEARLY:
        return Progress.NEARLY
    return Progress.MORE if share >= 1 / 2 else Progress.LESS
