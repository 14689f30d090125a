"""The official code of an organisation: of a municipality or region in SCB's list, else its number.

The organisation number is that of the Swedish Tax Agency: ten digits of which the third is at
least 2 (a person's number has a month there) and the last a check digit (Luhn).
"""

import re

from eventapp.domain.errors import Refusal
from eventapp.i18n import _, _l
from eventapp.models import OrganisationKind

DIGITS = {OrganisationKind.MUNICIPALITY: 4, OrganisationKind.REGION: 2}
NUMBER = re.compile(r"(?:16)?([0-9]{2}[2-9][0-9]{3})[- ]?([0-9]{4})", re.ASCII)


class OfficialCodeMalformed(Refusal):
    """The code is none that an organisation of this kind can have."""

    code = "official-code-malformed"
    sentence = _l("This is not an official code of such an organisation.")

    def __init__(self, kind: OrganisationKind) -> None:
        super().__init__(kind)
        self.kind = kind

    @property
    def message(self) -> str:
        """What such a code looks like."""
        if self.kind is OrganisationKind.MUNICIPALITY:
            return _("Write the municipality’s code in four digits, for example 0114.")
        if self.kind is OrganisationKind.REGION:
            return _("Write the region’s code in two digits, for example 01.")
        return _(
            "Write the organisation number in ten digits, for example 202100-5489. "
            "Check each digit: the last one has to agree with the others."
        )


def tidy_official_code(code: str, kind: OrganisationKind) -> str:
    """The code as it is stored; nothing is none. Raises OfficialCodeMalformed."""
    digits = DIGITS.get(kind)
    if digits is not None:
        if code and not (code.isascii() and code.isdigit() and len(code) == digits):
            raise OfficialCodeMalformed(kind)
        return code
    number = NUMBER.fullmatch(code)
    if code and not (number and _agrees("".join(number.groups()))):
        raise OfficialCodeMalformed(kind)
    return "-".join(number.groups()) if number else ""


def _agrees(digits: str) -> bool:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
