"""The lead's pages of what a group offers."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages

from resources import actions
from resources.models import Resource
from tests import factories
from tests.content import pdf_files
from tests.resources.uploads import PDF, PNG, day, kept, offered, text_of, typed, upload

pytestmark = pytest.mark.django_db(transaction=True)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# The form


def test_adds_a_link(client, group, lead):
    answer = client.post("/manage/kin/resources/new/", typed())
    assert (answer.url, said(answer)) == ("/manage/kin/resources/", ["Added."])
    row = Resource.objects.get()
    assert (row.brg, row.title, row.url, row.kind) == (
        group,
        "Guide",
        "https://example.com/guide",
        "link",
    )
    assert (row.audience, row.owner, row.review_date.isoformat()) == (
        "members",
        "Secretary",
        day(30),
    )


@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (PNG, "picture")])
def test_adds_a_file(client, group, lead, content, kind):
    answer = client.post("/manage/kin/resources/new/", typed(url="", file=upload(content)))
    assert answer.url == "/manage/kin/resources/"
    assert Resource.objects.get().kind == kind
    assert kept() == {Resource.objects.get().file}


def test_a_new_form_begins_with_members_and_a_review_in_a_year(client, lead):
    form = client.get("/manage/kin/resources/new/").context["form"]
    assert form["audience"].value() == "members"
    assert form["review_date"].value().isoformat() == day(365)


def test_an_address_without_a_scheme_is_taken_for_https(client, lead):
    client.post("/manage/kin/resources/new/", typed(url="example.com/x"))
    assert Resource.objects.get().url == "https://example.com/x"


NO_ADDRESS = ["Give a whole address on the web, beginning with https://."]
EITHER = ["Give an address, or choose a file."]
BOTH = ["Give either an address or a file, not both."]
SOON = ["Choose a day from tomorrow up to three years ahead."]


@pytest.mark.parametrize(
    ("field", "value", "errors"),
    [
        ("url", "javascript:alert(1)", NO_ADDRESS),
        ("url", "ftp://example.com/", NO_ADDRESS),
        ("url", "data:text/html,x", NO_ADDRESS),
        ("url", "no address", NO_ADDRESS),
        ("url", "http://[", NO_ADDRESS),
        ("url", "", EITHER),
        ("title", " ", ["This field is required."]),
        ("owner", "\u202ex", None),
        ("review_date", "9999-12-31", SOON),
        ("review_date", "", ["This field is required."]),
        ("audience", "friends", None),
    ],
)
def test_a_form_that_fails_says_why_and_keeps_what_was_typed(client, lead, field, value, errors):
    answer = client.post("/manage/kin/resources/new/", typed(**{field: value}))
    form = answer.context["form"]
    assert answer.status_code == 422
    assert set(form.errors) == {field}
    assert errors is None or form.errors[field] == errors
    assert {name: form[name].value() for name in typed()} == typed(**{field: value})
    assert not Resource.objects.exists()


# The day is asked for in the test, since the suite may run over midnight.
@pytest.mark.parametrize("days", [0, 3 * 365 + 1])
def test_refuses_a_review_today_and_after_three_years(client, lead, days):
    answer = client.post("/manage/kin/resources/new/", typed(review_date=day(days)))
    assert (answer.status_code, answer.context["form"].errors) == (422, {"review_date": SOON})
    assert not Resource.objects.exists()


@pytest.mark.parametrize("days", [1, 3 * 365])
def test_takes_a_review_from_tomorrow_up_to_three_years_ahead(client, lead, days):
    client.post("/manage/kin/resources/new/", typed(review_date=day(days)))
    assert Resource.objects.get().review_date.isoformat() == day(days)


def test_takes_an_address_or_a_file_and_not_both(client, lead):
    answer = client.post("/manage/kin/resources/new/", typed(file=upload()))
    assert answer.status_code == 422
    assert answer.context["form"].errors["url"] == BOTH
    assert kept() == set()


def test_asks_for_the_file_again_where_something_else_is_wrong(client, lead):
    answer = client.post("/manage/kin/resources/new/", typed(url="", title="", file=upload()))
    assert answer.context["form"].errors == {
        "title": ["This field is required."],
        "file": ["Choose the file again. It could not be kept with the form."],
    }
    assert kept() == set()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "This file is empty. Choose another one."),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "Choose a PDF, or a picture in JPEG, PNG or WebP format."),
        (
            pdf_files.plain(b"/S /Launch"),
            "This PDF holds a script, another file, or a form that acts by itself. "
            "Print it to a new PDF, and choose that one.",
        ),
        (
            bytes(11 * 1024 * 1024),
            "A picture may have at most 5 MB, and a PDF 10 MB. Choose a smaller file.",
        ),
        (PDF + bytes(11 * 1024 * 1024), "This file is larger than 10 MB. Choose a smaller one."),
    ],
    ids=["empty", "eps", "active", "huge", "huge pdf"],
)
def test_a_file_that_is_not_taken_is_refused_beside_its_field(client, lead, content, error):
    sent = typed(url="", file=upload(content, "guide.pdf", "application/pdf"))
    answer = client.post("/manage/kin/resources/new/", sent)
    assert (answer.status_code, answer.context["form"].errors) == (422, {"file": [error]})
    assert (kept(), Resource.objects.count()) == (set(), 0)


def test_a_text_where_a_file_belongs_is_no_file(client, lead):
    answer = client.post("/manage/kin/resources/new/", typed(url="", file="guide.pdf"))
    assert answer.context["form"].errors == {"url": EITHER}


def test_says_so_where_the_group_has_as_many_as_it_can_have(client, group, lead, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OF_A_GROUP", 0)
    answer = client.post("/manage/kin/resources/new/", typed())
    assert "A group can offer 100 resources" in said(answer)[0]


# Editing


def test_edits_words_and_keeps_the_file(client, group, lead):
    row = offered(group)
    page = f"/manage/kin/resources/{row.public_id}/"
    assert "It has one: PDF, " in text_of(client.get(page))
    answer = client.post(page, typed(url="", title="Handbook", version=1))
    assert (answer.url, said(answer)) == ("/manage/kin/resources/", ["Saved."])
    now = Resource.objects.get()
    assert (now.title, now.file, now.version) == ("Handbook", row.file, 2)
    assert kept() == {row.file}


def test_another_file_takes_the_place_of_the_first(client, group, lead):
    row = offered(group)
    sent = typed(url="", file=upload(PNG), version=1)
    client.post(f"/manage/kin/resources/{row.public_id}/", sent)
    now = Resource.objects.get()
    assert (now.kind, kept()) == ("picture", {now.file})
    assert now.file != row.file


def test_of_two_editors_the_second_sees_both_versions_and_loses_nothing(client, group, lead):
    row = factories.resource(group, title="As it was")
    page = f"/manage/kin/resources/{row.public_id}/"
    client.post(page, typed(title="Theirs", version=1))
    answer = client.post(page, typed(title="Mine", version=1))
    assert answer.status_code == 409
    form = answer.context["form"]
    assert form["title"].value() == "Mine"
    assert form.non_field_errors() == [
        "Somebody else saved this while you were editing. Compare, then save again."
    ]
    assert form.theirs == [{"label": "Title", "theirs": "Theirs", "yours": "Mine"}]
    assert "Theirs, saved now" in text_of(answer)
    assert Resource.objects.get().title == "Theirs"
    client.post(page, typed(title="Mine", version=form["version"].value()))
    assert Resource.objects.get().title == "Mine"


def test_of_two_editors_the_second_is_asked_for_the_file_again(client, group, lead):
    row = offered(group)
    page = f"/manage/kin/resources/{row.public_id}/"
    client.post(page, typed(url="", version=1))
    answer = client.post(page, typed(url="", file=upload(PNG), version=1))
    assert (answer.status_code, kept()) == (409, {row.file})
    assert answer.context["form"].errors["file"] == [
        "Choose the file again. It could not be kept with the form."
    ]


@pytest.mark.parametrize("version", ["", "x", str(10**30), "-1"])
def test_a_form_without_its_version_overwrites_nothing(client, group, lead, version):
    row = factories.resource(group, title="As it was")
    sent = typed(version=version)
    answer = client.post(f"/manage/kin/resources/{row.public_id}/", sent)
    assert answer.status_code in (409, 422)
    assert Resource.objects.get().title == "As it was"


def test_what_was_removed_meanwhile_is_said(client, group, lead, monkeypatch):
    row = factories.resource(group)
    held = actions._held
    monkeypatch.setattr(actions, "_held", lambda resource: row.delete() and held(resource))
    answer = client.post(f"/manage/kin/resources/{row.public_id}/", typed(version=1))
    assert said(answer) == ["Somebody has removed this resource meanwhile."]


def test_removes_after_asking(client, group, lead):
    row = offered(group)
    page = f"/manage/kin/resources/{row.public_id}/delete/"
    assert "Remove “Año: guide”?" in text_of(client.get(page))
    assert Resource.objects.exists()
    answer = client.post(page)
    assert (answer.url, said(answer)) == ("/manage/kin/resources/", ["Removed."])
    assert (Resource.objects.count(), kept()) == (0, set())


def test_leads_reach_nothing_of_another_group(client, lead):
    row = factories.resource(factories.brg(slug="other"))
    for page in ("", "delete/"):
        for slug in ("kin", "other"):
            address = f"/manage/{slug}/resources/{row.public_id}/{page}"
            assert client.get(address).status_code == 404
            assert client.post(address, typed(version=1)).status_code == 404
    assert Resource.objects.filter(pk=row.pk).exists()


# The list


def test_the_list_says_in_words_what_is_overdue_and_shows_it_first(client, group, lead):
    today = factories.today()
    for days in (20, -1, 10):
        review = today + dt.timedelta(days=days)
        factories.resource(group, title=f"In {days}", review_date=review)
    page = client.get("/manage/kin/resources/")
    assert [row.title for row in page.context["resources"]] == ["In -1", "In 10", "In 20"]
    assert text_of(page).count("Overdue for review") == 1


def test_an_empty_list_says_what_can_be_offered(client, lead):
    page = text_of(client.get("/manage/kin/resources/"))
    assert "No resources yet" in page
    assert 'href="/manage/kin/resources/new/"' in page


def test_a_long_list_goes_on_where_it_ended(client, group, lead, monkeypatch):
    monkeypatch.setattr("resources.views.A_PAGE", 2)
    rows = [factories.resource(group) for _ in range(3)]
    first = client.get("/manage/kin/resources/")
    second = client.get(f"/manage/kin/resources/{first.context['next_url']}")
    shown = [row.pk for page in (first, second) for row in page.context["resources"]]
    assert sorted(shown) == [row.pk for row in rows]
    assert second.context["start_url"] == "/manage/kin/resources/"


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_no_more_for_more_rows(client, group, lead, size, django_assert_num_queries):
    for _ in range(size):
        factories.resource(group)
    client.get("/manage/kin/resources/")
    with django_assert_num_queries(4):
        client.get("/manage/kin/resources/")
