"""Whose site the sample is: an agency with made-up addresses and telephone numbers."""

SAMPLE_SITE = {
    "site_name": "Brottsförebyggande rådet",
    "site_tagline": "Evenemang och erfarenheter",
    "contact_email": "konferens@bra.example",
    "contact_phone": "08-465 004 10",
    "protected_phone": "08-465 004 11",
    "mail_from": "Exempelkonferensen <konferens@bra.example>",
}
