"""Word files bear no dates of their template."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document


def remove_dates(document: "Document") -> None:
    """Remove when it was made and changed: the template says 2013, whatever is written in it."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - it serves this verb alone

    package = document.part.package
    properties = package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element
    for child in list(properties):
        if child.tag.endswith(("}created", "}modified")):
            properties.remove(child)
