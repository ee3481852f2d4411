"""Posters: what they say, that it fits, for whom they are, and where their code leads."""

import datetime as dt
import xml.etree.ElementTree as ElementTree

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.test import Client

from accounts.visibility import Visibility
from content.codes import code_of
from content.typeface import face
from events.models import CoHost
from events.poster_files import as_pdf, as_svg, can_be_pdf
from events.posters import BAND, CODE, LEADING, MARGIN, PAPERS, poster
from tests import factories

pytestmark = pytest.mark.django_db

# 6 p.m. in Denver.
EVENING = dt.datetime(2031, 7, 4, 0, tzinfo=dt.UTC)
SVG = "{http://www.w3.org/2000/svg}"
TITLES = {
    "usual": "Supper together",
    "long words": "The long evening of " * 6,
    "the widest letter": "W" * 120,
    "one word": "Donaudampfschifffahrtsgesellschaft" * 3,
    "letters": "Ünïcödé Łódź café ĞŞİ – “quotes”",
    "arabic": "قهوة مع الأصدقاء في المكتبة " * 4,
    "chinese": "咖啡與朋友" * 24,
    "emoji": "😀👩‍👩‍👧 Together",
    "many in one": "\ufdfa" * 120,
    "markup": "</title><script>alert(1)</script> & \"'<b>",
    "controls": "A\x00B\x0bC\x1fD\ud800E\ufffeF",
}


@pytest.fixture
def kin():
    return factories.brg(name="Kin of all", acronym="Kin")


def held(brg, **facts):
    words = {"title": "Supper together", "venue": "Denver: room 7", "starts": EVENING}
    return factories.event(brg, **words | facts)


def named(event, title):
    """Not saved: a database may refuse what a sheet has to bear."""
    event.title = title
    return event


def drawn(sheet):
    return ElementTree.fromstring(as_svg(sheet))


def said(sheet):
    return " ".join(line.text for line in sheet.lines)


def picture_of(data, scale=2):
    document = pypdfium2.PdfDocument(data)
    return document, document[0].render(scale=scale).to_pil()


def texts_in(picture):
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_sheet_says_who_what_when_and_where_and_how_to_get_in(kin, paper):
    event = held(kin)
    sheet = poster(event, paper)
    url = f"{settings.SITE_URL}/events/{event.pk}/"
    assert sheet.url == url
    typed = url.removeprefix("https://")
    assert said(sheet) == (
        "Kin Supper together Thursday, July 3, 2031, 6 p.m. to 7 p.m., Denver time "
        "Denver: room 7 Every employee "
        f"Scan the code with a phone, or type: {typed} "
        "You need no work e-mail: sign in with your employee id. If that fails, ask a lead."
    )


def test_an_address_that_just_fits_stays_in_one_line(kin):
    event = held(kin)
    for number in range(1, 400):
        event.pk = number
        sheet = poster(event, "a4")
        assert sheet.url in [line.text for line in sheet.lines]


def test_of_a_public_event_it_says_that_anyone_may_look(kin):
    assert "Anyone can open the page." in said(poster(held(kin, audience="public"), "a4"))


def test_the_online_link_is_on_no_wall(kin):
    event = held(kin, format="hybrid", online_link="https://meet.example.com/secret")
    sheet = poster(event, "a4")
    assert "Online: the link is on the page, for those who are going." in said(sheet)
    assert "secret" not in as_svg(sheet)


def test_of_a_cancelled_event_it_says_so(kin):
    sheet = poster(held(kin, status="cancelled"), "a4")
    assert said(sheet).endswith("This event is cancelled.")


def test_groups_that_have_accepted_stand_beside_the_host(kin):
    event, other, asked = held(kin), factories.brg(acronym="Other"), factories.brg(acronym="Asked")
    CoHost.objects.create(event=event, brg=other, accepted=EVENING)
    CoHost.objects.create(event=event, brg=asked)
    assert said(poster(event, "a4")).startswith("Kin + Other Supper")


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
@pytest.mark.parametrize("paper", PAPERS)
def test_all_words_lie_on_the_sheet_and_none_on_the_code(kin, paper, title):
    event = named(held(kin, venue="Room 7, " * 25, paid_time="x"), title)
    sheet = poster(event, paper)
    foot = sheet.height - MARGIN - CODE
    for line in sheet.lines:
        wide = face(line.weight).width(line.text) * line.size
        left = line.x - wide if line.is_right else line.x
        assert left >= MARGIN - 0.1
        assert left + wide <= sheet.width - MARGIN + 0.1
        assert line.y - line.size > BAND
        assert line.y + 0.3 * line.size <= (sheet.height - MARGIN if left > CODE else foot)
        assert line.size >= (4 if title == TITLES["many in one"] else 8)
    for above, below in zip(sheet.lines, sheet.lines[1:], strict=False):
        assert below.y - above.y >= LEADING * 0.9 * below.size or below.x != above.x
    assert drawn(sheet).find(f"{SVG}title").text is not None


def test_a_short_title_is_larger_than_a_long_one(kin):
    sizes = [poster(named(held(kin), title), "a4").lines[1].size for title in ("Supper", "W" * 120)]
    assert sizes[0] == 58
    assert 18 <= sizes[1] < 50


def test_the_address_to_type_stays_in_one_line(kin, settings):
    settings.SITE_URL = "https://business-resource-groups.example.org"
    event = held(kin)
    typed = f"business-resource-groups.example.org/events/{event.pk}/"
    assert [line for line in poster(event, "letter").lines if line.text == typed]


def test_the_drawing_names_itself_and_tells_what_it_says(kin):
    event = held(kin, title="Food & <music>")
    root = drawn(poster(event, "letter"))
    assert (root.get("width"), root.get("height")) == ("612pt", "792pt")
    assert root.get("viewBox") == "0 0 612 792"
    names = root.get("aria-labelledby").split()
    assert [root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")] == names
    assert root.find(f"{SVG}title").text == "Food & <music>"
    assert "Denver time" in root.find(f"{SVG}desc").text
    assert not [each for each in root.iter() if each.tag.endswith(("script", "style", "image"))]
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]


def test_letters_that_the_typeface_has_not_are_left_to_the_reader_of_the_drawing(kin, client):
    event = held(kin, title="咖啡 évening", audience="public")
    sheet = poster(event, "a4")
    assert not can_be_pdf(sheet)
    (text,) = drawn(sheet).iter(f"{SVG}text")
    assert text.text == "咖啡 évening"
    response = client.get(f"{event.get_absolute_url()}poster.pdf?paper=letter")
    assert response.headers["Location"] == f"{event.get_absolute_url()}poster.svg?paper=letter"


@pytest.mark.parametrize("paper", PAPERS)
def test_the_code_on_the_printed_sheet_leads_to_the_page(kin, paper):
    event = held(kin, audience="public")
    url = event.get_absolute_url()
    response = Client().get(f"{url}poster.pdf?paper={paper}")
    document, picture = picture_of(response.content)
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx(PAPERS[paper], abs=0.001)
    (found,) = texts_in(picture)
    assert found == f"{settings.SITE_URL}/events/{event.pk}/"
    landed = Client().get(found.removeprefix(settings.SITE_URL), follow=True)
    assert (landed.status_code, landed.redirect_chain) == (200, [(url, 302)])


def test_the_code_is_read_from_afar_and_with_a_fifth_of_it_torn_off(kin):
    data = as_pdf(poster(held(kin), "a4"))
    _document, small = picture_of(data, scale=0.75)
    assert len(texts_in(small)) == 1
    _document, torn = picture_of(data)
    corner = [int(2 * (each + 0.62 * CODE)) for each in (MARGIN, PAPERS["a4"][1] - MARGIN - CODE)]
    torn.paste("white", (*corner, corner[0] + 90, corner[1] + 90))
    assert len(texts_in(torn)) == 1


def test_the_printed_sheet_holds_its_letters_and_the_typeface(kin):
    event = held(kin, title="Zoë’s Łódź supper")
    document, _picture = picture_of(as_pdf(poster(event, "a4")))
    text = document[0].get_textpage().get_text_range()
    assert "Zoë’s Łódź supper" in " ".join(text.split())
    assert b"Helvetica" not in as_pdf(poster(event, "a4"))


def test_the_sheet_says_nothing_of_when_it_was_asked_for(kin):
    event = held(kin)
    event.changed = EVENING
    data = as_pdf(poster(event, "a4"))
    assert b"/CreationDate (D:20310704000000" in data
    assert as_pdf(poster(event, "a4")) == data


def test_a_code_has_the_quiet_border_and_nothing_in_it():
    code = code_of("https://example.org/events/1/")
    assert all(x >= 4 and x + length <= code.size - 4 for x, _y, length in code.runs)
    assert all(4 <= y < code.size - 4 for _x, y, _length in code.runs)


@pytest.mark.parametrize(("asked", "size"), [("a4", 595), ("letter", 612), ("A0", 595), ("", 595)])
def test_a_paper_that_nobody_knows_is_the_usual_one(kin, client, asked, size):
    event = held(kin, audience="public")
    response = client.get(f"{event.get_absolute_url()}poster.svg", {"paper": asked})
    assert f'width="{size}' in response.content.decode()[:100]
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("name", ["poster.svg", "poster.pdf"])
def test_a_sensitive_group_hands_it_to_its_members_alone(client, name):
    private = factories.brg(default_visibility=Visibility.ONLY_ME)
    event = held(private, audience="members")
    member, other = factories.person(), factories.person()
    factories.membership(member, private)
    answers = {}
    for person in (member, other):
        client.force_login(person)
        answers[person] = client.get(event.get_absolute_url() + name)
    assert [answers[member].status_code, answers[other].status_code] == [200, 404]
    assert answers[member]["Cache-Control"] == "private, no-store"
    assert client.get(f"/events/10{event.pk}-x/{name}").content == answers[other].content


def test_leads_find_the_posters_beside_their_event(client, kin):
    client.force_login(factories.lead(kin))
    event = held(kin)
    page = client.get(event.get_workspace_url()).content.decode()
    for address in ("poster.svg", "poster.pdf", "poster.pdf?paper=letter"):
        assert f'href="{event.get_absolute_url()}{address}"' in page


def test_nobody_prints_a_draft(client, kin):
    client.force_login(factories.lead(kin))
    event = held(kin, status="draft", published=None)
    assert "poster" not in client.get(event.get_workspace_url()).content.decode()
    assert client.get(f"{event.get_absolute_url()}poster.svg").status_code == 404
