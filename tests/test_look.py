"""The colors as a reader's eye gets them, and the files that others made.

Contrast is WCAG 2's; OKLCH becomes sRGB by Ottosson's matrices, and what lies outside is clipped
channel by channel, as browsers do.
"""

import hashlib
import math
import re
import tomllib
import xml.etree.ElementTree as ET
from itertools import product
from pathlib import Path

import brotli
import pytest
from django.core.files.storage import FileSystemStorage

from config.staticfiles import PortalStaticFilesStorage, joined
from content import weave

ROOT = Path(__file__).resolve().parents[1]
CSS = ROOT / "static" / "css"
HUES = range(360)
SCHEMES = ("light", "dark")
COLOR = r"oklch\(([\d.]+) ([\d.]+) ([^()]+|var\(--hue\)|calc\(var\(--hue\) \+ \d+\))\)"
PAIR = re.compile(rf"--([\w-]+): light-dark\({COLOR}, {COLOR}\);", re.DOTALL)


def tokens():
    """Name -> one (lightness, chroma, hue as written) for each scheme, read from the stylesheet."""
    css = re.sub(r"\s+", " ", (CSS / "tokens.css").read_text())
    return {
        name: {"light": tuple(parts[:3]), "dark": tuple(parts[3:])}
        for name, *parts in PAIR.findall(css.replace("( ", "(").replace(" )", ")"))
    }


TOKENS = tokens()


def channels(name, scheme, hue):
    """Linear red, green and blue of a token, before clipping."""
    lightness, chroma, written = TOKENS[name][scheme]
    turn = re.search(r"\+ (\d+)", written)
    angle = (hue + int(turn[1]) if turn else hue) if "--hue" in written else float(written)
    a = float(chroma) * math.cos(math.radians(angle))
    b = float(chroma) * math.sin(math.radians(angle))
    long = (float(lightness) + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (float(lightness) - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (float(lightness) - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def contrast(one, other, scheme, hue=0):
    """WCAG contrast of two tokens, 1 to 21."""
    low, high = sorted(luminance(name, scheme, hue) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(name, scheme, hue):
    red, green, blue = (min(1.0, max(0.0, part)) for part in channels(name, scheme, hue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def misses(pairs, least, hues=HUES):
    """Every pair, scheme and hue that stays under the bound: empty when all can be read."""
    return [
        (one, other, scheme, hue)
        for (one, other), scheme, hue in product(pairs, SCHEMES, hues)
        if contrast(one, other, scheme, hue) < least
    ]


def test_reads_the_colors_of_the_stylesheet():
    assert TOKENS["ink"]["light"] == ("0.27", "0.022", "60")
    assert TOKENS["yarn-spark"]["dark"][2] == "calc(var(--hue) + 70)"


def test_knows_that_black_on_white_is_21(monkeypatch):
    monkeypatch.setitem(TOKENS, "black", {"light": ("0", "0", "0")})
    monkeypatch.setitem(TOKENS, "white", {"light": ("1", "0", "0")})
    assert round(contrast("black", "white", "light"), 2) == 21


def test_every_group_color_keeps_7_to_1_for_text():
    grounds = ("group-ground", "paper", "surface")
    assert misses([("group-ink", ground) for ground in grounds], 7) == []


def test_every_group_color_keeps_3_to_1_for_shapes():
    grounds = ("group-ground", "paper", "surface", "sunk")
    assert misses([("group-shape", ground) for ground in grounds], 3) == []


def test_every_group_color_exists_on_an_ordinary_screen():
    names = ("group-ground", "group-ink", "group-shape")
    outside = [
        (name, scheme, hue)
        for name, scheme, hue in product(names, SCHEMES, HUES)
        if not all(-0.0005 <= part <= 1.0005 for part in channels(name, scheme, hue))
    ]
    assert outside == []


def test_every_cloth_shows_its_figure_at_3_to_1():
    css = (CSS / "components" / "weave.css").read_text()
    cloths = re.findall(
        r"\.(w\w) \{\s+--cloth: var\(--([\w-]+)\);\s+--figure: var\(--([\w-]+)\);", css
    )
    assert tuple(name for name, *_ in cloths) == weave.CLOTHS
    assert misses([(ground, figure) for _, ground, figure in cloths], 3) == []


def test_text_of_the_site_keeps_7_to_1():
    grounds = ("paper", "surface", "sunk")
    texts = ("ink", "ink-soft", "action", "action-strong", "bad", "good", "warn")
    marked = [(tone, f"{tone}-tint") for tone in ("action", "good", "warn", "bad")]
    on_tint = [("ink", tint) for _, tint in marked]
    pairs = [*product(texts, grounds), *marked, *on_tint, ("on-action", "action")]
    assert misses(pairs, 7, hues=[0]) == []


def test_edges_of_fields_and_the_focus_ring_keep_3_to_1():
    grounds = ("paper", "surface", "sunk")
    assert misses([*product(("line-strong", "focus"), grounds)], 3, hues=[0]) == []


def test_text_on_a_group_ground_keeps_7_to_1():
    assert misses([("ink", "group-ground")], 7) == []
    assert misses([("action", "group-ground"), ("ink-soft", "group-ground")], 4.5) == []


def test_hues_are_one_rule_for_each_degree():
    expected = "".join(f'[data-hue="{hue}"]{{--hue:{hue}}}\n' for hue in HUES)
    assert (CSS / "hues.css").read_text() == expected


def collected():
    """What collectstatic hands over: name -> (storage, path)."""
    storage = FileSystemStorage(ROOT / "static")
    names = (str(path.relative_to(ROOT / "static")) for path in CSS.rglob("*.css"))
    return {name: (storage, name) for name in names}


def test_the_stylesheet_is_joined_into_one():
    css = joined(collected(), "css/portal.css")
    assert "@import" not in css
    assert css.startswith("@layer reset, tokens, base, components, pages;\n@layer reset {\n")
    assert css.count("{") == css.count("}")
    assert 'url("../vendor/font/' in css


def test_collected_files_are_one_stylesheet_with_hashed_fonts(tmp_path):
    paths = collected()
    fonts = ROOT / "vendor" / "static"
    for font in fonts.rglob("*.woff2"):
        name = f"vendor/{font.relative_to(fonts)}"
        paths[name] = (FileSystemStorage(font.parent), font.name)
    storage = PortalStaticFilesStorage(location=tmp_path, base_url="/static/")
    for name, (source, path) in paths.items():
        with source.open(path) as file:
            storage.save(name, file)
    assert not [done for *_, done in storage.post_process(paths) if isinstance(done, Exception)]
    sheet = tmp_path / storage.url("css/portal.css").removeprefix("/static/")
    css = sheet.read_text()
    assert "@import" not in css
    addresses = re.findall(r'url\("\.\./(vendor/font/[^"]+)"\)', css)
    assert len(addresses) == 2
    assert all((tmp_path / address).is_file() for address in addresses)
    assert sheet.with_suffix(".css.br").stat().st_size < 12_000


def test_the_first_visit_is_light():
    css = brotli.compress(joined(collected(), "css/portal.css").encode())
    font = ROOT / "vendor/static/font/atkinson-hyperlegible-next-latin-wght-normal.woff2"
    small = [ROOT / "static/js/portal.js", ROOT / "static/icons/mark.svg"]
    total = len(css) + sum(path.stat().st_size for path in [font, *small])
    assert total < 48_000


def test_addresses_are_moved_with_their_rules():
    storage = FileSystemStorage(ROOT / "tests" / "look")
    paths = {name: (storage, name) for name in ("css/all.css", "css/parts/one.css")}
    assert joined(paths, "css/all.css") == (
        '@layer a;\n@layer a {\n.x {\nbackground: url("../icons/a.svg");\n}\n}'
    )


def test_every_stylesheet_is_imported():
    imported = set(re.findall(r'@import "([^"]+)"', (CSS / "portal.css").read_text()))
    written = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")}
    assert written - imported == {"portal.css"}
    assert imported <= written


def manifest():
    return tomllib.loads((ROOT / "vendor" / "MANIFEST.toml").read_text())["package"]


def test_every_vendored_file_has_its_checksum_and_license():
    files = {name: sum_ for package in manifest() for name, sum_ in package["files"].items()}
    found = {
        str(path.relative_to(ROOT / "vendor")): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / "vendor").rglob("*")
        if path.is_file() and path.name not in ("MANIFEST.toml", "README.md")
    }
    assert found == files
    assert all(package["license_text"] in package["files"] for package in manifest())


def test_every_vendored_icon_is_used():
    sources = [*(ROOT / "templates").rglob("*.html")]
    sources += [
        path
        for app in ("accounts", "brgs", "chapters", "portal", "resources")
        for path in (ROOT / app).rglob("*.py")
    ]
    text = "\n".join(path.read_text() for path in sources)
    unused = [
        path.stem
        for path in (ROOT / "vendor" / "lucide").glob("*.svg")
        if f'"{path.stem}"' not in text and f"'{path.stem}'" not in text
    ]
    assert unused == []


SLUGS = ("genkp", "kp-pride", "we-kp", "a", "x" * 50)


def test_a_slug_keeps_its_band_for_ever():
    drawn = [hashlib.sha256(weave.band(slug, 200).svg.encode()).hexdigest()[:12] for slug in SLUGS]
    assert drawn == ["eb81140875ab", "755653c9529d", "a6273cc82c0d", "c4180b836e63", "dd160b7c690b"]


@pytest.mark.parametrize("figure", weave.FIGURES)
@pytest.mark.parametrize("border", weave.BORDERS)
def test_every_pattern_is_a_small_valid_drawing(monkeypatch, figure, border):
    monkeypatch.setattr(weave, "choose", lambda slug: ("w1", figure, border, "wa"))
    svg = weave.band.__wrapped__("any", 7).svg
    tree = ET.fromstring(svg)
    pattern, cloth = tree
    assert len(svg) <= 900
    assert tree.attrib["aria-hidden"] == "true"
    assert cloth.attrib["fill"] == f"url(#{pattern.attrib['id']})"
    assert int(pattern.attrib["width"]) % 8 == 0
    assert "style" not in svg


def test_a_band_draws_nothing_outside_its_repeat():
    numbers = re.compile(r"M(-?\d+) (\d+)h(\d+)")
    for slug in SLUGS:
        pattern = ET.fromstring(weave.band(slug, 0).svg)[0]
        width = int(pattern.attrib["width"])
        for x, y, length in numbers.findall("".join(path.attrib["d"] for path in pattern)):
            assert -1 <= int(x) <= int(x) + int(length) <= width + 1
            assert 0 < int(y) < 2 * weave.ROWS


def test_two_groups_of_one_hue_differ():
    drawn = {weave.band(f"group-{number}", 90).svg for number in range(10)}
    assert len(drawn) == 10


def test_ten_known_groups_have_ten_figures():
    slugs = ["genkp", "kpapia", "kpability", "kpla", "kpva"]
    slugs += ["kp-pride", "we-kp", "kpac", "kpnapa", "kpaapa"]
    assert len({id(weave.choose(slug)[1]) for slug in slugs}) == 10


def test_a_hue_past_the_circle_comes_round():
    assert 'data-hue="5"' in weave.band("genkp", 365).svg


def test_every_icon_that_a_template_names_is_vendored():
    text = "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r"""(?:icon |icon_name=)["']([a-z0-9-]+)["']""", text))
    vendored = {path.stem for path in (ROOT / "vendor" / "lucide").glob("*.svg")}
    assert "users-round" in named
    assert named <= vendored
