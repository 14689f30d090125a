"""`make search-quality`: each set of questions, and what each rule is worth.

`known` is what the rules were written by. `opened` was unseen until the first rules were done.
`compounds` was written from the cards before the rules for compounds were mended: for the first
sixty topics in turn a compound that no card has, the last part of one, and one written apart.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from eventapp.app import create_app
from eventapp.cli.migration import migrate
from eventapp.extensions import db
from tests.bench.settings import settings_in
from tests.search_quality.cards import add_cards
from tests.search_quality.controls import CONTROLS, switched_off
from tests.search_quality.measure import Quality, measure, read_questions

FILES = {
    "known": "questions.txt",
    "opened": "questions_unseen.txt",
    "compounds": "questions_compounds.txt",
}


def main(arguments: list[str]) -> None:
    """Print both measures for each set with all rules, then with each switched off."""
    names = ["known"] if "--known" in arguments else list(FILES)
    whole = _ask("", names)
    _print("all rules", whole)
    if "--missed" in arguments:
        print("\n".join(whole["known"].missed))
    for control in CONTROLS:
        _print(f"without {control}", _ask(control, names))


def _ask(control: str, names: Sequence[str]) -> dict[str, Quality]:
    with tempfile.TemporaryDirectory(prefix="eventapp-quality-") as folder, switched_off(control):
        app = create_app(settings_in(Path(folder)))
        migrate(app)
        with app.app_context():
            cards = add_cards()
            db.session.commit()
            results = {name: measure(read_questions(FILES[name], cards)) for name in names}
            db.session.remove()
            db.engine.dispose()
        return results


def _print(what: str, results: Mapping[str, Quality]) -> None:
    print(
        f"{what:20}" + "   ".join(f"{name}: {quality}" for name, quality in results.items()),
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
