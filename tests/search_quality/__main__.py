"""`make search-quality`: the questions known and unseen, and what each rule is worth."""

import sys
import tempfile
from pathlib import Path

from eventapp.app import create_app
from eventapp.cli.migration import migrate
from eventapp.extensions import db
from tests.bench.settings import settings_in
from tests.search_quality.cards import add_cards
from tests.search_quality.controls import CONTROLS, switched_off
from tests.search_quality.measure import Quality, measure, read_questions

FILES = ("questions.txt", "questions_unseen.txt")


def main(arguments: list[str]) -> None:
    """Print both measures for both halves with all rules, then with each switched off."""
    names = FILES[:1] if "--known" in arguments else FILES
    whole = _ask("", names)
    _print("all rules", whole)
    if "--missed" in arguments:
        print("\n".join(whole[0].missed))
    for control in CONTROLS:
        _print(f"without {control}", _ask(control, names))


def _ask(control: str, names: tuple[str, ...]) -> list[Quality]:
    with tempfile.TemporaryDirectory(prefix="eventapp-quality-") as folder, switched_off(control):
        app = create_app(settings_in(Path(folder)))
        migrate(app)
        with app.app_context():
            cards = add_cards()
            db.session.commit()
            results = [measure(read_questions(name, cards)) for name in names]
            db.session.remove()
            db.engine.dispose()
        return results


def _print(what: str, results: list[Quality]) -> None:
    halves = zip(("known", "unseen"), results, strict=False)
    print(f"{what:20}" + "   ".join(f"{half}: {quality}" for half, quality in halves), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
