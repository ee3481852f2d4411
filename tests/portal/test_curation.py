"""The door of curation, and the preview."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.urls import reverse

from accounts.admin import PersonAdmin
from accounts.curation import StrictAdmin
from accounts.models import Region, User
from brgs.models import BRG, FocusArea, Officer, Pillar
from chapters.models import Chapter, ChapterOfficer
from events.models import Event
from news.models import NewsItem
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/admin/",
    "/admin/login/",
    "/admin/brgs/brg/",
    "/admin/brgs/brg/1/change/",
    "/admin/accounts/user/",
    "/admin/brgs/membership/",
    "/admin/nothing/at/all",
    "/admin/r/1/1/",
]


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


# The door


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_visitor_is_sent_to_sign_in_alike(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.headers["Location"] == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_for_everybody_else_curation_is_not_there(client, address):
    client.force_login(factories.lead(factories.brg()))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_the_way_in_is_the_sites_own(client):
    factories.curator(email="carol@example.com", password="correct horse battery")
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain == [(f"{reverse('account_login')}?next=/admin/", 302)]
    data = {"login": "carol@example.com", "password": "correct horse battery", "next": "/admin/"}
    response = client.post(reverse("account_login"), data)
    assert response.headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_djangos_own_way_in_leads_to_the_first_page(client):
    client.force_login(factories.curator())
    response = client.get("/admin/login/?next=https://evil.example/")
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")


def test_without_a_second_factor_curation_stays_closed(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    carol = factories.curator()
    client.force_login(carol)
    for address in ("/admin/", "/admin/accounts/user/", "/admin/brgs/brg/1/publish/"):
        assert client.get(address).headers["Location"] == reverse("mfa_activate_totp")
        assert client.post(address).headers["Location"] == reverse("mfa_activate_totp")
    Authenticator.objects.create(user=carol, type=Authenticator.Type.TOTP, data={})
    client.force_login(User.objects.get(pk=carol.pk))
    assert client.get("/admin/").status_code == 200


def test_staff_without_permissions_find_nothing_to_edit(client):
    client.force_login(factories.person(is_staff=True))
    response = client.get("/admin/")
    assert (response.context["kinds"], response.context["queues"]) == ([], [])
    assert client.get("/admin/brgs/brg/").status_code == 404
    assert client.get("/admin/accounts/user/add/").status_code == 404
    group = factories.brg()
    assert client.get(f"/admin/brgs/brg/{group.pk}/preview/").status_code == 404


# What is registered


def test_only_what_is_curated_is_registered():
    assert set(admin.site._registry) == {
        *(BRG, FocusArea, Officer, Pillar),
        *(Chapter, ChapterOfficer),
        *(Region, User, NewsItem, Event),
    }
    assert all(isinstance(kind, StrictAdmin) for kind in admin.site._registry.values())


def test_what_libraries_register_is_passed_over():
    admin.site.register(Authenticator, admin.ModelAdmin)
    admin.site.register(Authenticator)
    assert Authenticator not in admin.site._registry


def test_no_admin_lets_an_address_reach_over_relations():
    for kind in admin.site._registry.values():
        assert not kind.lookup_allowed("name", "x")
        assert not kind.to_field_allowed(None, "id")
        assert kind.actions is None
    assert not admin.site.is_registered(BRG.focus_areas.through)


def test_every_page_stands_behind_the_door():
    names = {
        entry.name
        for kind in admin.site._registry.values()
        for entry in kind.get_urls()
        if entry.callback.__name__ != "guarded"
    }
    assert names == set()
    assert {entry.name.rsplit("_")[-1] for entry in PersonAdmin(User, admin.site).get_urls()} == {
        *("changelist", "add", "change", "history", "deactivate", "reactivate", "erase")
    }


# The preview


def test_a_draft_is_seen_as_a_visitor_would_see_it(client):
    curator = factories.curator()
    client.force_login(curator)
    draft = factories.brg(status=BRG.Status.DRAFT, name="Coming soon", purpose="To begin.")
    factories.officer(factories.person(legal_name="Olga Officer"), draft)
    response = client.get(f"/admin/brgs/brg/{draft.pk}/preview/")
    assert response.status_code == 200
    assert "Coming soon" in words(response)
    assert "To begin." in words(response)
    assert "This is how a visitor would see the page." in words(response)
    assert "Olga Officer" not in words(response)
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_curator_who_belongs_sees_no_more_in_the_preview(client):
    curator = factories.curator()
    client.force_login(curator)
    group = factories.brg()
    address = f"/admin/brgs/brg/{group.pk}/preview/"
    before = client.get(address).content
    factories.membership(curator, group)
    assert client.get(address).content == before


def test_pages_of_curation_are_kept_by_no_cache(client):
    client.force_login(factories.curator())
    assert client.get("/admin/").headers["Cache-Control"] == "private, no-store"
