from __future__ import annotations

import pytest

from holdfast.records.formats.tables.headers import read_header
from holdfast.records.model.kinds import Kind

OUTLOOK = {
    "english": "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,"
    "Business Street,Business City,Business State,Business Postal Code,Business Country/Region,"
    "Home Street,Assistant's Phone,Business Fax,Business Phone,Home Phone,Mobile Phone,Other Fax,"
    "TTY/TDD Phone,Anniversary,Birthday,E-mail Address,E-mail Type,E-mail Display Name,"
    "E-mail 2 Address,Gender,Government ID Number,Manager's Name,Notes,Priority,Web Page",
    "german": "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,"
    "Straße geschäftlich,Ort geschäftlich,Region geschäftlich,Postleitzahl geschäftlich,"
    "Land/Region geschäftlich,Straße privat,Bundesland/Kanton privat,Weiteres/r Bundesland/Kanton,"
    "Telefon Assistent,Fax geschäftlich,Telefon geschäftlich,Telefon (privat),Telefon (privat 2),"
    "Mobiltelefon,Telefon für Hörbehinderte,E-Mail-Adresse,E-Mail: Angezeigter Name,"
    "E-Mail 2: Adresse,E-Mail 2: Typ,Geburtstag,Name des/r Vorgesetzten,Organisationsnr.,Webseite",
    "french": "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Titre,Rue (bureau),"
    "Ville (bureau),Dép/Région (bureau),Code postal (bureau),Pays (bureau),Rue (domicile) 2,"
    "Téléphone de l'assistant(e),Télécopie (bureau),Téléphone 2 (bureau),Tél. mobile,"
    "Récepteur de radiomessagerie,Adresse de messagerie,Type de messagerie,"
    "Nom complet de l'adresse de messagerie 2,Anniversaire,Anniversaire de mariage ou fête,"
    "B.P. professionnelle,Conjoint(e),Numéro d'identification de l'organisation,Page Web",
    "spanish": "Nombre,Segundo nombre,Apellidos,Organización,Puesto,Calle del trabajo,"
    "Ciudad de trabajo,Provincia o estado de trabajo,Código postal del trabajo,"
    "País o región del trabajo,Otra calle,Teléfono del trabajo,Particular,Teléfono móvil,"
    "Categorías,Dirección de correo electrónico,Dirección del correo electrónico 3,Notas,"
    "Número de centralita de la organización,Página web,Nombre del director",
}
PEOPLE = {
    "google, old": "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,"
    "Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,"
    "Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,"
    "Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,"
    "E-mail 1 - Value,IM 1 - Type,IM 1 - Service,IM 1 - Value,Phone 1 - Type,Phone 1 - Value,"
    "Address 1 - Type,Address 1 - Formatted,Address 1 - PO Box,Address 1 - Extended Address,"
    "Organization 1 - Type,Organization 1 - Name,Organization 1 - Job Description,"
    "Website 1 - Type,Website 1 - Value,Custom Field 1 - Type,Custom Field 1 - Value",
    "google, new": "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,"
    "Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,"
    "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Event 1 - Label,Event 1 - Value,"
    "Custom Field 1 - Label,Custom Field 1 - Value",
    "yahoo": "First,Middle,Last,Nickname,Email,Category,Distribution Lists,Yahoo! ID,Home,Work,"
    "Pager,Fax,Mobile,Other,Yahoo! Phone,Primary,Alternate Email 1,Alternate Email 2,"
    "Personal Website,Business Website,Title,Company,Work Address,Work City,Work State,Work ZIP,"
    "Work Country,Home Address,Birthday,Anniversary,Custom 1,Comments,Skype ID,ICQ ID",
    "thunderbird": "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,"
    "Screen Name,Work Phone,Home Phone,Fax Number,Pager Number,Mobile Number,Home Address,"
    "Home Address 2,Home City,Home State,Home ZipCode,Home Country,Work Address,Job Title,"
    "Department,Organization,Web Page 1,Web Page 2,Birth Year,Birth Month,Birth Day,Custom 1,Notes",
    "plain": "First Name,Last Name,Phone,Email",
    "plain, german": "Name,Vorname,Telefon",
    "linkedin": "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
}
DATES = {
    "google": "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location",
    "english": "Subject,Start Date,Start Time,End Date,End Time,All day event,Reminder on/off,"
    "Reminder Date,Reminder Time,Meeting Organizer,Required Attendees,Optional Attendees,"
    "Meeting Resources,Billing Information,Categories,Description,Location,Mileage,Priority,"
    "Private,Sensitivity,Show time as",
    "german": "Betreff,Beginnt am,Beginnt um,Endet am,Endet um,Ganztägiges Ereignis,"
    "Erinnerung Ein/Aus,Erinnerung am,Erinnerung um,Besprechungsplanung,Erforderliche Teilnehmer,"
    "Optionale Teilnehmer,Besprechungsressourcen,Abrechnungsinformationen,Beschreibung,Kategorien,"
    "Ort,Priorität,Privat,Reisekilometer,Vertraulichkeit,Zeitspanne zeigen als",
    "french": "Objet,Début,Début,Fin,Fin,Journée entière,Rappel actif/inactif,Date de rappel,"
    "Heure du rappel,Organisateur d'une réunion,Participants obligatoires,"
    "Participants facultatifs,Ressources de la réunion,Afficher la disponibilité,Catégories,"
    "Critère de diffusion,Description,Emplacement,Informations facturation,Kilométrage,Priorité,"
    "Privé",
}
OUTLOOK_TASKS = (
    "Subject,Start Date,Due Date,Reminder On/Off,Reminder Date,Reminder Time,Date Completed,"
    "% Complete,Total Work,Actual Work,Billing Information,Categories,Companies,Contacts,Mileage,"
    "Notes,Priority,Role,Schedule+ Priority,Sensitivity,Status"
)
STRANGERS = {
    "bookings": "Date,Name,E-mail,Amount,Balance",
    "german bookings": "Buchungstag;Name;Verwendungszweck;Betrag",
    "orders": "First Name,Last Name,Email,Phone,Order ID,Total",
    "passwords": "name,url,username,password,email",
    "messages": "Name,Phone,Date,Type,Message",
    "calls": "Name,Phone Number,Type,Date,Duration",
    "mails": "Subject,Body,From: (Name),From: (Address),To: (Name)",
    "guests among much else": "First Name,Email,Table,Starter,Main,Dessert,Wine,Song,Seat",
    "issues": "Summary,Issue key,Start date,Location,Component,Sprint,Reporter,Epic,Points",
    "names alone": "First Name,Last Name",
    "reaches alone": "Phone,Email",
    "due invoices": "Subject,Due Date,Amount,Status",
    "a name with no column beside": "Name",
}


@pytest.mark.parametrize("language", OUTLOOK)
def test_every_column_of_outlook_s_address_book_is_known_in_four_languages(language):
    header = read_header(OUTLOOK[language].split(","))
    assert (header.kind, header.language) == (Kind.CONTACTS, language)
    assert [column.header for column in header.columns if not column.role] == []


@pytest.mark.parametrize("program", PEOPLE)
def test_every_column_of_an_exported_address_book_is_known(program):
    header = read_header(PEOPLE[program].split(","))
    assert header.kind is Kind.CONTACTS
    assert [column.header for column in header.columns if not column.role] == []


@pytest.mark.parametrize("program", DATES)
def test_every_column_of_an_exported_calendar_is_known(program):
    header = read_header(DATES[program].split(","))
    assert header.kind is Kind.CALENDAR
    assert [column.header for column in header.columns if not column.role] == []


@pytest.mark.parametrize(
    "names",
    [
        OUTLOOK_TASKS,
        "Task,Due Date,Status,Notes",
        "Title,Due Date,Completed",
        "Aufgabe,Fällig am,Erledigt",
        "Tâche,Échéance,Statut",
        "Tarea,Fecha de vencimiento,Estado",
    ],
)
def test_a_list_of_tasks_is_known_by_what_is_due(names):
    assert read_header(names.split(",")).kind is Kind.TODOS


@pytest.mark.parametrize("table", STRANGERS)
def test_a_table_of_something_else_is_left_alone(table):
    names = STRANGERS[table]
    assert read_header(names.split(";" if ";" in names else ",")) is None


def test_a_title_is_a_form_of_address_only_where_another_column_has_the_job():
    def roles(*names):
        return [column.role for column in read_header(names).columns]

    assert roles("Title", "First Name", "Job Title", "E-mail Address")[0] == "prefix"
    assert roles("Titre", "Prénom", "Nom", "Titre", "Courriel")[::3] == ["prefix", "job"]
    assert roles("First", "Title", "Email")[1] == "job"


def test_a_name_beside_a_given_name_is_the_family_s_and_alone_it_is_all():
    def roles(*names):
        return [column.role for column in read_header(names).columns][:2]

    assert roles("Name", "Vorname", "Telefon") == ["family", "given"]
    assert roles("Nom", "Téléphone") == ["full", "tel"]
    assert roles("Nombre", "Teléfono") == ["full", "tel"]
    assert roles("Nombre", "Apellidos", "Teléfono") == ["given", "family"]
    assert roles("Name", "Given Name", "Family Name", "Phone") == ["full", "given"]
