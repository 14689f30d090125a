"""Files of a card are approved with it, taken back at once, and gone after ten minutes."""

from datetime import timedelta

import pytest

from eventapp.domain.exchange import approval
from eventapp.domain.exchange import experience_file as files
from eventapp.domain.exchange.experience import ExperienceWithdrawn, list_files
from eventapp.domain.schedule.file_removal import is_used
from eventapp.domain.schedule.material import UploadedFile
from eventapp.extensions import db
from eventapp.models import Experience, ExperienceFile, ExperienceState, Job, JobKind
from tests.builders import NOON
from tests.builders.experience import COORDINATOR, EDITOR, an_experience

pytestmark = pytest.mark.usefixtures("app")
TEMPLATE = UploadedFile("mall.pdf", "application/pdf", "a" * 64, 10)
LATER = NOON + timedelta(minutes=9)
TOO_LATE = NOON + timedelta(minutes=10)


def add(experience: Experience, stored: UploadedFile = TEMPLATE) -> ExperienceFile:
    return files.add_file(experience, "Mall", stored, actor=EDITOR, now=NOON)


def approve_and_publish(experience: Experience) -> None:
    for approve, actor in (
        (approval.approve_by_municipality, COORDINATOR),
        (approval.approve_by_editor, EDITOR),
    ):
        approve(experience, version=experience.version, actor=actor, now=LATER)
    approval.publish(experience, actor=EDITOR, now=LATER)


def test_a_new_file_needs_both_approvals_again_and_is_added_once() -> None:
    experience = an_experience()

    file = add(experience)

    assert add(experience) is file
    assert experience.state is ExperienceState.IN_REVIEW
    assert not experience.both_approve
    db.session.commit()
    assert is_used(file.checksum)


def test_removing_is_at_once_and_leaves_what_is_approved_approved() -> None:
    experience = an_experience()
    file = add(experience)
    approve_and_publish(experience)

    files.remove_file(experience, file, actor=EDITOR, now=NOON)

    assert list_files(experience) == []
    assert experience.state is ExperienceState.PUBLISHED
    assert files.list_restorable_files(experience, now=LATER) == [file]
    assert files.list_restorable_files(experience, now=TOO_LATE) == []


def test_what_was_approved_with_the_file_needs_no_new_approval_when_it_is_back() -> None:
    experience = an_experience()
    file = add(experience)
    approve_and_publish(experience)
    removed_at = LATER + timedelta(minutes=1)

    files.remove_file(experience, file, actor=EDITOR, now=removed_at)
    files.restore_file(experience, file, actor=EDITOR, now=removed_at + timedelta(minutes=1))

    assert list_files(experience) == [file]
    assert experience.state is ExperienceState.PUBLISHED


def test_what_was_approved_without_the_file_is_approved_again_when_it_is_back() -> None:
    experience = an_experience()
    file = add(experience)
    files.remove_file(experience, file, actor=EDITOR, now=NOON)
    approve_and_publish(experience)

    files.restore_file(experience, file, actor=EDITOR, now=LATER)

    assert experience.state is ExperienceState.IN_REVIEW


def test_after_ten_minutes_a_removed_file_is_gone_and_its_bytes_are_promised_to_go() -> None:
    experience = an_experience()
    file = add(experience)
    files.remove_file(experience, file, actor=EDITOR, now=NOON)

    assert not files.has_removed_files(now=LATER)
    with pytest.raises(files.TooLateToRestoreFile):
        files.restore_file(experience, file, actor=EDITOR, now=TOO_LATE)
    assert files.has_removed_files(now=TOO_LATE)
    files.delete_removed_files(now=TOO_LATE)

    assert db.session.query(ExperienceFile).count() == 0
    assert db.session.query(Job).filter_by(kind=JobKind.FILE_REMOVAL).count() == 1


def test_a_card_has_room_for_so_many_files() -> None:
    experience = an_experience()
    for number in range(files.FILES_MAX):
        add(experience, UploadedFile("mall.pdf", "application/pdf", f"{number:064}", 10))

    with pytest.raises(files.NoRoomForExperienceFiles):
        add(experience)
    with pytest.raises(files.NoRoomForExperienceFiles):
        files.check_room(an_experience(), files.FILES_MAX_BYTES + 1)


def test_a_withdrawn_card_gets_no_files() -> None:
    experience = an_experience()
    file = add(experience)
    approval.withdraw(experience, reason="för gammalt", actor=EDITOR, now=NOON)

    with pytest.raises(ExperienceWithdrawn):
        add(experience, UploadedFile("b.pdf", "application/pdf", "b" * 64, 10))
    with pytest.raises(ExperienceWithdrawn):
        files.remove_file(experience, file, actor=EDITOR, now=NOON)
