"""The tables of the contacts provider, and the columns that its addresses deliver."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.phones.virtual.android.providers.asking import strict

NAME = "vnd.android.cursor.item/name"
PHONE = "vnd.android.cursor.item/phone_v2"
EMAIL = "vnd.android.cursor.item/email_v2"
POSTAL = "vnd.android.cursor.item/postal-address_v2"
ORGANIZATION = "vnd.android.cursor.item/organization"
NICKNAME = "vnd.android.cursor.item/nickname"
NOTE = "vnd.android.cursor.item/note"
EVENT = "vnd.android.cursor.item/contact_event"
WEBSITE = "vnd.android.cursor.item/website"
PHOTO = "vnd.android.cursor.item/photo"
GROUP = "vnd.android.cursor.item/group_membership"

_DATA = tuple(f"data{number}" for number in range(1, 16))
_DATA_SYNCS = tuple(f"data_sync{number}" for number in range(1, 5))
_SYNCS = tuple(f"sync{number}" for number in range(1, 5))

SCHEMA = f"""
CREATE TABLE contacts (
  _id INTEGER PRIMARY KEY AUTOINCREMENT, name_raw_contact_id INTEGER, photo_id INTEGER,
  photo_file_id INTEGER, custom_ringtone TEXT, send_to_voicemail INTEGER NOT NULL DEFAULT 0,
  starred INTEGER NOT NULL DEFAULT 0, pinned INTEGER NOT NULL DEFAULT 0,
  has_phone_number INTEGER NOT NULL DEFAULT 0, lookup TEXT, display_name TEXT,
  display_name_alt TEXT, contact_last_updated_timestamp INTEGER);
CREATE TABLE raw_contacts (
  _id INTEGER PRIMARY KEY AUTOINCREMENT, account_name TEXT, account_type TEXT, data_set TEXT,
  sourceid TEXT, backup_id TEXT, version INTEGER NOT NULL DEFAULT 1,
  dirty INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0,
  metadata_dirty INTEGER NOT NULL DEFAULT 0, contact_id INTEGER,
  aggregation_mode INTEGER NOT NULL DEFAULT 0, custom_ringtone TEXT,
  send_to_voicemail INTEGER NOT NULL DEFAULT 0, times_contacted INTEGER NOT NULL DEFAULT 0,
  last_time_contacted INTEGER, starred INTEGER NOT NULL DEFAULT 0,
  pinned INTEGER NOT NULL DEFAULT 0, display_name TEXT, display_name_alt TEXT,
  display_name_source INTEGER NOT NULL DEFAULT 0, phonetic_name TEXT, phonetic_name_style TEXT,
  sort_key TEXT, phonebook_label TEXT, phonebook_bucket INTEGER, sort_key_alt TEXT,
  phonebook_label_alt TEXT, phonebook_bucket_alt INTEGER,
  {", ".join(f"{name} TEXT" for name in _SYNCS)});
CREATE INDEX raw_contacts_contact_id_index ON raw_contacts (contact_id);
CREATE INDEX raw_contacts_display_name_index ON raw_contacts (display_name);
CREATE TABLE data (
  _id INTEGER PRIMARY KEY AUTOINCREMENT, mimetype TEXT NOT NULL, raw_contact_id INTEGER NOT NULL,
  hash_id TEXT, res_package TEXT, is_read_only INTEGER NOT NULL DEFAULT 0,
  is_primary INTEGER NOT NULL DEFAULT 0, is_super_primary INTEGER NOT NULL DEFAULT 0,
  data_version INTEGER NOT NULL DEFAULT 0, {", ".join(f"{name} TEXT" for name in _DATA)},
  {", ".join(f"{name} TEXT" for name in _DATA_SYNCS)},
  carrier_presence INTEGER NOT NULL DEFAULT 0, preferred_phone_account_component_name TEXT,
  preferred_phone_account_id TEXT);
CREATE INDEX data_raw_contact_id ON data (raw_contact_id);
CREATE TABLE groups (
  _id INTEGER PRIMARY KEY AUTOINCREMENT, account_name TEXT, account_type TEXT, data_set TEXT,
  sourceid TEXT, version INTEGER NOT NULL DEFAULT 1, dirty INTEGER NOT NULL DEFAULT 0,
  res_package TEXT, title TEXT, title_res INTEGER, notes TEXT, system_id TEXT,
  deleted INTEGER NOT NULL DEFAULT 0, group_visible INTEGER NOT NULL DEFAULT 0,
  should_sync INTEGER NOT NULL DEFAULT 1, auto_add INTEGER NOT NULL DEFAULT 0,
  favorites INTEGER NOT NULL DEFAULT 0, group_is_read_only INTEGER NOT NULL DEFAULT 0,
  {", ".join(f"{name} TEXT" for name in _SYNCS)});
CREATE TABLE deleted_contacts (
  contact_id INTEGER PRIMARY KEY, contact_deleted_timestamp INTEGER NOT NULL);
CREATE TRIGGER raw_contacts_deleted BEFORE DELETE ON raw_contacts BEGIN
  DELETE FROM data WHERE raw_contact_id = OLD._id; END;
CREATE TRIGGER data_updated AFTER UPDATE ON data BEGIN
  UPDATE data SET data_version = OLD.data_version + 1 WHERE _id = OLD._id;
  UPDATE raw_contacts SET version = version + 1 WHERE _id = OLD.raw_contact_id; END;
CREATE TRIGGER data_deleted BEFORE DELETE ON data BEGIN
  UPDATE raw_contacts SET version = version + 1 WHERE _id = OLD.raw_contact_id; END;
CREATE VIEW view_raw_contacts AS SELECT raw_contacts.*,
  iif(data_set IS NULL, account_type, account_type || '/' || data_set)
  AS account_type_and_data_set, 0 AS raw_contact_is_user_profile FROM raw_contacts;
CREATE VIEW view_groups AS SELECT groups.*,
  iif(data_set IS NULL, account_type, account_type || '/' || data_set)
  AS account_type_and_data_set FROM groups;
CREATE VIEW view_contacts AS SELECT contacts.*, 1 AS in_visible_group, 1 AS in_default_directory,
  0 AS is_user_profile, raw.display_name_source, raw.phonetic_name, raw.phonetic_name_style,
  raw.sort_key, raw.sort_key_alt, raw.phonebook_label, raw.phonebook_bucket,
  raw.phonebook_label_alt, raw.phonebook_bucket_alt, 0 AS times_contacted,
  0 AS last_time_contacted, iif(photo_id IS NULL, NULL,
  'content://com.android.contacts/contacts/' || contacts._id || '/photo') AS photo_thumb_uri
  FROM contacts JOIN raw_contacts AS raw ON raw._id = contacts.name_raw_contact_id;
CREATE VIEW view_data AS SELECT data.*, raw.contact_id, raw.account_name, raw.account_type,
  raw.data_set, raw.account_type_and_data_set, raw.dirty, raw.sourceid, raw.backup_id,
  raw.version, 0 AS raw_contact_is_user_profile, contact.name_raw_contact_id,
  contact.custom_ringtone, contact.display_name, contact.display_name_alt,
  contact.display_name_source, contact.in_default_directory, contact.in_visible_group,
  contact.lookup, contact.phonetic_name, contact.phonetic_name_style, contact.photo_id,
  contact.photo_file_id, contact.photo_thumb_uri, contact.photo_thumb_uri AS photo_uri,
  contact.send_to_voicemail, contact.sort_key, contact.sort_key_alt, contact.starred,
  contact.pinned, contact.has_phone_number, contact.contact_last_updated_timestamp,
  iif(mimetype = '{GROUP}', (SELECT sourceid FROM groups WHERE groups._id = data.data1), NULL)
  AS group_sourceid
  FROM data JOIN view_raw_contacts AS raw ON raw._id = data.raw_contact_id
  JOIN view_contacts AS contact ON contact._id = raw.contact_id;
"""  # noqa: S608 - names of our own

_ACCOUNT = ("account_name", "account_type", "data_set", "account_type_and_data_set")
_RAW = (*_ACCOUNT, "dirty", "sourceid", "backup_id", "version")
_PHONEBOOK = (
    "sort_key",
    "sort_key_alt",
    "phonebook_label",
    "phonebook_bucket",
    "phonebook_label_alt",
    "phonebook_bucket_alt",
)
_CONTACT = (
    "custom_ringtone",
    "display_name",
    "display_name_alt",
    "display_name_source",
    "in_default_directory",
    "in_visible_group",
    "lookup",
    "phonetic_name",
    "phonetic_name_style",
    "photo_id",
    "photo_file_id",
    "photo_thumb_uri",
    "send_to_voicemail",
    "sort_key",
    "sort_key_alt",
    "starred",
    "pinned",
    "has_phone_number",
    "contact_last_updated_timestamp",
)
RAW_CONTACTS: Mapping[str, str] = strict(
    "_id",
    "contact_id",
    "deleted",
    "display_name",
    "display_name_alt",
    "display_name_source",
    "phonetic_name",
    "phonetic_name_style",
    *_PHONEBOOK,
    "times_contacted",
    "last_time_contacted",
    "custom_ringtone",
    "send_to_voicemail",
    "starred",
    "pinned",
    "aggregation_mode",
    "raw_contact_is_user_profile",
    "metadata_dirty",
    *_RAW,
    *_SYNCS,
)
DATA: Mapping[str, str] = strict(
    "_id",
    "raw_contact_id",
    "hash_id",
    "contact_id",
    "name_raw_contact_id",
    "raw_contact_is_user_profile",
    *_DATA,
    "carrier_presence",
    "preferred_phone_account_component_name",
    "preferred_phone_account_id",
    "data_version",
    "is_primary",
    "is_super_primary",
    "mimetype",
    "res_package",
    *_DATA_SYNCS,
    "group_sourceid",
    *_RAW,
    *_CONTACT,
    photo_uri="photo_thumb_uri",
    times_contacted="0",
    last_time_contacted="0",
    times_used="0",
    last_time_used="0",
)
CONTACTS: Mapping[str, str] = strict(
    "_id",
    "name_raw_contact_id",
    "is_user_profile",
    *_CONTACT,
    "phonebook_label",
    "phonebook_bucket",
    "phonebook_label_alt",
    "phonebook_bucket_alt",
    photo_uri="photo_thumb_uri",
    times_contacted="0",
    last_time_contacted="0",
)
GROUPS: Mapping[str, str] = strict(
    "_id",
    *_ACCOUNT,
    "sourceid",
    "dirty",
    "version",
    "res_package",
    "title",
    "title_res",
    "group_visible",
    "system_id",
    "deleted",
    "notes",
    "should_sync",
    "favorites",
    "auto_add",
    "group_is_read_only",
    *_SYNCS,
)
DELETED_CONTACTS: Mapping[str, str] = strict("contact_id", "contact_deleted_timestamp")
NOT_YET = frozenset(
    (
        "carrier_presence",
        "preferred_phone_account_component_name",
        "preferred_phone_account_id",
        "metadata_dirty",
        "hash_id",
    )
)
"""Columns that Android 6 does not have."""
