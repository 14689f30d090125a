"""Tables that a spreadsheet opens right, and runs nothing of."""

from eventapp.documents.csv_file import csv_file


def test_a_swedish_spreadsheet_reads_it() -> None:
    made = csv_file(["Ort", "Andel"], [["Åmål; väst", 3.5], ["Öckerö", None]])
    assert made == '\ufeffOrt;Andel\r\n"Åmål; väst";3,5\r\nÖckerö;\r\n'.encode()


def test_what_looks_like_a_formula_is_a_text() -> None:
    made = csv_file(["a"], [["=1+1"], ["+46"], ["-1"], ["@x"], [-1]]).decode("utf-8-sig")
    assert made.split("\r\n")[1:-1] == ["'=1+1", "'+46", "'-1", "'@x", "-1"]
