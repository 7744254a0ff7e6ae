"""What the columns of calendars and to-do lists are called, and what each is of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from holdfast.records.formats.tables.names import vocabulary

_ENGLISH = """
summary = subject|summary|title|event|event name|event title|task|task name|to do|todo
start.day = start date|start|begin date|begins
start.hour = start time|begin time
end.day = end date|end|ends
end.hour = end time
all-day = all day event|all day
due.day = due date|due|deadline
due.hour = due time
alarm = reminder on off|reminder
alarm.day = reminder date
alarm.hour = reminder time
description = description|notes|note|details|body|comments
location = location|place|where
categories = categories|category|tags|list
priority = priority
private = private
sensitivity = sensitivity
status = status
done = completed|complete|done|finished
percent = % complete|percent complete
uid = uid|id|event id|task id
known = date completed|completed date|completion date|billing information|meeting organizer
known = required attendees|optional attendees|meeting resources|mileage|show time as|total work
known = actual work|companies|contacts|role|schedule priority|created|modified|organizer|attendees
"""

_GERMAN = """
summary = betreff|titel|termin|aufgabe
start.day = beginnt am|startdatum|beginn
start.hour = beginnt um|startzeit
end.day = endet am|enddatum|ende
end.hour = endet um|endzeit
all-day = ganztägiges ereignis|ganztägig
due.day = fällig am|fälligkeitsdatum|fällig
alarm = erinnerung ein aus
alarm.day = erinnerung am
alarm.hour = erinnerung um
description = beschreibung|notizen|notiz
location = ort
categories = kategorien|kategorie
priority = priorität
private = privat
sensitivity = vertraulichkeit
status = status
done = erledigt
percent = % erledigt
known = abrechnungsinformationen|abrechnungsinformation|besprechungsplanung|besprechungsressourcen
known = erforderliche teilnehmer|optionale teilnehmer|reisekilometer|zeitspanne zeigen als
known = erledigt am|gesamtaufwand|ist aufwand|firmen|kontakte|rolle
"""

_FRENCH = """
summary = objet|titre|tâche
start.day = début|date de début
start.hour = heure de début
end.day = fin|date de fin
end.hour = heure de fin
all-day = journée entière
due.day = échéance|date d échéance
alarm = rappel actif inactif|rappel
alarm.day = date de rappel
alarm.hour = heure du rappel
description = description|notes
location = emplacement|lieu
categories = catégories|catégorie
priority = priorité
private = privé
sensitivity = critère de diffusion
status = statut|état
done = terminé|terminée
percent = % achevé
known = organisateur d une réunion|participants obligatoires|participants facultatifs
known = ressources de la réunion|afficher la disponibilité|informations facturation|kilométrage
"""

_SPANISH = """
summary = asunto|título|tarea
start.day = fecha de comienzo|fecha de inicio|comienzo
start.hour = hora de comienzo|hora de inicio
end.day = fecha de finalización|fecha de fin|finalización
end.hour = hora de finalización|hora de fin
all-day = todo el día
due.day = fecha de vencimiento|vencimiento
alarm = aviso activado desactivado|recordatorio activado desactivado
alarm.day = fecha del aviso|fecha de aviso
alarm.hour = hora del aviso|hora de aviso
description = descripción|notas
location = ubicación|lugar
categories = categorías|categoría
priority = prioridad
private = privado
sensitivity = confidencialidad|carácter
status = estado
done = completado|completada
percent = % completado
known = organizador de la reunión|asistentes necesarios|asistentes opcionales
known = recursos de la reunión|mostrar hora como|facturación|kilometraje
"""

DATED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "english": vocabulary(_ENGLISH),
        "german": vocabulary(_GERMAN),
        "french": vocabulary(_FRENCH),
        "spanish": vocabulary(_SPANISH),
    }
)
"""Roles by plain name, for each language."""
ANSWERS = vocabulary("""
yes = true|yes|y|1|on|x|wahr|ja|ein|vrai|oui|verdadero|sí|si
no = false|no|n|0|off|falsch|nein|aus|faux|non|falso
""")
"""What a cell that is a tick says, by its word."""
STATUSES = vocabulary("""
COMPLETED = completed|complete|done|erledigt|abgeschlossen|terminé|terminée|completado|completada
NEEDS-ACTION = not started|needs action|open|todo|to do|nicht begonnen|offen|non commencé
NEEDS-ACTION = non commencée|no comenzado|no comenzada
IN-PROCESS = in progress|started|in bearbeitung|en cours|en curso
CANCELLED = cancelled|canceled|abgebrochen|annulé|annulée|cancelado|cancelada
""")
"""STATUS of a to-do (RFC 5545, 3.8.1.11) by the words of a cell."""
PRIORITIES = vocabulary("""
1 = high|hoch|haute|élevée|alta
5 = normal|medium|mittel|normale|moyenne|media
9 = low|niedrig|basse|faible|baja
""")
"""PRIORITY (RFC 5545, 3.8.1.9) by the words of a cell."""
CLASSES = vocabulary("""
PUBLIC = normal|public|normale|öffentlich
PRIVATE = private|privat|privé|privado|personal
CONFIDENTIAL = confidential|vertraulich|confidentiel|confidencial
""")
"""CLASS (RFC 5545, 3.8.1.3) by the words of a cell."""
