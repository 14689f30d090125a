"""A card as plain text."""

from eventapp.documents.prints.experience.text import WIDTH, experience_text
from tests.documents.prints.experience.sheets import SHEET, a_sheet


def test_everything_is_in_it_in_short_lines_and_without_marks() -> None:
    text = experience_text(a_sheet(lead="Mediantiden **sjönk** mycket. " * 9))

    assert text.startswith(f"{SHEET.title}\n{SHEET.organisation}\n")
    assert "PROBLEMET\nDet tog tre veckor." in text
    assert "Före: 19, Efter: 4" in text
    assert text.endswith(f"{SHEET.address}\n")
    assert "**" not in text
    assert max(map(len, text.splitlines())) <= WIDTH
