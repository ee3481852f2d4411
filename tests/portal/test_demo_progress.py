import io

from django.core.management.base import OutputWrapper

from portal.demo.progress import Progress


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


class OldTerminal(Terminal):
    encoding = "ascii"


def shown(out):
    progress = Progress(OutputWrapper(out))
    progress.begin("People", 4000)
    progress.advance(1000)
    progress.end()
    return out.getvalue()


def test_draws_a_full_bar_in_a_terminal_when_done():
    last = shown(Terminal()).split("\r")[-1]
    assert last.startswith("  People          " + "━" * 30 + "    4,000 of 4,000")
    assert last.endswith(" s\n")


def test_writes_one_line_over_and_over():
    assert shown(Terminal()).count("\n") == 1


def test_says_nothing_where_nobody_watches():
    assert shown(io.StringIO()) == ""


def test_draws_with_plain_signs_where_the_terminal_has_no_others():
    assert "#" * 30 in shown(OldTerminal())


def test_never_counts_past_the_end():
    out = Terminal()
    progress = Progress(OutputWrapper(out))
    progress.begin("People", 10)
    progress.advance(25)
    assert progress.done == 10
