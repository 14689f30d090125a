"""Tables that a spreadsheet opens right, and runs nothing of."""

from eventapp.documents.csv_file import csv_file


def test_a_swedish_spreadsheet_reads_it() -> None:
    content = csv_file(["Ort", "Andel"], [["Åmål; väst", 3.5], ["Öckerö", None]])
    assert content == '\ufeffOrt;Andel\r\n"Åmål; väst";3,5\r\nÖckerö;\r\n'.encode()


def test_what_looks_like_a_formula_is_a_text() -> None:
    text = csv_file(["a"], [["=1+1"], ["+46"], ["-1"], ["@x"], [-1]]).decode("utf-8-sig")
    assert text.split("\r\n")[1:-1] == ["'=1+1", "'+46", "'-1", "'@x", "-1"]


def test_a_text_of_digits_that_a_spreadsheet_would_change_stays_a_text() -> None:
    written = ["0701234567", "12E3", "1234567890123456", "7", "12,5", "08-123"]
    table = csv_file(["=a"], [[text] for text in written]).decode("utf-8-sig")
    assert table.split("\r\n")[:-1] == [
        "'=a",
        "'0701234567",
        "'12E3",
        "'1234567890123456",
        "7",
        "12,5",
        "08-123",
    ]
