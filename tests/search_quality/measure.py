"""Questions with the cards that should come, and how well they do.

A question's line is `words = topic, topic/02, title of a card`: all four cards of a topic, or the
first and the third of them. Whichever card of the topic comes first is a right one; recalled are
those that were named. All were written from the texts of the cards
before there were rules to find them by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eventapp.domain.exchange.finding.search import SearchQuery, search
from tests.search_quality.cards import FOLDER, review_day

SHOWN_MAX = 10


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody types, and the titles of the cards that should come."""

    words: str
    wanted: frozenset[str]
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quality:
    """Over all questions: mean reciprocal rank of the first right card, and recall at ten."""

    mrr: float
    recall: float
    missed: Sequence[str] = ()

    def __str__(self) -> str:
        return f"MRR {self.mrr:.3f}, recall@{SHOWN_MAX} {self.recall:.3f}"


def read_questions(name: str, cards: Mapping[str, Sequence[str]]) -> list[Question]:
    """The questions of a file; `cards` are the titles by topic."""
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [_question(line, cards) for line in lines if line.strip()]


def _question(line: str, cards: Mapping[str, Sequence[str]]) -> Question:
    words, _, names = line.partition(" = ")
    wanted, right = set[str](), set[str]()
    for name in names.split(", "):
        topic, _, numbers = name.partition("/")
        titles = cards[topic]
        wanted.update([titles[int(number)] for number in numbers] if numbers else titles)
        right.update(titles)
    return Question(words, frozenset(wanted), frozenset(right))


def measure(questions: Sequence[Question]) -> Quality:
    """Ask all of them, signed in, with nothing filtered."""
    ranks, recalls, missed = [], [], []
    for question in questions:
        page = search(SearchQuery(question.words, inside=True), page=1, on=review_day())
        titles = [experience.title for experience in page.experiences[:SHOWN_MAX]]
        right = [title in question.right for title in titles]
        ranks.append(1 / (right.index(True) + 1) if any(right) else 0.0)
        recalled = len(question.wanted.intersection(titles))
        recalls.append(recalled / min(len(question.wanted), SHOWN_MAX))
        if ranks[-1] < 1 or recalls[-1] < 1:
            missed.append(f"{ranks[-1]:.2f} {recalls[-1]:.2f} {question.words}: {titles[:4]}")
    count = len(questions)
    return Quality(sum(ranks) / count, sum(recalls) / count, missed)
