"""A poster as a browser draws it: its code is read off the picture, and its words fit the sheet."""

import io

import pytest
import zxingcpp
from PIL import Image

from events.models import Event
from tests.browser.pages import LEAD

pytestmark = pytest.mark.once

# Whatever is drawn of words reaches beyond the sheet nowhere.
REACHES = """() => {
    const sheet = document.documentElement.getBoundingClientRect();
    const words = [...document.querySelectorAll("g[transform], text")];
    const boxes = words.map(each => each.getBoundingClientRect());
    return {
        words: words.length,
        out: boxes.filter(box => box.left < sheet.left || box.right > sheet.right
            || box.top < sheet.top || box.bottom > sheet.bottom).length,
    };
}"""
TITLES = ["Supper together", "W" * 120, "قهوة مع الأصدقاء في المكتبة", "咖啡與朋友" * 24]


@pytest.fixture
def event(organization, django_db_blocker):
    with django_db_blocker.unblock():
        found = Event.objects.published().filter(audience="employees").order_by("pk").first()
        title = found.title
        yield found
        Event.objects.filter(pk=found.pk).update(title=title)


def test_the_code_on_the_drawing_leads_to_the_event(open_as, site, settings, event):
    settings.SITE_URL = site
    page = open_as(LEAD, f"{event.get_absolute_url()}poster.svg").page
    # As large as the sheet: there is nothing to scroll in a drawing.
    page.set_viewport_size({"width": 794, "height": 1123})
    picture = Image.open(io.BytesIO(page.screenshot()))
    (found,) = [code.text for code in zxingcpp.read_barcodes(picture)]
    assert found == f"{site}/events/{event.pk}/"
    page.goto(found)
    assert page.url == f"{site}{event.get_absolute_url()}"


def test_words_of_every_script_stay_on_the_sheet(open_as, event):
    for title in TITLES:
        Event.objects.filter(pk=event.pk).update(title=title)
        page = open_as(LEAD, f"/events/{event.pk}-x/poster.svg?paper=letter").page
        found = page.evaluate(REACHES)
        assert found["words"] > 5
        assert found["out"] == 0, title
