"""The schematic map: who lies beside whom, and how much of what is owed is done."""

from kuangan.shell.rules import TILE_GAP, TILE_WIDTH, CountyRow, Place, drawing_size, laid_out

PLACES = {"440784": Place(1, 0), "440703": Place(2, 0), "440785": Place(0, 2)}


def row(code, done=0, owed=0, overdue=0):
    return CountyRow(code, code, done, owed, overdue)


def test_counties_stand_at_their_places():
    west, east = laid_out([row("440784"), row("440703")], PLACES)
    assert east.x - west.x == TILE_WIDTH + TILE_GAP
    assert west.y == east.y == 0
    assert west.x == 0, "a reader of two counties sees no empty column beside them"


def test_a_county_without_a_place_stands_below_the_others():
    tiles = laid_out([row("440784"), row("999999")], PLACES)
    assert tiles[1].y > tiles[0].y
    width, height = drawing_size(tiles)
    assert all(tile.x < width and tile.y < height for tile in tiles)


def test_the_bar_is_the_share_of_what_is_owed():
    (half,) = laid_out([row("440784", done=10, owed=20)], PLACES)
    (none,) = laid_out([row("440784", done=0, owed=0)], PLACES)
    assert half.bar == (TILE_WIDTH - 16) // 2
    assert none.bar == 0


def test_an_empty_jurisdiction_makes_no_drawing_error():
    assert laid_out([], PLACES) == []
    assert drawing_size([]) > (0, 0)
