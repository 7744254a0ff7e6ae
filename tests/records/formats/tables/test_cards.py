from __future__ import annotations

from holdfast.records.model.kinds import Kind


def test_a_plain_table_of_names_is_contacts(read):
    one, two = read(
        "First Name,Last Name,Phone,Email",
        "Ada,Lark,+1 555 0100,ada@lark.example",
        "Bo,Finch,555 0101,",
    )
    assert (one.kind, one.title, one.item.suffix) == (Kind.CONTACTS, "Ada Lark", ".vcf")
    assert (one.summary.subtitle, one.summary.readable) == ("+1 555 0100", True)
    assert one.item.data == (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lark;Ada;;;\r\nFN:Ada Lark\r\n"
        b"TEL:+1 555 0100\r\nEMAIL:ada@lark.example\r\nEND:VCARD\r\n"
    )
    assert (two.title, two.unheld) == ("Bo Finch", [])


def test_google_s_several_values_labels_and_groups_become_properties(read):
    (told,) = read(
        "Name,Given Name,Family Name,Birthday,Notes,Group Membership,E-mail 1 - Type,"
        "E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,"
        "Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Address 1 - City,"
        "Organization 1 - Name,Organization 1 - Title,Organization 1 - Department,"
        "Website 1 - Type,Website 1 - Value,Relation 1 - Type,Relation 1 - Value,"
        "IM 1 - Service,IM 1 - Value,Event 1 - Type,Event 1 - Value",
        "Ada Lark,Ada,Lark,--05-04,likes tea,* myContacts ::: Choir,* Work,"
        "ada@lark.example ::: lark@mill.example,Mobile,555 0100,Boat,555 0101,"
        'Home,"1 Reed Lane\nTarn",1 Reed Lane,Tarn,Mill,Miller,Flour,'
        "Blog,https://lark.example/a,Sister,Eve,Skype,adalark,Graduation,2001-06-30",
    )
    assert told.unheld == []
    assert told.all("EMAIL") == [
        "EMAIL;TYPE=work:ada@lark.example",
        "EMAIL;TYPE=work:lark@mill.example",
    ]
    assert told.all("TEL") == ["TEL;TYPE=cell:555 0100"]
    assert "item1.TEL:555 0101" in told.lines
    assert "item1.X-ABLABEL:Boat" in told.lines
    assert told.all("ADR") == ["ADR;TYPE=home:;;1 Reed Lane;Tarn;;;"]
    assert told.all("ORG") == ["ORG:Mill;Flour"]
    assert told.all("TITLE") == ["TITLE:Miller"]
    assert told.all("CATEGORIES") == ["CATEGORIES:myContacts,Choir"]
    assert told.all("BDAY") == ["BDAY:--05-04"]
    assert told.all("X-SKYPE") == ["X-SKYPE:adalark"]
    assert told.field("related") == ["Eve"]
    assert told.field("address-label") == ["1 Reed Lane\nTarn"]


def test_google_s_new_form_is_read_as_its_old_one(read):
    (told,) = read(
        "First Name,Middle Name,Last Name,Phonetic Last Name,Nickname,Organization Name,"
        "Organization Title,Birthday,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,"
        "Phone 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value",
        "Grit,B,Wren,REN,Griddle,Dock,Clerk,1956-12-09,* myContacts,Other,g@wren.example,Work Fax,"
        "555 0102,Shoe size,38",
    )
    assert told.title == "Grit B Wren"
    assert "N:Wren;Grit;B;;" in told.lines
    assert told.all("TEL") == ["TEL;TYPE=work,fax:555 0102"]
    assert told.all("BDAY") == ["BDAY:1956-12-09"]
    assert told.all("X-PHONETIC-LAST-NAME") == ["X-PHONETIC-LAST-NAME:REN"]
    assert told.unheld == ["Custom Field 1 - Label", "Custom Field 1 - Value"]
    assert ["Custom Field 1 - Value", "38"] in told.rows["cells"]


def test_addresses_that_google_writes_into_one_cell_stay_apart(read):
    (told,) = read(
        "Name,Phone,Address 1 - Street,Address 1 - City",
        "Ada,1,1 Reed Lane ::: 2 Hill Road,Tarn ::: Fell",
    )
    assert told.all("ADR") == ["ADR:;;1 Reed Lane;Tarn;;;", "ADR:;;2 Hill Road;Fell;;;"]


def test_outlook_in_german_is_read_with_its_types(read):
    (told,) = read(
        "Anrede;Vorname;Nachname;Firma;Position;Straße geschäftlich;Straße geschäftlich 2;"
        "Ort geschäftlich;Postleitzahl geschäftlich;Land/Region geschäftlich;Fax geschäftlich;"
        "Telefon (privat);Mobiltelefon;E-Mail-Adresse;E-Mail-Typ;Geburtstag;Kategorien;Notizen;"
        "Vertraulichkeit",
        "Frau;Änne;Öhler;Mühle KG;Müllerin;Am Bach 1;Hof;Au;01234;Deutschland;0555 1;0555 2;0555 3;"
        'aenne@muehle.example;SMTP;24.12.1980;Chor;Tee;"Mehl; Korn";Normal',
        codec="cp1252",
    )
    assert "N:Öhler;Änne;;Frau;" in told.lines
    assert told.title == "Frau Änne Öhler"
    assert told.all("ADR") == ["ADR;TYPE=work:;;Am Bach 1\\nHof;Au;;01234;Deutschland"]
    assert told.all("TEL") == [
        "TEL;TYPE=work,fax:0555 1",
        "TEL;TYPE=home:0555 2",
        "TEL;TYPE=cell:0555 3",
    ]
    assert told.all("BDAY") == ["BDAY:1980-12-24"]


def test_a_row_that_is_too_long_keeps_its_cells_beyond_the_header(read):
    short, long = read("Name,Phone,Email", "Ada", "Bo,1,b@x.example,and more")
    assert (short.title, short.unheld) == ("Ada", [])
    assert (long.title, long.unheld) == ("Bo", [""])
    assert long.rows["cells"][-1] == ["", "and more"]


def test_outlook_in_french_and_spanish_is_read(read):
    (french,) = read(
        "Titre,Prénom,Nom,Titre,Téléphone (domicile),Tél. mobile,Adresse de messagerie,"
        "Ville (autre)",
        "Mme,Léa,Roitelet,Meunière,555 1,555 2,lea@roitelet.example,Pré",
    )
    assert "N:Roitelet;Léa;;Mme;" in french.lines
    assert french.all("TITLE") == ["TITLE:Meunière"]
    assert french.all("ADR") == ["ADR:;;;Pré;;;"]
    (spanish,) = read(
        "Nombre,Apellidos,Puesto,Particular,Mobile Phone,E-mail Address,Otra ciudad",
        "Inés,Mirlo,Molinera,555 1,555 2,ines@mirlo.example,Vega",
    )
    assert spanish.all("TEL") == ["TEL;TYPE=home:555 1", "TEL;TYPE=cell:555 2"]
    assert (french.unheld, spanish.unheld) == ([], [])


def test_thunderbird_s_birthday_is_put_together(read):
    whole, part = read(
        "First Name,Last Name,Primary Email,Birth Year,Birth Month,Birth Day",
        "Ada,Lark,a@x.example,1980,5,4",
        "Bo,Finch,b@x.example,,5,4",
    )
    assert whole.all("BDAY") == ["BDAY:1980-05-04"]
    assert part.unheld == ["Birth Month", "Birth Day"]


def test_yahoo_s_bare_words_are_numbers_where_they_can_be(read):
    (told,) = read(
        "First,Last,Email,Home,Work,Mobile,Other,Title,Comments",
        "Ada,Lark,a@x.example,1,2,3,none,Miller,hm",
    )
    assert told.all("TEL") == ["TEL;TYPE=home:1", "TEL;TYPE=work:2", "TEL;TYPE=cell:3"]
    assert told.all("TITLE") == ["TITLE:Miller"]
    assert told.unheld == ["Other"]


def test_a_birthday_that_leaves_its_century_open_stays_in_the_row(read):
    short, none, dated = read(
        "Name,Phone,Birthday", "Ada,1,5/14/45", "Bo,2,0/0/00", "Cy,3,5/14/1945 12:00:00 AM"
    )
    assert (short.all("BDAY"), short.unheld) == ([], ["Birthday"])
    assert (none.all("BDAY"), none.unheld) == ([], ["Birthday"])
    assert dated.all("BDAY") == ["BDAY:1945-05-14"]


def test_a_day_that_could_be_two_is_read_by_the_language_and_that_is_said(read):
    (english,) = read("Name,Phone,Birthday", "Ada,1,3/4/1980")
    (german,) = read("Name,Telefon,Mobil,Geburtstag", "Ada,1,2,3/4/1980")
    assert english.all("BDAY") == ["BDAY:1980-03-04"]
    assert english.rows["assumed"] == {"Birthday": "month first"}
    assert german.all("BDAY") == ["BDAY:1980-04-03"]
    assert german.rows["assumed"] == {"Geburtstag": "day first"}


def test_a_day_that_another_row_decides_is_not_assumed(read):
    told, _ = read("Name,Phone,Birthday", "Ada,1,3/4/1980", "Bo,2,31/1/1980")
    assert told.all("BDAY") == ["BDAY:1980-04-03"]
    assert "assumed" not in told.rows


def test_who_has_no_name_is_called_by_what_else_the_row_says(read):
    firm, mail, number, note = read(
        "Name,Company,Email,Phone,Notes", ",Mill,,,", ",,m@x.example,,", ",,,555,", ",,,,lone"
    )
    assert [each.title for each in (firm, mail, number, note)] == [
        "Mill",
        "m@x.example",
        "555",
        "lone",
    ]


def test_a_letter_that_no_card_can_carry_is_said_to_be_missing(read):
    (told,) = read("Name,Phone,Notes", "Ada,1,a\x07bell")
    assert told.unheld == ["Notes"]
    assert ["Notes", "a\x07bell"] in told.rows["cells"]


def test_two_columns_of_one_part_are_lines_of_one(read):
    (told,) = read("Name,Phone,Street,Address,City", "Ada,1,1 Reed Lane,Backyard,Tarn")
    assert told.all("ADR") == ["ADR:;;1 Reed Lane\\nBackyard;Tarn;;;"]
    assert told.unheld == []
