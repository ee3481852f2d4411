"""A poster as a file: a drawing (SVG) for every screen and printer, or a sheet of PDF."""

from collections import defaultdict

from django.utils.html import format_html, format_html_join
from fpdf import FPDF
from fpdf.enums import StrokeCapStyle

from content.typeface import BOLD, EM, face, static_file
from content.weave import ROWS

from .posters import BAND, CODE

THREAD = BAND / ROWS
STYLES = {False: "", True: "B"}
CAPS = {False: "butt", True: "round"}
# For letters that the portal's typeface has not: whatever the reader's machine has for them.
OTHERS = "system-ui, Noto Sans, sans-serif"


def can_be_pdf(poster):
    """Whether the typeface has all its letters; a PDF can borrow none from a reader's machine."""
    return all(face(line.weight).has_all(line.text) for line in poster.lines)


# As a drawing. Letters are drawn as shapes, so that it looks the same everywhere; what it says
# stands in its title and description.


def as_svg(poster):
    """The drawing, as text."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt"'
        ' viewBox="0 0 {width} {height}" role="img" aria-labelledby="title text" lang="{lang}">'
        '<title id="title">{title}</title><desc id="text">{text}</desc>'
        '<rect width="{width}" height="{height}" fill="#fff"/>{band}{letters}{lines}{code}</svg>',
        **{"width": _number(poster.width), "height": _number(poster.height)},
        **{"lang": poster.language, "title": poster.title},
        **{"text": poster.text, "band": _band(poster), "letters": _letters(poster)},
        **{"lines": _lines(poster), "code": _code(poster)},
    )


def _number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _hex(color):
    return "#{:02x}{:02x}{:02x}".format(*color)


def _band(poster):
    """The woven band, one repeat laid end to end."""
    strip = poster.strip
    paths = defaultdict(str)
    for each in strip.strokes:
        x, y, length = _thread(each)
        paths[each.color, each.is_round] += f"M{_number(x)} {_number(y)}h{_number(length)}"
    drawn = format_html_join(
        "",
        '<path d="{}" stroke="{}" stroke-linecap="{}"/>',
        [(path, _hex(color), CAPS[is_round]) for (color, is_round), path in paths.items()],
    )
    step = strip.picks * THREAD
    return format_html(
        '<defs><pattern id="band" width="{}" height="{}" patternUnits="userSpaceOnUse">'
        '<g fill="none" stroke-width="{}">{}</g></pattern></defs>'
        '<rect width="{}" height="{}" fill="{}"/><rect width="{}" height="{}" fill="url(#band)"/>',
        *(_number(step), BAND, _number(THREAD), drawn),
        *(_number(poster.width), BAND, _hex(strip.ground), _number(poster.width), BAND),
    )


def _thread(stroke):
    """Where a float lies, its round ends within its picks: from x, at y, so long."""
    end = THREAD / 2 if stroke.is_round else 0
    x, y = stroke.pick * THREAD + end, (stroke.row + 0.5) * THREAD
    return x, y, stroke.picks * THREAD - 2 * end


def _letters(poster):
    """Each letter once, in each weight."""
    known = {
        (line.weight, letter) for line in poster.lines if _is_ours(line) for letter in line.text
    }
    shapes = [
        (_name(weight, letter), face(weight).outline(letter)) for weight, letter in sorted(known)
    ]
    paths = format_html_join("", '<path id="{}" d="{}"/>', [each for each in shapes if each[1]])
    return format_html("<defs>{}</defs>", paths)


def _name(weight, letter):
    return f"{'b' if weight == BOLD else 'r'}{ord(letter):x}"


def _is_ours(line):
    return face(line.weight).has_all(line.text)


def _lines(poster):
    drawn = [_shapes(line) if _is_ours(line) else _text(line) for line in poster.lines]
    return format_html_join("", "{}", [(each,) for each in drawn])


def _shapes(line):
    typeface, places, at = face(line.weight), [], 0
    for letter in line.text:
        if letter != " ":
            places.append((_name(line.weight, letter), at))
        at += typeface.advance(letter)
    scale = line.size / EM
    return format_html(
        '<g fill="{}" transform="translate({} {}) scale({} {})">{}</g>',
        *(_hex(line.color), _number(line.x), _number(line.y), f"{scale:.5f}", f"{-scale:.5f}"),
        format_html_join("", '<use href="#{}" x="{}"/>', places),
    )


def _text(line):
    return format_html(
        '<text x="{}" y="{}" font-family="{}" font-size="{}" font-weight="{}" fill="{}"'
        ' direction="{}" lang="{}">{}</text>',
        *(_number(line.x), _number(line.y), OTHERS, _number(line.size), line.weight),
        *(_hex(line.color), "rtl" if line.is_right else "ltr", line.language, line.text),
    )


def _code(poster):
    x, y = poster.code_at
    return format_html(
        '<path fill="#000" transform="translate({} {}) scale({})" d="{}"/>',
        *(_number(x), _number(y), f"{CODE / poster.code.size:.5f}", poster.code.path),
    )


# As PDF


def as_pdf(poster):
    """The sheet, in bytes; only where `can_be_pdf`."""
    pdf = FPDF(unit="pt", format=(poster.width, poster.height))
    pdf.set_auto_page_break(False)
    pdf.set_title(poster.title)
    pdf.set_lang(poster.language)
    # Nothing of when it was asked for: the same poster is the same file.
    pdf.set_creation_date(poster.changed)
    pdf.add_page()
    _draw_band(pdf, poster)
    for line in poster.lines:
        _draw_line(pdf, line)
    _draw_code(pdf, poster)
    return bytes(pdf.output())


def _draw_band(pdf, poster):
    strip = poster.strip
    pdf.set_fill_color(*strip.ground)
    pdf.rect(0, 0, poster.width, BAND, style="F")
    pdf.set_line_width(THREAD)
    step = strip.picks * THREAD
    for each in sorted(strip.strokes, key=lambda stroke: (stroke.is_round, stroke.color)):
        pdf.set_draw_color(*each.color)
        _draw_float(pdf, each, step, poster.width)


def _draw_float(pdf, stroke, step, width):
    cap = StrokeCapStyle.ROUND if stroke.is_round else StrokeCapStyle.BUTT
    x, y, length = _thread(stroke)
    with pdf.local_context(stroke_cap_style=cap):
        while x < width:
            pdf.line(x, y, x + length, y)
            x += step


def _draw_line(pdf, line):
    """A line in pieces, each by the part of the typeface that has its letters."""
    typeface, x = face(line.weight), line.x
    pdf.set_text_color(*line.color)
    for part, text in _pieces(typeface, line.text):
        _choose_font(pdf, part, line)
        pdf.text(x, line.y, text)
        x += typeface.width(text) * line.size


def _pieces(typeface, text):
    pieces = []
    for letter in text:
        part = typeface.part_of(letter)
        if pieces and pieces[-1][0] == part:
            pieces[-1][1] += letter
        else:
            pieces.append([part, letter])
    return pieces


def _choose_font(pdf, part, line):
    family, style = f"portal{part}", STYLES[line.weight == BOLD]
    if family + style not in pdf.fonts:
        pdf.add_font(family, style, static_file(part, line.weight))
    pdf.set_font(family, style, line.size)


def _draw_code(pdf, poster):
    (x, y), module = poster.code_at, CODE / poster.code.size
    pdf.set_fill_color(0, 0, 0)
    for column, row, length in poster.code.runs:
        pdf.rect(x + column * module, y + row * module, length * module, module, style="F")
