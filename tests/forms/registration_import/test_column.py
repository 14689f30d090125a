"""Files as LibreOffice, Google and Outlook write them: what each column is taken for."""

from eventapp.documents.table_file import read_table
from eventapp.domain.registration.form_content import FormContent, FormQuestion
from eventapp.forms.registration_import.column import guess_columns, with_header
from eventapp.models import QuestionKind

YES = {"sv": "Kommer du på middagen?", "en": "Are you coming to dinner?"}
QUESTIONS = (
    FormQuestion("middag", QuestionKind.YES_NO, YES, {}, (), required=False),
    FormQuestion("barn", QuestionKind.NUMBER, {"sv": "Antal barn"}, {}, (), required=False),
    FormQuestion("ankomst", QuestionKind.DATE, {"sv": "Ankomstdag"}, {}, (), required=False),
    FormQuestion(
        "omrade",
        QuestionKind.CHOICES,
        {"sv": "Vilka områden arbetar du med?"},
        {},
        (("skola", {"sv": "Skola, förskola"}), ("fritid", {"sv": "Fritid"})),
        required=False,
    ),
)
NOTHING = FormContent((), ())


def targets(content: bytes, asked: FormContent = NOTHING) -> dict[str, str]:
    """What becomes of the columns that become something, by head."""
    columns = guess_columns(with_header(read_table(content)), asked)
    return {column.header: str(column.target) for column in columns if column.target}


def test_outlooks_address_list_in_english() -> None:
    head = (
        '"Title","First Name","Middle Name","Last Name","Suffix","Company","Department",'
        '"Job Title","Business Street","Business Phone","Birthday","Language","E-mail Address",'
        '"E-mail Type","E-mail Display Name","Notes","Priority","Private"'
    )
    person = (
        '"Ms","Åsa","","Öberg","","Växjö kommun","","Planner","Storgatan 1","0470-410 00",'
        '"0/0/00","","asa@town.example","SMTP","Åsa Öberg (asa@town.example)","","Normal","False"'
    )
    assert targets(f"{head}\r\n{person}\r\n".encode("cp1252")) == {
        "First Name": "first-name",
        "Last Name": "last-name",
        "Company": "organisation",
        "Job Title": "role",
        "Business Phone": "phone",
        "E-mail Address": "email",
        "Private": "answer",
    }


def test_outlooks_address_list_in_swedish() -> None:
    head = (
        '"Titel","Förnamn","Mellannamn","Efternamn","Företag","Befattning","Adress, arbete",'
        '"Adress","Telefon, arbete","Språk","E-postadress","E-posttyp","Visningsnamn"'
    )
    person = (
        '"Fru","Åsa","","Öberg","Växjö kommun","Planerare","Storgatan 1","Storgatan 1",'
        '"0470-410 00","","asa@town.example","SMTP","Åsa Öberg"'
    )
    assert targets(f"{head}\r\n{person}\r\n".encode("cp1252")) == {
        "Förnamn": "first-name",
        "Efternamn": "last-name",
        "Företag": "organisation",
        "Befattning": "role",
        "Telefon, arbete": "phone",
        "E-postadress": "email",
        "Visningsnamn": "name",
    }


def test_googles_contacts_and_their_older_form() -> None:
    contacts = (
        "First Name,Last Name,Organization Name,Organization Title,Labels,E-mail 1 - Label,"
        "E-mail 1 - Value,Phone 1 - Value\n"
        "Åsa,Öberg,Växjö kommun,Planerare,* myContacts,* Work,asa@town.example,070-174 06 05\n"
    )
    older = (
        "Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
        "Organization 1 - Name\nÅsa Öberg,Åsa,Öberg,* myContacts,* Work,asa@town.example,Växjö\n"
    )
    assert targets(contacts.encode()) == {
        "First Name": "first-name",
        "Last Name": "last-name",
        "Organization Name": "organisation",
        "Organization Title": "role",
        "E-mail 1 - Value": "email",
        "Phone 1 - Value": "phone",
    }
    assert set(targets(older.encode()).values()) == {
        "name",
        "first-name",
        "last-name",
        "email",
        "organisation",
    }


def test_a_sheet_from_libreoffice_or_google_with_the_events_own_questions() -> None:
    asked = FormContent((), QUESTIONS)
    head = "Namn,E-post,Kommer du på middagen?,Antal barn (0–17),Ankomstdag,Arbetsområde"
    rows = (
        'Åsa Öberg,asa@town.example,TRUE,2,2024-03-14,"Skola, förskola, Fritid"\n'
        "Bo Ek,bo@town.example,FALSE,0,14/3/2024,Fritid\n"
    )
    expected = {
        "Namn": "name",
        "E-post": "email",
        "Kommer du på middagen?": "question:middag",
        "Antal barn (0–17)": "question:barn",
        "Ankomstdag": "question:ankomst",
        "Arbetsområde": "question:omrade",  # by what its cells say
    }
    sheet = f"{head}\n{rows}"
    assert targets(sheet.encode(), asked) == expected
    assert targets(sheet.encode("utf-16"), asked) == expected


def test_what_nobody_filled_in_becomes_nothing_but_what_a_list_cannot_do_without() -> None:
    sheet = "Namn;E-post;Organisation;Befattning;Språk\nÅsa Öberg;asa@town.example\n"
    assert targets(sheet.encode()) == {
        "Namn": "name",
        "E-post": "email",
        "Organisation": "organisation",
    }
