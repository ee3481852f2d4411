import pytest
from django.conf import settings as conf
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.time_zones import time_zone_choices
from audit.models import AuditEvent
from tests import factories
from tests.accounts.pictures import an_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana_client(client, ana):
    client.force_login(ana)
    return client


def save(client, **fields):
    return client.post("/me/settings/", fields)


def fresh(person):
    return User.objects.get(pk=person.pk)


def test_the_hub_leads_to_what_is_mine(ana_client):
    page = ana_client.get("/me/").content.decode()

    for address in (
        "/me/notices/",
        "/me/groups/",
        "/me/privacy/",
        "/me/settings/",
        "/accounts/2fa/",
    ):
        assert f'href="{address}"' in page
    assert '<form method="post" action="/accounts/logout/" data-sign-out>' in page
    assert "/admin/" not in page
    assert "<h1>Ana Lima</h1>" in page


@pytest.mark.parametrize("required", [True, False])
def test_the_hub_leads_staff_to_curation(client, settings, required):
    settings.STAFF_NEED_SECOND_FACTOR = required
    client.force_login(factories.superuser())

    assert 'href="/admin/"' in client.get("/me/").content.decode()


def test_saves_what_people_say_about_themselves(ana_client, ana):
    region = factories.region(time_zone="America/Chicago")

    response = save(
        ana_client,
        preferred_name="  Ana   Luísa ",
        pronouns="she/her",
        job_title="Nurse",
        region=region.pk,
        time_zone="Europe/Lisbon",
        default_visibility="only_me",
    )

    assert response["Location"] == "/me/settings/"
    kept = fresh(ana)
    assert (kept.name, kept.pronouns, kept.job_title) == ("Ana Luísa", "she/her", "Nurse")
    assert (kept.region, kept.time_zone) == (region, "Europe/Lisbon")
    assert kept.default_visibility == "only_me"
    assert AuditEvent.objects.get().verb == "person.changed"


def test_what_hr_keeps_is_shown_and_cannot_be_changed(ana_client, ana):
    page = ana_client.get("/me/settings/").content.decode()
    assert "<dd>ana.lima@example.com</dd>" in page
    assert "<dd>E4711</dd>" in page
    assert "ask HR to correct it" in page

    save(ana_client, legal_name="Eve", email="eve@example.com", employee_id="E1", is_staff="on")

    kept = fresh(ana)
    assert (kept.legal_name, kept.email, kept.employee_id) == (
        "Ana Lima",
        "ana.lima@example.com",
        "E4711",
    )
    assert not kept.is_staff


def test_asks_for_no_language_while_there_is_one(ana_client):
    assert len(conf.LANGUAGES) == 1
    assert "language" not in ana_client.get("/me/settings/").context["form"].fields


BAD = [
    ("preferred_name", "x" * 121),
    ("preferred_name", "Ana\0"),
    ("preferred_name", "Ana\nLima"),
    ("preferred_name", "\u202egpj.exe"),
    ("preferred_name", "e" + "\u0301" * 100_000),
    ("pronouns", "x" * 41),
    ("job_title", "x" * 900_000),
    ("region", "9" * 30),
    ("region", "0"),
    ("region", "\0"),
    ("region", "١"),
    ("time_zone", "Europe/Atlantis"),
    ("time_zone", "../../etc/passwd"),
    ("time_zone", "\0"),
    ("default_visibility", "everyone"),
    ("default_visibility", "EVERYONE"),
    ("photo", SimpleUploadedFile("me.png", b"no picture", "image/png")),
    ("photo", SimpleUploadedFile("me.svg", b"<svg onload='a()'/>", "image/svg+xml")),
]


@pytest.mark.parametrize(("field", "value"), BAD)
def test_bad_input_is_refused_with_a_sentence_and_changes_nothing(ana_client, ana, field, value):
    if hasattr(value, "seek"):
        value.seek(0)
    response = save(ana_client, **{"pronouns": "she/her", field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert fresh(ana).pronouns == ""
    assert not AuditEvent.objects.exists()


def test_a_refused_form_does_not_rename_the_page(ana_client):
    response = save(ana_client, preferred_name="Somebody Else", time_zone="x")

    assert response.wsgi_request.user.name == "Ana Lima"


def test_an_empty_name_brings_the_legal_name_back(ana_client, ana):
    save(ana_client, preferred_name="Lu")
    save(ana_client, preferred_name=" \u200b ")

    assert fresh(ana).name == "Ana Lima"


def test_a_photo_is_kept_shown_and_taken_away(ana_client, ana):
    save(ana_client, photo=an_upload())
    name = fresh(ana).photo.name
    assert f"/media/{name}" in ana_client.get("/me/").content.decode()

    save(ana_client, pronouns="she/her")
    assert fresh(ana).photo.name == name

    save(ana_client, **{"photo-clear": "on"})
    assert fresh(ana).photo.name == ""


def test_a_zone_under_an_older_name_is_not_lost(ana_client, ana):
    User.objects.filter(pk=ana.pk).update(time_zone="UTC")
    form = ana_client.get("/me/settings/").context["form"]

    response = save(ana_client, time_zone=form["time_zone"].value())

    assert response.status_code == 302
    assert fresh(ana).time_zone == "UTC"


def test_zones_are_grouped_by_part_of_the_world():
    groups = dict(time_zone_choices()[1:])

    assert list(groups) == sorted(groups)
    assert ("America/Indiana/Knox", "Knox, Indiana") in groups["America"]
    assert ("America/Los_Angeles", "Los Angeles") in groups["America"]
    assert "Etc" not in groups


def test_times_are_shown_in_the_chosen_zone(ana_client, ana):
    from django.utils import timezone

    seen = []
    User.objects.filter(pk=ana.pk).update(time_zone="Asia/Tokyo")
    ana_client.get("/me/")
    # The middleware puts it on for the request alone.
    assert timezone.get_current_timezone_name() == conf.TIME_ZONE
    from django.test import RequestFactory

    from accounts.middleware import ViewerTimeZone

    request = RequestFactory().get("/")
    request.session, request.user = ana_client.session, fresh(ana)
    ViewerTimeZone(lambda _request: seen.append(timezone.get_current_timezone_name()))(request)

    assert seen == ["Asia/Tokyo"]


def test_the_answer_is_kept_by_no_cache(ana_client):
    assert ana_client.get("/me/")["Cache-Control"] == "private, no-store"


def test_signing_out_takes_along_what_no_page_has_shown(client):
    client.force_login(factories.person())
    group = factories.brg()
    client.post(f"/groups/{group.slug}/join/", {"visibility": "only_me"})
    answer = client.post("/accounts/logout/", follow=True)
    assert "You belong now" not in answer.content.decode()
    assert "You belong now" not in client.get("/").content.decode()


def test_an_idle_session_takes_along_what_no_page_has_shown(client, settings):
    client.force_login(factories.person())
    group = factories.brg()
    client.post(f"/groups/{group.slug}/join/", {"visibility": "only_me"})
    session = client.session
    session.set_expiry(0)
    session["last_seen"] = 0
    session.save()
    assert "You belong now" not in client.get("/").content.decode()
    assert "messages" not in {name for name, cookie in client.cookies.items() if cookie.value}


def test_a_body_that_is_no_form_changes_no_profile(client):
    alice = factories.person(preferred_name="Alice")
    client.force_login(alice)
    answer = client.post("/me/settings/", data="{}", content_type="application/json")
    assert answer.status_code == 415
    alice.refresh_from_db()
    assert alice.preferred_name == "Alice"
