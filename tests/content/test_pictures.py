import io
import struct
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from content.pictures import (
    BANNER,
    EMBLEM,
    MAX_BYTES,
    PHOTO,
    PURPOSES,
    Picture,
    PictureRefused,
    read,
)
from tests.content.picture_files import (
    BLUE,
    GOLD,
    GREEN,
    RED,
    exif,
    greedy_exif,
    png,
    quarters,
    saved,
    webp,
    webp_chunks,
    webp_extended,
    with_jpeg_segment,
    with_jpeg_size,
    with_png_chunk,
)

MARK = b"MARK-home-37.8044N"
PLAIN_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
SENTENCES = {
    "too_large": "This picture is larger than 5 MB. Choose a smaller one.",
    "too_many_pixels": "This picture has more than 24 megapixels. Choose a smaller one.",
    "too_thin": "This picture is too long and thin to show. Choose another one.",
    "unknown_kind": ("Choose a picture in JPEG, PNG or WebP format. This file is none of them."),
    "damaged": "This picture is damaged or incomplete. Save it again, or choose another one.",
}


def pixels(data, purpose=PHOTO):
    """The largest variant of what is read from the bytes, opened by Pillow."""
    files = read(io.BytesIO(data), purpose).files
    return Image.open(io.BytesIO(files[purpose.widths[-1]]))


def refusal(data, purpose=PHOTO):
    """The code of the refusal, after comparing its sentence."""
    with pytest.raises(PictureRefused) as caught:
        read(io.BytesIO(data), purpose)
    assert caught.value.messages == [SENTENCES[caught.value.code]]
    return caught.value.code


def near(color, other):
    return all(abs(a - b) <= 12 for a, b in zip(color, other, strict=True))


def corners(image):
    """The colors in the middle of the quarters, left to right and downward."""
    image = image.convert("RGB")
    across, down = image.width // 4, image.height // 4
    return [image.getpixel((x * across, y * down)) for y in (1, 3) for x in (1, 3)]


def assert_quarters(image, expected=(RED, GREEN, BLUE, GOLD)):
    found = corners(image)
    assert all(near(*pair) for pair in zip(found, expected, strict=True)), found


def assert_only_pixels(data):
    """Every variant is a WebP file of nothing but pixels."""
    for purpose in PURPOSES.values():
        for content in read(io.BytesIO(data), purpose).files.values():
            assert {name for name, _content in webp_chunks(content)} <= PLAIN_CHUNKS
            assert b"MARK" not in content
            info = Image.open(io.BytesIO(content)).info
            assert not {"exif", "xmp", "icc_profile", "comment"} & set(info)


def assert_picture_or_refusal(data, purpose=PHOTO):
    try:
        picture = read(io.BytesIO(data), purpose)
    except PictureRefused as refused:
        assert refused.messages == [SENTENCES[refused.code]]
    else:
        assert isinstance(picture, Picture)
        for width, content in picture.files.items():
            assert Image.open(io.BytesIO(content)).size == purpose.size(width)


JPEG = saved(quarters(), "JPEG", quality=90)
PROGRESSIVE = saved(quarters(), "JPEG", quality=90, progressive=True)
PNG = saved(quarters(), "PNG")
WEBP = saved(quarters(), "WEBP", quality=90)
LOSSLESS = saved(quarters(), "WEBP", lossless=True)
KINDS = {"JPEG": JPEG, "progressive": PROGRESSIVE, "PNG": PNG, "WEBP": WEBP, "lossless": LOSSLESS}
EVERY_KIND = pytest.mark.parametrize("data", KINDS.values(), ids=KINDS.keys())


# What comes out


@EVERY_KIND
@pytest.mark.parametrize(
    ("purpose", "sizes"),
    [
        (EMBLEM, {96: (96, 96), 192: (192, 192)}),
        (BANNER, {640: (640, 160), 1280: (1280, 320)}),
        (PHOTO, {96: (96, 96), 256: (256, 256)}),
    ],
    ids=lambda value: getattr(value, "folder", ""),
)
def test_writes_webp_in_the_sizes_of_the_purpose(data, purpose, sizes):
    files = read(io.BytesIO(data), purpose).files
    opened = {width: Image.open(io.BytesIO(content)) for width, content in files.items()}
    assert {width: image.size for width, image in opened.items()} == sizes
    assert {image.format for image in opened.values()} == {"WEBP"}


@EVERY_KIND
def test_shows_what_the_picture_shows(data):
    assert_quarters(pixels(data, PHOTO))
    assert_quarters(pixels(data, BANNER))


def test_crops_around_the_middle():
    wide = Image.new("RGB", (1200, 100), RED)
    wide.paste(quarters(100, 100), (550, 0))
    assert_quarters(pixels(saved(wide, "PNG"), PHOTO))
    tall = Image.new("RGB", (400, 1600), RED)
    tall.paste(quarters(400, 100), (0, 750))
    assert_quarters(pixels(saved(tall, "JPEG"), BANNER))


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGB", "PNG"), ("RGBA", "PNG"), ("CMYK", "JPEG"), ("RGBA", "WEBP")],
)
def test_keeps_the_colors_of_every_mode(mode, kind):
    assert_quarters(pixels(saved(quarters(mode=mode), kind)))


@pytest.mark.parametrize("colors", [4, 16, 256])
def test_keeps_the_colors_of_a_palette(colors):
    assert_quarters(pixels(saved(quarters().quantize(colors), "PNG")))


@pytest.mark.parametrize("mode", ["1", "L", "LA"])
def test_keeps_black_and_white(mode):
    image = Image.new(mode, (40, 40), "white")
    image.paste("black", (0, 0, 20, 40))
    black, white = (0, 0, 0), (255, 255, 255)
    assert_quarters(pixels(saved(image, "PNG")), (black, white, black, white))


def test_keeps_the_grays_of_16_bits():
    image = Image.new("I;16", (40, 40), 0x8000)
    image.paste(0x0400, (0, 0, 20, 40))
    dark, middle = (4, 4, 4), (128, 128, 128)
    assert_quarters(pixels(saved(image, "PNG")), (dark, middle, dark, middle))


def test_reads_the_colors_of_16_bits():
    line = b"\0" + struct.pack(">HHH", 0xC8C8, 0x1E1E, 0x1E1E) * 4
    assert_quarters(pixels(png(4, 4, bits=16, lines=line * 4)), (RED,) * 4)


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
def test_reads_grays_of_any_depth_with_a_transparent_one(bits):
    lines = (b"\0" + b"\xff" * bits) * 8
    image = pixels(png(8, 8, (b"tRNS", b"\0\0"), bits=bits, color=0, lines=lines))
    assert corners(image) == [(255, 255, 255)] * 4


def test_no_gray_of_16_bits_is_transparent():
    lines = (b"\0" + b"\x80\0" * 8) * 8
    image = pixels(png(8, 8, (b"tRNS", b"\x80\0"), bits=16, color=0, lines=lines))
    assert (image.mode, corners(image)) == ("RGB", [(128, 128, 128)] * 4)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_keeps_what_is_transparent(mode):
    image = Image.new("RGBA", (40, 40), (255, 0, 0, 255))
    image.paste((0, 0, 0, 0), (0, 0, 20, 40))
    image = pixels(saved(image.convert(mode), "PNG"))
    assert image.mode == "RGBA"
    assert image.getpixel((10, 128))[3] == 0
    assert image.getpixel((245, 128))[3] == 255


def test_takes_pictures_of_one_pixel():
    for kind in ("JPEG", "PNG", "WEBP"):
        assert corners(pixels(saved(Image.new("RGB", (1, 1), "white"), kind))) == [(255,) * 3] * 4


def turned_so_that(orientation, image):
    """The picture as a camera stores it that says this orientation."""
    turns = Image.Transpose
    back = {
        2: turns.FLIP_LEFT_RIGHT,
        3: turns.ROTATE_180,
        4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE,
        6: turns.ROTATE_90,
        7: turns.TRANSVERSE,
        8: turns.ROTATE_270,
    }
    return image.transpose(back[orientation]) if orientation in back else image


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_turns_the_picture_upright(orientation, kind, order):
    image = turned_so_that(orientation, quarters(240, 120))
    data = saved(image, kind, quality=95, exif=b"Exif\0\0" + exif(orientation, order=order))
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    assert_quarters(upright)
    assert_quarters(pixels(data, PHOTO))
    assert_quarters(pixels(data, BANNER))


@pytest.mark.parametrize("orientation", range(5, 9))
def test_crops_a_picture_that_lies_on_its_side_as_it_will_stand(orientation):
    tall = Image.new("RGB", (400, 1600), RED)
    tall.paste(quarters(400, 100), (0, 750))
    data = saved(turned_so_that(orientation, tall), "JPEG", exif=b"Exif\0\0" + exif(orientation))
    assert_quarters(pixels(data, BANNER))


@pytest.mark.parametrize(
    "block",
    [
        exif(0),
        exif(9),
        exif(0xFFFF),
        exif(6)[:20],
        b"II*\0\xff\xff\xff\xff",
        b"MM\0*\0\0\0\x08\xff\xff",
        b"II*\0",
        b"",
        b"\0" * 100,
    ],
)
def test_a_senseless_orientation_turns_nothing(block):
    assert_quarters(pixels(with_jpeg_segment(JPEG, 0xE1, b"Exif\0\0" + block)))
    assert_quarters(pixels(with_png_chunk(PNG, b"eXIf", block)))
    assert_quarters(pixels(webp(*webp_chunks(WEBP), (b"EXIF", block))))


def profile_with_red_and_blue_changed():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_converts_to_the_colors_of_browsers(kind):
    image = Image.new("RGB", (40, 40), (255, 0, 0))
    data = saved(image, kind, icc_profile=profile_with_red_and_blue_changed())
    assert_quarters(pixels(data), ((0, 0, 255),) * 4)


@pytest.mark.parametrize("profile", [b"\0", b"x" * 200, profile_with_red_and_blue_changed()[:300]])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_passes_over_a_senseless_color_profile(kind, profile):
    assert_quarters(pixels(saved(quarters(), kind, icc_profile=profile)))


def test_passes_over_a_profile_of_another_color_space():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert_quarters(pixels(saved(quarters(), "PNG", icc_profile=lab)))
    assert_quarters(pixels(saved(quarters(mode="CMYK"), "JPEG", icc_profile=srgb)))


def test_takes_the_first_picture_of_a_moving_one():
    others = [Image.new("RGB", (160, 120), "black")] * 3
    for kind in ("PNG", "WEBP"):
        data = saved(quarters(), kind, save_all=True, append_images=others, duration=50)
        assert Image.open(io.BytesIO(data)).n_frames >= 2
        assert_quarters(pixels(data))
        assert_only_pixels(data)


def test_takes_the_first_picture_of_a_file_of_several():
    data = saved(quarters(), "MPO", save_all=True, append_images=[Image.new("RGB", (160, 120))])
    assert Image.open(io.BytesIO(data)).format == "MPO"
    assert_quarters(pixels(data))


# What must not come through


@pytest.mark.parametrize(
    "data",
    [
        saved(quarters(), "JPEG", exif=exif(text=MARK), comment=MARK, xmp=MARK),
        with_jpeg_segment(JPEG, 0xED, b"Photoshop 3.0\0" + MARK),
        with_jpeg_segment(JPEG, 0xE0, b"JFXX\0" + MARK),
        with_jpeg_segment(JPEG, 0xE2, b"MPF\0" + MARK),
        saved(quarters(), "PNG", exif=exif(text=MARK)),
        with_png_chunk(PNG, b"tEXt", b"Comment\0<?php system($_GET[0]); ?>" + MARK),
        with_png_chunk(PNG, b"zTXt", b"Comment\0\0" + zlib.compress(MARK)),
        with_png_chunk(PNG, b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + MARK),
        with_png_chunk(PNG, b"prVt", MARK),
        saved(quarters(), "WEBP", exif=exif(text=MARK), xmp=MARK),
        webp(*webp_chunks(WEBP), (b"MARK", MARK)),
        saved(quarters(mode="RGBA"), "WEBP", lossless=True, exif=exif(text=MARK), xmp=MARK),
    ],
    ids=range(12),
)
def test_nothing_but_pixels_comes_through(data):
    assert b"MARK" in data or b"zTXt" in data
    assert_only_pixels(data)
    assert_quarters(pixels(data))


@EVERY_KIND
def test_a_color_profile_does_not_come_through(data):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.open(io.BytesIO(data))
    assert_only_pixels(saved(image, image.format, icc_profile=profile))


@EVERY_KIND
@pytest.mark.parametrize(
    "tail",
    [b"PK\x03\x04MARK", b"<html><script>alert('MARK')</script>", b"%PDF-1.7 MARK", b"MARK" * 9_999],
)
def test_nothing_behind_the_picture_comes_through(data, tail):
    assert_only_pixels(data + tail)
    assert_quarters(pixels(data + tail))


def test_colors_hidden_under_full_transparency_do_not_come_through():
    image = Image.new("RGBA", (256, 256), (0, 0, 0, 0))
    image.paste((250, 10, 10, 0), (0, 0, 128, 256))
    assert pixels(saved(image, "PNG")).convert("RGB").getextrema() == ((0, 0),) * 3


# What is refused


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    "data",
    [
        saved(quarters(), "EPS"),
        saved(quarters(), "GIF"),
        saved(quarters(), "TIFF"),
        saved(quarters(), "BMP"),
        saved(quarters(), "ICO"),
        saved(quarters(), "PPM"),
        saved(quarters(), "PDF"),
        saved(quarters(), "JPEG2000"),
        saved(quarters(), "AVIF"),
        SVG,
        b'<?xml version="1.0"?>' + SVG,
        b"\xef\xbb\xbf" + PNG,
        b"GIF89a" + JPEG,
        b"<html>",
        b"RIFF\x04\0\0\0WAVE",
        b"RIFF",
        b"\xff\xd8",
        b"\0",
        b"",
    ],
    ids=lambda data: f"{data[:12]!r}",
)
def test_refuses_what_is_neither_jpeg_nor_png_nor_webp(data):
    assert refusal(data) == "unknown_kind"


def test_goes_by_the_content_not_by_the_name():
    named = io.BytesIO(saved(quarters(), "EPS"))
    named.name = "photo.png"
    with pytest.raises(PictureRefused) as caught:
        read(named, PHOTO)
    assert caught.value.code == "unknown_kind"
    named = io.BytesIO(PNG)
    named.name = "setup.exe"
    assert read(named, PHOTO).files


def test_reads_an_upload_that_was_read_before():
    upload = io.BytesIO(PNG)
    upload.read()
    assert read(upload, PHOTO) == read(upload, PHOTO)


def test_takes_5_megabytes_and_not_a_byte_more():
    assert_quarters(pixels(PNG + bytes(MAX_BYTES - len(PNG))))
    assert refusal(PNG + bytes(MAX_BYTES - len(PNG) + 1)) == "too_large"


def test_reads_no_more_of_an_upload_than_it_needs():
    class Endless(io.BytesIO):
        def read(self, size):
            assert size == MAX_BYTES + 1
            return bytes(size)

    with pytest.raises(PictureRefused) as caught:
        read(Endless(), PHOTO)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("side", [(6_000, 4_000), (4_000, 6_000)])
def test_takes_24_megapixels(side):
    for kind in ("PNG", "JPEG"):
        data = saved(Image.new("L", side, "white"), kind)
        assert corners(pixels(data)) == [(255, 255, 255)] * 4


@pytest.mark.parametrize(
    "data",
    [
        png(6_000, 4_001),
        png(30_000, 30_000),
        png(2**31 - 1, 2**31 - 1),
        png(30_000, 30_000, bits=1, color=0, lines=bytes(30_000)),
        with_jpeg_size(JPEG, 6_000, 4_001),
        with_jpeg_size(JPEG, 65_535, 65_535),
        webp_extended(6_000, 4_001, *webp_chunks(WEBP)),
        webp_extended(2**24, 2**24, *webp_chunks(WEBP)),
        webp((b"VP8L", b"\x2f\xff\xff\xff\xff" + bytes(20))),
        webp((b"VP8 ", b"\0\0\0\x9d\x01\x2a\xff\x3f\xff\x3f" + bytes(20))),
    ],
    ids=range(10),
)
def test_refuses_a_picture_over_24_megapixels(data):
    tracemalloc.start()
    assert refusal(data) == "too_many_pixels"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("data", [png(24_000_000, 1), png(1, 24_000_000), png(30_001, 1)])
def test_refuses_a_picture_that_is_a_line(data):
    assert refusal(data) == "too_thin"


def test_takes_a_picture_as_long_as_the_longest():
    data = saved(Image.new("RGB", (30_000, 8), "white"), "PNG")
    assert corners(pixels(data)) == [(255, 255, 255)] * 4


@pytest.mark.parametrize("sizes", [(0, 10), (10, 0), (0, 0)])
def test_refuses_a_picture_without_a_size(sizes):
    assert refusal(png(*sizes)) == "damaged"
    assert refusal(with_jpeg_size(JPEG, *sizes)) == "damaged"


@EVERY_KIND
def test_refuses_a_file_cut_off_anywhere(data):
    end = data.rindex(b"\xff\xd9") + 2 if data.startswith(b"\xff\xd8") else len(data)
    for length in range(12, end, 10):
        assert refusal(data[:length]) == "damaged"


@pytest.mark.parametrize(
    "data",
    [
        with_jpeg_segment(JPEG, 0xC0, b"\x08\0\x10\0\x10\x01\x01\x11\0"),
        JPEG.replace(b"\xff\xda", b"\xff\xfe"),
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8" + b"\xff" * 1_000_000,
        b"\xff\xd8\xff\xff" + b"\xff\0" * 1_000_000,
        b"\xff\xd8" + b"\xff\xfe\0\2" * 1_000_000,
        b"\xff\xd8\xff\xfe\0\0",
        with_png_chunk(PNG, b"IHDR", PNG[16:29]),
        PNG[:8] + PNG[33:],
        PNG[:8] + b"\0\0\0\0IEND\xaeB`\x82",
        PNG[:40] + b"\0" + PNG[41:],
        webp(),
        webp((b"ICCP", b"")),
        webp((b"VP8 ", b"")),
        webp((b"VP8L", b"\x2f")),
        webp_extended(160, 121, *webp_chunks(WEBP)),
        webp_extended(160, 120),
    ],
    ids=range(17),
)
def test_refuses_a_file_that_makes_no_sense(data):
    started = time.process_time()
    assert refusal(data) == "damaged"
    assert time.process_time() - started < 2


def last_scan(data):
    start = data.rindex(b"\xff\xda")
    return data[start : data.rindex(b"\xff\xd9")]


def test_refuses_a_jpeg_of_countless_scans():
    scan = last_scan(PROGRESSIVE)
    end = PROGRESSIVE.rindex(b"\xff\xd9")
    already = PROGRESSIVE.count(b"\xff\xda")
    assert refusal(PROGRESSIVE[:end] + scan * (41 - already) + b"\xff\xd9") == "damaged"
    assert_quarters(pixels(PROGRESSIVE[:end] + scan * (40 - already) + b"\xff\xd9"))


def test_metadata_that_would_fill_the_memory_is_not_even_read():
    texts = [(b"zTXt", b"a\0\0" + zlib.compress(bytes(1_000_000)))] * 200
    lines = (b"\0" + bytes(RED) * 4) * 4
    for more in ([(b"eXIf", greedy_exif())], texts, [(b"tEXt", b"a\0")] * 100_000):
        tracemalloc.start()
        assert_quarters(pixels(png(4, 4, *more, lines=lines)), (RED,) * 4)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 20_000_000


def test_reads_no_other_size_than_the_decoder(monkeypatch):
    opened = Image.open

    def other(*args, **kwargs):
        image = opened(*args, **kwargs)
        image._size = (image.width + 1, image.height)
        return image

    monkeypatch.setattr(Image, "open", other)
    assert refusal(PNG) == "damaged"


def test_decodes_a_large_jpeg_at_no_more_than_it_needs(monkeypatch):
    decoded = []
    resize = Image.Image.resize

    def noting(image, *args, **kwargs):
        decoded.append(image.size)
        return resize(image, *args, **kwargs)

    data = saved(quarters(4_096, 2_048), "JPEG")
    monkeypatch.setattr(Image.Image, "resize", noting)
    read(io.BytesIO(data), PHOTO)
    assert decoded[0] == (1_024, 512)


def test_tries_no_decoder_but_that_of_the_kind(monkeypatch):
    tried = []
    opened = Image.open

    def noting(file, **kwargs):
        tried.append(kwargs)
        return opened(file, **kwargs)

    monkeypatch.setattr(Image, "open", noting)
    for data in (JPEG, PNG, WEBP):
        read(io.BytesIO(data), PHOTO)
    assert tried == [{"formats": ["JPEG"]}, {"formats": ["PNG"]}, {"formats": ["WEBP"]}]


@pytest.mark.parametrize("mistake", [MemoryError, RecursionError, SyntaxError, AssertionError])
def test_whatever_a_decoder_raises_becomes_a_refusal(monkeypatch, mistake):
    def broken(*args, **kwargs):
        raise mistake

    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", broken)
    assert refusal(PNG) == "damaged"


# Whatever bytes come

CHANGES = st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=4)), max_size=6)


@settings(max_examples=150)
@given(st.sampled_from(list(KINDS.values())), CHANGES, st.sampled_from([PHOTO, BANNER]))
def test_changed_bytes_make_a_picture_or_a_refusal(data, changes, purpose):
    changed = bytearray(data)
    for place, content in changes:
        start = int(place * (len(data) - 1))
        changed[start : start + len(content)] = content
    assert_picture_or_refusal(bytes(changed), purpose)


@settings(max_examples=150)
@given(st.sampled_from([JPEG[:30], PNG[:33], PNG[:8], WEBP[:20], b"RIFF", b""]), st.binary())
def test_any_bytes_make_a_picture_or_a_refusal(start, rest):
    assert_picture_or_refusal(start + rest)
    assert_picture_or_refusal(start + struct.pack("<I", len(rest) + 4) + b"WEBP" + rest)


NAMES = st.sampled_from([b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"IDAT", b"eXIf", b"acTL", b"fcTL"])
LINES = zlib.compress((b"\0" + bytes(12)) * 4)


@settings(max_examples=150)
@given(
    st.lists(st.tuples(NAMES, st.binary(max_size=40) | st.just(LINES)), max_size=6),
    st.integers(0, 300),
    st.integers(0, 300),
    st.sampled_from([1, 2, 4, 8, 16]),
    st.integers(0, 6),
)
def test_any_chunks_of_a_png_make_a_picture_or_a_refusal(chunks, width, height, bits, color):
    assert_picture_or_refusal(png(width, height, *chunks, bits=bits, color=color, lines=LINES))


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0xC0, 0xFE), st.binary(max_size=40)), max_size=6))
def test_any_segments_of_a_jpeg_make_a_picture_or_a_refusal(segments):
    data = JPEG
    for segment in segments:
        data = with_jpeg_segment(data, *segment)
    assert_picture_or_refusal(data)
