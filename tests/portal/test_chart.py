import pytest

from portal.chart import HEIGHT, WIDTH, paired_bars


def test_the_tallest_bar_fills_the_height_and_the_others_keep_their_share():
    first, second = paired_bars([("Q1", 40, 20), ("Q2", 10, 0)])
    assert [bar.height for bar in first.bars] == [HEIGHT, HEIGHT / 2]
    assert [bar.height for bar in second.bars] == [HEIGHT / 4, 2]


@pytest.mark.parametrize("rows", [1, 2, 8])
def test_every_bar_lies_in_the_drawing_and_none_on_another(rows):
    pairs = paired_bars([(f"Q{row}", 100 * row, 50) for row in range(rows)])
    bars = [bar for pair in pairs for bar in pair.bars]
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH for bar in bars)
    assert all(bar.y + bar.height == pytest.approx(HEIGHT, abs=0.2) for bar in bars)
    ends = [bar.x + bar.width for bar in bars]
    assert all(end <= bar.x + 0.2 for end, bar in zip(ends, bars[1:], strict=False))


def test_where_all_are_fewer_than_ten_there_are_lines_at_the_foot():
    (pair,) = paired_bars([("Q1", 0, 0)])
    assert [bar.height for bar in pair.bars] == [2, 2]


def test_no_quarter_gives_no_bar():
    assert paired_bars([]) == []
