"""What happens to offices: offered, taken, declined, handed over, stood in for, ended.

An office is an `Officer` or, from an app above, another kind of `Appointment`. Whatever is done
to the offices of a group or its chapters holds the group's row, so of two leads who go at once
each sees what the other did.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import hooks
from accounts.clock import organization_today
from accounts.models import User
from accounts.refusal import Refusal
from audit.actions import record

from .. import emails
from ..models import BRG, Membership
from .membership import join

# A term is never longer; whoever stays is appointed anew.
LONGEST_TERM = dt.timedelta(days=5 * 366)


@transaction.atomic
def offer(*, office, by):
    """Offer a post, given as an unsaved office, to its person, who has no power before accepting.

    Raises Refusal for somebody who is no employee, for a role that the unit does not have, for a
    term that makes no sense, where the person has the post, or an offer of it, for some of these
    days already, in a group or chapter that is put away, and for oneself: a deputy or caretaker
    would stay for good. Only whoever proposes a chapter may offer to lead it.
    """
    _hold(office)
    _refuse_put_away(office)
    if office.person == by and not _is_proposed(office):
        raise Refusal(_("Nobody gives a post to themselves. Ask another lead or a curator."))
    _refuse_senseless(office)
    if _same_post_meanwhile(office).exists():
        raise Refusal(_("This person has this post already, or an offer of it."))
    office.save()
    record(by=by, verb="officer.offered", thing=office, within=_read_in(office))
    emails.offered(office, by=by)
    return office


@transaction.atomic
def hand_over(*, office, successor, until, by):
    """Offer a lead's or other officer's own post to a successor, given as an unsaved office.

    Once the successor accepts, the present officer stops on the day `until` by itself; the days
    from `successor.starts` to then are the overlap. Raises Refusal for days that leave a gap or
    lie outside the present term, where the successor would stop first, and where a handover is
    going on already.
    """
    office = _current(office)
    if successor.starts > until:
        raise Refusal(_("The successor has to begin by the day on which the present term stops."))
    if until < organization_today() or (office.ends and until > office.ends):
        raise Refusal(_("The last day has to lie in the present term."))
    if successor.ends and successor.ends <= until:
        raise Refusal(_("The successor’s term has to go on after the present one stops."))
    if type(office).objects.not_over().filter(predecessor=office).exists():
        raise Refusal(_("A successor is named already. Take that offer back first."))
    successor.role, successor.title = office.role, office.title
    successor.predecessor, successor.predecessor_ends = office, until
    return offer(office=successor, by=by)


@transaction.atomic
def deputize(*, office, deputy, by):
    """Offer a post, for a leave or deployment, to a deputy, given as an unsaved office.

    A deputy has the powers from the first day to the last, and the post stays the officer's own.
    Raises Refusal for days outside the officer's term.
    """
    office = _current(office)
    outlasts = office.ends and deputy.ends and deputy.ends > office.ends
    if deputy.ends is None or deputy.starts < office.starts or outlasts:
        raise Refusal(_("A deputy’s days have to lie in the officer’s own term."))
    if deputy.person_id == office.person_id:
        raise Refusal(_("Nobody stands in for themselves. Choose somebody else."))
    deputy.role, deputy.title, deputy.stands_in_for = office.role, office.title, office
    return offer(office=deputy, by=by)


@transaction.atomic
def accept(*, office, by, visibility=None):
    """Take an office that was offered to oneself; taking it twice changes nothing.

    Whose role belongs to the group joins it, with `visibility` as its choice. In a handover the
    present officer's last day is set now. Raises Refusal for an offer that is no longer open, for
    somebody who is no employee any more, and where a choice of who may see the membership is
    missing.
    """
    _hold(office)
    office = _own_offer(office, by)
    if office.accepted:
        return office
    _refuse_put_away(office)
    # Held, so that a deactivation that runs meanwhile comes before or after, and not between.
    _refuse_outsider(User.objects.select_for_update(no_key=True).get(pk=by.pk))
    if office.kind.belongs and not _belongs(office):
        if visibility is None:
            raise Refusal(_("Choose who may see that you belong to the group."))
        join(brg=office.group, by=by, visibility=visibility, welcomes=not office.takes_in)
    office.accepted = timezone.now()
    office.save(update_fields=["accepted"])
    record(by=by, verb="officer.accepted", thing=office, within=office.group)
    emails.call_back_of_office(office)
    stopped = _stop_predecessor(office, by=by)
    emails.accepted(office, by=by, predecessor=stopped)
    return office


@transaction.atomic
def decline(*, office, by):
    """Say no to an office that was offered to oneself: it is as if it had not been offered."""
    _hold(office)
    office = _own_offer(office, by)
    if office.accepted:
        raise Refusal(_("You have taken this post already. You can resign from it instead."))
    record(by=by, verb="officer.declined", thing=office, within=office.group)
    emails.call_back_of_office(office)
    emails.declined(office, by=by)
    _delete(office)


@transaction.atomic
def end(*, office, by):
    """End a term today, or take an offer back. Raises Refusal for the last lead of an active unit.

    Also one's own: then it is resigning. A caretaker gives the powers back by it.
    """
    _hold(office)
    posts = type(office).objects.filter(pk=office.pk)
    refuse_last_lead(posts)
    end_all(posts, by=by)


def end_all(offices, *, by):
    """End offices today, whoever holds them, and with each those who stand in for it.

    An offer, and a term that has not begun, is as if it had never been. A caretaker stops too. For
    those who may not be refused: a person who was deactivated, a chapter that closed.
    """
    for office in _going_on(offices):
        emails.call_back_of_office(office)
        if office.accepted is None or _is_proposed(office):
            emails.taken_back(office, by=by)
        else:
            emails.ended(office, by=by)
        if office.accepted is None:
            record(by=by, verb="officer.offer_taken_back", thing=office, within=_read_in(office))
            _delete(office)
        else:
            record(by=by, verb="officer.ended", thing=office, within=_read_in(office))
            hooks.call("ON_OFFICE_ENDED", officer=office, by=by)
            _cut_short(office)


def _going_on(offices):
    """What of these offices, and of their deputies', is not over; a caretaker's is not either."""
    model, held = offices.model, offices.order_by().values("pk")
    rows = model.objects.filter(Q(pk__in=held) | Q(stands_in_for__in=held))
    return list((rows.not_over() | rows.caretakers()).select_related(model.group_path))


def _is_proposed(office):
    return office.unit.status == "proposed"


def _read_in(office):
    """The group whose leads read of an act about this post.

    None for a chapter that is proposed: its first officers are members with an idea, and what ends
    there would tell that one of them has left.
    """
    return None if _is_proposed(office) else office.group


def _delete(office):
    emails.page_is_gone(office)
    office.delete()


def _cut_short(office):
    today = organization_today()
    if not office.has_begun(today):
        _delete(office)
        return
    office.ends, office.cut_short = min(office.ends or today, today), True
    office.save(update_fields=["ends", "cut_short"])


def end_on_leaving(offices, *, by):
    """End the offices, if any, of somebody who leaves. Raises Refusal for the last lead's."""
    if offices.exists():
        refuse_last_lead(offices)
        end_all(offices, by=by)


def refuse_last_lead(offices):
    """Raise Refusal where one of these offices is the last that leads an active unit."""
    for office in offices.leading():
        others = type(office).objects.leading().filter(_same_unit(office)).exclude(pk__in=offices)
        if office.unit.is_active and office.group.is_active and not others.exists():
            raise Refusal(_LAST_LEAD[office.unit_name])


_LAST_LEAD = {
    "brg": gettext_lazy(
        "This group would be without a lead. Hand the post over first, "
        "or ask a curator to pause the group."
    ),
    "chapter": gettext_lazy(
        "This chapter would be without a lead. Hand the post over first, or let the chapter rest."
    ),
}


def _hold(office):
    BRG.objects.select_for_update(no_key=True).get(pk=office.group.pk)


def _current(office):
    """The office as it is now, held; Refusal unless it is taken and its term is not over."""
    _hold(office)
    office = type(office).objects.select_related(office.group_path).filter(pk=office.pk).first()
    if office is None or office.accepted is None or office.is_over() or office.stands_in_for_id:
        raise Refusal(_("This post is not held by anybody any more. Look at the list again."))
    return office


def _own_offer(office, by):
    offers = type(office).objects.filter(pk=office.pk, person=by)
    office = offers.select_related(office.group_path).first()
    if office is None or office.is_over():
        raise Refusal(_("This offer is no longer open."))
    return office


def _refuse_put_away(office):
    """Raise Refusal for an archived group or a closed chapter, as it stands now."""
    for thing in (office.group, office.unit):
        thing.refresh_from_db(fields=["status"])
        if thing.status in ("archived", "closed"):
            raise Refusal(_("Nobody takes a post here any more: it has been put away."))


def _refuse_outsider(person):
    if not person.is_employee:
        raise Refusal(_("Only employees can hold an office."))


def _refuse_senseless(office):
    _refuse_outsider(office.person)
    if office.where not in office.kind.where:
        raise Refusal(_("There is no such post here."))
    if abs(office.starts - organization_today()) > LONGEST_TERM:
        raise Refusal(_("A term begins at most five years from today."))
    if office.ends and office.ends <= max(office.starts, organization_today()):
        raise Refusal(_("A term has to end after it begins, and not in the past."))
    if office.ends and office.ends > office.starts + LONGEST_TERM:
        raise Refusal(_("A term lasts five years at most. Appoint the person anew after that."))


def _same_unit(office):
    return Q(**{office.unit_name: office.unit})


def _same_post_meanwhile(office):
    """Terms of the same person in the same post that share a day with this one.

    To stand in for somebody is no bar to a term of one's own.
    """
    same = type(office).objects.not_over().filter(_same_unit(office), role=office.role)
    same = same.filter(person=office.person).filter(Q(ends=None) | Q(ends__gt=office.starts))
    if office.ends:
        same = same.filter(starts__lt=office.ends)
    return same if office.stands_in_for_id else same.filter(stands_in_for=None)


def _belongs(office):
    return Membership.objects.current().filter(person=office.person_id, brg=office.group).exists()


def _stop_predecessor(office, *, by):
    """Let the successor's predecessor stop; returns who that is, if they stop earlier by it."""
    # Read anew and held: a deactivation, which holds no group, may just have ended it.
    rows = type(office).objects.select_for_update(of=("self",)).select_related(office.group_path)
    before = rows.filter(pk=office.predecessor_id).first()
    if before is None or office.predecessor_ends is None:
        return None
    day = max(office.predecessor_ends, organization_today(), before.starts)
    if before.ends is not None and day >= before.ends:
        return None
    before.ends = day
    before.save(update_fields=["ends"])
    record(by=by, verb="officer.handed_over", thing=before, within=office.group)
    emails.call_back_of_office(before)
    emails.last_day_is_set(before, by=by)
    _stop_deputies(before, day, by=by)
    return before.person


def _stop_deputies(office, day, *, by):
    """Nobody stands in for an officer who has stopped."""
    deputies = type(office).objects.filter(stands_in_for=office, ends__gt=day)
    end_all(deputies.filter(starts__gte=day), by=by)
    deputies.filter(starts__lt=day).update(ends=day)
