from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """A request whose texts are UTF-8, whatever it says about itself.

    The portal's pages are UTF-8, so browsers send that back. Django would believe a Content-Type
    that names another encoding, and read the address with it, before anything can answer for an
    encoding that is none: such a request would be the server's error 500. A length that is no
    number is no length.
    """

    def __init__(self, environ):
        length = environ.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            environ["CONTENT_LENGTH"] = "0"
        super().__init__(environ)

    def _set_content_type_params(self, meta):
        try:
            parsed = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (ValueError, LookupError):
            parsed = "", {}
        self.content_type, self.content_params = parsed


class Application(WSGIHandler):
    """Django's application, for such requests."""

    request_class = Request
