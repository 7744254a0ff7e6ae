"""What the columns of address books are called, and what each is of a card.

A role is "what:types" or "what.part:place". `KNOWN` is the role of a column that exports have
and a card has no place for: it counts for knowing the table, and its cells stay in the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from holdfast.records.formats.tables.names import vocabulary

KNOWN = "known"

_ENGLISH = """
given = first name|first|firstname|given name|forename
middle = middle name|middle|middlename|additional name
family = last name|last|lastname|family name|surname
full = name|full name|fullname|display name|displayname|contact name
prefix = name prefix|prefix|salutation
suffix = name suffix|suffix
title = title
job = job title|position|organization title
role = profession|occupation|role
nickname = nickname|nick name|nick|short name
sound.X-PHONETIC-FIRST-NAME = phonetic first name|given name yomi|given yomi
sound.X-PHONETIC-MIDDLE-NAME = phonetic middle name|additional name yomi
sound.X-PHONETIC-LAST-NAME = phonetic last name|family name yomi|surname yomi
org.name = company|organization|organisation|company name|organization name
org.unit = department|organization department
tel = phone|phone number|telephone|telephone number|primary phone|other phone|other|callback
tel = yahoo phone|radio phone|tty tdd phone|phone 1|phone 2|phone 3|phone2|phone3
tel:cell = mobile phone|mobile phone 2|mobile|mobile number|cell|cell phone|cellphone|cell number
tel:home = home phone|home phone 2|home|home telephone|home number
tel:work = business phone|business phone 2|work phone|work|company main phone|work number
tel:work = office phone|business telephone|work telephone
tel:work,fax = business fax|work fax
tel:home,fax = home fax
tel:fax = fax|fax number|other fax
tel:pager = pager|pager number
tel:car = car phone
tel:isdn = isdn
email = email|email address|emails|email 1|email 2|email 3|email1|email2|email3|emailaddress
email = email 2 address|email 3 address|primary email|secondary email
email = alternate email|alternate email 1|alternate email 2
email:home = home email|personal email
email:work = work email|business email
birthday = birthday|birth date|birthdate|date of birth
born.year = birth year
born.month = birth month
born.day = birth day
anniversary = anniversary
url = web page|webpage|website|url|personal website|web page 2|homepage
url:work = business website|web page 1|business web page
url:home = personal web page
note = notes|note|comments|comment
categories = categories|category|group membership|labels|groups|group
uid = uid|id|unique id|contact id
photo = photo
x.X-SPOUSE = spouse
x.X-MANAGER = manager s name|manager
x.X-ASSISTANT = assistant s name|assistant
im.X-AIM = screen name|aim id
im.X-SKYPE = skype id|skype
im.X-ICQ = icq id
im.X-GTALK = google id
im.X-MSN = msn id
im.X-YAHOO = yahoo id|messenger id
known = account|assistant s phone|billing information|children|company yomi|custom 1|custom 2
known = custom 3|custom 4|directory server|distribution lists|email type|email 2 type|email 3 type
known = email display name|email 2 display name|email 3 display name|file as|gender|hobby
known = government id number|initials|internet free busy|keywords|language|location|maiden name
known = mileage|office location|organizational id number|primary|priority|private|referred by
known = schools|sensitivity|subject|telex|user 1|user 2|user 3|user 4|yomi name|imaddress|irc id
known = connected on|created|modified|last modified|last contacted|phonetic name
"""

_GERMAN = """
given = vorname
middle = weitere vornamen|zweiter vorname
family = nachname|familienname
full = vollständiger name|anzeigename
prefix = anrede
suffix = namenszusatz
job = position|berufsbezeichnung
role = beruf
nickname = spitzname
org.name = firma|unternehmen|organisation
org.unit = abteilung
tel = telefon|telefonnummer|rufnummer|weiteres telefon|haupttelefon|rückmeldung
tel = telefon für hörbehinderte
tel:cell = mobiltelefon|mobiltelefon 2|mobil|handy|handynummer|mobilnummer
tel:home = telefon privat|telefon privat 2
tel:work = telefon geschäftlich|telefon geschäftlich 2|telefon firma
tel:work,fax = fax geschäftlich
tel:home,fax = fax privat
tel:fax = weiteres fax
tel:car = autotelefon
email = email adresse|email 2 adresse|email 3 adresse
birthday = geburtstag|geburtsdatum
anniversary = jahrestag
url = webseite|internetseite
note = notizen|notiz|bemerkungen|bemerkung
categories = kategorien|kategorie|gruppe|gruppen
x.X-SPOUSE = partner|partner in
x.X-MANAGER = name des r vorgesetzten|name des der vorgesetzten
x.X-ASSISTANT = name assistent|assistent in
adr.street:work = straße geschäftlich
adr.street2:work = straße geschäftlich 2
adr.street3:work = straße geschäftlich 3
adr.city:work = ort geschäftlich
adr.region:work = region geschäftlich|bundesland kanton geschäftlich
adr.code:work = postleitzahl geschäftlich
adr.country:work = land region geschäftlich|land geschäftlich
adr.box:work = postfach geschäftlich
adr.street:home = straße privat
adr.street2:home = straße privat 2
adr.street3:home = straße privat 3
adr.city:home = ort privat
adr.region:home = bundesland kanton privat|region privat
adr.code:home = postleitzahl privat
adr.country:home = land region privat|land privat
adr.box:home = postfach privat
adr.street:other = weitere straße
adr.street2:other = weitere straße 2
adr.street3:other = weitere straße 3
adr.city:other = weiterer ort
adr.region:other = weiteres r bundesland kanton
adr.code:other = weitere postleitzahl
adr.country:other = weiteres e land region|weiteres land
adr.box:other = weiteres postfach
adr.street: = straße|adresse|anschrift
adr.city: = stadt|wohnort
adr.code: = plz|postleitzahl
adr.country: = land
known = abrechnungsinformation|benutzer 1|benutzer 2|benutzer 3|benutzer 4|büro|email typ
known = email 2 typ|email 3 typ|email angezeigter name|email 2 angezeigter name
known = email 3 angezeigter name|empfohlen von|geschlecht|hobby|initialen|internet frei gebucht
known = kinder|konto|organisationsnr|ort|priorität|privat|regierungsnr|reisekilometer
known = sozialversicherungsnr|sprache|stichwörter|telefon assistent|vertraulichkeit
known = verzeichnisserver
"""

_FRENCH = """
given = prénom
middle = deuxième prénom
family = nom|nom de famille
full = nom complet|nom affiché
prefix = civilité
suffix = suffixe
title = titre
job = fonction|titre1
role = profession
nickname = surnom
org.name = société|entreprise
org.unit = service
tel = téléphone|numéro de téléphone|téléphone autre|téléphone principal|rappel
tel = radio téléphone|téléphone tdd tty
tel:cell = tél mobile|téléphone mobile|téléphone portable|portable
tel:home = téléphone domicile|téléphone 2 domicile
tel:work = téléphone bureau|téléphone 2 bureau|téléphone société
tel:work,fax = télécopie bureau
tel:home,fax = télécopie domicile
tel:fax = télécopie autre|télécopie
tel:pager = récepteur de radiomessagerie
tel:car = téléphone voiture
tel:isdn = rnis
email = adresse de messagerie|adresse de messagerie 2|adresse de messagerie 3|courriel
email = adresse email|adresse électronique
birthday = anniversaire|date de naissance
anniversary = anniversaire de mariage ou fête
url = page web|site web
note = notes|remarques
categories = catégories|catégorie|groupe|groupes
x.X-SPOUSE = conjoint e
x.X-MANAGER = responsable
x.X-ASSISTANT = nom de l assistant e
adr.street:work = rue bureau
adr.street2:work = rue bureau 2
adr.street3:work = rue bureau 3
adr.city:work = ville bureau
adr.region:work = dép région bureau
adr.code:work = code postal bureau
adr.country:work = pays bureau|pays région bureau
adr.box:work = b p professionnelle
adr.street:home = rue domicile
adr.street2:home = rue domicile 2
adr.street3:home = rue domicile 3
adr.city:home = ville domicile
adr.region:home = dép région domicile
adr.code:home = code postal domicile
adr.country:home = pays domicile|pays région domicile
adr.box:home = boîte postale du domicile
adr.street:other = rue autre
adr.street2:other = rue autre 2
adr.street3:other = rue autre 3
adr.city:other = ville autre
adr.region:other = dép région autre
adr.code:other = code postal autre
adr.country:other = pays autre|pays région autre
adr.box:other = autre boîte postale
adr.street: = rue|adresse
adr.city: = ville
adr.code: = code postal
adr.country: = pays
known = bureau|code gouvernement|compte|critère de diffusion|disponibilité internet|emplacement
known = enfants|informations facturation|initiales|kilométrage|langue|mots clés
known = nom complet de l adresse de messagerie|nom complet de l adresse de messagerie 2
known = nom complet de l adresse de messagerie 3|numéro d identification de l organisation
known = passe temps|priorité|privé|recommandé par|serveur d annuaire|sexe
known = téléphone de l assistant e|télex|type de messagerie|type de messagerie 2
known = type de messagerie 3|utilisateur 1|utilisateur 2|utilisateur 3|utilisateur 4
"""

_SPANISH = """
given = nombre
middle = segundo nombre
family = apellidos|apellido
full = nombre completo
prefix = tratamiento
suffix = sufijo
title = título
job = puesto|cargo
role = profesión
nickname = apodo|alias
sound.X-PHONETIC-FIRST-NAME = yomi especificada
sound.X-PHONETIC-LAST-NAME = apellido yomi
org.name = organización|compañía|empresa
org.unit = departamento
tel = teléfono|número de teléfono|otro teléfono|teléfono principal|devolución de llamada
tel = radioteléfono|número de teletipo
tel:cell = teléfono móvil|móvil|celular
tel:home = particular|teléfono particular|particular 2|número de teléfono 2 particular
tel:work = teléfono del trabajo|teléfono del trabajo 2|número de centralita de la organización
tel:work,fax = fax del trabajo
tel:home,fax = fax particular
tel:fax = otro fax
tel:pager = localizador|buscapersonas
tel:car = teléfono del automóvil
email = dirección de correo electrónico|dirección de correo electrónico 2
email = dirección de correo electrónico 3|dirección del correo electrónico 3
email = correo electrónico|correo
birthday = cumpleaños|fecha de nacimiento
anniversary = aniversario
url = página web|sitio web
note = notas|nota
categories = categorías|categoría|grupo|grupos
x.X-SPOUSE = cónyuge
x.X-MANAGER = nombre del director
x.X-ASSISTANT = nombre del ayudante
adr.street:work = calle del trabajo
adr.street2:work = calle del trabajo 2
adr.street3:work = calle del trabajo 3
adr.city:work = ciudad de trabajo|ciudad del trabajo
adr.region:work = provincia o estado de trabajo|provincia o estado del trabajo
adr.code:work = código postal del trabajo
adr.country:work = país o región del trabajo
adr.box:work = apartado postal de la dirección del trabajo
adr.street:home = calle del domicilio|calle particular
adr.city:home = ciudad del domicilio|ciudad particular
adr.code:home = código postal del domicilio
adr.country:home = país o región del domicilio
adr.box:home = apartado postal de la dirección personal
adr.street:other = otra calle
adr.street2:other = otra calle 2
adr.street3:other = otra calle 3
adr.city:other = otra ciudad
adr.region:other = otra provincia o estado
adr.code:other = otro código postal
adr.country:other = otro país o región
adr.box:other = otro apartado postal
adr.street: = calle|dirección
adr.city: = ciudad
adr.region: = provincia
adr.code: = código postal
adr.country: = país
known = aficiones|compañía yomi|confidencialidad|facturación|género|hijos|kilometraje
known = nombre de pantalla de correo electrónico|nombre de pantalla de correo electrónico 2
known = nombre de pantalla de correo electrónico 3|prioridad|tipo de correo electrónico 2
known = tipo de correo electrónico 3|tipo de correo electrónico|télex|usuario 1|usuario 2
known = usuario 3|usuario 4
"""

_PLACES = (("home", "home"), ("work", "business"), ("work", "work"), ("other", "other"), ("", ""))
_PARTS = """
street = street|address|street address
street2 = street 2|address 2|address2
street3 = street 3
city = city|town
region = state|county|region|province
code = postal code|zip|zipcode|zip code|post code|postcode
country = country|country region
box = po box|address po box
"""


def _english_addresses() -> Iterator[tuple[str, str]]:
    for place, word in _PLACES:
        for name, part in vocabulary(_PARTS).items():
            yield f"{word} {name}".strip(), f"adr.{part}:{place}"


CONTACTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "english": MappingProxyType({**dict(_english_addresses()), **vocabulary(_ENGLISH)}),
        "german": vocabulary(_GERMAN),
        "french": vocabulary(_FRENCH),
        "spanish": vocabulary(_SPANISH),
    }
)
"""Roles by plain name, for each language."""
