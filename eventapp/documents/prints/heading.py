"""What every print says of itself: its title, the event, and the language of its words."""

from dataclasses import dataclass

from eventapp.documents.typesetting import legible


@dataclass(frozen=True, slots=True)
class PrintedLogo:
    """A picture, how many times as wide as high it is, and what is read aloud in its place."""

    png: bytes
    ratio: float
    words: str

    def values(self) -> dict[str, object]:
        """As the pages take it."""
        return {"png": list(self.png), "ratio": self.ratio, "words": legible(self.words)}


@dataclass(frozen=True, slots=True)
class SheetHeading:
    """The title of a print and of its event; `language` is sv, en or en_GB."""

    title: str
    event_title: str
    language: str
    logo: PrintedLogo | None = None

    def values(self) -> dict[str, object]:
        """As the pages take it."""
        lang, _, region = self.language.replace("-", "_").partition("_")
        return {
            "title": f"{legible(self.title)} – {legible(self.event_title)}",
            "heading": legible(self.title),
            "event_title": legible(self.event_title),
            "lang": lang,
            "region": region or None,
            "logo": self.logo.values() if self.logo else None,
        }
