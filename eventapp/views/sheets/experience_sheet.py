"""A published experience in words, as it leaves: headings in the reader's language."""

from collections.abc import Callable, Iterator

from eventapp.addresses import absolute
from eventapp.documents.prints.experience.pdf import experience_pdf
from eventapp.documents.prints.experience.sheet import (
    ExperienceSheet,
    SheetFigure,
    SheetHeadings,
    SheetSection,
)
from eventapp.documents.prints.experience.text import experience_text
from eventapp.documents.prints.experience.word import experience_docx
from eventapp.documents.prints.logo import printed_logo
from eventapp.domain.revision_cache import RevisionCache
from eventapp.domain.site.revision import site_revision
from eventapp.forms.exchange.experience import COSTS, RESEARCH, STAGES
from eventapp.i18n import _, _n, capital, current_language, date_year, number
from eventapp.models import Experience

CACHED_FILES_MAX = 32  # of some 40 kB each
_files = RevisionCache[tuple[str, str, str], bytes](CACHED_FILES_MAX)
WRITERS: dict[str, Callable[[ExperienceSheet], bytes]] = {
    "pdf": experience_pdf,
    "docx": experience_docx,
    "txt": lambda sheet: experience_text(sheet).encode(),
}


def experience_file(experience: Experience, ending: str) -> bytes:
    """The card as a file of this ending, cached until the card or the site changes.

    Raises TypesettingRefused, TypesetterFailed.
    """
    revision = experience.version, site_revision()
    return _files.get(
        (experience.code, ending, current_language()),
        revision,
        lambda: WRITERS[ending](experience_sheet(experience)),
    )


def experience_sheet(experience: Experience) -> ExperienceSheet:
    """What the card says, without its mailbox: the way to ask is its page.

    What people wrote stays as it is, in Swedish.
    """
    language = current_language()
    return ExperienceSheet(
        title=experience.title,
        organisation=experience.organisation.name,
        lead=experience.outcome,
        background=experience.background,
        areas=", ".join(area.name_in(language) for area in experience.focus_areas),
        sections=[section for section in _sections(experience) if section.text],
        facts=[(label, value) for label, value in _facts(experience) if value],
        references=experience.references,
        headings=SheetHeadings(_("What it takes"), _("References")),
        approved=_approved(experience),
        address=absolute("public.experience.show", code=experience.code),
        shortened=_("Shortened to fit the page. The whole text is at the address below."),
        language=language,
        logo=printed_logo(),
    )


def _sections(experience: Experience) -> Iterator[SheetSection]:
    problem = "\n\n".join(filter(None, (experience.problem, experience.setting)))
    yield SheetSection(_("The problem"), _("Situation"), problem)
    yield SheetSection(_("The cause"), _("Analysis of causes"), experience.cause)
    yield SheetSection(_("This is what we did"), _("Measure"), experience.measure)
    yield SheetSection(
        _("This is what happened"), _("Follow-up"), experience.result, _figure(experience)
    )
    yield SheetSection(_("Next time"), _("Lesson"), experience.lesson)


def _figure(experience: Experience) -> SheetFigure | None:
    figures = experience.figures
    if not figures:
        return None
    values = [
        (_("Before"), figures.get("before")),
        (_("After"), figures.get("after")),
        (_("Number measured"), figures.get("n")),
        (_("Period"), figures.get("period") or None),
    ]
    present = [(label, value) for label, value in values if value is not None]
    return SheetFigure(
        capital(figures["name"]),
        [label for label, _value in present],
        [value if isinstance(value, str) else number(value) for _label, value in present],
    )


def _facts(experience: Experience) -> Iterator[tuple[str, str]]:
    hours = experience.hours_per_month
    if experience.failed:
        yield _("Outcome"), _("Did not work as planned")
    yield _("How well it is tested"), str(STAGES[experience.stage])
    yield _("Research support"), str(RESEARCH[experience.research])
    if hours is not None:
        yield _("Time"), _n("%(num)d hour a month", "%(num)d hours a month", hours)
    yield _("Cost"), str(COSTS[experience.cost])
    yield _("Needed"), ", ".join(experience.needed)
    yield _("With"), ", ".join(experience.partners)
    yield _("For"), experience.target
    yield _("Ask"), experience.contact_function


def _approved(experience: Experience) -> str:
    if experience.published_at is None:
        return ""
    return _(
        "Reviewed and approved by %(organisation)s and an editor, %(day)s.",
        organisation=experience.organisation.short_name or experience.organisation.name,
        day=date_year(experience.published_at),
    )
