"""Single cells: what people write for yes and no, a moment, a telephone number or an address."""

import re
from datetime import date, datetime, time
from email.utils import parseaddr

from email_validator import EmailNotValidError

from eventapp.domain.people.folding import fold
from eventapp.forms.fields import EMAIL_MAX_LENGTH, fold_email

YES = frozenset({"ja", "j", "yes", "y", "x", "1", "sant", "true", "kommer", "ja tack", "japp"})
NO = frozenset({"nej", "n", "no", "0", "falskt", "false", "nej tack", "kommer ej", "kommer inte"})
# As they are written where nothing has to be put right.
PLAIN = {"Ja": True, "Nej": False, "ja": True, "nej": False, "Yes": True, "No": False}
STATUSES = {
    "confirmed": ("bekraftad", "anmald", "godkand", "confirmed", "registered", "attending", "ja"),
    "waitlisted": ("vantelista", "reserv", "ko", "waiting list", "waitlisted", "waiting", "vantar"),
    "cancelled": ("avanmald", "avbokad", "aterbud", "installd", "cancelled", "canceled", "nej"),
}
STATUS_LEAST = 4  # letters of a word that was cut off
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
PLAIN_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?")
MOMENTS = (
    re.compile(r"(?P<y>\d{4})-?(?P<m>\d\d)-?(?P<d>\d\d)"),
    re.compile(r"(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{1,2})\.? (?P<word>[a-zåäö]{3})[a-zåäö]*\.? (?P<y>\d{4})", re.IGNORECASE),
)
CLOCK = re.compile(r"\b(\d{1,2})[:.](\d\d)(?:[:.]\d\d)?$")
MOBILE = re.compile(r"0(7\d)(\d{3})(\d\d)(\d\d)")
DIGITS_LEAST, DIGITS_MOST = 8, 11  # of a Swedish number with its area code
NUMBER_WITH_HYPHEN = re.compile(r"(?<!\d)(?:19|20)?(\d{6})[-+](\d{4})(?!\d)")
LONG_NUMBER = re.compile(r"(?<!\d)(?:19|20)(\d{6})(\d{4})(?!\d)")
FORMULA = re.compile(r"\s*(?:=|@[A-Z]{2,}\(|\+[A-Z]{2,}\()")
# Where a letter was lost on the way between two encodings.
LOST_LETTER = re.compile(r"\w\?\w|(?:^|\s)\?\w|\ufffd|Ã[\x80-\xbf¥¤¶]")


def read_answer(text: str) -> bool | None:
    """Yes or no; None for what is neither."""
    folded = fold(text)
    return True if folded in YES else False if folded in NO else None


def read_status(text: str) -> str | None:
    """A word of RegistrationState, also where the end of the word was cut off; None if unclear."""
    folded = fold(text)
    for status, words in STATUSES.items():
        if folded in words:
            return status
    if len(folded) >= STATUS_LEAST:
        for status, words in STATUSES.items():
            if any(word.startswith(folded) for word in words):
                return status
    return None


def read_moment(text: str) -> datetime | None:
    """The day and time that were meant, without a zone; None if no such day exists."""
    stripped = " ".join(text.replace("T", " ").split())
    clock = CLOCK.search(stripped)
    day_text = stripped[: clock.start()].strip() if clock else stripped
    for pattern in MOMENTS:
        if (match := pattern.fullmatch(day_text)) and (day := _day(match.groupdict())):
            return datetime.combine(day, _time(clock))
    return None


def _day(parts: dict[str, str]) -> date | None:
    word = parts.get("word", "").casefold()
    month = MONTHS.index(word) + 1 if word in MONTHS else int(parts.get("m") or 0)
    try:
        return date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        return None


def _time(clock: re.Match[str] | None) -> time:
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
    return time(hour, minute) if hour < 24 and minute < 60 else time()


def phone_shape(text: str) -> str:
    """How a number is written: its digits as nines, with all that stands between."""
    return re.sub(r"\d", "9", text)


def read_phone(text: str) -> str:
    """The number as it is written in Sweden, or nothing where it is none."""
    digits = re.sub(r"[^\d+]", "", text).removeprefix("+")
    digits = re.sub(r"^(?:00)?46(?=[1-9])", "0", digits)
    if len(digits) == 9 and digits.startswith("7"):
        digits = f"0{digits}"  # a spreadsheet took it for a figure
    if mobile := MOBILE.fullmatch(digits):
        return "0{}-{} {} {}".format(*mobile.groups())
    is_other = digits.startswith("0") and not digits.startswith("07")
    return digits if is_other and DIGITS_LEAST <= len(digits) <= DIGITS_MOST else ""


def read_address(text: str) -> tuple[str, str]:
    """The folded address, or "", and what may have been meant where it is wrong."""
    stripped = text.strip().removeprefix("mailto:").strip("<>;, ")
    if "<" in text and ">" in text:
        stripped = parseaddr(text)[1] or stripped
    if address := _valid(stripped):
        return address, ""
    guess = re.sub(r"\s+(?:at|snabel-?a|\(at\)|\[at\])\s+|\s*[(\[]at[)\]]\s*", "@", stripped)
    guess = re.sub(r"\s+", "", guess).replace(",", ".")
    guess = re.sub(r"\.{2,}", ".", guess).replace("@.", "@").replace(".@", "@").strip(".")
    return "", _valid(guess)


def _valid(text: str) -> str:
    if len(text) > EMAIL_MAX_LENGTH:
        return ""
    try:
        return fold_email(text)
    except EmailNotValidError:
        return ""


def hide_personal_numbers(text: str) -> str:
    """The text without personal identity numbers, which are never stored."""
    for pattern in (NUMBER_WITH_HYPHEN, LONG_NUMBER):
        text = pattern.sub(lambda match: "" if _is_birth_number(match) else match[0], text)
    return text


def _is_birth_number(match: re.Match[str]) -> bool:
    """Whether the digits are a day and a number with the right check digit."""
    born, rest = match[1], match[2]
    month, day = int(born[2:4]), int(born[4:6])
    if not 1 <= month <= 12 or not (1 <= day <= 31 or 61 <= day <= 91):
        return False
    doubled = [int(digit) * (2 - index % 2) for index, digit in enumerate(born + rest)]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
