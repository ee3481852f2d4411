"""Requests that nobody sends who means well, the same ones for the same seed."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote_from_bytes, unquote_to_bytes

from django.conf import settings

from tests.access_table import READING, lines
from tests.roles import Browser, World

ROLES = ("visitor", "employee", "member", "curator", "superuser")
METHODS = ("GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "PUT")
MEGABYTE = 1024 * 1024

TEXTS = [
    *("", " ", "\0", "a\0b", "\ud800", "x\udfff", "\ufffe", "\ufeff", "\u2028", "\u00ad"),
    *("-1", "0", "-0", str(10**30), "1e30", "1e400", "NaN", "-inf", "0x10", "1_000", "9" * 5000),
    *(str(2**31), str(2**63), str(-(2**63) - 1), "1.5", " 1", "1\n", "+1", "true", "null", "None"),
    *("٣", "२०२५", "²", "½", "五", "Ⅻ", "𝟘𝟙"),
    *(
        "9999-12-31T23:59",
        "0000-00-00",
        "2026-02-30",
        "9999-12-31",
        "1-1-1",
        "24:60",
        "-0001-01-01",
    ),
    *("' OR 1=1 --", '"; DROP TABLE accounts_user; --', "%", "_", "\\", "%' ESCAPE '", "$$", "*/"),
    *("{{ 7*7 }}", "{% debug %}", "${7*7}", "#{7*7}", "%(x)s", "%s%n%d", "{0.__class__}", "{x}"),
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)"),
    *("data:text/html,x", "//evil.example", "https://evil.example/", "/\\evil.example", "\\\\x"),
    *("\u202egpj.exe", "\u2066x", "\u200b\u200c", "e\u0301" * 50, "Z" + "\u0301" * 2000),
    *("ﷺ" * 500, "İ" * 80, "ß" * 80, "ﬃ" * 80, "🏳️‍🌈" * 40, "𐀀", "\U0010ffff", "\U000e0001"),
    *("../../etc/passwd", "..%2f..%2f", "C:\\con", "/dev/zero", ".", "..", "~root"),
    *("x\r\nSet-Cookie: a=b", "x\r\n\r\n<html>", "\x1b[31m", "\x7f", "\x85"),
    *("=cmd|' /C calc'!A0", "@SUM(1)", "＝1+1", "[]", "{}", '{"$gt": ""}', "a" * 300, "a" * 20_000),
    *("only_me", "everyone", "kin", "draft", "name", "size", "culture", "colorado", "on", "1"),
]
BYTES = [
    *(text.encode("utf-8", "surrogatepass") for text in TEXTS),
    *(b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xc0\x80", b"\xff\xfe", b"\x80"),
    *(b"\xf4\x90\x80\x80", b"\xed\xa0\x80\xed\xb0\x80", b"\xe2\x82", bytes(range(256))),
]
HUGE = [b"x" * MEGABYTE, "é".encode() * (MEGABYTE // 2), b"\0" * MEGABYTE, b"9" * 100_000]
# Percent signs that encode nothing, or not what they seem to.
ENCODED = [
    "%",
    "%0",
    "%zz",
    "%u0041",
    "%%35%63",
    "%25%30%30",
    "%C0%AE%C0%AE",
    "%E2%82",
    "+",
    "%2e%2e",
]
KEYS = [
    *("q", "after", "focus", "region", "sort", "next", "page", "status", "attention", "visibility"),
    *("group", "chapter", "pillar", "seats", "when", "from", "to", "month"),
    *("code", "state", "error", "key", "o", "e", "p", "all", "_popup", "_to_field", "id__in"),
    *("memberships__isnull", "password__startswith", "person__email", "__proto__", "constructor"),
    *("csrfmiddlewaretoken", "_method", "format", "lang", "next[]", "a[b]", "q.q", "\0", "🏳️‍🌈", ""),
]
HEADERS = {
    "HTTP_ACCEPT": ["", "*/*;q=9e9", "image/webp", ",,,", "application/json", "x" * 9000, "ÿ/ÿ"],
    "HTTP_ACCEPT_LANGUAGE": ["", "xx-YY", "*", "de;q=", "a" * 5000, "en,," * 900, "../en"],
    "HTTP_ACCEPT_ENCODING": ["gzip", "br", "identity;q=0", "gzip;q=x", "zstd," * 500],
    "HTTP_HOST": [
        *("", "evil.example", "127.0.0.1:99999", "[::1", "a b", "x" * 5000, "localhost."),
        *("testserver:", "testserver:80:80", "testserver@evil.example", "ÿÿ", ".", "%00"),
    ],
    "HTTP_REFERER": [
        "",
        "http://",
        "http://[",
        "javascript:x",
        "https://evil.example/ÿ",
        "x" * 9000,
    ],
    "HTTP_ORIGIN": ["null", "http://[", "https://evil.example", "ÿ", "http://testserver:x"],
    "HTTP_RANGE": ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=a-b", "lines=1", "bytes=0-0,1-1"],
    "HTTP_IF_NONE_MATCH": ['"x"', "*", 'W/"', "ÿ"],
    "HTTP_IF_MODIFIED_SINCE": ["0", "Thu, 99 Foo 9999 99:99:99 GMT", "ÿ"],
    "HTTP_X_FORWARDED_FOR": ["", "1.2.3.4, x", "::1", "999.1.1.1", "' OR 1", "x" * 5000, "ÿ"],
    "HTTP_X_FORWARDED_PROTO": ["https", "gopher", ""],
    "HTTP_X_FORWARDED_HOST": ["evil.example"],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest", "x"],
    "HTTP_X_CSRFTOKEN": ["", "x", "ÿ" * 64, "a" * 64],
    "HTTP_X_HTTP_METHOD_OVERRIDE": ["DELETE"],
    "HTTP_AUTHORIZATION": ["Basic x", "Bearer ÿ", "Basic " + "A" * 9000],
    "HTTP_USER_AGENT": ["", "x" * 9000, "ÿ", "() { :; }; echo"],
    "HTTP_CONTENT_ENCODING": ["gzip", "x"],
    "HTTP_TRANSFER_ENCODING": ["chunked"],
    "CONTENT_LENGTH": ["", "-1", "abc", "0", "1", "99999999999999999999", "1e3", "٣"],
}
CONTENT_TYPES = [
    *("", "text/plain", "application/json", "application/xml", "multipart/form-data", "/", ";;;"),
    *("multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 300),
    *("multipart/form-data; boundary=ÿ", "multipart/mixed; boundary=x", "x" * 5000),
    *(
        f"{kind}; charset{charset}"
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=xxx")
        for charset in (
            *("=utf-16", "=base64", "=rot13", "=idna", "=unicode_escape", "=nonsense", "=utf-7"),
            *("=undefined", "*=utf-8''%00", "==", "=", "=hex", '="utf-8'),
        )
    ),
]
COOKIES = [
    *("", "=", ";;;;", "sessionid", "sessionid=", "sessionid=x", "sessionid=" + "a" * 32),
    *(
        "sessionid=../../x",
        "sessionid='",
        "sessionid=ÿþ",
        "sessionid=\x01",
        "sessionid=" + "x" * 9000,
    ),
    *("csrftoken=", "csrftoken=x", "csrftoken=" + "ÿ" * 32, "csrftoken=" + "a" * 64),
    *("csrftoken=" + "!" * 32, "messages=", "messages=x", "messages=x:y:z", "messages=ÿ:ÿ"),
    *('messages="[[\\"__json_message\\"]]"', "messages=" + "W10" * 3000, "messages=.eJx:1:x"),
    *(
        "a=" + "b" * 60_000,
        "; ".join(f"c{number}=1" for number in range(900)),
        "django_language=../x",
    ),
    *(
        'x="\\777"',
        "x=%00",
        "__proto__=1",
        "$Version=1; sessionid=x",
        "x=\x7f",
        "sessionid=%ED%A0%80",
    ),
]
READ = [address for address, _, _ in lines(READING)]
FIELD = re.compile(r'<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"')


@dataclass(frozen=True)
class Hostile:
    """One request. Path, query and headers are bytes read as Latin-1, as WSGI has them."""

    role: str
    method: str
    path: str
    query: str
    headers: dict
    body: bytes
    # Whether the token of its form is missing, so that the check of it is met as well.
    without_token: bool

    def send(self, browser: Browser):
        """Answer the request in a browser of its role, whose own cookies it may add to."""
        own = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
        headers = dict(self.headers)
        cookie = headers.pop("HTTP_COOKIE", None)
        if own or cookie:
            headers["HTTP_COOKIE"] = "; ".join(filter(None, [own, cookie]))
        environ = {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": self.path,
            "QUERY_STRING": self.query,
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.input": BytesIO(self.body),
            **headers,
        }
        browser.handler.enforce_csrf_checks = self.without_token
        return browser.request(**environ)

    def __str__(self):
        headers = {name: value[:80] for name, value in self.headers.items()}
        where = f"{self.path[:120]!r}?{self.query[:120]!r}"
        return f"{self.role} {self.method} {where} {headers} {self.body[:200]!r}"


def fields_of(world: World) -> dict[str, list[str]]:
    """The names of all form fields that stand on the page of each address, for any role.

    Looked up once in a process: another world has the same pages at other addresses.
    """
    if not _fields:
        _fields.update(_found_fields(world))
    return {
        address.format_map(world.names).partition("?")[0]: names
        for address, names in _fields.items()
    }


_fields: dict[str, list[str]] = {}


def _found_fields(world: World) -> dict[str, list[str]]:
    found = {address: set() for address in READ}
    for role in ("visitor", "member", "superuser"):
        browser = world.client(role)
        for address, names in found.items():
            page = browser.get(address.format_map(world.names)).body
            names |= set(FIELD.findall(page.decode(errors="replace")))
    return {address: sorted(names - {"csrfmiddlewaretoken"}) for address, names in found.items()}


class Attacker:
    """Draws requests over all addresses and the fields of their forms."""

    def __init__(self, seed: int, fields: dict[str, list[str]]):
        self.chance = random.Random(seed)
        self.fields = fields
        self.addresses = sorted(fields)

    def requests(self, number: int) -> Iterator[Hostile]:
        for _ in range(number):
            yield self._request()

    def _request(self) -> Hostile:
        address = self.chance.choice(self.addresses)
        method = self.chance.choice(METHODS)
        headers = self._headers()
        body = b""
        if method in ("POST", "PUT"):
            kind, body = self._body(self.fields[address])
            headers.setdefault("CONTENT_TYPE", kind)
        return Hostile(
            role=self.chance.choice(ROLES),
            method=method,
            path=self._path(address),
            query=self._query(),
            headers=headers,
            body=body,
            without_token=self.chance.random() < 0.1,
        )

    def _often(self, share: float) -> bool:
        return self.chance.random() < share

    def _value(self) -> bytes:
        return self.chance.choice(HUGE if self._often(0.01) else BYTES)

    def _path(self, address: str) -> str:
        """The address as it is, or with one of its parts replaced; percent-decoded."""
        address = address.partition("?")[0]
        if self._often(0.6):
            return address
        parts = address.split("/")
        place = self.chance.randrange(1, len(parts))
        parts[place] = self._part()
        return unquote_to_bytes("/".join(parts)[:20_000]).decode("latin-1")

    def _part(self) -> str:
        if self._often(0.2):
            return self.chance.choice(ENCODED)
        return quote_from_bytes(self._value()[:5000], safe="/")

    def _query(self) -> str:
        if self._often(0.4):
            return ""
        if self._often(0.05):
            return "&".join(["q=1"] * 2000) if self._often(0.2) else self.chance.choice(ENCODED)
        pairs = [self._pair() for _ in range(self.chance.choice([1, 1, 2, 3]))]
        return "&".join(pairs + pairs[: self.chance.choice([0, 0, 1])])

    def _pair(self) -> str:
        key = quote_from_bytes(self.chance.choice(KEYS).encode())
        if self._often(0.1):
            return f"{key}={self.chance.choice(ENCODED)}"
        value = self._value()[:30_000]
        if self._often(0.1):
            # Not encoded at all, as a careless client sends it.
            return f"{key}={value.decode('latin-1')}"
        return f"{key}={quote_from_bytes(value)}"

    def _headers(self) -> dict[str, str]:
        headers = {}
        if self._often(0.25):
            name = self.chance.choice(list(HEADERS))
            headers[name] = self.chance.choice(HEADERS[name])
        if self._often(0.15):
            headers["HTTP_COOKIE"] = self._in_its_names(self.chance.choice(COOKIES))
        if self._often(0.15):
            headers["CONTENT_TYPE"] = self.chance.choice(CONTENT_TYPES)
        # What is not Latin-1 arrives as its bytes in UTF-8, read as Latin-1.
        return {name: _as_latin(value) for name, value in headers.items()}

    def _in_its_names(self, cookie: str) -> str:
        cookie = cookie.replace("sessionid", settings.SESSION_COOKIE_NAME)
        return cookie.replace("csrftoken", settings.CSRF_COOKIE_NAME)

    def _body(self, names: list[str]) -> tuple[str, bytes]:
        kinds = [self._form, self._form, self._form, self._multipart, self._json, self._garbage]
        return self.chance.choice(kinds)(names)

    def _chosen(self, names: list[str]) -> list[str]:
        """Mostly the form's own fields; at times others, and at times one twice."""
        if not names or self._often(0.1):
            names = [*names, *self.chance.sample(KEYS, 3)]
        return names + names[: self.chance.choice([0, 0, 0, 1])]

    def _form(self, names):
        pairs = (
            f"{quote_from_bytes(name.encode())}={quote_from_bytes(self._value())}"
            for name in self._chosen(names)
        )
        body = "&".join(pairs).encode()
        return "application/x-www-form-urlencoded", body[: 3 * MEGABYTE]

    def _multipart(self, names):
        parts = b"".join(self._part_of_form(name) for name in self._chosen(names))
        ending = self.chance.choice([b"--xxx--\r\n", b"--xxx--", b"--xxx", b""])
        return "multipart/form-data; boundary=xxx", parts + ending

    def _part_of_form(self, name: str) -> bytes:
        file = self.chance.choice(
            [
                b"",
                b"",
                b'; filename="x.png"',
                b'; filename="../../x\0.svg"',
                b'; filename=""',
                b"; filename*=UTF-8''%ff%00",
                b"; filename*=base64''%ff",
            ]
        )
        kind = self.chance.choice(
            [
                b"",
                b"",
                b"Content-Type: image/png\r\n",
                b"Content-Type: text/plain; charset=base64\r\n",
                b"Content-Transfer-Encoding: base64\r\n",
                b"Content-Transfer-Encoding: x\r\n",
                b": \r\n",
            ]
        )
        start = b'--xxx\r\nContent-Disposition: form-data; name="' + name.encode() + b'"'
        return start + file + b"\r\n" + kind + b"\r\n" + self._value() + b"\r\n"

    def _json(self, names):
        texts = {name: self.chance.choice(TEXTS) for name in self._chosen(names)}
        body = "[" * 5000 if self._often(0.1) else json.dumps(texts)
        return "application/json", body.encode()

    def _garbage(self, names):
        kind = self.chance.choice(CONTENT_TYPES)
        return _as_latin(kind), self.chance.choice(
            [self._value(), b"&" * 3000, b"a=b&" * 900, b"%&=%;"]
        )


def _as_latin(text: str) -> str:
    try:
        return text.encode("latin-1").decode("latin-1")
    except UnicodeEncodeError:
        return text.encode().decode("latin-1")
