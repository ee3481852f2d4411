"""The typeface for what is printed, measured as any program measures it, and colors for paper."""

import re

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from content.colors import srgb
from content.typeface import BOLD, EM, REGULAR, face, static_file
from content.woven_print import CLOTHS, YARNS

CSS = settings.BASE_DIR / "static" / "css"


@pytest.mark.parametrize("weight", [REGULAR, BOLD])
@pytest.mark.parametrize("text", ["Hamburgefonts 0123", "Łódź ĞŞİ", "“Café” – 5 p.m."])
def test_a_line_is_as_wide_as_its_letters_in_the_file_that_is_embedded(weight, text):
    typeface, wide = face(weight), 0
    for letter in text:
        font = TTFont(static_file(typeface.part_of(letter), weight))
        wide += font["hmtx"][font.getBestCmap()[ord(letter)]][0]
    assert typeface.width(text) * EM == pytest.approx(wide, abs=len(text))


def test_the_typeface_knows_which_letters_it_has():
    assert face(BOLD).has_all("Zoë Łuka’s “evening”")
    for other in ("咖", "ع", "😀"):
        assert not face(BOLD).has_all(f"Evening {other}")


def test_a_sign_that_stands_for_many_letters_is_taken_to_be_wide():
    assert face(BOLD).width("\ufdfa") > 10
    assert face(BOLD).width("咖啡") == pytest.approx(2.1)
    assert face(BOLD).width("ع\u064e") == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("color", "bytes_"),
    # As browsers compute them.
    [
        ((1, 0, 0), (255, 255, 255)),
        ((0, 0, 0), (0, 0, 0)),
        ((0.628, 0.2577, 29.23), (255, 0, 0)),
        ((0.8664, 0.2948, 142.5), (0, 255, 0)),
        ((0.452, 0.3132, 264.05), (0, 0, 255)),
    ],
)
def test_colors_are_what_a_browser_makes_of_them(color, bytes_):
    assert srgb(*color) == pytest.approx(bytes_, abs=1)


def test_yarns_on_paper_are_the_light_ones_of_pages():
    tokens = (CSS / "tokens.css").read_text(encoding="utf-8")
    pattern = (
        r"--yarn-(\w+): light-dark\(oklch\(([\d.]+) ([\d.]+) (?:var|calc\(var)\(--hue\)( \+ 70)?"
    )
    found = re.findall(pattern, tokens)
    said = {
        name: (float(light), float(chroma), 70 * bool(turn)) for name, light, chroma, turn in found
    }
    assert said == YARNS


def test_cloths_on_paper_are_those_of_pages():
    styles = (CSS / "components" / "weave.css").read_text(encoding="utf-8")
    yarns = [rf"--{part}: var\(--yarn-(\w+)\);\s+" for part in ("cloth", "figure", "eye")]
    pattern = r"\.(w\w) {\s+" + "".join(yarns)
    assert {name: tuple(yarns) for name, *yarns in re.findall(pattern, styles)} == CLOTHS
