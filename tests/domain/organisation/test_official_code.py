"""Official codes: what each kind of organisation may have, and how it is stored."""

import pytest

from eventapp.domain.organisation.official_code import OfficialCodeMalformed, tidy_official_code
from eventapp.i18n import speaking
from eventapp.models import OrganisationKind

MUNICIPALITY, REGION = OrganisationKind.MUNICIPALITY, OrganisationKind.REGION
AGENCY, OTHER = OrganisationKind.AGENCY, OrganisationKind.OTHER


@pytest.mark.parametrize(
    ("kind", "written", "stored"),
    [
        (MUNICIPALITY, "0114", "0114"),
        (MUNICIPALITY, "", ""),
        (REGION, "01", "01"),
        (AGENCY, "202100-5489", "202100-5489"),
        (AGENCY, "2021005489", "202100-5489"),
        (OTHER, "162120000142", "212000-0142"),
        (OTHER, "", ""),
    ],
)
def test_a_code_is_stored_in_one_way(kind: OrganisationKind, written: str, stored: str) -> None:
    assert tidy_official_code(written, kind) == stored


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("kind", "written", "words"),
    [
        (MUNICIPALITY, "114", "four digits"),
        (MUNICIPALITY, "01140", "four digits"),
        (MUNICIPALITY, "٠١١٤", "four digits"),
        (REGION, "1", "two digits"),
        (REGION, "AB", "two digits"),
        (AGENCY, "77", "ten digits"),
        (AGENCY, "202100-5480", "ten digits"),  # the check digit
        (OTHER, "701222-1234", "ten digits"),  # a person's
        (OTHER, "800101-0016", "ten digits"),  # a person's, with the right check digit
        (OTHER, "２０２１００-5489", "ten digits"),
    ],
)
def test_what_is_no_such_code_is_refused_with_an_example(
    kind: OrganisationKind, written: str, words: str
) -> None:
    with pytest.raises(OfficialCodeMalformed) as refused, speaking("en"):
        tidy_official_code(written, kind)
    with speaking("en"):
        assert words in refused.value.message
