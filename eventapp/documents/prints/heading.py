"""What every print says of itself: its title, the event, and the language of its words."""

from dataclasses import dataclass

from eventapp.documents.typesetting import legible


@dataclass(frozen=True, slots=True)
class SheetHeading:
    """The title of a print and of its event; `language` is sv, en or en_GB."""

    title: str
    event_title: str
    language: str

    def values(self) -> dict[str, object]:
        """As the pages take it."""
        lang, _, region = self.language.replace("-", "_").partition("_")
        return {
            "title": f"{legible(self.title)} – {legible(self.event_title)}",
            "heading": legible(self.title),
            "event_title": legible(self.event_title),
            "lang": lang,
            "region": region or None,
        }
