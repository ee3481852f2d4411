"""Words of the demonstration's groups that wait for a curator, and what stood there before."""

from brgs.actions.texts import texts_of
from brgs.models import BRG, Revision, TextChange

from . import tables
from .chance import ago
from .history import keep, line
from .posts import lead_of

REWRITTEN = "KPAPIA"


def load_texts(*, today):
    """Write earlier versions of a group's page, and changes that leads have asked for."""
    _rewrite(today)
    for entry in tables.work()["change"]:
        if lead := lead_of(entry["brg"], today, entry["asked_by"]):
            _ask(lead, entry, ago(today, entry["days_ago"], 10))


def _rewrite(today):
    """Keep three versions of the page, of which the last is what stands there."""
    lead, brg = lead_of(REWRITTEN, today), BRG.objects.get(acronym=REWRITTEN)
    for version, entry in enumerate(tables.work()["earlier"], start=1):
        before = {name: words.strip() for name, words in entry.items() if name != "days_ago"}
        made = ago(today, entry["days_ago"], 20)
        # Nobody is known to have written the first: it is what stood there before the first edit.
        actor = lead.person.public_id if version > 1 else ""
        texts = texts_of(brg) | before
        Revision.objects.create(brg=brg, version=version, texts=texts, actor=actor, made=made)
        if actor:
            keep([line(at=made, by=lead.person, verb="brg.page_edited", thing=brg, brg=brg)])
    BRG.objects.filter(pk=brg.pk).update(version=version)


def _ask(lead, entry, asked):
    brg, field = BRG.objects.get(pk=lead.brg_id), entry["field"]
    before = getattr(brg, field)
    TextChange.objects.create(
        brg=brg,
        texts={field: before.replace(entry["old"], entry["new"])},
        before={field: before},
        asked_by=lead.person,
        asked=asked,
    )
    BRG.objects.filter(pk=brg.pk).update(version=brg.version + 1)
    keep([line(at=asked, by=lead.person, verb="brg.texts_asked", thing=brg, brg=brg)])
