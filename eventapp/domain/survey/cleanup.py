"""Purging, after mixing, what databases retain of deleted rows."""

from eventapp.domain.record import purge

TABLES = "survey_responses, survey_answers, survey_texts, survey_tokens, survey_letters"


def purge_old_versions() -> bool:
    """Purge earlier versions of the surveys' rows, as far as the database allows.

    Outside any transaction, after the commit. False when a reader blocks it: try again, or leave it
    to the next mixing.
    """
    return purge.purge_old_versions(TABLES)
