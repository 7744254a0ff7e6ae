"""The tables of the calendar provider, the columns it delivers, and who may write which."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.phones.virtual.android.providers.asking import strict

_CAL_SYNCS = tuple(f"cal_sync{number}" for number in range(1, 11))
_SYNC_DATA = tuple(f"sync_data{number}" for number in range(1, 11))

SCHEMA = f"""
CREATE TABLE Calendars (
  _id INTEGER PRIMARY KEY, account_name TEXT, account_type TEXT, _sync_id TEXT, dirty INTEGER,
  mutators TEXT, name TEXT, calendar_displayName TEXT, calendar_color INTEGER,
  calendar_color_index TEXT, calendar_access_level INTEGER, visible INTEGER NOT NULL DEFAULT 1,
  sync_events INTEGER NOT NULL DEFAULT 0, calendar_location TEXT, calendar_timezone TEXT,
  ownerAccount TEXT, isPrimary INTEGER, canOrganizerRespond INTEGER NOT NULL DEFAULT 1,
  canModifyTimeZone INTEGER DEFAULT 1, canPartiallyUpdate INTEGER DEFAULT 0,
  maxReminders INTEGER DEFAULT 5, allowedReminders TEXT DEFAULT '0,1',
  allowedAvailability TEXT DEFAULT '0,1', allowedAttendeeTypes TEXT DEFAULT '0,1,2',
  deleted INTEGER NOT NULL DEFAULT 0, {", ".join(f"{name} TEXT" for name in _CAL_SYNCS)});
CREATE TABLE Events (
  _id INTEGER PRIMARY KEY AUTOINCREMENT, _sync_id TEXT, dirty INTEGER, mutators TEXT,
  lastSynced INTEGER DEFAULT 0, calendar_id INTEGER NOT NULL, title TEXT, eventLocation TEXT,
  description TEXT, eventColor INTEGER, eventColor_index TEXT, eventStatus INTEGER,
  selfAttendeeStatus INTEGER NOT NULL DEFAULT 0, dtstart INTEGER, dtend INTEGER,
  eventTimezone TEXT, duration TEXT, allDay INTEGER NOT NULL DEFAULT 0,
  accessLevel INTEGER NOT NULL DEFAULT 0, availability INTEGER NOT NULL DEFAULT 0,
  hasAlarm INTEGER NOT NULL DEFAULT 0, hasExtendedProperties INTEGER NOT NULL DEFAULT 0,
  rrule TEXT, rdate TEXT, exrule TEXT, exdate TEXT, original_id INTEGER, original_sync_id TEXT,
  originalInstanceTime INTEGER, originalAllDay INTEGER, lastDate INTEGER,
  hasAttendeeData INTEGER NOT NULL DEFAULT 0, guestsCanModify INTEGER NOT NULL DEFAULT 0,
  guestsCanInviteOthers INTEGER NOT NULL DEFAULT 1, guestsCanSeeGuests INTEGER NOT NULL DEFAULT 1,
  organizer STRING, isOrganizer INTEGER, deleted INTEGER NOT NULL DEFAULT 0,
  eventEndTimezone TEXT, customAppPackage TEXT, customAppUri TEXT, uid2445 TEXT,
  {", ".join(f"{name} TEXT" for name in _SYNC_DATA)});
CREATE INDEX eventsCalendarIdIndex ON Events (calendar_id);
CREATE INDEX eventsOriginalIdIndex ON Events (original_id);
CREATE TABLE Attendees (
  _id INTEGER PRIMARY KEY, event_id INTEGER, attendeeName TEXT, attendeeEmail TEXT,
  attendeeStatus INTEGER, attendeeRelationship INTEGER, attendeeType INTEGER,
  attendeeIdentity TEXT, attendeeIdNamespace TEXT);
CREATE INDEX attendeesEventIdIndex ON Attendees (event_id);
CREATE TABLE Reminders (
  _id INTEGER PRIMARY KEY, event_id INTEGER, minutes INTEGER, method INTEGER NOT NULL DEFAULT 0);
CREATE INDEX remindersEventIdIndex ON Reminders (event_id);
CREATE TABLE ExtendedProperties (
  _id INTEGER PRIMARY KEY, event_id INTEGER, name TEXT, value TEXT);
CREATE TRIGGER calendar_cleanup DELETE ON Calendars BEGIN
  DELETE FROM Events WHERE calendar_id = OLD._id; END;
CREATE TRIGGER events_cleanup_delete DELETE ON Events BEGIN
  DELETE FROM Attendees WHERE event_id = OLD._id;
  DELETE FROM Reminders WHERE event_id = OLD._id;
  DELETE FROM ExtendedProperties WHERE event_id = OLD._id; END;
CREATE VIEW view_events AS SELECT Events.*, account_name, account_type, calendar_timezone,
  calendar_displayName, calendar_location, visible, calendar_color, calendar_color_index,
  calendar_access_level, maxReminders, allowedReminders, allowedAttendeeTypes,
  allowedAvailability, canOrganizerRespond, canModifyTimeZone, canPartiallyUpdate,
  {", ".join(_CAL_SYNCS)}, ownerAccount, sync_events,
  ifnull(isPrimary, account_name = ownerAccount) AS is_primary,
  ifnull(eventColor, calendar_color) AS displayColor
  FROM Events JOIN Calendars ON Events.calendar_id = Calendars._id;
CREATE VIEW view_attendees AS SELECT Attendees.*, Events.deleted, Events._sync_id,
  Events.calendar_id FROM Attendees JOIN Events ON Attendees.event_id = Events._id;
CREATE VIEW view_reminders AS SELECT Reminders.*, Events.deleted, Events._sync_id,
  Events.calendar_id FROM Reminders JOIN Events ON Reminders.event_id = Events._id;
"""  # noqa: S608 - names of our own

CALENDARS: Mapping[str, str] = strict(
    "_id",
    "account_name",
    "account_type",
    "_sync_id",
    "dirty",
    "mutators",
    "name",
    "calendar_displayName",
    "calendar_color",
    "calendar_color_index",
    "calendar_access_level",
    "visible",
    "sync_events",
    "calendar_location",
    "calendar_timezone",
    "ownerAccount",
    "canOrganizerRespond",
    "canModifyTimeZone",
    "canPartiallyUpdate",
    "maxReminders",
    "allowedReminders",
    "allowedAvailability",
    "allowedAttendeeTypes",
    "deleted",
    *_CAL_SYNCS,
    isPrimary="ifnull(isPrimary, account_name = ownerAccount)",
)
EVENTS: Mapping[str, str] = strict(
    "account_name",
    "account_type",
    "title",
    "eventLocation",
    "description",
    "eventStatus",
    "eventColor",
    "eventColor_index",
    "selfAttendeeStatus",
    "dtstart",
    "dtend",
    "eventTimezone",
    "eventEndTimezone",
    "duration",
    "allDay",
    "accessLevel",
    "availability",
    "hasAlarm",
    "hasExtendedProperties",
    "rrule",
    "rdate",
    "exrule",
    "exdate",
    "original_sync_id",
    "original_id",
    "originalInstanceTime",
    "originalAllDay",
    "lastDate",
    "hasAttendeeData",
    "calendar_id",
    "guestsCanInviteOthers",
    "guestsCanModify",
    "guestsCanSeeGuests",
    "organizer",
    "customAppPackage",
    "customAppUri",
    "uid2445",
    "deleted",
    "_sync_id",
    "calendar_color",
    "calendar_color_index",
    "calendar_access_level",
    "visible",
    "calendar_timezone",
    "ownerAccount",
    "calendar_displayName",
    "allowedReminders",
    "allowedAttendeeTypes",
    "allowedAvailability",
    "maxReminders",
    "canOrganizerRespond",
    "canModifyTimeZone",
    "displayColor",
    "_id",
    *_SYNC_DATA,
    *_CAL_SYNCS,
    "dirty",
    "mutators",
    "lastSynced",
    isOrganizer="ifnull(isOrganizer, organizer = ownerAccount)",
    isPrimary="is_primary",
)
ATTENDEES: Mapping[str, str] = strict(
    "_id",
    "event_id",
    "attendeeName",
    "attendeeEmail",
    "attendeeStatus",
    "attendeeRelationship",
    "attendeeType",
    "attendeeIdentity",
    "attendeeIdNamespace",
    "deleted",
    "_sync_id",
)
REMINDERS: Mapping[str, str] = strict("_id", "event_id", "minutes", "method", "deleted", "_sync_id")
EXTENDED_PROPERTIES: Mapping[str, str] = strict("_id", "event_id", "name", "value")

PROVIDER_ONLY: Mapping[str, tuple[str, ...]] = {
    "events": (
        "account_name",
        "account_type",
        *_CAL_SYNCS,
        "allowedReminders",
        "allowedAttendeeTypes",
        "allowedAvailability",
        "calendar_access_level",
        "calendar_color",
        "calendar_timezone",
        "canModifyTimeZone",
        "canOrganizerRespond",
        "calendar_displayName",
        "canPartiallyUpdate",
        "sync_events",
        "visible",
    )
}
"""Columns of each table that nobody but the provider may write."""
ADAPTERS_ONLY: Mapping[str, tuple[str, ...]] = {
    "calendars": (
        "account_name",
        "account_type",
        "_sync_id",
        "dirty",
        "mutators",
        "ownerAccount",
        "maxReminders",
        "allowedReminders",
        "canModifyTimeZone",
        "canOrganizerRespond",
        "canPartiallyUpdate",
        "calendar_location",
        "calendar_timezone",
        "calendar_access_level",
        "deleted",
        *_CAL_SYNCS,
    ),
    "events": ("_sync_id", "dirty", "mutators", *_SYNC_DATA),
}
"""Columns of each table that sync adapters alone may write."""
ADAPTERS_ONLY_DEFAULT = ("dirty", "_sync_id")
