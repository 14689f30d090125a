"""The chain's head in a file beside the database."""

from pathlib import Path

import pytest

from eventapp.domain.record.chain import ChainHead
from eventapp.domain.record.head_file import HEAD_FILE, UnreadableHead, read_head, write_head

HEAD = ChainHead(7, "ab" * 32)


def test_what_is_written_is_read_and_only_its_owner_may(tmp_path: Path) -> None:
    assert read_head(tmp_path) is None
    write_head(tmp_path, ChainHead(1, "00" * 32))
    write_head(tmp_path, HEAD)
    assert read_head(tmp_path) == HEAD
    assert str(HEAD) == f"7:{HEAD.mac}"
    assert [path.name for path in tmp_path.iterdir()] == [HEAD_FILE]
    assert (tmp_path / HEAD_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "[]", '{"position": "x", "mac": ""}', "{}"])
def test_a_file_that_says_no_head_is_not_taken_for_none(tmp_path: Path, content: str) -> None:
    (tmp_path / HEAD_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableHead):
        read_head(tmp_path)
