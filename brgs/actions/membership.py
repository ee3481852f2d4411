"""What people do with groups: join, and choose who may see it."""

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from accounts.visibility import Visibility, stricter
from audit.actions import record
from notices.actions import make_discreet
from notices.models import key_of

from .. import emails
from ..models import BRG, Membership

SHARE = " FOR SHARE"


def join(*, brg, by, visibility, welcomes=True):
    """Make a person a member; returns the membership and whether it is new.

    A second call while a membership is current changes nothing, also when both run at the
    same moment: the database holds one current membership per person and group. Raises
    Refusal where the group takes no members, the person is no employee, or the group has
    become more private since `brg` was read and the person chose. `welcomes` is false where an
    app above welcomes the person to more than the group.
    """
    if not by.is_employee:
        raise Refusal(_("Groups are for employees. Your account has no employee id."))
    try:
        with transaction.atomic():
            membership = Membership(person=by, brg=brg, visibility=visibility)
            if not _wrote(membership):
                raise Refusal(_what_has_changed(brg))
            record(by=by, verb="membership.joined", thing=membership)
            if welcomes:
                emails.welcome(membership)
    except IntegrityError:
        membership = Membership.objects.current().filter(person=by, brg=brg).first()
        if membership is None:
            raise
        return membership, False
    return membership, True


def _wrote(membership):
    """Save a new membership if its group still is as it was when it was read; says whether it did.

    It is written out of the group's own row, by one statement. A shared lock keeps that row as it
    is until the transaction ends, since many join at once: it keeps out the curator who pauses the
    group or makes it sensitive, and nobody else. SQLite has one writer at a time and needs none.
    """
    columns = _columns(membership)
    as_it_was, values = _as_it_was(membership.brg).query.sql_with_params()
    share = SHARE if connection.features.has_select_for_update else ""
    # The names come from the model and the query from the ORM; all values are bound.
    statement = (
        f"INSERT INTO {Membership._meta.db_table} ({', '.join(columns)}) "  # noqa: S608
        f"SELECT {', '.join(['%s'] * len(columns))} FROM ({as_it_was}{share}) AS brg RETURNING id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*columns.values(), *values])
        (membership.pk,) = cursor.fetchone() or (None,)
    membership._state.adding = membership.pk is None
    return not membership._state.adding


def _columns(membership):
    """What a membership that is not saved holds, by column, as the database takes it."""
    return {
        connection.ops.quote_name(field.column): field.get_db_prep_save(
            field.value_from_object(membership), connection
        )
        for field in Membership._meta.concrete_fields
        if not field.primary_key
    }


def _as_it_was(brg):
    """The group, if it takes members and is no more private than when it was read."""
    known = brg.default_visibility
    no_stricter = [level for level in Visibility.values if stricter(level, known) == known]
    return BRG.objects.active().filter(pk=brg.pk, default_visibility__in=no_stricter).values("pk")


def _what_has_changed(brg):
    if not BRG.objects.active().filter(pk=brg.pk).exists():
        return _("This group is not taking new members at the moment.")
    return _("This group has just become more private. Look at the choice again.")


@transaction.atomic
def change_visibility(*, brg, by, visibility):
    """Set who may see one's own membership. Raises Refusal for somebody who is no member."""
    if visibility == Visibility.ONLY_ME:
        # News may be going out: what it tells this person is made discreet below, or is so by then.
        group_held(brg)
    membership = current_membership_held(brg, by)
    if membership is None:
        raise Refusal(_("You are not a member of this group, so there is nothing to change."))
    if membership.visibility != visibility:
        record(by=by, verb="membership.visibility_changed", thing=membership)
    if visibility == Visibility.ONLY_ME:
        make_discreet(topic=key_of(brg), person=by)
    # Whoever has chosen, if only again, need not be told any more that it was lowered.
    membership.visibility, membership.lowered = visibility, None
    membership.save(update_fields=["visibility", "lowered"])
    return membership


def group_held(brg):
    """The group as it is now, which nobody else holds until the transaction ends."""
    return BRG.objects.select_for_update(no_key=True).get(pk=brg.pk)


def current_membership_held(brg, person):
    """A person's current membership of a group, held until the transaction ends, or None."""
    # Another row may come to point to it meanwhile, as an answer does under the hold of its event.
    rows = Membership.objects.select_for_update(no_key=True).current()
    rows = rows.filter(brg=brg, person=person)
    # At most one is current, so there is nothing to sort; who and where is at hand already.
    for membership in rows:
        membership.brg, membership.person = brg, person
        return membership
    return None
