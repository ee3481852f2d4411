import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from content.picture_headers import DamagedError, Header, UnknownKindError, read_header
from tests.content.picture_files import (
    exif,
    png,
    quarters,
    saved,
    webp_chunks,
    webp_extended,
    with_jpeg_segment,
    with_png_chunk,
)

JPEG = saved(quarters(), "JPEG")
PNG = saved(quarters(), "PNG")
WEBP = saved(quarters(), "WEBP")


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"format": "JPEG"}, "JPEG"),
        ({"format": "JPEG", "progressive": True}, "JPEG"),
        ({"format": "JPEG", "restart_marker_blocks": 2}, "JPEG"),
        ({"format": "PNG"}, "PNG"),
        ({"format": "WEBP"}, "WEBP"),
        ({"format": "WEBP", "lossless": True}, "WEBP"),
        ({"format": "WEBP", "exif": exif(6)}, "WEBP"),
    ],
)
@pytest.mark.parametrize("size", [(160, 120), (1, 1), (1, 300), (3000, 2)])
def test_says_the_kind_and_the_size_as_pillow_does(options, kind, size):
    file = io.BytesIO()
    quarters(*size).save(file, **options)
    header = read_header(file.getvalue())
    assert (header.kind, header.width, header.height) == (kind, *size)
    assert Image.open(file).size == size
    assert Image.open(io.BytesIO(header.data)).tobytes() == Image.open(file).tobytes()


def test_gives_the_orientation():
    for data in (
        with_jpeg_segment(JPEG, 0xE1, b"Exif\0\0" + exif(6)),
        with_png_chunk(PNG, b"eXIf", exif(6, order=">")),
        saved(quarters(), "WEBP", exif=exif(6)),
        saved(quarters(), "WEBP", exif=b"Exif\0\0" + exif(6)),
    ):
        assert read_header(data).orientation == 6
    assert read_header(JPEG).orientation == 1


@pytest.mark.parametrize("marker", [0xE0, 0xE1, 0xE2, 0xE3, 0xED, 0xEE, 0xEF, 0xF0, 0xFD, 0xFE])
def test_a_decoder_gets_no_segment_but_those_of_the_picture(marker):
    assert read_header(with_jpeg_segment(JPEG, marker, b"other")).data == JPEG


@pytest.mark.parametrize("name", [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"acTL", b"fdAT", b"prVt"])
def test_a_decoder_gets_no_chunk_but_those_of_the_picture(name):
    assert read_header(with_png_chunk(PNG, name, b"other")).data == PNG


def test_a_decoder_gets_the_color_profile():
    for kind in ("JPEG", "PNG", "WEBP"):
        data = saved(quarters(), kind, icc_profile=b"profile")
        decoded = Image.open(io.BytesIO(read_header(data).data))
        assert decoded.info["icc_profile"] == b"profile"


def test_a_decoder_gets_one_frame_of_many():
    others = [Image.new("RGB", (160, 120), color) for color in ("red", "blue")]
    data = saved(quarters(), "WEBP", save_all=True, append_images=others)
    names = [name for name, _content in webp_chunks(read_header(data).data)]
    assert names == [b"VP8X", b"ANIM", b"ANMF"]


def test_a_decoder_gets_nothing_between_or_behind_the_parts():
    assert read_header(JPEG[:20] + b"between" + JPEG[20:] + b"behind").data == JPEG
    assert read_header(PNG + b"behind").data == PNG
    assert read_header(WEBP + b"behind").data == WEBP


def test_refuses_a_jpeg_of_two_frames():
    with pytest.raises(DamagedError, match="two frames"):
        read_header(with_jpeg_segment(JPEG, 0xC2, b"\x08" + struct.pack(">HH", 1, 1)))


def test_refuses_a_jpeg_of_more_than_2000_segments():
    many = JPEG[:2] + b"\xff\xfe\0\2" * 1_980 + JPEG[2:]
    assert read_header(many).data == JPEG
    with pytest.raises(DamagedError, match="too many segments"):
        read_header(JPEG[:2] + b"\xff\xfe\0\2" * 2_001 + JPEG[2:])


def test_believes_the_canvas_of_an_extended_webp():
    header = read_header(webp_extended(16_777_216, 3, *webp_chunks(WEBP)))
    assert (header.width, header.height) == (16_777_216, 3)


def test_reads_a_size_that_no_decoder_would_survive():
    header = read_header(png(2**31 - 1, 2**31 - 1))
    assert (header.width, header.height) == (2**31 - 1, 2**31 - 1)


@settings(max_examples=300)
@given(st.sampled_from([b"\xff\xd8\xff", PNG[:8], PNG[:33], WEBP[:16], b""]), st.binary())
def test_any_bytes_make_a_header_or_one_of_two_errors(start, rest):
    try:
        header = read_header(start + rest)
    except (DamagedError, UnknownKindError):
        return
    assert isinstance(header, Header)
    assert 1 <= header.orientation <= 8
