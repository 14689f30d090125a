"""Verbs of the domain are called by the product, take their own locks, and are tested."""

import ast
import re

from tests.house.sources import ROOT, layer, modules, templates

ENTRY_POINTS = {"views", "api", "worker", "cli"}
# Public verbs that the product does not call yet, and what will: one entry a line, sorted.
AWAITED: dict[str, str] = {
    "domain/outbox.py:mark_all_done": "the demo and the bench alone: sample data is not sent",
}
# Modules whose behaviour is tested elsewhere than at the mirrored path, and where.
# One entry a line, sorted.
TESTED_ELSEWHERE: dict[str, str] = {
    "domain/desk/letter_status.py": "tests/views/organizer/registration/test_edit.py",
    "domain/report/content.py": "tests/domain/report/test_report.py",
    "domain/schedule/origin.py": "tests/documents/schedule_file/test_round_trip.py",
    **{
        f"domain/schedule/schedule_import/{name}.py": (
            "tests/domain/schedule/schedule_import/test_schedule_import.py"
        )
        for name in ("comparison", "session_batch", "undoing")
    },
    "domain/schedule/schedule_import/content.py": "tests/documents/schedule_file/test_reading.py",
    "domain/desk/import_list.py": "tests/domain/desk/test_registration_import.py",
    "domain/desk/import_row.py": "tests/domain/desk/test_registration_import.py",
    "domain/desk/import_undo.py": "tests/domain/desk/test_registration_import.py",
    "domain/desk/own_erasure.py": "tests/views/participant/test_erasure.py",
    "domain/desk/person.py": "tests/views/organizer/people/test_person.py",
    "domain/desk/person_change.py": "tests/views/organizer/people/test_person.py",
    "domain/desk/double/probable_double.py": "tests/domain/desk/test_registration_filter.py",
    "domain/door/arriving/dashboard.py": "tests/views/organizer/door/test_dashboard.py",
    "domain/door/scan_context.py": "tests/domain/door/test_evaluation.py",
    "domain/record/log_search.py": "tests/domain/record/test_log.py",
    "domain/record/log_thing.py": "tests/views/organizer/log/test_log.py",
    "domain/record/sealed_text.py": "tests/domain/record/test_verification.py",
    "domain/schedule/materials/page_text.py": "tests/domain/schedule/materials/test_search.py",
    "domain/installation/aftermath.py": "tests/cli/test_restore.py",
    "domain/installation/backup.py": "tests/cli/test_backup.py",
    "domain/installation/database_copy.py": "tests/cli/test_restore.py",
    "domain/installation/restore.py": "tests/cli/test_restore.py",
    "domain/installation/target.py": "tests/cli/test_restore.py",
    "domain/organisation/free_text.py": "tests/views/organizer/organisation/test_free_text.py",
    "domain/organisation/lifecycle.py": "tests/views/organizer/organisation/test_lifecycle.py",
    "domain/organisation/merge_preview.py": "tests/views/organizer/organisation/test_merge.py",
    "domain/organisation/organisation_list.py": (
        "tests/views/organizer/organisation/test_organisation.py"
    ),
    "domain/organisation/overview.py": "tests/views/organizer/organisation/test_organisation.py",
    "domain/organisation/transfer.py": "tests/domain/organisation/test_merge.py",
    "domain/record/disposal.py": "tests/domain/event/test_deletion.py",
    "domain/record/pause.py": "tests/views/organizer/retention/test_pause.py",
    "domain/record/purge.py": "tests/domain/record/test_erasure.py",
    "domain/retention/data_kind.py": "tests/views/organizer/retention/test_rule.py",
    "domain/retention/due.py": "tests/domain/retention/test_run.py",
    "domain/retention/receipt.py": "tests/views/organizer/retention/test_run.py",
    "domain/retention/rule.py": "tests/views/organizer/retention/test_rule.py",
    "domain/retention/source.py": "tests/domain/retention/test_run.py",
    "domain/retention/statistic.py": "tests/domain/retention/test_run.py",
    "domain/survey/cleanup.py": "tests/domain/survey/test_file_adversary.py",
    "domain/survey/given_names.py": "tests/domain/survey/test_masking.py",
    "domain/survey/measure.py": "tests/domain/survey/test_result.py",
    "domain/survey/portion.py": "tests/domain/survey/test_mixing.py",
    "domain/survey/questionnaire.py": "tests/domain/survey/test_draft_question.py",
    "domain/survey/recipients.py": "tests/domain/survey/test_survey.py",
    "domain/survey/retention.py": "tests/worker/test_survey.py",
    "domain/survey/template.py": "tests/domain/survey/test_survey.py",
    "domain/survey/timetable.py": "tests/worker/test_survey.py",
}


def domain() -> dict[str, ast.Module]:
    return {path: tree for path, tree in modules().items() if layer(path) == "domain"}


def mentions(tree: ast.AST) -> set[str]:
    """Every name that a module reads, imports or reaches through another."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.name for alias in node.names}
    return names


def test_every_public_verb_of_the_domain_is_called_by_the_product() -> None:
    """By another module, by another function of its own, or by a page."""
    product = (tree for path, tree in modules().items() if layer(path) != "demo")
    called = set().union(*map(mentions, product))
    called |= set(re.findall(r"\w+", "\n".join(templates().values())))
    uncalled = {
        f"{path}:{node.name}"
        for path, tree in domain().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if node.name not in called
    }
    assert uncalled - set(AWAITED) == set()
    assert set(AWAITED) - uncalled == set(), "these are called by now"


def test_entry_points_take_no_lock() -> None:
    locking = {
        f"{path}: {name}"
        for path, tree in modules().items()
        if layer(path) in ENTRY_POINTS
        for name in mentions(tree)
        if name.startswith("lock_") or name in {"with_for_update", "LockedEvent"}
    }
    assert locking == set()


def test_every_module_of_the_domain_is_tested_at_the_mirrored_path() -> None:
    missing = []
    for path, tree in domain().items():
        if not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body):
            continue
        folder, _, name = path.rpartition("/")
        mirrored = f"tests/{folder}/test_{name}"
        tested = TESTED_ELSEWHERE.get(path, mirrored)
        if not (ROOT / tested).exists():
            missing.append(f"{path}: no {tested}")
    assert missing == []
