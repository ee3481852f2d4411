"""PDF files for tests: honest ones, and ones with something in them."""

import zlib


def plain(words=b"", body=b""):
    """A PDF of one page; `words` stand in its catalog, `body` is one more object."""
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + words + b" >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n"
        + body
        + b"trailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n0\n%%EOF\n"
    )


def with_stream(dictionary, content):
    """A PDF with a stream that says this about itself."""
    length = b"/Length %d" % len(content)
    stream = b"<< " + dictionary + b" " + length + b" >>\nstream\n" + content + b"\nendstream\n"
    return plain(body=b"5 0 obj\n" + stream + b"endobj\n")


def with_objects(words):
    """A PDF with a compressed object stream that holds these words."""
    dictionary = b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode"
    return with_stream(dictionary, zlib.compress(b"12 0 " + words))
