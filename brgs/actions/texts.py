"""What leads do with their group's texts: most is live at once, some waits for a curator."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from audit.actions import record

from ..models import BRG, BRGLink, Revision, TextChange
from ..models.texts import APPROVED_TEXTS, TEXTS
from .conflict import EditConflict

Status = TextChange.Status


def texts_of(brg):
    """The texts of a group that are kept in every version, by name of the field."""
    return {name: getattr(brg, name) for name in TEXTS}


def keep_first(stored):
    """Keep what stands in a group of which no version is kept yet, before it is changed."""
    if not stored.revisions.exists():
        Revision.objects.create(brg=stored, version=stored.version, texts=texts_of(stored))


def keep_revision(brg, *, by):
    """Keep the texts that a save has left, unless they are those of the version before."""
    before = brg.revisions.first()
    if before is None or before.texts != texts_of(brg):
        Revision.objects.create(
            brg=brg, version=brg.version, texts=texts_of(brg), actor=by.public_id
        )


@transaction.atomic
def edit_page(*, brg, by, version, texts, values=None, links=None):
    """Keep what a lead has made of the group's page, if it still is that version.

    `texts` are words by name (see `TEXTS`), `values` other fields by name (hue, pictures), both
    only those that the form has; `links` are (title, address) in their order, or None. Words that
    speak for the whole organization are asked for and not yet shown. Returns the group and the
    waiting `TextChange`, or None where nothing waits. Raises EditConflict.
    """
    brg = BRG.objects.select_for_update().get(pk=brg.pk)
    if brg.version != version:
        raise EditConflict
    keep_first(brg)
    asked = {name: texts[name] for name in APPROVED_TEXTS if name in texts}
    live = {name: words for name, words in texts.items() if name not in asked} | (values or {})
    for name, value in live.items():
        setattr(brg, name, value)
    if links is not None:
        keep_links(brg, links)
    change = _ask(brg, asked, by=by) if asked else waiting_change(brg)
    _save(brg, by=by)
    record(by=by, verb="brg.page_edited", thing=brg, within=brg)
    return brg, change


def keep_links(brg, links):
    """Replace the links of a group by (title, address) pairs in their order."""
    brg.links.all().delete()
    BRGLink.objects.bulk_create(
        BRGLink(brg=brg, title=title, url=url, position=place)
        for place, (title, url) in enumerate(links)
    )


def waiting_change(brg):
    """The change of texts that waits for a curator, or None."""
    return brg.text_changes.waiting().first()


@transaction.atomic
def approve_texts(*, change, by, version):
    """Put words that were asked for in the group's page. `version` is the change's own.

    Raises Refusal for words that one has asked for oneself, or that no longer wait, and
    EditConflict where the leads have changed them since the curator looked.
    """
    change, brg = _held(change, version)
    if change.asked_by_id == by.pk:
        raise Refusal(_("Nobody approves their own words. Ask another curator."))
    keep_first(brg)
    for name, words in change.texts.items():
        setattr(brg, name, words)
    _save(brg, by=by)
    return _decide(change, Status.APPROVED, by=by, verb="brg.texts_approved")


@transaction.atomic
def return_texts(*, change, by, version, note):
    """Ask the leads for other words, with a note. Raises as `approve_texts`, and without a note."""
    if not note.strip():
        raise Refusal(_("Say what to change. The leads read it."))
    change, _brg = _held(change, version)
    change.note = note.strip()
    return _decide(change, Status.RETURNED, by=by, verb="brg.texts_returned")


@transaction.atomic
def withdraw_texts(*, brg, by):
    """As a lead, take back the words that wait. Returns the change, or None where none waits."""
    brg = BRG.objects.select_for_update().get(pk=brg.pk)
    change = waiting_change(brg)
    return change and _decide(change, Status.WITHDRAWN, by=by, verb="brg.texts_withdrawn")


def _ask(brg, asked, *, by):
    """Let words wait for a curator; those that stand there already need no asking."""
    changed = {name: words for name, words in asked.items() if words != getattr(brg, name)}
    change = waiting_change(brg)
    if change is None and not changed:
        return None
    if change and not changed:
        return withdraw_texts(brg=brg, by=by) and None
    if change and change.texts == changed:
        return change
    change = change or TextChange(brg=brg, version=0)
    change.texts, change.asked_by, change.asked = changed, by, timezone.now()
    change.before = {name: getattr(brg, name) for name in changed}
    change.version += 1
    change.save()
    record(by=by, verb="brg.texts_asked", thing=brg, within=brg)
    return change


def _save(brg, *, by):
    brg.version += 1
    brg.save()
    keep_revision(brg, by=by)


def _held(change, version):
    brg = BRG.objects.select_for_update().get(pk=change.brg_id)
    change = TextChange.objects.select_related("brg").get(pk=change.pk)
    if change.status != Status.WAITING:
        raise Refusal(_("These words no longer wait for anybody."))
    if change.version != version:
        raise EditConflict
    return change, brg


def _decide(change, status, *, by, verb):
    change.status, change.decided = status, timezone.now()
    change.save(update_fields=["status", "decided", "note"])
    record(by=by, verb=verb, thing=change.brg, within=change.brg)
    return change
