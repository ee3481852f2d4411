import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from content.markdown import MAX_CHARACTERS, render, shown

LISTED = "p h3 h4 h5 h6 ul ol li strong em a blockquote code pre hr br"
TAGS = set(LISTED.split())
VOID = {"hr", "br"}
LINK = '<a href="{0}" rel="noopener nofollow">{1}</a>'

WORDS = """
    [ ] ( ) < > & " ' ` ``` ~~~ * ** _ __ ! ![ ]( # ## - + 1. > | \\ / : ; = --- <!-- --> <![CDATA[
    http://a.example/ https:// mailto:a@b.example javascript: JaVaScRiPt:alert(1) data:text/html, //
    <script> </script> <img/src=x/onerror=alert(1)> <svg/onload=alert(1)> onclick="x" style="y"
    &#106; &colon; &lt;script&gt; &#0; &#xD800; <a/href="javascript:1"> [a]: [a] <javascript:1> \\[
"""
PIECES = st.sampled_from(WORDS.split())
BLANKS = st.sampled_from(
    [" ", "\n", "\n\n", "    ", "\t", "\0", "\ud800", "\u2028", "\x0c", "\x1b"]
)
HOSTILE = st.lists(PIECES | BLANKS | st.text(st.characters(), max_size=5), max_size=60).map("".join)


class Reader(HTMLParser):
    """An independent reader: what tags there are, whether each is closed, what can be read."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.open, self.mistakes, self.text, self.deepest = [], [], [], "", 0
        self.feed(html)
        self.close()
        self.mistakes += self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"/{tag}")

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.mistakes.append("comment")

    def handle_decl(self, decl):
        self.mistakes.append("declaration")

    unknown_decl = handle_pi = handle_decl


def complaints(html):
    """Everything that an allow-list forbids in rendered HTML."""
    reader = Reader(html)
    wrong = list(reader.mistakes)
    for tag, attributes in reader.tags:
        if tag == "a":
            parts = urlsplit(attributes.pop("href", ""))
            if parts.scheme not in ("http", "https", "mailto"):
                wrong.append(parts)
            if attributes.pop("rel", None) != "noopener nofollow":
                wrong.append("rel")
        if tag == "ol" and not attributes.pop("start", "1").isdecimal():
            wrong.append("start")
        wrong += [tag] if tag not in TAGS else list(attributes)
    return wrong


@settings(max_examples=400)
@given(HOSTILE)
def test_only_listed_tags_and_attributes_come_out_and_every_tag_is_closed(text):
    assert complaints(render(text)) == []


@settings(max_examples=200)
@given(st.text(st.characters(), max_size=300))
def test_any_text_can_be_written_as_utf_8(text):
    html = render(text)
    assert complaints(html) == []
    assert "\0" not in html
    assert html.encode("utf-8").decode("utf-8") == html


@settings(max_examples=200)
@given(HOSTILE)
def test_no_heading_is_empty_or_skips_a_level_and_no_link_is_empty(text):
    level = 2
    for part in render(text).split("<h")[1:]:
        if part[0].isdecimal():
            assert int(part[0]) <= level + 1
            level = int(part[0])
            assert Reader(part.split("</h")[0][2:]).text.strip()
    for part in render(text).split("<a ")[1:]:
        assert Reader(part.split("</a>")[0].partition(">")[2]).text.strip()


def test_the_reader_of_these_tests_sees_what_must_not_be():
    for html in (
        "<script></script>",
        "<p onclick='x'></p>",
        "<a href='javascript:1' rel='noopener nofollow'>x</a>",
        "<a href='https://a.example'>x</a>",
        "<p>",
        "</p>",
        "<!-- x -->",
        "<p><em></p></em>",
        "<ol start='x'></ol>",
    ):
        assert complaints(html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
        ("a  \nb\n\n---", "<p>a<br>\nb</p>\n<hr>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("```js\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>\n"),
        ("<b>a</b> <!-- c -->", "<p>&lt;b&gt;a&lt;/b&gt; &lt;!-- c --&gt;</p>\n"),
        ("| a |\n|---|\n| b |", "<p>| a |\n|---|\n| b |</p>\n"),
        ("a\r\nb\rc", "<p>a\nb\nc</p>\n"),
        ("a\0b\x1bc\ud800d&#0;", "<p>abc\ufffdd\ufffd</p>\n"),
        ("", ""),
    ],
)
def test_renders_markdown(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    "address",
    ["http://a.example", "https://a.example/b?c=d#e", "HTTPS://a.example", "mailto:a@b.example"],
)
def test_links_lead_to_the_web_and_to_mail(address):
    assert render(f"[x]({address})") == f"<p>{LINK.format(address, 'x')}</p>\n"


OTHER_ADDRESSES = """
    javascript:alert(1) JAVASCRIPT:alert(1) data:text/html,x vbscript:x file:///etc/passwd ftp://a
    //a.example /groups/ #top x.html https: https:// http://[::1 tel:123
"""


@pytest.mark.parametrize("address", OTHER_ADDRESSES.split())
def test_any_other_address_stays_as_it_was_typed(address):
    assert Reader(render(f"[x]({address})")).text == f"[x]({address})\n"
    assert "<a" not in render(f"[x]({address}) <{address}>")


def test_headings_begin_under_those_of_the_page_and_go_one_deeper_at_a_time():
    html = render("## a\n#### b\n###### c\n### d\n# e\n## f\n### g\n#### h\n##### i")
    levels = [tag for tag, _attributes in Reader(html).tags]
    assert levels == ["h3", "h4", "h5", "h4", "h3", "h4", "h5", "h6", "h6"]


def test_an_empty_heading_is_left_out_and_counts_for_nothing():
    assert render("#\n## &nbsp;\n### \u200b\n## a").strip() == "<h3>a</h3>"


def test_a_link_without_a_text_shows_its_address():
    link = LINK.format("https://a.example", "https://a.example")
    assert render("[](https://a.example)") == f"<p>{link}</p>\n"
    assert (
        Reader(render("[\u200b](https://a.example)")).text.strip("\u200b\n") == "https://a.example"
    )


def test_a_picture_becomes_its_description():
    assert render("![The *whole* team](https://a.example/b.png)") == "<p>The whole team</p>\n"
    assert (
        Reader(render("[![](https://a.example)](https://b.example)")).text == "https://b.example\n"
    )


def test_is_safe_to_show_as_it_is():
    assert isinstance(render("a"), SafeString)
    assert isinstance(shown("<p>a</p>"), SafeString)
    assert shown("<p>a</p>") == "<p>a</p>"


def test_refuses_over_10000_characters():
    assert render("a" * 10_000) == f"<p>{'a' * 10_000}</p>\n"
    with pytest.raises(ValueError, match="at most 10000 characters; this one has 10001"):
        render("a" * 10_001)


def full(piece):
    return (piece * MAX_CHARACTERS)[:MAX_CHARACTERS]


STAIRS = "\n".join(" " * 2 * depth + "- a" for depth in range(95))
LONGER_TICKS = " ".join("`" * count for count in range(1, 139))
REFERENCES = "[a]: https://a.example\n" + full("[a] ")[:9_900]


@pytest.mark.parametrize(
    "text",
    [
        *map(
            full,
            ["[", "![", "]", "[](", "[a](<b", "![](", "*", "*a ", "*a **b ", "_a__b", "<", ">"],
        ),
        *map(
            full, ["> ", "- ", "> - ", "1. ", "&", "&#x", "<a:", "<http://a", "\\", "~", "`", "|-"]
        ),
        *map(full, ["# a\n", "a\n=\n", "```\n", "   a\n", "\t", "\n", "[a]: b 'c\n", "- * _ "]),
        *(
            "[" * 5_000 + "]" * 5_000,
            "![" * 1_000 + "a" + "](u)" * 1_000,
            "# a" + full(" #")[:9_900],
        ),
        *(STAIRS, LONGER_TICKS, REFERENCES, "> a\n" + full("a\n")[:9_900]),
    ],
    ids=lambda text: f"{text[:8]!r}",
)
def test_hostile_texts_take_no_longer_than_a_blink_and_nest_no_deeper_than_a_page_bears(text):
    started = time.process_time()
    html = render(text)
    assert time.process_time() - started < 2
    assert complaints(html) == []
    assert Reader(html).deepest <= 24
