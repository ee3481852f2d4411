"""What leads do with their group's texts: most is live at once, some waits for a curator."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from audit.actions import record
from content.pictures import replace

from .. import emails
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
def edit_page(*, brg, by, version, texts, values=None, links=None, images=None):
    """Keep what a lead has made of the group's page, if it still is that version.

    `texts` are words by name (see `TEXTS`), `values` other fields by name, `images` what picture
    fields came to, all of them only those that the form has; `links` are (title, address) in their
    order, or None. Words that speak for the whole organization are asked for and not yet shown.
    What changes nothing leaves no trace. Returns the group and the waiting `TextChange`, or None
    where nothing waits. Raises EditConflict, and Refusal where a text would be gone that has to be.
    """
    brg = BRG.objects.select_for_update().get(pk=brg.pk)
    if brg.version != version:
        raise EditConflict
    _refuse_emptying(brg, texts)
    keep_first(brg)
    asked = {name: texts[name] for name in APPROVED_TEXTS if name in texts}
    live = {name: words for name, words in texts.items() if name not in asked} | (values or {})
    is_edited = _set(brg, live) | _set_links(brg, links) | _set_images(brg, images or {})
    change, is_asked = _ask(brg, asked, by=by)
    if is_edited or is_asked:
        _save(brg, by=by)
    if is_edited:
        record(by=by, verb="brg.page_edited", thing=brg, within=brg)
    return brg, change


def _refuse_emptying(brg, texts):
    """Hold on to the name, and to the purpose of a group that the public sees."""
    gone = {name for name, words in texts.items() if getattr(brg, name) and not words.strip()}
    if "name" in gone:
        raise Refusal(_("A group needs a name. These words have none."))
    if brg.is_active and "purpose" in gone:
        raise Refusal(_("An active group needs a purpose. These words have none."))


def _set(brg, values):
    """Put values into a group that is not saved yet; says whether any is another one."""
    changed = [name for name, value in values.items() if getattr(brg, name) != value]
    for name in changed:
        setattr(brg, name, values[name])
    return bool(changed)


def _set_links(brg, links):
    if links is None or links == list(brg.links.values_list("title", "url")):
        return False
    keep_links(brg, links)
    return True


def _set_images(brg, images):
    names = {name: replace(getattr(brg, name), image) for name, image in images.items()}
    return _set(brg, {name: new for name, new in names.items() if new != getattr(brg, name).name})


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


def open_change(brg):
    """The latest change of texts, while it waits or lies returned with a note; or None."""
    last = brg.text_changes.order_by("-pk").first()
    return last if last and last.status in (Status.WAITING, Status.RETURNED) else None


def meet_waiting(brg):
    """Let the change that waits begin from what stands in the group now.

    For whoever else writes those texts: a curator who has looked before looks once more.
    """
    change = waiting_change(brg)
    if change and change.before != (before := _standing(brg, change.texts)):
        change.before = before
        change.version += 1
        change.save(update_fields=["before", "version"])


@transaction.atomic
def approve_texts(*, change, by, version):
    """Put words that were asked for in the group's page. `version` is the change's own.

    Raises Refusal for words that one has asked for oneself, that no longer wait, or that leave a
    text empty that has to be there, and EditConflict where the leads have changed them since the
    curator looked.
    """
    change, brg = _held(change, version)
    if change.is_asked_by(by):
        raise Refusal(_("Nobody approves their own words. Ask another curator."))
    _refuse_emptying(brg, change.texts)
    keep_first(brg)
    _set(brg, change.texts)
    _decide(change, Status.APPROVED)
    _save(brg, by=by)
    record(by=by, verb="brg.texts_approved", thing=brg, within=brg)
    emails.texts_approved(change, by=by)
    return change


@transaction.atomic
def return_texts(*, change, by, version, note):
    """Ask the leads for other words, with a note. Raises as `approve_texts`, and without a note."""
    if not note.strip():
        raise Refusal(_("Say what to change. The leads read it."))
    change, brg = _held(change, version)
    change.note = note.strip()
    _decide(change, Status.RETURNED)
    _save(brg, by=by)
    record(by=by, verb="brg.texts_returned", thing=brg, within=brg)
    emails.texts_returned(change, by=by)
    return change


@transaction.atomic
def withdraw_texts(*, brg, by):
    """As a lead, take back words that wait, or let those go that a curator has returned.

    Returns the change, or None where there is none.
    """
    brg = BRG.objects.select_for_update().get(pk=brg.pk)
    change = open_change(brg)
    if change:
        _withdraw(change, brg, by=by)
        _save(brg, by=by)
    return change


def _withdraw(change, brg, *, by):
    _decide(change, Status.WITHDRAWN)
    record(by=by, verb="brg.texts_withdrawn", thing=brg, within=brg)


def _ask(brg, asked, *, by):
    """Let words wait for a curator; those that stand there already need no asking.

    Returns the change that waits, or None, and whether that is another one than before.
    """
    change = waiting_change(brg)
    changed = {name: words for name, words in asked.items() if words != getattr(brg, name)}
    if not asked or changed == (change.texts if change else {}):
        return change, False
    if not changed:
        _withdraw(change, brg, by=by)
        return None, True
    change = change or TextChange(brg=brg, version=0)
    change.texts, change.asked_by, change.asked = changed, by, timezone.now()
    change.askers = sorted({*change.askers, by.public_id})
    change.before = _standing(brg, changed)
    change.version += 1
    change.save()
    record(by=by, verb="brg.texts_asked", thing=brg, within=brg)
    emails.texts_asked(change, by=by)
    return change, True


def _standing(brg, names):
    return {name: getattr(brg, name) for name in names}


def _save(brg, *, by):
    """Keep a group as its next version: whoever has a form of the one before is told so."""
    brg.version += 1
    brg.save()
    keep_revision(brg, by=by)


def _held(change, version):
    brg = BRG.objects.select_for_update().get(pk=change.brg_id)
    change = TextChange.objects.get(pk=change.pk)
    if change.status != Status.WAITING:
        raise Refusal(_("These words no longer wait for anybody."))
    if change.version != version:
        raise EditConflict
    return change, brg


def _decide(change, status):
    change.status, change.decided = status, timezone.now()
    change.save(update_fields=["status", "decided", "note"])
    emails.call_back_of_texts(change)
