import pytest

from eventapp.forms.protection import mentions_protection


@pytest.mark.parametrize(
    "text",
    [
        "OBS jag har skyddade personuppgifter",
        "SKYDDAD IDENTITET",
        "skyddad id",
        "skyddad-2@brevlada.example",
        "Har skyddad folkbokföring",
        "sekretessmarkerad",
        "Sekretessmarkering i folkbokföringen!",
        "Kvarskriven sedan i våras",
        "fingerade personuppgifter",
        "hemlig adress",
        "Namnet får INTE stå på någon lista eller skylt",
        "Jag lever under hot",
        "Det finns en hotbild mot mig",
        "protected identity",
        "confidential address, please ask",
        "skyddsmarkerad",
        "Skyddsombud, men har också skyddade uppgifter",
        "skydad adress",
    ],
)
def test_a_mention_of_protection_holds_the_row(text: str) -> None:
    assert mentions_protection(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "skyddsombud",
        "Huvudskyddsombud, Kommunal",
        "regionala skyddsombud",
        "Enhetschef, skyddat boende",
        "Samordnare för skyddade boenden",
        "skyddsrond på torsdag",
        "Frivården, skyddstillsyn",
        "dataskyddsombud",
        "Brandskydd och klimatskydd",
        "barnskyddsteamet",
        "Skydda barn mot våld",
        "Stöd och skydd för brottsutsatta",
        "Skydd mot repressalier",
        "skyddad verkstad",
        "Offentlighet och sekretess",
        "sekretessbrytande regler",
        "Föräldraskapsstöd där tilliten är låg",
        "Jobbar mot gäng, vill ej synas på bild eller i deltagarlista",
        "Hotell bokat",
        "hemligstämplat menykort",
    ],
)
def test_ordinary_words_of_work_hold_nothing(text: str) -> None:
    assert not mentions_protection(text)
