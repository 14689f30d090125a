"""What is loaded of libraries that would load much more."""

import subprocess
import sys

LOADED = """
import sys
import eventapp.domain.people.stemmer
print(*sorted(name for name in sys.modules if name.startswith("snowballstemmer")))
import snowballstemmer
print(snowballstemmer.stemmer("german").stemWord("katzen"))
"""


def test_the_stemmers_of_two_languages_are_loaded_and_others_still_can_be() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    ).stdout.splitlines()

    languages = [name for name in said[0].split() if name.endswith("_stemmer")]
    assert languages == ["snowballstemmer.english_stemmer", "snowballstemmer.swedish_stemmer"]
    assert said[1] == "katz"
