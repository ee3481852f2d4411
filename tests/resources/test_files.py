"""What is taken as a file, judged by content, and how it is kept."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import InMemoryStorage, default_storage
from PIL import Image

from resources.files import File, name_to_keep, read, remove, stored
from resources.models import Resource
from tests.content import pdf_files
from tests.content.picture_files import exif, png, quarters, saved
from tests.resources.uploads import PDF, PNG, kept, upload

NEITHER = "Choose a PDF, or a picture in JPEG, PNG or WebP format."


def refusal(content, name="guide.pdf"):
    with pytest.raises(ValidationError) as caught:
        read(upload(content, name))
    return caught.value.messages


def test_takes_a_pdf_as_it_is_whatever_its_name_says():
    file = read(upload(PDF, "holiday.jpg", "image/jpeg"))
    assert file == File("pdf", PDF)
    assert file.size == len(PDF)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_writes_a_picture_anew_whatever_its_name_says(kind):
    file = read(upload(saved(quarters(), kind), "guide.pdf", "application/pdf"))
    content = file.content.files[1600]
    assert (file.kind, file.size) == ("picture", len(content))
    assert Image.open(io.BytesIO(content)).format == "WEBP"


def test_a_picture_is_kept_whole_and_loses_what_it_says_about_itself():
    image = quarters(300, 100)
    file = read(upload(saved(image, "JPEG", exif=b"Exif\0\0" + exif(6, b"MARK at home"))))
    content = file.content.files[1600]
    # Orientation 6 stands on its side.
    assert Image.open(io.BytesIO(content)).size == (100, 300)
    assert b"MARK" not in content


def test_a_large_picture_fits_into_1600_pixels():
    content = read(upload(saved(quarters(3200, 1000), "JPEG"))).content.files[1600]
    assert Image.open(io.BytesIO(content)).size == (1600, 500)


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (b"", ["This file is empty. Choose another one."]),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%EOF", [NEITHER]),
        (b"MZ\x90\x00", [NEITHER]),
        (b"PK\x03\x04", [NEITHER]),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", [NEITHER]),
        (b"GIF89a" + PDF, [NEITHER]),
        (b"\n" + PDF, [NEITHER]),
        (b"%PDF-", ["This PDF is damaged or incomplete. Save it again, or choose another one."]),
        (
            PDF + PNG,
            ["This PDF is damaged or incomplete. Save it again, or choose another one."],
        ),
        (
            pdf_files.plain(b"/S /JavaScript"),
            [
                "This PDF holds a script, another file, or a form that acts by itself. "
                "Print it to a new PDF, and choose that one."
            ],
        ),
        (
            PNG[:60],
            ["This picture is damaged or incomplete. Save it again, or choose another one."],
        ),
        (
            png(6000, 5000),
            ["This picture has more than 24 megapixels. Choose a smaller one."],
        ),
        (
            saved(quarters(3300, 2), "PNG"),
            ["This picture is too long and thin to show. Choose another one."],
        ),
        (
            PNG + bytes(5 * 1024 * 1024),
            ["A picture may have at most 5 MB, and a PDF 10 MB. Choose a smaller file."],
        ),
        (
            PDF + bytes(10 * 1024 * 1024),
            ["This file is larger than 10 MB. Choose a smaller one."],
        ),
    ],
)
def test_refuses_anything_else_with_a_sentence(content, sentences):
    assert refusal(content) == sentences


def test_a_picture_that_hides_a_pdf_behind_it_is_written_anew_without():
    content = read(upload(PNG + PDF, "guide.pdf")).content.files[1600]
    assert b"%PDF" not in content


# Keeping


@pytest.mark.parametrize(("content", "ending"), [(PDF, "pdf"), (PNG, "webp")])
def test_keeps_a_file_under_a_random_name(content, ending):
    with stored(read(upload(content))) as name:
        pass
    assert re.fullmatch(rf"resources/[A-Za-z0-9]{{22}}\.{ending}", name)
    assert kept() == {name}
    remove(name)
    assert kept() == set()


def test_keeps_a_pdf_byte_for_byte():
    with stored(read(upload())) as name:
        assert default_storage.open(name).read() == PDF


@pytest.mark.parametrize("content", [PDF, PNG])
def test_leaves_nothing_behind_when_the_block_fails(content):
    with pytest.raises(RuntimeError), stored(read(upload(content))):
        assert len(kept()) == 1
        raise RuntimeError
    assert kept() == set()


@pytest.mark.parametrize("content", [PDF, PNG])
def test_leaves_nothing_behind_when_the_disk_is_full(content, monkeypatch):
    save = InMemoryStorage._save

    def full(storage, name, content):
        save(storage, name, content)
        raise OSError("no space left")

    monkeypatch.setattr(InMemoryStorage, "_save", full)
    with pytest.raises(OSError, match="no space left"), stored(read(upload(content))):
        pass
    assert kept() == set()


def test_no_file_is_no_name():
    with stored(None) as name:
        assert name == ""


def test_removing_what_is_gone_or_never_was_is_no_error():
    for name in (f"resources/{'a' * 22}.pdf", f"resources/{'a' * 22}.webp", ""):
        remove(name)


@pytest.mark.parametrize("name", ["resources/../settings.pdf", "resources/x.pdf", "/etc/passwd"])
def test_touches_no_file_but_its_own(name):
    with pytest.raises(ValueError, match="not the name of a stored picture"):
        remove(name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Welcome guide", "Welcome guide.pdf"),
        ("Año nuevo: 2027/28?", "Año nuevo 2027 28.pdf"),
        ("..\\..\\etc", "etc.pdf"),
        ("...", "file.pdf"),
        ("???", "file.pdf"),
        ("guide.exe", "guide.exe.pdf"),
    ],
)
def test_the_name_to_keep_is_made_from_the_title(title, name):
    assert name_to_keep(Resource(title=title, kind="pdf")) == name
