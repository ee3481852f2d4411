"""Two who save the page of a group, or decide about its texts, at the same moment."""

import threading

import pytest
from django.test import Client

from accounts.refusal import Refusal
from brgs import actions
from brgs.models import BRG, TextChange
from tests import factories
from tests.brgs.test_admin import typed
from tests.brgs.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_saves_at_once_one_is_kept_and_the_other_gets_both_versions():
    group = factories.brg(slug="kin", tagline="At first")
    desks = {line: signed_in(factories.lead(group)) for line in ("A", "B")}
    forms = {
        line: typed(desk.get("/manage/kin/page/"), tagline=line) for line, desk in desks.items()
    }

    def save(line):
        return line, desks[line].post("/manage/kin/page/", forms[line]).status_code

    answers = dict(at_once(*[lambda line=line: save(line) for line in desks]))
    assert sorted(answers.values()) == [302, 409]
    kept = BRG.objects.get(pk=group.pk)
    assert (answers[kept.tagline], kept.version) == (302, 2)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_two_leads_who_ask_at_once_leave_one_change_and_one_is_told():
    group = factories.brg()
    leads = [factories.lead(group), factories.lead(group)]

    def ask(lead):
        texts = {"mission": f"Of {lead.name}"}
        return actions.edit_page(brg=group, by=lead, version=1, texts=texts)

    outcomes = at_once(*[lambda lead=lead: ask(lead) for lead in leads])
    assert sum(isinstance(outcome, actions.EditConflict) for outcome in outcomes) == 1
    assert TextChange.objects.count() == 1


def test_two_curators_at_once_decide_once():
    group = factories.brg(mission="Old mission")
    change = factories.text_change(group, factories.lead(group))
    curators = [factories.curator(), factories.curator()]
    outcomes = at_once(
        lambda: actions.approve_texts(change=change, by=curators[0], version=1),
        lambda: actions.return_texts(change=change, by=curators[1], version=1, note="No."),
    )
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    change.refresh_from_db()
    group.refresh_from_db()
    assert (change.status, group.mission) in (
        ("approved", "New words."),
        ("returned", "Old mission"),
    )


def test_words_that_change_while_a_curator_approves_are_never_approved_unseen():
    group = factories.brg(mission="Old mission")
    lead, carol = factories.lead(group), factories.curator()
    change = factories.text_change(group, lead)
    at_once(
        lambda: actions.approve_texts(change=change, by=carol, version=1),
        lambda: actions.edit_page(brg=group, by=lead, version=1, texts={"mission": "Unseen"}),
    )
    group.refresh_from_db()
    assert group.mission in ("Old mission", "New words.")


@pytest.mark.postgres
def test_control_without_the_lock_nobody_is_told(monkeypatch):
    """SQLite lets one transaction write at a time, so there the lock is the transaction's own."""
    group = factories.brg()
    leads = [factories.lead(group), factories.lead(group)]
    both_have_looked = threading.Barrier(2)
    ask = actions.texts._ask

    def ask_together(*given, **by):
        both_have_looked.wait(timeout=20)
        return ask(*given, **by)

    monkeypatch.setattr(actions.texts, "_ask", ask_together)
    monkeypatch.setattr(actions.texts, "keep_first", lambda brg: None)
    monkeypatch.setattr(actions.texts, "keep_revision", lambda brg, by: None)
    monkeypatch.setattr(type(BRG.objects.all()), "select_for_update", lambda self, **options: self)

    def save(lead):
        texts = {"tagline": f"Of {lead.name}"}
        return actions.edit_page(brg=group, by=lead, version=1, texts=texts)

    outcomes = at_once(*[lambda lead=lead: save(lead) for lead in leads])
    assert not any(isinstance(outcome, Exception) for outcome in outcomes)
