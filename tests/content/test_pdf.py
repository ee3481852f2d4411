"""Which PDFs are taken, and what each refusal says."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.pdf import MAX_BYTES, PdfRefused, read
from tests.content import pdf_files
from tests.content.picture_files import quarters, saved

SENTENCES = {
    "too_large": "This file is larger than 10 MB. Choose a smaller one.",
    "unknown_kind": "This file is not a PDF. Save it as a PDF, and choose that one.",
    "damaged": "This PDF is damaged or incomplete. Save it again, or choose another one.",
    "protected": "This PDF is protected. Save it without protection, and choose that one.",
    "active": (
        "This PDF holds a script, another file, or a form that acts by itself. "
        "Print it to a new PDF, and choose that one."
    ),
    "closed": (
        "This PDF is stored in a way that cannot be checked. "
        "Print it to a new PDF, and choose that one."
    ),
}


def refusal(data):
    """The code of the refusal, after comparing its sentence."""
    with pytest.raises(PdfRefused) as caught:
        read(io.BytesIO(data))
    assert caught.value.messages == [SENTENCES[caught.value.code]]
    return caught.value.code


def taken(data):
    return read(io.BytesIO(data)) == data


def test_takes_a_plain_pdf_as_it_is():
    assert taken(pdf_files.plain())


def test_reads_from_the_beginning_whoever_has_read_before():
    upload = io.BytesIO(pdf_files.plain())
    upload.read(100)
    assert read(upload) == pdf_files.plain()


def test_takes_what_pillow_writes():
    assert taken(saved(quarters(), "PDF"))


def test_takes_one_that_opens_at_its_first_page_as_office_programs_write_it():
    assert taken(pdf_files.plain(b"/OpenAction [3 0 R /XYZ null null 0]"))


def test_takes_objects_in_a_compressed_stream():
    assert taken(pdf_files.with_objects(b"<< /Type /Catalog /Pages 2 0 R >>"))


@pytest.mark.parametrize("size", [65_531, 65_532, 65_533, 65_536, 131_068, 2_000_000])
def test_takes_long_object_streams_that_end_at_any_place(size):
    assert taken(pdf_files.with_objects(b" " * size))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unknown_kind"),
        (b"%PDF", "unknown_kind"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%EOF", "unknown_kind"),
        (b"\xc5\xd0\xd3\xc6" + bytes(60) + b"%PDF-1.7 %%EOF", "unknown_kind"),
        (b"PK\x03\x04 %PDF-1.7 %%EOF", "unknown_kind"),
        (b"<html>%PDF-1.7 %%EOF", "unknown_kind"),
        (b"%PDF-1.7", "damaged"),
        (b"%PDF-1.7\n%%EOF\n" + b"x" * 2000, "damaged"),
        (pdf_files.plain() + b"PK\x03\x04 an archive behind it", "damaged"),
        (pdf_files.plain()[:-30], "damaged"),
        (pdf_files.plain(b"/Encrypt 9 0 R"), "protected"),
    ],
)
def test_refuses_what_is_no_whole_open_pdf(data, code):
    assert refusal(data) == code


def test_takes_a_file_of_exactly_ten_megabytes_and_none_larger():
    filled = pdf_files.plain(b"(" + b"x" * (MAX_BYTES - len(pdf_files.plain(b"()"))) + b")")
    assert len(filled) == MAX_BYTES
    assert taken(filled)
    assert refusal(filled.replace(b"(x", b"(xx")) == "too_large"


ACTIVE = [
    b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
    b"/AA << /O << /S /JavaScript /JS 9 0 R >> >>",
    b"/Names << /JavaScript 9 0 R >>",
    b"/OpenAction << /S/Launch/F(cmd.exe) >>",
    b"/Names << /EmbeddedFiles 9 0 R >>",
    b"/Type/EmbeddedFile/Length 1",
    b"/Subtype /RichMedia",
    b"/S /SubmitForm /F (https://evil.example/)",
    b"/S /ImportData",
    b"/AcroForm << /XFA [(x) 9 0 R] >>",
    b"/AcroForm << /XFA 9 0 R >>",
    b"/S /J#61v#61Script",
    b"/S /#4A#61#76#61#53#63#72#69#70#74",
]


@pytest.mark.parametrize("words", ACTIVE)
def test_refuses_what_acts(words):
    assert refusal(pdf_files.plain(words)) == "active"


@pytest.mark.parametrize("words", ACTIVE)
def test_refuses_what_acts_inside_a_compressed_stream(words):
    assert refusal(pdf_files.with_objects(b"<< " + words + b" >>")) == "active"


def test_refuses_what_acts_far_inside_a_compressed_stream_across_a_seam():
    for before in range(64 * 1024 - 30, 64 * 1024):
        data = pdf_files.with_objects(b" " * before + b"/S /J#61v#61Script")
        assert refusal(data) == "active"


@pytest.mark.parametrize("words", [b"/JavaScripting 1", b"/Launcher", b"(a script)", b"/XFAB"])
def test_takes_names_that_only_begin_alike(words):
    assert taken(pdf_files.plain(words))


def test_refuses_objects_that_are_packed_in_a_way_we_do_not_unpack():
    assert refusal(pdf_files.with_stream(b"/Type /ObjStm /Filter /LZWDecode", b"\x80\x0b")) == (
        "closed"
    )


def test_refuses_objects_whose_compression_is_broken():
    no_numbers = zlib.compress(b"<< >> 1 0")
    broken = zlib.compress(b"1 0 " + b" " * 90 + bytes(range(256)), 0)[:200] + b"\xff" * 200
    assert refusal(pdf_files.with_stream(b"/Type /ObjStm", broken)) == "damaged"
    assert refusal(pdf_files.with_stream(b"/Type /ObjStm", no_numbers)) == "closed"


def test_refuses_a_stream_that_unpacks_without_end():
    bomb = zlib.compress(b"1 0 " + bytes(120 * 1024 * 1024), 9)
    assert len(bomb) < 200_000
    assert refusal(pdf_files.with_stream(b"/Type /ObjStm", bomb)) == "closed"


def test_refuses_more_streams_than_a_document_has():
    many = b"stream\n" * 50_001
    assert refusal(pdf_files.plain(many)) == "closed"


@given(st.binary(max_size=400), st.binary(max_size=200))
def test_whatever_stands_inside_is_taken_or_refused(inside, packed):
    for data in (pdf_files.plain(inside), pdf_files.with_objects(packed), inside):
        try:
            assert taken(data)
        except PdfRefused as refused:
            assert refused.messages == [SENTENCES[refused.code]]
