"""The texts of materials' pages, stored so that they can be searched."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, insert, select

from eventapp.domain.people.stemmer import RULES, stems_of
from eventapp.extensions import db
from eventapp.models import Material, MaterialPage, MaterialStem

PAGES_A_BATCH = 25  # stored in one transaction, which takes some ten milliseconds
STEM_MAX_LENGTH = 40


def find_to_read(material_id: int) -> Material | None:
    """The material whose text is to be read, unless it is gone."""
    return db.session.get(Material, material_id)


def store_pages(
    material_id: int, checksum: str, texts: Sequence[str], *, first: int, count: int | None
) -> bool:
    """Store the texts of pages from number `first` on; with the first page, forget earlier texts.

    Stores nothing, and returns False, where the material has another file by now. Flushes.
    """
    stems = [_stems(text) for text in texts]  # before anything is locked: it takes its time
    material = db.session.get(Material, material_id, with_for_update={"of": Material})
    if material is None or material.checksum != checksum:
        return False
    if first == 1:
        earlier = select(MaterialPage.id).where(MaterialPage.material_id == material_id)
        db.session.execute(delete(MaterialStem).where(MaterialStem.page_id.in_(earlier)))
        db.session.execute(delete(MaterialPage).where(MaterialPage.material_id == material_id))
        material.pages = count
    pages = [
        MaterialPage(material_id=material_id, number=number, text=text, rules=RULES)
        for number, text in enumerate(texts, start=first)
    ]
    db.session.add_all(pages)
    db.session.flush()
    rows = [
        {"stem": stem, "page_id": page.id}
        for page, found_by in zip(pages, stems, strict=True)
        for stem in found_by
    ]
    if rows:
        db.session.execute(insert(MaterialStem), rows)
    return True


def stem_rows(pages: Iterable[tuple[int, str]]) -> list[dict[str, object]]:
    """The rows of stems that these pages, by their ids, are found by."""
    return [{"stem": stem, "page_id": id_} for id_, text in pages for stem in _stems(text)]


def _stems(text: str) -> list[str]:
    return [stem for stem in stems_of(text).split() if 1 < len(stem) <= STEM_MAX_LENGTH]
