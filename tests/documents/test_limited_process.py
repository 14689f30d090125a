"""Processes with little time and memory: what goes in and out, and how each limit ends one."""

import pytest

from eventapp.documents.limited_process import Limits, ProcessEnded, run_limited
from tests.documents import strained

STRAINED = strained.__name__


def test_words_and_content_go_in_and_what_is_written_comes_out() -> None:
    written = run_limited(STRAINED, "repeat", content=b"Torget", limits=strained.LIMITS)

    assert written == b"TorgetTorget"


@pytest.mark.parametrize(("word", "code"), [("grow", 1), ("spin", -9), ("leave", 7)])
def test_what_grows_or_never_ends_is_stopped(word: str, code: int) -> None:
    with pytest.raises(ProcessEnded) as ended:
        run_limited(STRAINED, word, limits=strained.LIMITS)

    assert ended.value.code == code


def test_what_waits_without_end_is_stopped_too() -> None:
    with pytest.raises(ProcessEnded) as ended:
        run_limited(STRAINED, "wait", limits=Limits(seconds=-4, memory_bytes=0))

    assert ended.value.code is None
