import uuid


def make_uid():
    """The name of something in every calendar, for good (RFC 7986, section 5.3)."""
    return str(uuid.uuid4())
