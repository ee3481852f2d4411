"""The door to what a group offers, and what the group's page shows of it."""

import pytest
from django.core.files.storage import default_storage

from brgs.actions import archive
from resources.models import Resource
from tests import factories
from tests.resources.uploads import PDF, PNG, kept, offered, text_of, typed, upload

pytestmark = pytest.mark.django_db(transaction=True)

SANDBOX = "default-src 'none'; sandbox"


# The door to a file


def test_a_pdf_is_a_file_to_keep_that_no_browser_runs(client, group, lead):
    row = offered(group)
    answer = client.get(f"/resources/{row.public_id}/")
    assert b"".join(answer.streaming_content) == PDF
    assert {
        name: answer[name]
        for name in (
            *("Content-Type", "Content-Disposition", "X-Content-Type-Options"),
            *("Content-Security-Policy", "Cache-Control", "Content-Length"),
        )
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''A%C3%B1o%20guide.pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": SANDBOX,
        "Cache-Control": "private, no-store",
        "Content-Length": str(len(PDF)),
    }


def test_a_picture_is_shown(client, group, lead):
    row = offered(group, PNG, title="Logo")
    answer = client.get(f"/resources/{row.public_id}/")
    assert answer["Content-Type"] == "image/webp"
    assert answer["Content-Disposition"] == 'inline; filename="Logo.webp"'
    assert answer["Content-Security-Policy"] == SANDBOX
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"


def test_a_link_leads_on(client, group, lead):
    row = factories.resource(group)
    assert client.get(f"/resources/{row.public_id}/").url == "https://example.com/guide"


def test_what_is_public_is_open_to_visitors_and_kept_for_minutes(client, group):
    row = offered(group, audience="public")
    answer = client.get(f"/resources/{row.public_id}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("audience", ["employees", "members"])
def test_a_visitor_is_asked_to_sign_in_whether_it_exists_or_not(client, group, audience):
    row = offered(group, audience=audience)
    for public_id in (row.public_id, "nothing"):
        answer = client.get(f"/resources/{public_id}/")
        assert answer.url == f"/accounts/login/?next=/resources/{public_id}/"


def test_an_employee_learns_nothing_of_what_is_for_members(client, group):
    client.force_login(factories.person())
    for public_id in (offered(group).public_id, "nothing"):
        assert client.get(f"/resources/{public_id}/").status_code == 404


@pytest.mark.parametrize("content", [PDF, PNG])
def test_a_file_is_not_reached_by_its_place_in_storage(client, group, content):
    name = offered(group, content, audience="public").file
    viewers = (None, factories.lead(group), factories.superuser())
    for viewer in viewers:
        if viewer:
            client.force_login(viewer)
        for address in (f"/media/{name}", f"/{name}", f"/static/{name}", f"/resources/{name}/"):
            assert client.get(address).status_code == 404, address


def test_a_row_whose_file_is_lost_is_404(client, group, lead):
    row = offered(group)
    default_storage.delete(row.file)
    assert client.get(f"/resources/{row.public_id}/").status_code == 404


def test_an_archived_group_keeps_its_files_and_opens_none(client, group, lead):
    row = offered(group, audience="public")
    archive(brg=group, by=factories.curator())
    assert client.get(f"/resources/{row.public_id}/").status_code == 404
    client.logout()
    assert client.get(f"/resources/{row.public_id}/").status_code == 302
    assert kept() == {row.file}


def test_the_one_who_added_a_file_may_be_erased_and_it_stays(client, group):
    lead = factories.lead(group)
    client.force_login(lead)
    client.post("/manage/kin/resources/new/", typed(url="", file=upload()))
    lead.delete()
    assert kept() == {Resource.objects.get().file}


# The group's page


def titles(client):
    return [resource.title for resource in client.get("/groups/kin/").context["resources"]]


def test_the_groups_page_shows_what_the_viewer_may_open(client, group):
    for audience in ("public", "employees", "members"):
        factories.resource(group, title=f"{audience} title", audience=audience)
    factories.resource(factories.brg(), title="Elsewhere", audience="public")
    assert titles(client) == ["public title"]
    assert "members title" not in text_of(client.get("/groups/kin/"))
    client.force_login(factories.person())
    assert titles(client) == ["employees title", "public title"]
    client.force_login(factories.lead(group))
    assert titles(client) == ["employees title", "members title", "public title"]


def test_the_groups_page_says_kind_and_size_in_words(client, group, lead):
    row = offered(group, PDF)
    page = text_of(client.get("/groups/kin/"))
    assert f'href="/resources/{row.public_id}/"' in page
    assert f"PDF, {len(PDF)}\xa0bytes" in page
    assert row.file not in page


def test_a_groups_page_without_resources_has_no_heading_for_them(client, group):
    assert 'id="resources"' not in text_of(client.get("/groups/kin/"))


@pytest.mark.parametrize("size", [0, 3])
def test_the_groups_page_asks_once_for_all_resources(
    client, group, lead, size, django_assert_max_num_queries
):
    for _ in range(size):
        factories.resource(group)
    client.get("/groups/kin/")
    with django_assert_max_num_queries(10):
        client.get("/groups/kin/")
    client.logout()
    with django_assert_max_num_queries(7):
        client.get("/groups/kin/")
