"""A link or a file is added, changed and removed, its file never apart from its row."""

import pytest
from django.db import DatabaseError, transaction

from accounts.refusal import Refusal
from audit.models import AuditEvent
from brgs.actions import EditConflict
from resources import actions
from resources.files import read
from resources.models import Resource
from tests import factories
from tests.resources.uploads import PDF, PNG, kept, upload

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group():
    return factories.brg()


@pytest.fixture
def lead(group):
    return factories.lead(group)


def unsaved(group, **fields):
    about = {"title": "Guide", "owner": "Secretary", "review_date": factories.today()}
    return Resource(brg=group, **about | fields)


def added(group, lead, content=PDF):
    return actions.add(resource=unsaved(group), by=lead, file=read(upload(content)))


def fresh(resource):
    return Resource.objects.get(pk=resource.pk)


def acts():
    return list(AuditEvent.objects.values_list("verb", "actor", "scope"))


def test_adds_a_link(group, lead):
    row = fresh(actions.add(resource=unsaved(group, url="https://example.com/"), by=lead))
    assert (row.kind, row.url, row.file, row.size) == ("link", "https://example.com/", "", 0)
    assert acts() == [("resource.added", lead.public_id, f"brg:{group.pk}")]


@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (PNG, "picture")])
def test_adds_a_file(group, lead, content, kind):
    file = read(upload(content))
    row = fresh(actions.add(resource=unsaved(group), by=lead, file=file))
    assert (row.kind, row.url, row.size) == (kind, "", file.size)
    assert kept() == {row.file}


def test_keeps_no_file_of_a_row_that_is_not_kept(group, lead):
    resource = unsaved(group, audience="friends")
    with pytest.raises(DatabaseError):
        actions.add(resource=resource, by=lead, file=read(upload()))
    assert (kept(), acts(), Resource.objects.count()) == (set(), [], 0)


def test_a_group_offers_a_hundred_at_most(group, lead):
    rows = [unsaved(group, url="https://example.com/") for _ in range(99)]
    Resource.objects.bulk_create(rows)
    added(group, lead)
    with pytest.raises(Refusal, match="A group can offer 100 resources"):
        added(group, lead)
    assert (len(kept()), Resource.objects.count()) == (1, 100)
    added(factories.brg(), lead)


def test_changes_words_and_keeps_the_file(group, lead):
    row = added(group, lead)
    name, row.title = row.file, "Handbook"
    actions.change(resource=row, by=lead, version=1)
    now = fresh(row)
    assert (now.title, now.file, now.kind, now.version) == ("Handbook", name, "pdf", 2)
    assert kept() == {name}
    assert acts()[-1] == ("resource.changed", lead.public_id, f"brg:{group.pk}")


def test_a_new_file_takes_the_place_of_the_old_one(group, lead):
    row = added(group, lead)
    before = row.file
    actions.change(resource=row, by=lead, version=1, file=read(upload(PNG)))
    now = fresh(row)
    assert (now.kind, now.file != before) == ("picture", True)
    assert kept() == {now.file}


def test_the_old_file_goes_only_when_the_change_is_kept(group, lead):
    row = added(group, lead)
    before = row.file
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.change(resource=fresh(row), by=lead, version=1, file=read(upload(PNG)))
        assert before in kept()
        raise RuntimeError
    assert fresh(row).file == before
    assert before in kept()


def test_an_address_takes_the_place_of_a_file_and_a_file_that_of_an_address(group, lead):
    row = added(group, lead)
    row.url = "https://example.com/"
    actions.change(resource=row, by=lead, version=1)
    assert (fresh(row).kind, fresh(row).file, kept()) == ("link", "", set())
    actions.change(resource=fresh(row), by=lead, version=2, file=read(upload()))
    assert (fresh(row).kind, fresh(row).url, kept()) == ("pdf", "", {fresh(row).file})


def test_the_second_of_two_editors_is_told_and_keeps_nothing(group, lead):
    row = added(group, lead)
    first, second = fresh(row), fresh(row)
    actions.change(resource=first, by=lead, version=1)
    second.title = "Mine"
    with pytest.raises(EditConflict):
        actions.change(resource=second, by=lead, version=1, file=read(upload(PNG)))
    assert (fresh(row).title, kept()) == ("Guide", {row.file})


def test_changing_what_was_removed_meanwhile_is_refused(group, lead):
    row = added(group, lead)
    actions.remove(resource=fresh(row), by=lead)
    with pytest.raises(Refusal, match="Somebody has removed this resource meanwhile"):
        actions.change(resource=row, by=lead, version=1, file=read(upload()))
    assert kept() == set()


def test_a_change_moves_nothing_to_another_group(group, lead):
    row = added(group, lead)
    row.brg = factories.brg()
    actions.change(resource=row, by=lead, version=1)
    assert fresh(row).brg == group


def test_removes_the_row_and_its_file(group, lead):
    row = added(group, lead)
    assert actions.remove(resource=row, by=lead)
    assert (Resource.objects.count(), kept()) == (0, set())
    assert acts()[-1] == ("resource.removed", lead.public_id, f"brg:{group.pk}")


def test_the_file_stays_when_the_removal_is_not_kept(group, lead):
    row = added(group, lead)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.remove(resource=fresh(row), by=lead)
        raise RuntimeError
    assert kept() == {fresh(row).file}


def test_removing_twice_is_harmless(group, lead):
    row = added(group, lead)
    actions.remove(resource=fresh(row), by=lead)
    assert not actions.remove(resource=row, by=lead)
    assert [verb for verb, _, _ in acts()] == ["resource.added", "resource.removed"]
