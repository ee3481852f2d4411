"""Markdown to HTML that is safe to show: CommonMark without HTML, then cleaned by allow-list.

Two walls: the parser is told to make no HTML of its own accord, and `nh3` drops whatever is not
on the list. A text is rendered once, when it is written, and its HTML is stored.
"""

import re
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from content.text import MAX_CHARACTERS, has_visible

# Quotes and lists inside each other; a list counts twice. What lies deeper is left out, which
# bounds both the parser's recursion and the depth of the page.
_MAX_NESTING = 20

# The page keeps h1 for its name and h2 for its sections, so a text begins at h3.
_FIRST_HEADING = 3
_LAST_HEADING = 6

_TAGS = {
    *("p", "h3", "h4", "h5", "h6", "ul", "ol", "li"),
    *("strong", "em", "a", "blockquote", "code", "pre", "hr", "br"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def render(text):
    """The HTML of a Markdown text, safe to show as it is.

    Tags: p, h3 to h6, ul, ol, li, strong, em, a, blockquote, code, pre, hr, br. Links lead to
    http, https and mailto only and carry `rel="noopener nofollow"`; others stay as typed.
    Headings go one level deeper at a time. A picture becomes its description.

    Raises ValueError over `MAX_CHARACTERS`; the form field says it earlier and in place.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError(
            _("A text has at most %(limit)d characters; this one has %(length)d.")
            % {"limit": MAX_CHARACTERS, "length": len(text)}
        )
    tokens = _PARSER.parse(_printable(text))
    html = _PARSER.renderer.render(_tidy(tokens), _PARSER.options, {})
    return shown(_clean(html))


def shown(html):
    """Mark HTML as safe that `render` wrote and a column has kept since."""
    # The one place where stored text is trusted: nothing but `render` writes such a column.
    return html if isinstance(html, SafeString) else mark_safe(html)  # noqa: S308


def _printable(text):
    """The text without what neither Unicode nor HTML can hold, with plain line breaks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", _SURROGATE.sub("\ufffd", lines))


def _clean(html):
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="noopener nofollow",
    )


class _Parser(MarkdownIt):
    def validateLink(self, url):  # noqa: N802  (the library's name)
        """Whether a link leads somewhere that we allow; if not, it stays as it was typed."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        return parts.scheme in _SCHEMES and bool(parts.hostname or parts.scheme == "mailto")


_PARSER = _Parser("commonmark", {"html": False, "xhtmlOut": False, "maxNesting": _MAX_NESTING})


def _tidy(tokens):
    """Headings in order and never empty: readers jump from one to the next."""
    levels = []
    for token in tokens:
        if token.type == "inline":
            token.children = _with_named_links(_with_words_for_pictures(token.children))
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "heading_open":
            continue
        if _says_something(inline.children):
            opening.tag = closing.tag = f"h{_depth(levels, opening.tag)}"
        else:
            opening.hidden = closing.hidden = True
            inline.children = []
    return tokens


def _depth(levels, tag):
    """The level at which a heading is shown; `levels` holds those that it stands under."""
    level = int(tag[1])
    while levels and levels[-1] >= level:
        levels.pop()
    levels.append(level)
    return min(_FIRST_HEADING + len(levels) - 1, _LAST_HEADING)


def _with_words_for_pictures(children):
    return [
        _text(_PARSER.renderer.renderInlineAsText(token.children, _PARSER.options, {}))
        if token.type == "image"
        else token
        for token in children
    ]


def _with_named_links(children):
    """The inline tokens, where a link without a text shows its address instead."""
    named = []
    start = None
    for token in children:
        if token.type == "link_open":
            start = len(named)
        elif token.type == "link_close" and not _says_something(named[start + 1 :]):
            named.append(_text(named[start].attrGet("href")))
        named.append(token)
    return named


def _says_something(children):
    return any(has_visible(token.content) for token in children)


def _text(content):
    return Token("text", "", 0, content=content)
