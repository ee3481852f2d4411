"""To whom an event is open, asked of many people at once."""

from django.db.models import Q

from brgs.models import BRG, Membership
from events.models import Event, Rsvp
from events.models.finding import members_of


def is_for(event):
    """Of employees, those to whom a published event is open, as `may_have_pass` asks of one.

    Whoever has answered, and the members of its hosts, or every employee. While a group is paused
    its events are there for its own members alone, and once it is archived for nobody new.
    """
    answered = Q(pk__in=Rsvp.objects.filter(event=event).values("person"))
    if event.brg.status == BRG.Status.PAUSED:
        own = Membership.objects.current().filter(brg=event.brg)
        return answered | Q(pk__in=own.values("person"))
    if event.brg.status != BRG.Status.ACTIVE:
        return answered
    if event.audience != Event.Audience.MEMBERS:
        # Said as a condition, since an empty one adds nothing to another.
        return Q(pk__isnull=False)
    return answered | Q(pk__in=members_of(event).order_by().values("person"))
