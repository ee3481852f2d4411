import threading

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection

from accounts import actions
from accounts.claims import Vouched
from accounts.models import User
from accounts.refusal import Refusal
from audit.models import AuditEvent
from content.pictures import PHOTO, read, variant
from tests import factories
from tests.accounts.pictures import an_upload


def acts():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "actor", "thing_id"))


@pytest.fixture
def boss(db):
    return factories.superuser()


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def photo():
    return read(an_upload(), PHOTO)


def files_of(name):
    return [variant(name, width) for width in PHOTO.widths]


def test_a_new_person_is_checked_and_put_on_record(boss):
    person = User(email="New@Example.com", employee_id="E1", legal_name="Nia Person")

    actions.create_person(person=person, by=boss)

    assert (person.email, person.employee_id) == ("new@example.com", "E1")
    assert acts() == [("person.created", boss.public_id, str(person.pk))]


def test_a_person_without_any_way_to_sign_in_is_refused(boss):
    with pytest.raises(ValidationError):
        actions.create_person(person=User(legal_name="Nia Person"), by=boss)

    assert acts() == []


def test_a_profile_keeps_what_changed(ana):
    actions.change_profile(person=ana, by=ana, values={"preferred_name": "Álvara", "pronouns": ""})

    ana.refresh_from_db()
    assert (ana.name, ana.sort_name) == ("Álvara", "alvara")
    assert acts() == [("person.changed", ana.public_id, str(ana.pk))]


def test_the_same_values_are_no_change(ana):
    actions.change_profile(person=ana, by=ana, values={"preferred_name": "", "pronouns": ""})

    assert acts() == []


def test_a_new_photo_replaces_the_files_of_the_old_one(ana, commits):
    with commits():
        person = actions.change_profile(person=ana, by=ana, values={}, photo=photo())
    old = files_of(person.photo.name)
    assert [default_storage.exists(name) for name in old] == [True, True]

    with commits():
        person = actions.change_profile(person=ana, by=ana, values={}, photo=photo())

    assert [default_storage.exists(name) for name in old] == [False, False]
    assert [default_storage.exists(name) for name in files_of(person.photo.name)] == [True, True]


def test_a_photo_can_be_taken_away(ana, commits):
    with commits():
        person = actions.change_profile(person=ana, by=ana, values={}, photo=photo())
    old = files_of(person.photo.name)

    with commits():
        person = actions.change_profile(person=ana, by=ana, values={}, photo=False)

    assert person.photo.name == ""
    assert [default_storage.exists(name) for name in old] == [False, False]
    assert len(acts()) == 2


def test_deactivating_and_coming_back_are_on_record_once(ana, boss):
    for _twice in range(2):
        actions.deactivate(person=ana, by=boss)
    for _twice in range(2):
        actions.reactivate(person=ana, by=boss)

    assert acts() == [
        ("person.deactivated", boss.public_id, str(ana.pk)),
        ("person.reactivated", boss.public_id, str(ana.pk)),
    ]


def test_nobody_deactivates_or_erases_themself(boss):
    with pytest.raises(Refusal):
        actions.deactivate(person=boss, by=boss)
    with pytest.raises(Refusal):
        actions.erase(person=boss, by=boss)

    boss.refresh_from_db()
    assert boss.is_active
    assert acts() == []


def test_deactivation_tells_the_layers_above_in_the_same_transaction(ana, boss, settings):
    settings.ON_PERSON_DEACTIVATED = ["tests.accounts.test_actions.fail"]

    with pytest.raises(RuntimeError):
        actions.deactivate(person=ana, by=boss)

    ana.refresh_from_db()
    assert ana.is_active
    assert acts() == []


def fail(**facts):
    raise RuntimeError


def test_erasing_leaves_nothing_but_the_record(ana, boss, commits):
    with commits():
        ana = actions.change_profile(person=ana, by=ana, values={}, photo=photo())
    EmailAddress.objects.create(user=ana, email=ana.email)
    SocialAccount.objects.create(user=ana, provider="https://login.example", uid="s-1")
    Authenticator.objects.create(user=ana, type="totp", data={"secret": "x"})
    files, pk = files_of(ana.photo.name), str(ana.pk)

    with commits():
        actions.erase(person=ana, by=boss)

    assert list(User.objects.all()) == [boss]
    assert not EmailAddress.objects.exists()
    assert not SocialAccount.objects.exists()
    assert not Authenticator.objects.exists()
    assert [default_storage.exists(name) for name in files] == [False, False]
    assert acts()[-1] == ("person.erased", boss.public_id, pk)


def test_an_erasure_that_fails_keeps_the_photo(ana, boss, settings, commits):
    with commits():
        ana = actions.change_profile(person=ana, by=ana, values={}, photo=photo())
    settings.ON_PERSON_ERASED = ["tests.accounts.test_actions.fail"]

    with commits(), pytest.raises(RuntimeError):
        actions.erase(person=ana, by=boss)

    assert default_storage.exists(ana.photo.name)


VOUCHED = Vouched("https://login.example", "s-1", "ana.lima@example.com", "E4711", "Ana Lima")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("exists", [True, False])
def test_two_first_sign_ins_at_once_end_in_one_identity(exists):
    if exists:
        factories.person(email=VOUCHED.email, employee_id=VOUCHED.employee_id)
    together, found = threading.Barrier(4), []

    def come():
        together.wait()
        try:
            found.append(actions.admit(VOUCHED).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=come) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [SocialAccount.objects.get().pk] * 4
    assert User.objects.get().email == VOUCHED.email
    linked = [verb for verb, _actor, _thing in acts() if verb == "person.identity_linked"]
    assert len(linked) == 1
