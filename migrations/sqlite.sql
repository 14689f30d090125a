CREATE TABLE account_invitation_roles (
	id INTEGER NOT NULL,
	invitation_id INTEGER NOT NULL,
	role VARCHAR NOT NULL,
	event_id INTEGER,
	organisation_id INTEGER,
	CONSTRAINT pk_account_invitation_roles PRIMARY KEY (id),
	CONSTRAINT fk_account_invitation_roles_invitation_id_account_invitations FOREIGN KEY(invitation_id) REFERENCES account_invitations (id),
	CONSTRAINT fk_account_invitation_roles_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_account_invitation_roles_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);

CREATE TABLE account_invitations (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	email VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	invited_by VARCHAR NOT NULL,
	nonce VARCHAR NOT NULL,
	digest VARCHAR NOT NULL,
	letters INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	ends_at DATETIME NOT NULL,
	used_at DATETIME,
	withdrawn_at DATETIME,
	account_id INTEGER,
	CONSTRAINT pk_account_invitations PRIMARY KEY (id),
	CONSTRAINT fk_account_invitations_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id),
	CONSTRAINT uq_account_invitations_code UNIQUE (code),
	CONSTRAINT uq_account_invitations_digest UNIQUE (digest)
);

CREATE TABLE account_sessions (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	account_id INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	device VARCHAR NOT NULL,
	begun_at DATETIME NOT NULL,
	seen_at DATETIME NOT NULL,
	CONSTRAINT pk_account_sessions PRIMARY KEY (id),
	CONSTRAINT fk_account_sessions_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id),
	CONSTRAINT uq_account_sessions_code UNIQUE (code),
	CONSTRAINT uq_account_sessions_digest UNIQUE (digest)
);

CREATE TABLE accounts (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	email VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	password_hash VARCHAR NOT NULL,
	second_factor BLOB,
	second_factor_key INTEGER,
	last_code_step INTEGER NOT NULL,
	wrong_tries INTEGER NOT NULL,
	locked_until DATETIME,
	epoch INTEGER NOT NULL,
	active BOOLEAN NOT NULL,
	created_at DATETIME NOT NULL,
	version INTEGER NOT NULL, language VARCHAR DEFAULT '' NOT NULL, last_used_at DATETIME, unused_notice_at DATETIME, bounced_at DATETIME, calendar_secret VARCHAR, calendar_revision INTEGER DEFAULT '0' NOT NULL, calendar_digest VARCHAR,
	CONSTRAINT pk_accounts PRIMARY KEY (id),
	CONSTRAINT uq_accounts_code UNIQUE (code),
	CONSTRAINT uq_accounts_email UNIQUE (email)
);

CREATE TABLE "adaptations" (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	experience_id INTEGER NOT NULL,
	organisation_id INTEGER NOT NULL,
	kind VARCHAR(40) NOT NULL,
	state VARCHAR(40) NOT NULL,
	comment VARCHAR NOT NULL,
	contact_email VARCHAR NOT NULL,
	told_on DATE NOT NULL,
	declared BOOLEAN DEFAULT 0 NOT NULL,
	named BOOLEAN DEFAULT 1 NOT NULL,
	own_experience_id INTEGER,
	withdrawn BOOLEAN DEFAULT 0 NOT NULL,
	"before" JSON,
	changed_at DATETIME,
	version INTEGER DEFAULT '1' NOT NULL,
	CONSTRAINT pk_adaptations PRIMARY KEY (id),
	CONSTRAINT fk_adaptations_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id),
	CONSTRAINT uq_adaptations_code UNIQUE (code),
	CONSTRAINT fk_adaptations_experience_id_experiences FOREIGN KEY(experience_id) REFERENCES experiences (id),
	CONSTRAINT fk_adaptations_own_experience_id_experiences FOREIGN KEY(own_experience_id) REFERENCES experiences (id)
);

CREATE TABLE address_changes (
	id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	email VARCHAR NOT NULL,
	nonce VARCHAR NOT NULL,
	digest VARCHAR NOT NULL,
	ends_at DATETIME NOT NULL,
	used_at DATETIME,
	CONSTRAINT pk_address_changes PRIMARY KEY (id),
	CONSTRAINT fk_address_changes_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id),
	CONSTRAINT uq_address_changes_digest UNIQUE (digest)
);

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL
);

CREATE TABLE aliases (
	code VARCHAR NOT NULL,
	digest VARCHAR NOT NULL,
	sealed BLOB NOT NULL,
	CONSTRAINT pk_aliases PRIMARY KEY (code),
	CONSTRAINT uq_aliases_digest UNIQUE (digest)
)
 WITHOUT ROWID;

CREATE TABLE attendance_counts (
	event_id INTEGER NOT NULL,
	organisation_code VARCHAR NOT NULL,
	organisation_name VARCHAR NOT NULL,
	registered INTEGER NOT NULL,
	attended INTEGER NOT NULL,
	CONSTRAINT pk_attendance_counts PRIMARY KEY (event_id, organisation_code),
	CONSTRAINT fk_attendance_counts_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE TABLE attendances (
	registration_id INTEGER NOT NULL,
	marked_at DATETIME NOT NULL,
	marked_by VARCHAR NOT NULL,
	CONSTRAINT pk_attendances PRIMARY KEY (registration_id),
	CONSTRAINT fk_attendances_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id)
);

CREATE TABLE audit_changes (
	entry_id INTEGER NOT NULL,
	"before" JSON NOT NULL,
	"after" JSON NOT NULL, reason VARCHAR DEFAULT '' NOT NULL, salt VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_audit_changes PRIMARY KEY (entry_id),
	CONSTRAINT fk_audit_changes_entry_id_audit_entries FOREIGN KEY(entry_id) REFERENCES audit_entries (id)
);

CREATE TABLE audit_entries (
	id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	actor VARCHAR NOT NULL,
	action VARCHAR NOT NULL,
	subject_kind VARCHAR NOT NULL,
	subject_code VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	details JSON NOT NULL, event_id INTEGER, change_digest VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_audit_entries PRIMARY KEY (id)
);

CREATE TABLE audit_seals (
	position INTEGER NOT NULL,
	entry_id INTEGER NOT NULL,
	key_print VARCHAR NOT NULL,
	mac BLOB NOT NULL,
	CONSTRAINT pk_audit_seals PRIMARY KEY (position),
	CONSTRAINT uq_audit_seals_entry_id UNIQUE (entry_id)
);

CREATE TABLE audit_words (
	word VARCHAR NOT NULL,
	entry_id INTEGER NOT NULL,
	CONSTRAINT pk_audit_words PRIMARY KEY (word, entry_id),
	CONSTRAINT fk_audit_words_entry_id_audit_changes FOREIGN KEY(entry_id) REFERENCES audit_changes (entry_id) ON DELETE CASCADE
);

CREATE TABLE automatic_letters (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	kind VARCHAR(40) NOT NULL,
	active BOOLEAN NOT NULL,
	days INTEGER NOT NULL,
	minute INTEGER NOT NULL,
	subject VARCHAR NOT NULL,
	body VARCHAR NOT NULL,
	subject_en VARCHAR NOT NULL,
	body_en VARCHAR NOT NULL,
	version INTEGER NOT NULL, organisations JSON DEFAULT '[]' NOT NULL,
	CONSTRAINT pk_automatic_letters PRIMARY KEY (id),
	CONSTRAINT fk_automatic_letters_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_automatic_letters_event_id_kind UNIQUE (event_id, kind)
);

CREATE TABLE board_acts (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	actor VARCHAR NOT NULL,
	kind VARCHAR(40) NOT NULL,
	undone BOOLEAN NOT NULL,
	changes JSON NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_board_acts PRIMARY KEY (id),
	CONSTRAINT fk_board_acts_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE TABLE bounces (
	id INTEGER NOT NULL,
	registration_id INTEGER NOT NULL,
	job_key VARCHAR NOT NULL,
	email VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	words VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	CONSTRAINT pk_bounces PRIMARY KEY (id),
	CONSTRAINT fk_bounces_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id),
	CONSTRAINT uq_bounces_registration_id UNIQUE (registration_id)
);

CREATE TABLE bulk_act_people (
	act_id INTEGER NOT NULL,
	registration_id INTEGER NOT NULL,
	outcome VARCHAR, "before" JSON, version INTEGER,
	CONSTRAINT pk_bulk_act_people PRIMARY KEY (act_id, registration_id),
	CONSTRAINT fk_bulk_act_people_act_id_bulk_acts FOREIGN KEY(act_id) REFERENCES bulk_acts (id),
	CONSTRAINT fk_bulk_act_people_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id)
);

CREATE TABLE bulk_acts (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	kind VARCHAR(40) NOT NULL,
	target VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	started_by VARCHAR NOT NULL,
	started_at DATETIME NOT NULL,
	finished_at DATETIME, undone_by VARCHAR DEFAULT '' NOT NULL, undo_started_at DATETIME, undo_finished_at DATETIME,
	CONSTRAINT pk_bulk_acts PRIMARY KEY (id),
	CONSTRAINT fk_bulk_acts_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_bulk_acts_code UNIQUE (code)
);

CREATE TABLE cancellations (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	registration_id INTEGER NOT NULL,
	act_id INTEGER,
	holds_seat BOOLEAN NOT NULL,
	"before" JSON NOT NULL,
	actor VARCHAR NOT NULL,
	cancelled_at DATETIME NOT NULL,
	undo_until DATETIME NOT NULL,
	closed_at DATETIME,
	CONSTRAINT pk_cancellations PRIMARY KEY (id),
	CONSTRAINT fk_cancellations_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_cancellations_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id),
	CONSTRAINT fk_cancellations_act_id_bulk_acts FOREIGN KEY(act_id) REFERENCES bulk_acts (id),
	CONSTRAINT uq_cancellations_code UNIQUE (code)
);

CREATE TABLE care_needs (
	registration_id INTEGER NOT NULL,
	key_number INTEGER NOT NULL,
	sealed BLOB NOT NULL,
	CONSTRAINT pk_care_needs PRIMARY KEY (registration_id),
	CONSTRAINT fk_care_needs_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id)
);

CREATE TABLE certificates (
	registration_id INTEGER NOT NULL,
	issued_at DATETIME NOT NULL,
	attended JSON NOT NULL,
	CONSTRAINT pk_certificates PRIMARY KEY (registration_id),
	CONSTRAINT fk_certificates_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id)
);

CREATE TABLE check_in_list_sessions (
	list_id INTEGER NOT NULL,
	session_id INTEGER NOT NULL,
	CONSTRAINT pk_check_in_list_sessions PRIMARY KEY (list_id, session_id),
	CONSTRAINT fk_check_in_list_sessions_list_id_check_in_lists FOREIGN KEY(list_id) REFERENCES check_in_lists (id) ON DELETE CASCADE,
	CONSTRAINT fk_check_in_list_sessions_session_id_sessions FOREIGN KEY(session_id) REFERENCES sessions (id) ON DELETE CASCADE
);

CREATE TABLE check_in_lists (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	kind VARCHAR(40) NOT NULL,
	name VARCHAR NOT NULL,
	day DATE,
	signed_up_only BOOLEAN NOT NULL,
	exits BOOLEAN NOT NULL,
	capacity INTEGER,
	closed_at DATETIME,
	deleted_at DATETIME,
	version INTEGER NOT NULL,
	CONSTRAINT pk_check_in_lists PRIMARY KEY (id),
	CONSTRAINT ck_check_in_lists_capacity_positive CHECK (capacity IS NULL OR capacity > 0),
	CONSTRAINT fk_check_in_lists_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_check_in_lists_code UNIQUE (code),
	CONSTRAINT uq_check_in_lists_event_id_number UNIQUE (event_id, number)
);

CREATE TABLE check_ins (
	id INTEGER NOT NULL,
	scan_id VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	device_id INTEGER NOT NULL,
	registration_id INTEGER,
	standing VARCHAR(40) NOT NULL,
	kind VARCHAR(40) NOT NULL,
	digest VARCHAR NOT NULL,
	target VARCHAR,
	how VARCHAR(40) NOT NULL,
	place INTEGER NOT NULL,
	life VARCHAR NOT NULL,
	seq BIGINT NOT NULL,
	phone_verdict VARCHAR,
	body VARCHAR NOT NULL,
	body_digest VARCHAR NOT NULL,
	at BIGINT NOT NULL,
	low BIGINT NOT NULL,
	high BIGINT NOT NULL,
	admits BOOLEAN NOT NULL,
	verdict VARCHAR,
	answer JSON NOT NULL,
	flags VARCHAR NOT NULL,
	revision BIGINT NOT NULL,
	received_at DATETIME NOT NULL, list_number INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_check_ins PRIMARY KEY (id),
	CONSTRAINT uq_check_ins_scan_id UNIQUE (scan_id),
	CONSTRAINT fk_check_ins_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_check_ins_device_id_devices FOREIGN KEY(device_id) REFERENCES devices (id),
	CONSTRAINT fk_check_ins_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id)
);

CREATE TABLE "contacts" (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	wish_id INTEGER,
	organisation_id INTEGER NOT NULL,
	function VARCHAR NOT NULL,
	email VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	state VARCHAR(40) NOT NULL,
	answered_by_id INTEGER,
	created_at DATETIME NOT NULL,
	experience_id INTEGER,
	answer_function VARCHAR DEFAULT '' NOT NULL,
	answer_email VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_contacts PRIMARY KEY (id),
	CONSTRAINT fk_contacts_wish_id_wishes FOREIGN KEY(wish_id) REFERENCES wishes (id),
	CONSTRAINT uq_contacts_code UNIQUE (code),
	CONSTRAINT fk_contacts_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id),
	CONSTRAINT fk_contacts_answered_by_id_accounts FOREIGN KEY(answered_by_id) REFERENCES accounts (id),
	CONSTRAINT fk_contacts_experience_id_experiences FOREIGN KEY(experience_id) REFERENCES experiences (id)
);

CREATE TABLE count_checks (
	kind VARCHAR(40) NOT NULL,
	at DATETIME NOT NULL,
	wrong INTEGER NOT NULL,
	CONSTRAINT pk_count_checks PRIMARY KEY (kind)
);

CREATE TABLE delegation_feeds (
	id INTEGER NOT NULL,
	delegation_id INTEGER NOT NULL,
	secret VARCHAR NOT NULL,
	digest VARCHAR NOT NULL,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_delegation_feeds PRIMARY KEY (id),
	CONSTRAINT fk_delegation_feeds_delegation_id_delegations FOREIGN KEY(delegation_id) REFERENCES delegations (id),
	CONSTRAINT uq_delegation_feeds_delegation_id UNIQUE (delegation_id),
	CONSTRAINT uq_delegation_feeds_secret UNIQUE (secret),
	CONSTRAINT uq_delegation_feeds_digest UNIQUE (digest)
);

CREATE TABLE delegation_invitations (
	id INTEGER NOT NULL,
	delegation_id INTEGER NOT NULL,
	answer_by DATE NOT NULL,
	invited_at DATETIME NOT NULL,
	reminded_at DATETIME,
	opened_at DATETIME,
	answer VARCHAR(40),
	answered_at DATETIME,
	wanted_seats INTEGER NOT NULL,
	returned_seats INTEGER NOT NULL,
	note VARCHAR NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_delegation_invitations PRIMARY KEY (id),
	CONSTRAINT ck_delegation_invitations_wanted_not_negative CHECK (wanted_seats >= 0),
	CONSTRAINT ck_delegation_invitations_returned_not_negative CHECK (returned_seats >= 0),
	CONSTRAINT fk_delegation_invitations_delegation_id_delegations FOREIGN KEY(delegation_id) REFERENCES delegations (id),
	CONSTRAINT uq_delegation_invitations_delegation_id UNIQUE (delegation_id)
);

CREATE TABLE delegation_recipients (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	invitation_id INTEGER NOT NULL,
	email VARCHAR NOT NULL,
	account_invitation_id INTEGER,
	letters INTEGER NOT NULL,
	letter_key VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_delegation_recipients PRIMARY KEY (id),
	CONSTRAINT fk_delegation_recipients_invitation_id_delegation_invitations FOREIGN KEY(invitation_id) REFERENCES delegation_invitations (id),
	CONSTRAINT fk_delegation_recipients_account_invitation FOREIGN KEY(account_invitation_id) REFERENCES account_invitations (id),
	CONSTRAINT uq_delegation_recipients_code UNIQUE (code),
	CONSTRAINT uq_delegation_recipients_invitation_id_email UNIQUE (invitation_id, email)
);

CREATE TABLE delegations (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	organisation_id INTEGER NOT NULL,
	reserved_seats INTEGER NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_delegations PRIMARY KEY (id),
	CONSTRAINT ck_delegations_reserved_not_negative CHECK (reserved_seats >= 0),
	CONSTRAINT fk_delegations_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_delegations_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id),
	CONSTRAINT uq_delegations_code UNIQUE (code),
	CONSTRAINT uq_delegations_event_id_organisation_id UNIQUE (event_id, organisation_id)
);

CREATE TABLE devices (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	place_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	nonce VARCHAR NOT NULL,
	pairing_digest VARCHAR NOT NULL,
	pairing_ends_at DATETIME NOT NULL,
	token_digest VARCHAR,
	paired_at DATETIME,
	last_seen_at DATETIME,
	life VARCHAR NOT NULL,
	revoked_at DATETIME,
	created_at DATETIME NOT NULL, kind VARCHAR(40) DEFAULT 'phone' NOT NULL, reported_at DATETIME, waiting INTEGER DEFAULT '0' NOT NULL, list_fetched_at DATETIME,
	CONSTRAINT pk_devices PRIMARY KEY (id),
	CONSTRAINT uq_devices_event_id_number UNIQUE (event_id, number),
	CONSTRAINT uq_devices_code UNIQUE (code),
	CONSTRAINT fk_devices_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_devices_place_id_places FOREIGN KEY(place_id) REFERENCES places (id),
	CONSTRAINT uq_devices_pairing_digest UNIQUE (pairing_digest),
	CONSTRAINT uq_devices_token_digest UNIQUE (token_digest)
);

CREATE TABLE distinct_pairs (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	first_id INTEGER NOT NULL,
	second_id INTEGER NOT NULL,
	fingerprint VARCHAR NOT NULL,
	actor VARCHAR NOT NULL,
	decided_at DATETIME NOT NULL,
	CONSTRAINT pk_distinct_pairs PRIMARY KEY (id),
	CONSTRAINT fk_distinct_pairs_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_distinct_pairs_first_id_registrations FOREIGN KEY(first_id) REFERENCES registrations (id),
	CONSTRAINT fk_distinct_pairs_second_id_registrations FOREIGN KEY(second_id) REFERENCES registrations (id),
	CONSTRAINT uq_distinct_pairs_code UNIQUE (code),
	CONSTRAINT uq_distinct_pairs_first_id_second_id UNIQUE (first_id, second_id)
);

CREATE TABLE door_message_readings (
	message_id INTEGER NOT NULL,
	device_id INTEGER NOT NULL,
	read_at DATETIME NOT NULL,
	CONSTRAINT pk_door_message_readings PRIMARY KEY (message_id, device_id),
	CONSTRAINT fk_door_message_readings_message_id_door_messages FOREIGN KEY(message_id) REFERENCES door_messages (id) ON DELETE CASCADE,
	CONSTRAINT fk_door_message_readings_device_id_devices FOREIGN KEY(device_id) REFERENCES devices (id) ON DELETE CASCADE
);

CREATE TABLE door_messages (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	text VARCHAR NOT NULL,
	sent_at DATETIME NOT NULL,
	CONSTRAINT pk_door_messages PRIMARY KEY (id),
	CONSTRAINT fk_door_messages_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE,
	CONSTRAINT uq_door_messages_code UNIQUE (code)
);

CREATE TABLE double_merges (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	source_id INTEGER NOT NULL,
	target_id INTEGER NOT NULL,
	holds_seat BOOLEAN NOT NULL,
	moved JSON NOT NULL,
	actor VARCHAR NOT NULL,
	merged_at DATETIME NOT NULL,
	undo_until DATETIME NOT NULL,
	closed_at DATETIME,
	CONSTRAINT pk_double_merges PRIMARY KEY (id),
	CONSTRAINT fk_double_merges_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_double_merges_source_id_registrations FOREIGN KEY(source_id) REFERENCES registrations (id),
	CONSTRAINT fk_double_merges_target_id_registrations FOREIGN KEY(target_id) REFERENCES registrations (id),
	CONSTRAINT uq_double_merges_code UNIQUE (code)
);

CREATE TABLE ended_sessions (
	digest VARCHAR NOT NULL,
	ended_at DATETIME NOT NULL,
	CONSTRAINT pk_ended_sessions PRIMARY KEY (digest)
);

CREATE TABLE erasures (
	digest VARCHAR NOT NULL,
	erased_at DATETIME NOT NULL,
	CONSTRAINT pk_erasures PRIMARY KEY (digest)
);

CREATE TABLE event_bundles (
	id INTEGER NOT NULL,
	closing_id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	language VARCHAR NOT NULL,
	round INTEGER NOT NULL,
	begun VARCHAR NOT NULL,
	parts JSON NOT NULL,
	left_out INTEGER NOT NULL,
	checksum VARCHAR NOT NULL,
	size INTEGER NOT NULL,
	made_at DATETIME,
	CONSTRAINT pk_event_bundles PRIMARY KEY (id),
	CONSTRAINT fk_event_bundles_closing_id_event_closings FOREIGN KEY(closing_id) REFERENCES event_closings (id),
	CONSTRAINT fk_event_bundles_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_event_bundles_closing_id UNIQUE (closing_id)
);

CREATE TABLE event_closings (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	closed_at DATETIME NOT NULL,
	reopened_at DATETIME,
	CONSTRAINT pk_event_closings PRIMARY KEY (id),
	CONSTRAINT fk_event_closings_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_event_closings_code UNIQUE (code)
);

CREATE TABLE event_letters (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	kind VARCHAR(40) NOT NULL,
	audience JSON NOT NULL,
	subject VARCHAR NOT NULL,
	body VARCHAR NOT NULL,
	subject_en VARCHAR NOT NULL,
	body_en VARCHAR NOT NULL,
	about_place BOOLEAN NOT NULL,
	state VARCHAR(40) NOT NULL,
	sends_at DATETIME,
	last_id INTEGER NOT NULL,
	actor VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	saved_at DATETIME NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_event_letters PRIMARY KEY (id),
	CONSTRAINT fk_event_letters_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_event_letters_code UNIQUE (code)
);

CREATE TABLE events (
	id INTEGER NOT NULL,
	public_id VARCHAR NOT NULL,
	slug VARCHAR NOT NULL,
	series_id INTEGER,
	title VARCHAR NOT NULL,
	subtitle VARCHAR NOT NULL,
	summary VARCHAR NOT NULL,
	audience VARCHAR NOT NULL,
	organiser VARCHAR NOT NULL,
	host VARCHAR NOT NULL,
	record_number VARCHAR NOT NULL,
	kind VARCHAR(40) NOT NULL,
	form VARCHAR(40) NOT NULL,
	state VARCHAR(40) NOT NULL,
	visibility VARCHAR(40) NOT NULL,
	focus_areas JSON NOT NULL,
	agenda JSON NOT NULL,
	time_zone VARCHAR NOT NULL,
	starts_at DATETIME NOT NULL,
	ends_at DATETIME NOT NULL,
	registration_opens_at DATETIME NOT NULL,
	registration_closes_at DATETIME NOT NULL,
	cancellation_closes_at DATETIME NOT NULL,
	venue_name VARCHAR NOT NULL,
	venue_city VARCHAR NOT NULL,
	venue_address VARCHAR NOT NULL,
	online_url VARCHAR NOT NULL,
	access_notes JSON NOT NULL,
	photo_notice VARCHAR NOT NULL,
	contact_email VARCHAR NOT NULL,
	contact_phone VARCHAR NOT NULL,
	seats INTEGER NOT NULL,
	reserved_until DATETIME,
	promotion VARCHAR(40) NOT NULL,
	offer_hours INTEGER NOT NULL,
	availability VARCHAR(40) NOT NULL,
	last_queue_number INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	version INTEGER NOT NULL, option_limits JSON DEFAULT '{}' NOT NULL, approval_days INTEGER, calendar JSON, english JSON DEFAULT '{}' NOT NULL, takes_session_questions BOOLEAN DEFAULT 1 NOT NULL, asks_session_feedback BOOLEAN DEFAULT 0 NOT NULL, slides_due_on DATE, directions VARCHAR DEFAULT '' NOT NULL, map_url VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_events PRIMARY KEY (id),
	CONSTRAINT ck_events_ends_after_start CHECK (ends_at > starts_at),
	CONSTRAINT ck_events_seats_not_negative CHECK (seats >= 0),
	CONSTRAINT fk_events_series_id_series FOREIGN KEY(series_id) REFERENCES series (id),
	CONSTRAINT uq_events_public_id UNIQUE (public_id),
	CONSTRAINT uq_events_slug UNIQUE (slug)
);

CREATE TABLE experience_entries (
	experience_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	rules INTEGER NOT NULL,
	shown BOOLEAN NOT NULL,
	published_at DATETIME NOT NULL,
	facets TEXT NOT NULL,
	terms TEXT NOT NULL,
	CONSTRAINT pk_experience_entries PRIMARY KEY (experience_id),
	CONSTRAINT fk_experience_entries_experience_id_experiences FOREIGN KEY(experience_id) REFERENCES experiences (id)
);

CREATE TABLE experience_files (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	experience_id INTEGER NOT NULL,
	title VARCHAR NOT NULL,
	filename VARCHAR NOT NULL,
	media_type VARCHAR NOT NULL,
	checksum VARCHAR NOT NULL,
	size INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	withdrawn_at DATETIME,
	CONSTRAINT pk_experience_files PRIMARY KEY (id),
	CONSTRAINT uq_experience_files_code UNIQUE (code),
	CONSTRAINT fk_experience_files_experience_id_experiences FOREIGN KEY(experience_id) REFERENCES experiences (id)
);

CREATE TABLE experience_focus_areas (
	experience_id INTEGER NOT NULL,
	focus_area_id INTEGER NOT NULL,
	CONSTRAINT pk_experience_focus_areas PRIMARY KEY (experience_id, focus_area_id),
	CONSTRAINT fk_experience_focus_areas_experience_id_experiences FOREIGN KEY(experience_id) REFERENCES experiences (id),
	CONSTRAINT fk_experience_focus_areas_focus_area_id_focus_areas FOREIGN KEY(focus_area_id) REFERENCES focus_areas (id)
);

CREATE TABLE experience_follow_ups (
	id INTEGER NOT NULL,
	experience_id INTEGER NOT NULL,
	told_on DATE NOT NULL,
	text VARCHAR NOT NULL,
	CONSTRAINT pk_experience_follow_ups PRIMARY KEY (id),
	CONSTRAINT ck_experience_follow_ups_says_something CHECK (text <> ''),
	CONSTRAINT fk_experience_follow_ups_experience_id_experiences FOREIGN KEY(experience_id) REFERENCES experiences (id)
);

CREATE VIRTUAL TABLE experience_index USING fts5(
      title, body, content='experience_stems', content_rowid='experience_id',
      tokenize='unicode61 remove_diacritics 0', prefix='4 6'
    );

CREATE VIRTUAL TABLE experience_index_terms USING fts5(
      terms, content='experience_entries', content_rowid='experience_id', detail=none,
      tokenize='unicode61 remove_diacritics 0'
    );

CREATE TABLE experience_postings (
	term TEXT NOT NULL,
	block INTEGER NOT NULL,
	content BLOB NOT NULL,
	CONSTRAINT pk_experience_postings PRIMARY KEY (term, block)
)
 WITHOUT ROWID;

CREATE TABLE experience_stems (
	experience_id INTEGER NOT NULL,
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	CONSTRAINT pk_experience_stems PRIMARY KEY (experience_id),
	CONSTRAINT fk_experience_stems_experience_id_experiences FOREIGN KEY(experience_id) REFERENCES experiences (id)
);

CREATE TABLE experience_versions (
	experience_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	saved_at DATETIME NOT NULL,
	text JSON NOT NULL,
	CONSTRAINT pk_experience_versions PRIMARY KEY (experience_id, number),
	CONSTRAINT fk_experience_versions_experience_id_experiences FOREIGN KEY(experience_id) REFERENCES experiences (id)
);

CREATE TABLE experiences (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	organisation_id INTEGER NOT NULL,
	state VARCHAR(40) NOT NULL,
	title VARCHAR NOT NULL,
	summary VARCHAR NOT NULL,
	problem VARCHAR NOT NULL,
	cause VARCHAR NOT NULL,
	setting VARCHAR NOT NULL,
	measure VARCHAR NOT NULL,
	result VARCHAR NOT NULL,
	lesson VARCHAR NOT NULL,
	failed BOOLEAN NOT NULL,
	stage VARCHAR(40) NOT NULL,
	research VARCHAR(40) NOT NULL,
	figures JSON NOT NULL,
	cost VARCHAR(40) NOT NULL,
	hours_per_month INTEGER,
	target VARCHAR NOT NULL,
	needed JSON NOT NULL,
	partners JSON NOT NULL,
	materials JSON NOT NULL,
	contact_function VARCHAR NOT NULL,
	contact_email VARCHAR NOT NULL,
	contact_for VARCHAR(40) NOT NULL,
	audience VARCHAR(40) NOT NULL,
	source_event_id INTEGER,
	municipality_approved_at DATETIME,
	editor_approved_at DATETIME,
	change_wanted VARCHAR NOT NULL,
	published_at DATETIME,
	withdrawn_reason VARCHAR NOT NULL,
	review_on DATE,
	created_at DATETIME NOT NULL,
	version INTEGER NOT NULL, step VARCHAR(40) DEFAULT 'implementation' NOT NULL, "references" JSON DEFAULT '[]' NOT NULL, next_ask_on DATE, renewed_at DATETIME, retired_at DATETIME,
	CONSTRAINT pk_experiences PRIMARY KEY (id),
	CONSTRAINT uq_experiences_code UNIQUE (code),
	CONSTRAINT fk_experiences_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id),
	CONSTRAINT fk_experiences_source_event_id_events FOREIGN KEY(source_event_id) REFERENCES events (id)
);

CREATE TABLE focus_area_successions (
	id INTEGER NOT NULL,
	predecessor_id INTEGER NOT NULL,
	successor_id INTEGER NOT NULL,
	since DATE NOT NULL,
	CONSTRAINT pk_focus_area_successions PRIMARY KEY (id),
	CONSTRAINT fk_focus_area_successions_predecessor_id_focus_areas FOREIGN KEY(predecessor_id) REFERENCES focus_areas (id),
	CONSTRAINT fk_focus_area_successions_successor_id_focus_areas FOREIGN KEY(successor_id) REFERENCES focus_areas (id),
	CONSTRAINT uq_focus_area_successions_predecessor_id_successor_id UNIQUE (predecessor_id, successor_id)
);

CREATE TABLE focus_areas (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	name_en VARCHAR NOT NULL,
	short_name VARCHAR NOT NULL,
	short_name_en VARCHAR NOT NULL,
	figure INTEGER NOT NULL,
	position INTEGER NOT NULL,
	valid_from DATE NOT NULL,
	valid_until DATE,
	version INTEGER NOT NULL, colour INTEGER,
	CONSTRAINT pk_focus_areas PRIMARY KEY (id),
	CONSTRAINT uq_focus_areas_code UNIQUE (code)
);

CREATE TABLE follow_ups (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	series_id INTEGER NOT NULL,
	event_id INTEGER,
	text VARCHAR NOT NULL,
	responsible VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	done_at DATETIME,
	version INTEGER NOT NULL,
	CONSTRAINT pk_follow_ups PRIMARY KEY (id),
	CONSTRAINT fk_follow_ups_series_id_series FOREIGN KEY(series_id) REFERENCES series (id),
	CONSTRAINT fk_follow_ups_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_follow_ups_code UNIQUE (code)
);

CREATE TABLE format_requests (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	material_id INTEGER NOT NULL,
	format VARCHAR(40) NOT NULL,
	words VARCHAR NOT NULL,
	email VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	answered_at DATETIME,
	CONSTRAINT pk_format_requests PRIMARY KEY (id),
	CONSTRAINT uq_format_requests_code UNIQUE (code),
	CONSTRAINT fk_format_requests_material_id_materials FOREIGN KEY(material_id) REFERENCES materials (id)
);

CREATE TABLE grants (
	id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	role VARCHAR NOT NULL,
	event_id INTEGER,
	organisation_id INTEGER,
	CONSTRAINT pk_grants PRIMARY KEY (id),
	CONSTRAINT uq_grants_account_id_role_event_id_organisation_id UNIQUE (account_id, role, event_id, organisation_id),
	CONSTRAINT fk_grants_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id),
	CONSTRAINT fk_grants_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_grants_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);

CREATE TABLE heartbeats (
	host VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	skew_ms BIGINT NOT NULL,
	certificate_checked_at DATETIME,
	certificate_ends_at DATETIME,
	certificate_error VARCHAR NOT NULL, clock_source VARCHAR(40) DEFAULT 'none' NOT NULL, keys JSON DEFAULT '{}' NOT NULL,
	CONSTRAINT pk_heartbeats PRIMARY KEY (host)
);

CREATE TABLE invitations (
	id INTEGER NOT NULL,
	registration_id INTEGER NOT NULL,
	session_id INTEGER,
	uid VARCHAR NOT NULL,
	sequence INTEGER NOT NULL,
	told VARCHAR NOT NULL, days INTEGER DEFAULT '1' NOT NULL, job_id INTEGER, changed_at DATETIME,
	CONSTRAINT pk_invitations PRIMARY KEY (id),
	CONSTRAINT fk_invitations_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id),
	CONSTRAINT fk_invitations_session_id_sessions FOREIGN KEY(session_id) REFERENCES sessions (id),
	CONSTRAINT uq_invitations_uid UNIQUE (uid)
);

CREATE TABLE invitees (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	secret VARCHAR NOT NULL,
	link_digest VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	registration_id INTEGER,
	name VARCHAR NOT NULL,
	folded_name VARCHAR NOT NULL,
	email VARCHAR NOT NULL,
	organisation_name VARCHAR NOT NULL,
	search_text VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	answer VARCHAR(40) NOT NULL,
	reason VARCHAR NOT NULL,
	answered_at DATETIME,
	remind_at DATETIME,
	invited_at DATETIME,
	written_at DATETIME,
	letter_key VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_invitees PRIMARY KEY (id),
	CONSTRAINT fk_invitees_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_invitees_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id),
	CONSTRAINT uq_invitees_code UNIQUE (code),
	CONSTRAINT uq_invitees_secret UNIQUE (secret),
	CONSTRAINT uq_invitees_link_digest UNIQUE (link_digest),
	CONSTRAINT uq_invitees_event_id_email UNIQUE (event_id, email)
);

CREATE TABLE jobs (
	id INTEGER NOT NULL,
	kind VARCHAR(40) NOT NULL,
	payload JSON NOT NULL,
	dedupe_key VARCHAR NOT NULL,
	message_id VARCHAR NOT NULL,
	state VARCHAR(40) NOT NULL,
	due_at DATETIME NOT NULL,
	leased_until DATETIME,
	attempts INTEGER NOT NULL,
	error VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	done_at DATETIME, registration_id INTEGER,
	CONSTRAINT pk_jobs PRIMARY KEY (id),
	CONSTRAINT uq_jobs_dedupe_key UNIQUE (dedupe_key),
	CONSTRAINT uq_jobs_message_id UNIQUE (message_id)
);

CREATE TABLE kept_asides (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	device_id INTEGER NOT NULL,
	scan_id VARCHAR,
	reason VARCHAR NOT NULL,
	body VARCHAR NOT NULL,
	body_digest VARCHAR NOT NULL,
	received_at DATETIME NOT NULL,
	CONSTRAINT pk_kept_asides PRIMARY KEY (id),
	CONSTRAINT uq_kept_asides_device_id_body_digest UNIQUE (device_id, body_digest),
	CONSTRAINT fk_kept_asides_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_kept_asides_device_id_devices FOREIGN KEY(device_id) REFERENCES devices (id)
);

CREATE TABLE kept_conflicts (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	"key" VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_kept_conflicts PRIMARY KEY (id),
	CONSTRAINT fk_kept_conflicts_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_kept_conflicts_event_id_key UNIQUE (event_id, "key")
);

CREATE TABLE kitchen_sums (
	event_id INTEGER NOT NULL,
	block INTEGER NOT NULL,
	key_number INTEGER,
	sealed BLOB,
	CONSTRAINT pk_kitchen_sums PRIMARY KEY (event_id, block),
	CONSTRAINT fk_kitchen_sums_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE
);

CREATE TABLE leads (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER,
	organisation_id INTEGER NOT NULL,
	title VARCHAR NOT NULL,
	story VARCHAR NOT NULL,
	failed BOOLEAN NOT NULL,
	contact_function VARCHAR NOT NULL,
	contact_email VARCHAR NOT NULL,
	told_on DATE NOT NULL,
	state VARCHAR(40) NOT NULL,
	experience_id INTEGER,
	CONSTRAINT pk_leads PRIMARY KEY (id),
	CONSTRAINT uq_leads_code UNIQUE (code),
	CONSTRAINT fk_leads_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_leads_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id),
	CONSTRAINT fk_leads_experience_id_experiences FOREIGN KEY(experience_id) REFERENCES experiences (id)
);

CREATE TABLE "letter_recipients" (
	id INTEGER NOT NULL,
	letter_id INTEGER NOT NULL,
	registration_id INTEGER,
	account_id INTEGER,
	job_key VARCHAR NOT NULL,
	trouble VARCHAR(40) NOT NULL,
	speaker_address_id INTEGER,
	invitee_id INTEGER,
	CONSTRAINT pk_letter_recipients PRIMARY KEY (id),
	CONSTRAINT fk_letter_recipients_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id),
	CONSTRAINT fk_letter_recipients_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id),
	CONSTRAINT uq_letter_recipients_letter_id_account_id UNIQUE (letter_id, account_id),
	CONSTRAINT uq_letter_recipients_letter_id_registration_id UNIQUE (letter_id, registration_id),
	CONSTRAINT fk_letter_recipients_letter_id_event_letters FOREIGN KEY(letter_id) REFERENCES event_letters (id),
	CONSTRAINT ck_letter_recipients_one_person CHECK (registration_id IS NULL OR account_id IS NULL),
	CONSTRAINT fk_letter_recipients_speaker_address_id_speaker_addresses FOREIGN KEY(speaker_address_id) REFERENCES speaker_addresses (id),
	CONSTRAINT uq_letter_recipients_job_key UNIQUE (job_key),
	CONSTRAINT fk_letter_recipients_invitee_id_invitees FOREIGN KEY(invitee_id) REFERENCES invitees (id),
	CONSTRAINT uq_letter_recipients_letter_id_invitee_id UNIQUE (letter_id, invitee_id)
);

CREATE TABLE letter_wordings (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	kind VARCHAR(40) NOT NULL,
	subject VARCHAR NOT NULL,
	body VARCHAR NOT NULL,
	subject_en VARCHAR NOT NULL,
	body_en VARCHAR NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_letter_wordings PRIMARY KEY (id),
	CONSTRAINT fk_letter_wordings_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_letter_wordings_event_id_kind UNIQUE (event_id, kind)
);

CREATE TABLE list_arrivals (
	event_id INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	list_number INTEGER NOT NULL,
	registration_id INTEGER,
	arrival BLOB NOT NULL,
	CONSTRAINT pk_list_arrivals PRIMARY KEY (event_id, digest, list_number),
	CONSTRAINT fk_list_arrivals_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE
);

CREATE TABLE mail_trials (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	account_id INTEGER NOT NULL,
	email VARCHAR NOT NULL,
	outcome VARCHAR(40),
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_mail_trials PRIMARY KEY (id),
	CONSTRAINT fk_mail_trials_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id),
	CONSTRAINT uq_mail_trials_code UNIQUE (code)
);

CREATE TABLE material_organisations (
	id INTEGER NOT NULL,
	material_id INTEGER NOT NULL,
	organisation_id INTEGER NOT NULL,
	CONSTRAINT pk_material_organisations PRIMARY KEY (id),
	CONSTRAINT fk_material_organisations_material_id_materials FOREIGN KEY(material_id) REFERENCES materials (id),
	CONSTRAINT fk_material_organisations_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);

CREATE TABLE material_pages (
	id INTEGER NOT NULL,
	material_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	text TEXT NOT NULL, rules INTEGER DEFAULT '1' NOT NULL,
	CONSTRAINT pk_material_pages PRIMARY KEY (id),
	CONSTRAINT fk_material_pages_material_id_materials FOREIGN KEY(material_id) REFERENCES materials (id)
);

CREATE TABLE material_stems (
	stem VARCHAR NOT NULL,
	page_id INTEGER NOT NULL,
	CONSTRAINT pk_material_stems PRIMARY KEY (stem, page_id),
	CONSTRAINT fk_material_stems_page_id_material_pages FOREIGN KEY(page_id) REFERENCES material_pages (id)
)
 WITHOUT ROWID;

CREATE TABLE material_versions (
	id INTEGER NOT NULL,
	material_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	change VARCHAR NOT NULL,
	filename VARCHAR NOT NULL,
	media_type VARCHAR NOT NULL,
	checksum VARCHAR NOT NULL,
	size INTEGER NOT NULL,
	url VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_material_versions PRIMARY KEY (id),
	CONSTRAINT fk_material_versions_material_id_materials FOREIGN KEY(material_id) REFERENCES materials (id)
);

CREATE TABLE materials (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	session_id INTEGER,
	title VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	audience VARCHAR(40) NOT NULL,
	filename VARCHAR NOT NULL,
	media_type VARCHAR NOT NULL,
	checksum VARCHAR NOT NULL,
	size INTEGER NOT NULL,
	position INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	withdrawn_at DATETIME,
	version INTEGER NOT NULL, kind VARCHAR(40) DEFAULT 'file' NOT NULL, opening VARCHAR(40) DEFAULT 'now' NOT NULL, opens_at DATETIME, pages INTEGER, url VARCHAR DEFAULT '' NOT NULL, minutes INTEGER, captions VARCHAR(40), number INTEGER DEFAULT '1' NOT NULL, change VARCHAR DEFAULT '' NOT NULL, changed_at DATETIME,
	CONSTRAINT pk_materials PRIMARY KEY (id),
	CONSTRAINT fk_materials_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_materials_session_id_sessions FOREIGN KEY(session_id) REFERENCES sessions (id),
	CONSTRAINT uq_materials_code UNIQUE (code)
);

CREATE TABLE meeting_notes (
	event_id INTEGER NOT NULL,
	text VARCHAR NOT NULL,
	results JSON NOT NULL,
	published_at DATETIME,
	version INTEGER NOT NULL,
	CONSTRAINT pk_meeting_notes PRIMARY KEY (event_id),
	CONSTRAINT fk_meeting_notes_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE TABLE organisation_directory (
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_organisation_directory PRIMARY KEY (id)
);

CREATE TABLE organisation_merges (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	source_id INTEGER,
	target_id INTEGER NOT NULL,
	folded_text VARCHAR NOT NULL,
	added_target BOOLEAN NOT NULL,
	moved JSON NOT NULL,
	unfinished BOOLEAN NOT NULL,
	actor VARCHAR NOT NULL,
	merged_at DATETIME NOT NULL,
	undone_at DATETIME,
	CONSTRAINT pk_organisation_merges PRIMARY KEY (id),
	CONSTRAINT fk_organisation_merges_source_id_organisations FOREIGN KEY(source_id) REFERENCES organisations (id),
	CONSTRAINT fk_organisation_merges_target_id_organisations FOREIGN KEY(target_id) REFERENCES organisations (id),
	CONSTRAINT uq_organisation_merges_code UNIQUE (code)
);

CREATE TABLE organisations (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	kind VARCHAR(40) NOT NULL,
	name VARCHAR NOT NULL,
	short_name VARCHAR NOT NULL,
	also_known_as VARCHAR NOT NULL,
	official_code VARCHAR NOT NULL,
	parent_id INTEGER,
	version INTEGER NOT NULL, mailbox VARCHAR DEFAULT '' NOT NULL, ended_on DATE, size_class VARCHAR(40) DEFAULT '' NOT NULL,
	CONSTRAINT pk_organisations PRIMARY KEY (id),
	CONSTRAINT fk_organisations_parent_id_organisations FOREIGN KEY(parent_id) REFERENCES organisations (id),
	CONSTRAINT uq_organisations_code UNIQUE (code)
);

CREATE TABLE periodic_turns (
	name VARCHAR NOT NULL,
	due_at DATETIME NOT NULL,
	CONSTRAINT pk_periodic_turns PRIMARY KEY (name)
);

CREATE TABLE places (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	name VARCHAR NOT NULL, paused_at DATETIME,
	CONSTRAINT pk_places PRIMARY KEY (id),
	CONSTRAINT uq_places_event_id_number UNIQUE (event_id, number),
	CONSTRAINT uq_places_event_id_name UNIQUE (event_id, name),
	CONSTRAINT fk_places_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE TABLE plan_actions (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	organisation_id INTEGER NOT NULL,
	experience_id INTEGER,
	title VARCHAR NOT NULL,
	function VARCHAR NOT NULL,
	due_on DATE,
	state VARCHAR(40) NOT NULL,
	created_at DATETIME NOT NULL,
	removed_at DATETIME,
	version INTEGER NOT NULL,
	CONSTRAINT pk_plan_actions PRIMARY KEY (id),
	CONSTRAINT uq_plan_actions_code UNIQUE (code),
	CONSTRAINT fk_plan_actions_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id),
	CONSTRAINT fk_plan_actions_experience_id_experiences FOREIGN KEY(experience_id) REFERENCES experiences (id)
);

CREATE TABLE possible_doubles (
	event_id INTEGER NOT NULL,
	reason VARCHAR(40) NOT NULL,
	registration_id INTEGER NOT NULL,
	CONSTRAINT pk_possible_doubles PRIMARY KEY (event_id, reason, registration_id),
	CONSTRAINT fk_possible_doubles_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE printed_badges (
	registration_id INTEGER NOT NULL,
	printed_at DATETIME NOT NULL,
	fingerprint VARCHAR NOT NULL,
	CONSTRAINT pk_printed_badges PRIMARY KEY (registration_id),
	CONSTRAINT fk_printed_badges_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id)
);

CREATE TABLE recovery_codes (
	id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	CONSTRAINT pk_recovery_codes PRIMARY KEY (id),
	CONSTRAINT fk_recovery_codes_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id),
	CONSTRAINT uq_recovery_codes_digest UNIQUE (digest)
);

CREATE TABLE registration_counts (
	event_id INTEGER NOT NULL,
	state VARCHAR(40) NOT NULL,
	organisation_id INTEGER NOT NULL,
	organisation_name VARCHAR NOT NULL,
	delegation_id INTEGER NOT NULL,
	people INTEGER NOT NULL,
	CONSTRAINT pk_registration_counts PRIMARY KEY (event_id, state, organisation_id, organisation_name, delegation_id)
)
 WITHOUT ROWID;

CREATE TABLE registration_import_rows (
	import_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	position INTEGER NOT NULL,
	outcome VARCHAR(40) NOT NULL,
	state VARCHAR(40) NOT NULL,
	person_digest VARCHAR NOT NULL,
	registration_id INTEGER,
	taken_at DATETIME,
	sealed BLOB NOT NULL,
	CONSTRAINT pk_registration_import_rows PRIMARY KEY (import_id, number),
	CONSTRAINT fk_registration_import_rows_import FOREIGN KEY(import_id) REFERENCES registration_imports (id),
	CONSTRAINT fk_registration_import_rows_registration FOREIGN KEY(registration_id) REFERENCES registrations (id)
);

CREATE TABLE registration_imports (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	filename VARCHAR NOT NULL,
	actor VARCHAR NOT NULL,
	state VARCHAR(40) NOT NULL,
	header JSON NOT NULL,
	columns JSON NOT NULL,
	notes JSON NOT NULL,
	batches INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	started_at DATETIME,
	touched_at DATETIME NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_registration_imports PRIMARY KEY (id),
	CONSTRAINT fk_registration_imports_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_registration_imports_code UNIQUE (code)
);

CREATE TABLE "registration_questions" (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	kind VARCHAR(40) NOT NULL,
	label JSON NOT NULL,
	hint JSON NOT NULL,
	options JSON NOT NULL,
	required BOOLEAN NOT NULL,
	position INTEGER NOT NULL,
	version INTEGER NOT NULL,
	choices_max INTEGER,
	none_option BOOLEAN DEFAULT 0 NOT NULL,
	condition JSON DEFAULT '{}' NOT NULL,
	purpose JSON DEFAULT '{}' NOT NULL,
	delete_on DATE,
	CONSTRAINT pk_registration_questions PRIMARY KEY (id),
	CONSTRAINT uq_registration_questions_event_id_code UNIQUE (event_id, code),
	CONSTRAINT fk_registration_questions_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE TABLE registration_views (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	name VARCHAR NOT NULL,
	"query" VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_registration_views PRIMARY KEY (id),
	CONSTRAINT fk_registration_views_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id),
	CONSTRAINT fk_registration_views_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_registration_views_code UNIQUE (code),
	CONSTRAINT uq_registration_views_event_id_account_id_name UNIQUE (event_id, account_id, name)
);

CREATE TABLE registrations (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	secret VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	delegation_id INTEGER,
	organisation_id INTEGER,
	organisation_name VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	email VARCHAR NOT NULL,
	role VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	visibility VARCHAR(40) NOT NULL,
	badge VARCHAR(40) NOT NULL,
	answers JSON NOT NULL,
	notice_version VARCHAR NOT NULL,
	state VARCHAR(40) NOT NULL,
	queue_number INTEGER,
	offer_ends_at DATETIME,
	party_code VARCHAR NOT NULL,
	party_whole BOOLEAN NOT NULL,
	link_digest VARCHAR NOT NULL,
	agenda_digest VARCHAR NOT NULL,
	agenda_revision INTEGER NOT NULL,
	desk_code VARCHAR NOT NULL,
	registered_at DATETIME NOT NULL,
	cancelled_at DATETIME,
	version INTEGER NOT NULL, folded_name VARCHAR DEFAULT '' NOT NULL, first_letter_at DATETIME, link_revision INTEGER DEFAULT '1' NOT NULL, sort_name VARCHAR DEFAULT '' NOT NULL, search_text VARCHAR DEFAULT '' NOT NULL, decide_by DATETIME, approved_at DATETIME, decline_reason VARCHAR DEFAULT '' NOT NULL, calendar_revision INTEGER DEFAULT '1' NOT NULL, session_entries BOOLEAN DEFAULT 1 NOT NULL,
	CONSTRAINT pk_registrations PRIMARY KEY (id),
	CONSTRAINT fk_registrations_delegation_id_delegations FOREIGN KEY(delegation_id) REFERENCES delegations (id),
	CONSTRAINT fk_registrations_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_registrations_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id),
	CONSTRAINT uq_registrations_agenda_digest UNIQUE (agenda_digest),
	CONSTRAINT uq_registrations_code UNIQUE (code),
	CONSTRAINT uq_registrations_event_id_desk_code UNIQUE (event_id, desk_code),
	CONSTRAINT uq_registrations_link_digest UNIQUE (link_digest),
	CONSTRAINT uq_registrations_secret UNIQUE (secret)
);

CREATE TABLE releases (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	released_at DATETIME NOT NULL,
	note VARCHAR NOT NULL,
	schedule JSON NOT NULL,
	changes JSON NOT NULL,
	CONSTRAINT pk_releases PRIMARY KEY (id),
	CONSTRAINT fk_releases_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_releases_event_id_number UNIQUE (event_id, number)
);

CREATE TABLE report_files (
	id INTEGER NOT NULL,
	report_id INTEGER NOT NULL,
	ending VARCHAR NOT NULL,
	turn INTEGER NOT NULL,
	asked_version INTEGER NOT NULL,
	failed BOOLEAN NOT NULL,
	content_version INTEGER NOT NULL,
	content BLOB,
	size INTEGER NOT NULL,
	written_at DATETIME,
	CONSTRAINT pk_report_files PRIMARY KEY (id),
	CONSTRAINT uq_report_files_report_id_ending UNIQUE (report_id, ending),
	CONSTRAINT fk_report_files_report_id_reports FOREIGN KEY(report_id) REFERENCES reports (id)
);

CREATE TABLE report_texts (
	report_id INTEGER NOT NULL,
	section VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	draft VARCHAR NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_report_texts PRIMARY KEY (report_id, section),
	CONSTRAINT fk_report_texts_report_id_reports FOREIGN KEY(report_id) REFERENCES reports (id)
);

CREATE TABLE reports (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	first_day DATE NOT NULL,
	last_day DATE NOT NULL,
	events JSON NOT NULL,
	focus_areas JSON NOT NULL,
	state VARCHAR(40) NOT NULL,
	round INTEGER NOT NULL,
	gathered JSON NOT NULL,
	figures JSON,
	figures_before JSON,
	gathered_at DATETIME,
	created_at DATETIME NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_reports PRIMARY KEY (id),
	CONSTRAINT uq_reports_code UNIQUE (code)
);

CREATE TABLE retention_counts (
	id INTEGER NOT NULL,
	step_id INTEGER NOT NULL,
	event_code VARCHAR NOT NULL,
	deleted INTEGER NOT NULL,
	paused INTEGER NOT NULL,
	CONSTRAINT pk_retention_counts PRIMARY KEY (id),
	CONSTRAINT fk_retention_counts_step_id_retention_steps FOREIGN KEY(step_id) REFERENCES retention_steps (id),
	CONSTRAINT uq_retention_counts_step_id_event_code UNIQUE (step_id, event_code)
);

CREATE TABLE retention_pauses (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER,
	reason VARCHAR NOT NULL,
	begun_by VARCHAR NOT NULL,
	begins_at DATETIME NOT NULL,
	ended_by VARCHAR NOT NULL,
	ends_at DATETIME,
	CONSTRAINT pk_retention_pauses PRIMARY KEY (id),
	CONSTRAINT fk_retention_pauses_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_retention_pauses_code UNIQUE (code)
);

CREATE TABLE retention_rules (
	id INTEGER NOT NULL,
	kind VARCHAR(40) NOT NULL,
	version INTEGER NOT NULL,
	days INTEGER NOT NULL,
	reference VARCHAR NOT NULL,
	decided_by VARCHAR NOT NULL,
	begins_at DATETIME NOT NULL,
	ends_at DATETIME,
	CONSTRAINT pk_retention_rules PRIMARY KEY (id),
	CONSTRAINT uq_retention_rules_kind_version UNIQUE (kind, version)
);

CREATE TABLE retention_runs (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	started_by VARCHAR NOT NULL,
	started_at DATETIME NOT NULL,
	finished_at DATETIME,
	under_way INTEGER,
	log_head VARCHAR NOT NULL, event_code VARCHAR DEFAULT '' NOT NULL, reference VARCHAR DEFAULT '' NOT NULL, reason VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_retention_runs PRIMARY KEY (id),
	CONSTRAINT uq_retention_runs_code UNIQUE (code),
	CONSTRAINT uq_retention_runs_under_way UNIQUE (under_way)
);

CREATE TABLE retention_steps (
	id INTEGER NOT NULL,
	run_id INTEGER NOT NULL,
	kind VARCHAR(40) NOT NULL,
	rule_id INTEGER,
	days INTEGER NOT NULL,
	"before" DATETIME NOT NULL,
	finished BOOLEAN NOT NULL,
	CONSTRAINT pk_retention_steps PRIMARY KEY (id),
	CONSTRAINT fk_retention_steps_rule_id_retention_rules FOREIGN KEY(rule_id) REFERENCES retention_rules (id),
	CONSTRAINT fk_retention_steps_run_id_retention_runs FOREIGN KEY(run_id) REFERENCES retention_runs (id),
	CONSTRAINT uq_retention_steps_run_id_kind UNIQUE (run_id, kind)
);

CREATE TABLE rooms (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	floor VARCHAR NOT NULL,
	seats INTEGER,
	hearing_loop BOOLEAN NOT NULL,
	wheelchair BOOLEAN NOT NULL,
	position INTEGER NOT NULL,
	version INTEGER NOT NULL, english JSON DEFAULT '{}' NOT NULL, directions VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_rooms PRIMARY KEY (id),
	CONSTRAINT fk_rooms_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_rooms_event_id_code UNIQUE (event_id, code)
);

CREATE TABLE roster_arrivals (
	event_id INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	registration_id INTEGER,
	arrival BLOB NOT NULL, organisation_name VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_roster_arrivals PRIMARY KEY (event_id, digest),
	CONSTRAINT fk_roster_arrivals_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE
);

CREATE TABLE roster_entries (
	event_id INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	content VARCHAR NOT NULL,
	revision BIGINT NOT NULL, record BLOB, lists BLOB,
	CONSTRAINT pk_roster_entries PRIMARY KEY (event_id, digest),
	CONSTRAINT fk_roster_entries_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE TABLE roster_marks (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	CONSTRAINT pk_roster_marks PRIMARY KEY (id),
	CONSTRAINT fk_roster_marks_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE
);

CREATE TABLE roster_names (
	event_id INTEGER NOT NULL,
	word VARCHAR NOT NULL,
	sort_name VARCHAR NOT NULL,
	registration_id INTEGER NOT NULL,
	CONSTRAINT pk_roster_names PRIMARY KEY (event_id, word, sort_name, registration_id),
	CONSTRAINT fk_roster_names_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id) ON DELETE CASCADE
);

CREATE TABLE rosters (
	event_id INTEGER NOT NULL,
	revision BIGINT NOT NULL,
	listed_revision BIGINT NOT NULL,
	fingerprint VARCHAR NOT NULL,
	CONSTRAINT pk_rosters PRIMARY KEY (event_id),
	CONSTRAINT fk_rosters_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE TABLE scan_counts (
	event_id INTEGER NOT NULL,
	hour DATETIME NOT NULL,
	scans INTEGER NOT NULL,
	CONSTRAINT pk_scan_counts PRIMARY KEY (event_id, hour),
	CONSTRAINT fk_scan_counts_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE TABLE scan_tallies (
	event_id INTEGER NOT NULL,
	revision BIGINT NOT NULL,
	frame VARCHAR NOT NULL,
	days JSON NOT NULL,
	CONSTRAINT pk_scan_tallies PRIMARY KEY (event_id),
	CONSTRAINT fk_scan_tallies_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE
);

CREATE TABLE schedule_imports (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	filename VARCHAR NOT NULL,
	actor VARCHAR NOT NULL,
	state VARCHAR(40) NOT NULL,
	content BLOB NOT NULL,
	undoing BLOB,
	position INTEGER NOT NULL,
	counts JSON NOT NULL,
	created_at DATETIME NOT NULL,
	started_at DATETIME,
	touched_at DATETIME NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_schedule_imports PRIMARY KEY (id),
	CONSTRAINT fk_schedule_imports_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_schedule_imports_code UNIQUE (code)
);

CREATE TABLE schedule_sources (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	kind VARCHAR(40) NOT NULL,
	"key" VARCHAR NOT NULL,
	code VARCHAR NOT NULL,
	origin JSON NOT NULL,
	written JSON NOT NULL,
	CONSTRAINT pk_schedule_sources PRIMARY KEY (id),
	CONSTRAINT fk_schedule_sources_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_schedule_sources_code UNIQUE (event_id, kind, code)
);

CREATE TABLE search_indexes (
	name VARCHAR(40) NOT NULL,
	generation VARCHAR NOT NULL,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_search_indexes PRIMARY KEY (name)
);

CREATE TABLE search_words (
	id INTEGER NOT NULL,
	stem VARCHAR NOT NULL,
	word VARCHAR NOT NULL,
	CONSTRAINT pk_search_words PRIMARY KEY (id),
	CONSTRAINT uq_search_words_stem UNIQUE (stem)
);

CREATE TABLE series (
	id INTEGER NOT NULL,
	slug VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	summary VARCHAR NOT NULL,
	rules JSON NOT NULL,
	version INTEGER NOT NULL, english JSON DEFAULT '{}' NOT NULL, closed_at DATETIME,
	CONSTRAINT pk_series PRIMARY KEY (id),
	CONSTRAINT uq_series_slug UNIQUE (slug)
);

CREATE TABLE session_choices (
	registration_id INTEGER NOT NULL,
	session_id INTEGER NOT NULL,
	state VARCHAR(40) NOT NULL,
	queue_number INTEGER,
	CONSTRAINT pk_session_choices PRIMARY KEY (registration_id, session_id),
	CONSTRAINT fk_session_choices_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id),
	CONSTRAINT fk_session_choices_session_id_sessions FOREIGN KEY(session_id) REFERENCES sessions (id)
);

CREATE TABLE session_experiences (
	session_id INTEGER NOT NULL,
	experience_id INTEGER NOT NULL,
	CONSTRAINT pk_session_experiences PRIMARY KEY (session_id, experience_id),
	CONSTRAINT fk_session_experiences_session_id_sessions FOREIGN KEY(session_id) REFERENCES sessions (id),
	CONSTRAINT fk_session_experiences_experience_id_experiences FOREIGN KEY(experience_id) REFERENCES experiences (id)
);

CREATE TABLE session_questions (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	session_id INTEGER NOT NULL,
	registration_id INTEGER,
	text VARCHAR NOT NULL,
	shown_text VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	names_asker BOOLEAN NOT NULL,
	state VARCHAR(40) NOT NULL,
	decline_reason VARCHAR NOT NULL,
	answer VARCHAR NOT NULL,
	answered_by VARCHAR NOT NULL,
	proposed_answer VARCHAR NOT NULL,
	proposed_by VARCHAR NOT NULL,
	asked_at DATETIME NOT NULL,
	decided_at DATETIME,
	version INTEGER NOT NULL, wants_letter BOOLEAN DEFAULT 0 NOT NULL,
	CONSTRAINT pk_session_questions PRIMARY KEY (id),
	CONSTRAINT fk_session_questions_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_session_questions_session_id_sessions FOREIGN KEY(session_id) REFERENCES sessions (id),
	CONSTRAINT fk_session_questions_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id),
	CONSTRAINT uq_session_questions_code UNIQUE (code)
);

CREATE TABLE session_speakers (
	session_id INTEGER NOT NULL,
	speaker_id INTEGER NOT NULL,
	position INTEGER NOT NULL, role VARCHAR(40) DEFAULT 'speaker' NOT NULL, confirmed_digest VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_session_speakers PRIMARY KEY (session_id, speaker_id),
	CONSTRAINT fk_session_speakers_session_id_sessions FOREIGN KEY(session_id) REFERENCES sessions (id),
	CONSTRAINT fk_session_speakers_speaker_id_speakers FOREIGN KEY(speaker_id) REFERENCES speakers (id)
);

CREATE TABLE sessions (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	room_id INTEGER,
	track_id INTEGER,
	kind VARCHAR(40) NOT NULL,
	form VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	abstract VARCHAR NOT NULL,
	starts_at DATETIME NOT NULL,
	ends_at DATETIME NOT NULL,
	choice_group VARCHAR NOT NULL,
	seats INTEGER,
	availability VARCHAR(40) NOT NULL,
	last_queue_number INTEGER NOT NULL,
	known JSON NOT NULL,
	unknown JSON NOT NULL,
	meaning JSON NOT NULL,
	learning_goals JSON NOT NULL,
	"references" JSON NOT NULL,
	cancelled BOOLEAN NOT NULL,
	version INTEGER NOT NULL, released JSON, placed BOOLEAN DEFAULT 1 NOT NULL, calendar_sequence INTEGER DEFAULT '0' NOT NULL, calendar_changed_at DATETIME, english JSON DEFAULT '{}' NOT NULL, released_english JSON,
	CONSTRAINT pk_sessions PRIMARY KEY (id),
	CONSTRAINT ck_sessions_ends_after_start CHECK (ends_at > starts_at),
	CONSTRAINT ck_sessions_seats_not_negative CHECK (seats IS NULL OR seats >= 0),
	CONSTRAINT fk_sessions_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_sessions_room_id_rooms FOREIGN KEY(room_id) REFERENCES rooms (id),
	CONSTRAINT fk_sessions_track_id_tracks FOREIGN KEY(track_id) REFERENCES tracks (id),
	CONSTRAINT uq_sessions_event_id_code UNIQUE (event_id, code)
);

CREATE TABLE shown_attendance (
	event_id INTEGER NOT NULL,
	counts JSON NOT NULL,
	others JSON NOT NULL,
	hidden JSON NOT NULL,
	CONSTRAINT pk_shown_attendance PRIMARY KEY (event_id),
	CONSTRAINT fk_shown_attendance_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE TABLE sign_in_links (
	id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	nonce VARCHAR NOT NULL,
	digest VARCHAR NOT NULL,
	ends_at DATETIME NOT NULL,
	used_at DATETIME,
	wanted VARCHAR NOT NULL,
	CONSTRAINT pk_sign_in_links PRIMARY KEY (id),
	CONSTRAINT fk_sign_in_links_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id),
	CONSTRAINT uq_sign_in_links_digest UNIQUE (digest)
);

CREATE TABLE site_logos (
	id INTEGER NOT NULL,
	png BLOB NOT NULL,
	width INTEGER NOT NULL,
	height INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	CONSTRAINT pk_site_logos PRIMARY KEY (id),
	CONSTRAINT uq_site_logos_digest UNIQUE (digest)
);

CREATE TABLE site_revisions (
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_site_revisions PRIMARY KEY (id)
);

CREATE TABLE site_settings (
	id INTEGER NOT NULL,
	saved_at DATETIME NOT NULL,
	saved_by VARCHAR NOT NULL,
	restored_from INTEGER,
	content JSON NOT NULL,
	logo_id INTEGER,
	CONSTRAINT pk_site_settings PRIMARY KEY (id),
	CONSTRAINT fk_site_settings_logo_id_site_logos FOREIGN KEY(logo_id) REFERENCES site_logos (id)
);

CREATE TABLE speaker_addresses (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	speaker_id INTEGER NOT NULL,
	email VARCHAR NOT NULL,
	folded_name VARCHAR NOT NULL,
	language VARCHAR NOT NULL, bounced_at DATETIME, secret VARCHAR, link_digest VARCHAR, link_revision INTEGER DEFAULT '1' NOT NULL, invited_at DATETIME, written_at DATETIME, letter_key VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_speaker_addresses PRIMARY KEY (id),
	CONSTRAINT fk_speaker_addresses_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_speaker_addresses_speaker_id_speakers FOREIGN KEY(speaker_id) REFERENCES speakers (id),
	CONSTRAINT uq_speaker_addresses_code UNIQUE (code),
	CONSTRAINT uq_speaker_addresses_speaker_id UNIQUE (speaker_id)
);

CREATE TABLE speaker_invitations (
	id INTEGER NOT NULL,
	speaker_address_id INTEGER NOT NULL,
	session_id INTEGER NOT NULL,
	uid VARCHAR NOT NULL,
	sequence INTEGER NOT NULL,
	sent_digest VARCHAR NOT NULL,
	changed_at DATETIME NOT NULL,
	CONSTRAINT pk_speaker_invitations PRIMARY KEY (id),
	CONSTRAINT fk_speaker_invitations_speaker_address_id_speaker_addresses FOREIGN KEY(speaker_address_id) REFERENCES speaker_addresses (id),
	CONSTRAINT fk_speaker_invitations_session_id_sessions FOREIGN KEY(session_id) REFERENCES sessions (id),
	CONSTRAINT uq_speaker_invitations_uid UNIQUE (uid),
	CONSTRAINT uq_speaker_invitations_speaker_address_id_session_id UNIQUE (speaker_address_id, session_id)
);

CREATE TABLE speaker_materials (
	id INTEGER NOT NULL,
	speaker_id INTEGER NOT NULL,
	material_id INTEGER NOT NULL,
	CONSTRAINT pk_speaker_materials PRIMARY KEY (id),
	CONSTRAINT fk_speaker_materials_speaker_id_speakers FOREIGN KEY(speaker_id) REFERENCES speakers (id),
	CONSTRAINT fk_speaker_materials_material_id_materials FOREIGN KEY(material_id) REFERENCES materials (id),
	CONSTRAINT uq_speaker_materials_material_id UNIQUE (material_id)
);

CREATE TABLE speaker_photos (
	id INTEGER NOT NULL,
	speaker_id INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	small BLOB NOT NULL,
	medium BLOB NOT NULL,
	large BLOB NOT NULL,
	CONSTRAINT pk_speaker_photos PRIMARY KEY (id),
	CONSTRAINT fk_speaker_photos_speaker_id_speakers FOREIGN KEY(speaker_id) REFERENCES speakers (id),
	CONSTRAINT uq_speaker_photos_speaker_id UNIQUE (speaker_id)
);

CREATE TABLE speaker_proposals (
	id INTEGER NOT NULL,
	speaker_address_id INTEGER NOT NULL,
	name VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	organisation VARCHAR NOT NULL,
	biography VARCHAR NOT NULL,
	biography_en VARCHAR NOT NULL,
	photo_digest VARCHAR NOT NULL,
	small BLOB,
	medium BLOB,
	large BLOB,
	removes_photo BOOLEAN NOT NULL,
	proposed_at DATETIME NOT NULL,
	version INTEGER NOT NULL, title_en VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_speaker_proposals PRIMARY KEY (id),
	CONSTRAINT fk_speaker_proposals_speaker_address_id_speaker_addresses FOREIGN KEY(speaker_address_id) REFERENCES speaker_addresses (id),
	CONSTRAINT uq_speaker_proposals_speaker_address_id UNIQUE (speaker_address_id)
);

CREATE TABLE speaker_replies (
	id INTEGER NOT NULL,
	speaker_address_id INTEGER NOT NULL,
	problem VARCHAR NOT NULL,
	problem_at DATETIME,
	settled_at DATETIME,
	needs_sealed BLOB,
	needs_key_number INTEGER,
	CONSTRAINT pk_speaker_replies PRIMARY KEY (id),
	CONSTRAINT fk_speaker_replies_speaker_address_id_speaker_addresses FOREIGN KEY(speaker_address_id) REFERENCES speaker_addresses (id),
	CONSTRAINT uq_speaker_replies_speaker_address_id UNIQUE (speaker_address_id)
);

CREATE TABLE speakers (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	organisation VARCHAR NOT NULL,
	biography VARCHAR NOT NULL,
	version INTEGER NOT NULL, biography_en VARCHAR DEFAULT '' NOT NULL, page_consent VARCHAR(40) DEFAULT '' NOT NULL, slides_consent VARCHAR(40) DEFAULT '' NOT NULL, film_consent VARCHAR(40) DEFAULT '' NOT NULL, title_en VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_speakers PRIMARY KEY (id),
	CONSTRAINT fk_speakers_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_speakers_event_id_code UNIQUE (event_id, code)
);

CREATE TABLE "start_marks" (
	name VARCHAR NOT NULL,
	account_id INTEGER,
	marked_at DATETIME NOT NULL,
	CONSTRAINT pk_start_marks PRIMARY KEY (name),
	CONSTRAINT fk_start_marks_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id)
);

CREATE TABLE submissions (
	digest VARCHAR NOT NULL,
	location VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_submissions PRIMARY KEY (digest)
);

CREATE TABLE survey_answers (
	survey_id INTEGER NOT NULL,
	question VARCHAR NOT NULL,
	answer_group VARCHAR NOT NULL,
	value VARCHAR NOT NULL,
	"key" BIGINT NOT NULL,
	CONSTRAINT pk_survey_answers PRIMARY KEY (survey_id, question, answer_group, value, "key"),
	CONSTRAINT fk_survey_answers_survey_id_surveys FOREIGN KEY(survey_id) REFERENCES surveys (id)
)
 WITHOUT ROWID;

CREATE TABLE survey_askings (
	survey_id INTEGER NOT NULL,
	registration_id INTEGER NOT NULL,
	CONSTRAINT pk_survey_askings PRIMARY KEY (survey_id, registration_id),
	CONSTRAINT fk_survey_askings_survey_id_surveys FOREIGN KEY(survey_id) REFERENCES surveys (id),
	CONSTRAINT fk_survey_askings_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id)
)
 WITHOUT ROWID;

CREATE TABLE survey_letters (
	"key" BIGINT NOT NULL,
	survey_id INTEGER NOT NULL,
	sealed BLOB NOT NULL,
	CONSTRAINT pk_survey_letters PRIMARY KEY ("key"),
	CONSTRAINT fk_survey_letters_survey_id_surveys FOREIGN KEY(survey_id) REFERENCES surveys (id)
)
 WITHOUT ROWID;

CREATE TABLE survey_questions (
	id INTEGER NOT NULL,
	survey_id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	kind VARCHAR(40) NOT NULL,
	text VARCHAR NOT NULL,
	hint VARCHAR NOT NULL,
	position INTEGER NOT NULL,
	page INTEGER NOT NULL,
	required BOOLEAN NOT NULL,
	choices JSON NOT NULL,
	statements JSON NOT NULL,
	settings JSON NOT NULL,
	CONSTRAINT pk_survey_questions PRIMARY KEY (id),
	CONSTRAINT fk_survey_questions_survey_id_surveys FOREIGN KEY(survey_id) REFERENCES surveys (id),
	CONSTRAINT uq_survey_questions_survey_id_code UNIQUE (survey_id, code)
);

CREATE TABLE survey_responses (
	"key" BIGINT NOT NULL,
	survey_id INTEGER NOT NULL,
	content JSON NOT NULL,
	CONSTRAINT pk_survey_responses PRIMARY KEY ("key"),
	CONSTRAINT fk_survey_responses_survey_id_surveys FOREIGN KEY(survey_id) REFERENCES surveys (id)
)
 WITHOUT ROWID;

CREATE TABLE survey_texts (
	"key" BIGINT NOT NULL,
	survey_id INTEGER NOT NULL,
	question VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	masked VARCHAR NOT NULL,
	state VARCHAR(40) NOT NULL,
	first_reviewer_id INTEGER,
	second_reviewer_id INTEGER,
	version INTEGER NOT NULL,
	CONSTRAINT pk_survey_texts PRIMARY KEY ("key"),
	CONSTRAINT fk_survey_texts_survey_id_surveys FOREIGN KEY(survey_id) REFERENCES surveys (id),
	CONSTRAINT fk_survey_texts_first_reviewer_id_accounts FOREIGN KEY(first_reviewer_id) REFERENCES accounts (id),
	CONSTRAINT fk_survey_texts_second_reviewer_id_accounts FOREIGN KEY(second_reviewer_id) REFERENCES accounts (id)
)
 WITHOUT ROWID;

CREATE TABLE survey_tokens (
	digest VARCHAR NOT NULL,
	survey_id INTEGER NOT NULL,
	used BOOLEAN NOT NULL,
	CONSTRAINT pk_survey_tokens PRIMARY KEY (digest),
	CONSTRAINT fk_survey_tokens_survey_id_surveys FOREIGN KEY(survey_id) REFERENCES surveys (id)
)
 WITHOUT ROWID;

CREATE TABLE surveys (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	title VARCHAR NOT NULL,
	intro VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	state VARCHAR(40) NOT NULL,
	mode VARCHAR(40) NOT NULL,
	min_group INTEGER NOT NULL,
	breakdown VARCHAR NOT NULL,
	opens_at DATETIME NOT NULL,
	closes_at DATETIME NOT NULL,
	reminds_at DATETIME,
	reminded BOOLEAN NOT NULL,
	asked INTEGER NOT NULL,
	asked_by_group JSON NOT NULL,
	answered INTEGER NOT NULL,
	incomplete INTEGER NOT NULL,
	mixed_at DATETIME,
	complete BOOLEAN NOT NULL,
	version INTEGER NOT NULL, session_id INTEGER CONSTRAINT fk_surveys_session_id_sessions REFERENCES sessions (id), class_by_group JSON DEFAULT '{}' NOT NULL, shown_to_participants BOOLEAN DEFAULT 0 NOT NULL, links_shared BOOLEAN DEFAULT 0 NOT NULL, link_revision INTEGER DEFAULT '0' NOT NULL, audience VARCHAR(40) DEFAULT 'came' NOT NULL, session_code VARCHAR DEFAULT '' NOT NULL, letters_at DATETIME, follows VARCHAR DEFAULT '' NOT NULL, slips INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_surveys PRIMARY KEY (id),
	CONSTRAINT ck_surveys_closes_not_before_opening CHECK (closes_at >= opens_at),
	CONSTRAINT ck_surveys_min_group_is_five_or_more CHECK (min_group >= 5),
	CONSTRAINT fk_surveys_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT uq_surveys_code UNIQUE (code)
);

CREATE TABLE synonym_groups (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	expressions TEXT NOT NULL,
	withdrawn BOOLEAN NOT NULL,
	"before" TEXT,
	changed_at DATETIME NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_synonym_groups PRIMARY KEY (id),
	CONSTRAINT uq_synonym_groups_code UNIQUE (code)
);

CREATE TABLE tickets (
	id INTEGER NOT NULL,
	registration_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	key_number INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	issued_at DATETIME NOT NULL,
	CONSTRAINT pk_tickets PRIMARY KEY (id),
	CONSTRAINT fk_tickets_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id),
	CONSTRAINT uq_tickets_digest UNIQUE (digest),
	CONSTRAINT uq_tickets_registration_id_revision UNIQUE (registration_id, revision)
);

CREATE TABLE tracks (
	id INTEGER NOT NULL,
	event_id INTEGER NOT NULL,
	focus_area_id INTEGER,
	code VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	short_name VARCHAR NOT NULL,
	position INTEGER NOT NULL,
	version INTEGER NOT NULL, english JSON DEFAULT '{}' NOT NULL,
	CONSTRAINT pk_tracks PRIMARY KEY (id),
	CONSTRAINT fk_tracks_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_tracks_focus_area_id_focus_areas FOREIGN KEY(focus_area_id) REFERENCES focus_areas (id),
	CONSTRAINT uq_tracks_event_id_code UNIQUE (event_id, code)
);

CREATE TABLE try_counts (
	digest VARCHAR NOT NULL,
	tries INTEGER NOT NULL,
	ends_at DATETIME NOT NULL,
	CONSTRAINT pk_try_counts PRIMARY KEY (digest)
);

CREATE TABLE unsubscriptions (
	digest VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	CONSTRAINT pk_unsubscriptions PRIMARY KEY (digest)
);

CREATE TABLE venue_pictures (
	event_id INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	jpeg BLOB NOT NULL,
	width INTEGER NOT NULL,
	height INTEGER NOT NULL,
	description VARCHAR NOT NULL,
	description_en VARCHAR NOT NULL,
	withdrawn_at DATETIME,
	version INTEGER NOT NULL,
	CONSTRAINT pk_venue_pictures PRIMARY KEY (event_id),
	CONSTRAINT fk_venue_pictures_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE TABLE walk_ins (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	walk_in_id VARCHAR NOT NULL,
	event_id INTEGER NOT NULL,
	device_id INTEGER NOT NULL,
	state VARCHAR(40) NOT NULL,
	key_number INTEGER NOT NULL,
	sealed BLOB,
	body_digest VARCHAR NOT NULL,
	scan_id VARCHAR,
	place INTEGER NOT NULL,
	at BIGINT NOT NULL,
	low BIGINT NOT NULL,
	high BIGINT NOT NULL,
	flags VARCHAR NOT NULL,
	over_capacity BOOLEAN NOT NULL,
	received_at DATETIME NOT NULL,
	decided_at DATETIME,
	registration_id INTEGER,
	entry_id VARCHAR,
	made_registration BOOLEAN NOT NULL,
	CONSTRAINT pk_walk_ins PRIMARY KEY (id),
	CONSTRAINT uq_walk_ins_code UNIQUE (code),
	CONSTRAINT uq_walk_ins_walk_in_id UNIQUE (walk_in_id),
	CONSTRAINT fk_walk_ins_event_id_events FOREIGN KEY(event_id) REFERENCES events (id),
	CONSTRAINT fk_walk_ins_device_id_devices FOREIGN KEY(device_id) REFERENCES devices (id),
	CONSTRAINT fk_walk_ins_registration_id_registrations FOREIGN KEY(registration_id) REFERENCES registrations (id)
);

CREATE TABLE wishes (
	id INTEGER NOT NULL,
	code VARCHAR NOT NULL,
	kind VARCHAR(40) NOT NULL,
	organisation_id INTEGER NOT NULL,
	focus_area_id INTEGER NOT NULL,
	title VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	told_on DATE NOT NULL,
	ends_on DATE NOT NULL,
	withdrawn_on DATE,
	version INTEGER NOT NULL,
	CONSTRAINT pk_wishes PRIMARY KEY (id),
	CONSTRAINT uq_wishes_code UNIQUE (code),
	CONSTRAINT fk_wishes_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id),
	CONSTRAINT fk_wishes_focus_area_id_focus_areas FOREIGN KEY(focus_area_id) REFERENCES focus_areas (id)
);

CREATE TRIGGER attendance_changed AFTER UPDATE OF registration_id, standing, digest ON check_ins FOR EACH ROW WHEN (OLD.registration_id IS NOT NEW.registration_id OR OLD.standing IS NOT NEW.standing OR OLD.digest IS NOT NEW.digest) BEGIN DELETE FROM scan_tallies WHERE event_id = OLD.event_id; DELETE FROM roster_arrivals WHERE event_id = OLD.event_id AND digest = OLD.digest; DELETE FROM roster_arrivals WHERE event_id = OLD.event_id AND registration_id = OLD.registration_id; END;

CREATE TRIGGER attendance_deleted AFTER DELETE ON check_ins FOR EACH ROW BEGIN DELETE FROM scan_tallies WHERE event_id = OLD.event_id; DELETE FROM roster_arrivals WHERE event_id = OLD.event_id AND digest = OLD.digest; DELETE FROM roster_arrivals WHERE event_id = OLD.event_id AND registration_id = OLD.registration_id; END;

CREATE INDEX audit_by_action ON audit_entries (action, at, id);

CREATE INDEX audit_by_actor ON audit_entries (actor, at, id);

CREATE INDEX audit_by_code ON audit_entries (subject_code, at, id);

CREATE INDEX audit_by_event ON audit_entries (event_id, at, id);

CREATE INDEX audit_by_kind ON audit_entries (subject_kind, at, id);

CREATE INDEX audit_by_organisation ON audit_entries (json_extract(details, '$.organisation'), at, id) WHERE json_extract(details, '$.organisation') IS NOT NULL;

CREATE INDEX audit_by_subject ON audit_entries (subject_kind, subject_code);

CREATE INDEX audit_by_time ON audit_entries (at, id);

CREATE TRIGGER audit_changes_refuse_replace BEFORE INSERT ON audit_changes WHEN EXISTS (SELECT 1 FROM audit_changes WHERE entry_id = NEW.entry_id) BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

CREATE TRIGGER audit_changes_refuse_update BEFORE UPDATE ON audit_changes BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

CREATE TRIGGER audit_entries_refuse_delete BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

CREATE TRIGGER audit_entries_refuse_replace BEFORE INSERT ON audit_entries WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

CREATE TRIGGER audit_entries_refuse_update BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

CREATE TRIGGER audit_seals_refuse_delete BEFORE DELETE ON audit_seals BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

CREATE TRIGGER audit_seals_refuse_replace BEFORE INSERT ON audit_seals WHEN EXISTS (SELECT 1 FROM audit_seals WHERE position = NEW.position OR entry_id = NEW.entry_id) BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

CREATE TRIGGER audit_seals_refuse_update BEFORE UPDATE ON audit_seals BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

CREATE INDEX board_acts_by_actor ON board_acts (event_id, actor);

CREATE INDEX bulk_act_people_waiting ON bulk_act_people (act_id, registration_id) WHERE outcome IS NULL;

CREATE INDEX bulk_acts_being_undone ON bulk_acts (id) WHERE undo_started_at IS NOT NULL AND undo_finished_at IS NULL;

CREATE INDEX bulk_acts_under_way ON bulk_acts (id) WHERE finished_at IS NULL;

CREATE INDEX cancellations_open ON cancellations (event_id) WHERE closed_at IS NULL;

CREATE INDEX check_ins_by_arrival ON check_ins (event_id, id);

CREATE INDEX check_ins_by_digest ON check_ins (event_id, digest);

CREATE INDEX check_ins_by_revision ON check_ins (event_id, revision);

CREATE INDEX check_ins_by_target ON check_ins (target) WHERE target IS NOT NULL;

CREATE INDEX check_ins_to_look_at ON check_ins (event_id, id) WHERE (flags <> '' OR standing = 'quarantined' OR (admits AND verdict NOT IN ('welcome', 'again')));

CREATE INDEX door_messages_by_time ON door_messages (event_id, sent_at);

CREATE INDEX double_merges_open ON double_merges (event_id) WHERE closed_at IS NULL;

CREATE INDEX event_closings_by_event ON event_closings (event_id);

CREATE INDEX events_by_time ON events (state, starts_at);

CREATE TRIGGER experience_entries_anew AFTER UPDATE OF terms ON experience_entries BEGIN
      INSERT INTO experience_index_terms (experience_index_terms, rowid, terms)
      VALUES ('delete', old.experience_id, old.terms);
      INSERT INTO experience_index_terms (rowid, terms) VALUES (new.experience_id, new.terms);
    END;

CREATE TRIGGER experience_entries_in AFTER INSERT ON experience_entries BEGIN
      INSERT INTO experience_index_terms (rowid, terms) VALUES (new.experience_id, new.terms);
    END;

CREATE TRIGGER experience_entries_out AFTER DELETE ON experience_entries BEGIN
      INSERT INTO experience_index_terms (experience_index_terms, rowid, terms)
      VALUES ('delete', old.experience_id, old.terms);
    END;

CREATE TRIGGER experience_stems_anew AFTER UPDATE ON experience_stems BEGIN
      INSERT INTO experience_index (experience_index, rowid, title, body)
      VALUES ('delete', old.experience_id, old.title, old.body);
      INSERT INTO experience_index (rowid, title, body)
      VALUES (new.experience_id, new.title, new.body);
    END;

CREATE TRIGGER experience_stems_in AFTER INSERT ON experience_stems BEGIN
      INSERT INTO experience_index (rowid, title, body)
      VALUES (new.experience_id, new.title, new.body);
    END;

CREATE TRIGGER experience_stems_out AFTER DELETE ON experience_stems BEGIN
      INSERT INTO experience_index (experience_index, rowid, title, body)
      VALUES ('delete', old.experience_id, old.title, old.body);
    END;

CREATE INDEX experiences_by_state ON experiences (state, published_at, version);

CREATE INDEX invitees_by_person ON invitees (email, folded_name);

CREATE INDEX ix_account_invitation_roles_event_id ON account_invitation_roles (event_id);

CREATE INDEX ix_account_invitation_roles_invitation_id ON account_invitation_roles (invitation_id);

CREATE INDEX ix_account_invitation_roles_organisation_id ON account_invitation_roles (organisation_id);

CREATE INDEX ix_account_invitations_account_id ON account_invitations (account_id);

CREATE INDEX ix_account_invitations_email ON account_invitations (email);

CREATE INDEX ix_account_sessions_account_id ON account_sessions (account_id);

CREATE INDEX ix_account_sessions_begun_at ON account_sessions (begun_at);

CREATE UNIQUE INDEX ix_accounts_calendar_digest ON accounts (calendar_digest);

CREATE INDEX ix_adaptations_experience_id ON adaptations (experience_id);

CREATE INDEX ix_adaptations_organisation_id ON adaptations (organisation_id);

CREATE INDEX ix_adaptations_own_experience_id ON adaptations (own_experience_id);

CREATE INDEX ix_address_changes_account_id ON address_changes (account_id);

CREATE INDEX ix_audit_words_entry_id ON audit_words (entry_id);

CREATE INDEX ix_bounces_job_key ON bounces (job_key);

CREATE INDEX ix_bulk_act_people_registration_id ON bulk_act_people (registration_id);

CREATE INDEX ix_bulk_acts_event_id ON bulk_acts (event_id);

CREATE INDEX ix_cancellations_act_id ON cancellations (act_id);

CREATE INDEX ix_cancellations_event_id ON cancellations (event_id);

CREATE INDEX ix_cancellations_registration_id ON cancellations (registration_id);

CREATE INDEX ix_check_in_list_sessions_session_id ON check_in_list_sessions (session_id);

CREATE INDEX ix_check_ins_device_id ON check_ins (device_id);

CREATE INDEX ix_check_ins_registration_id ON check_ins (registration_id);

CREATE INDEX ix_contacts_answered_by_id ON contacts (answered_by_id);

CREATE INDEX ix_contacts_experience_id ON contacts (experience_id);

CREATE INDEX ix_contacts_organisation_id ON contacts (organisation_id);

CREATE INDEX ix_contacts_wish_id ON contacts (wish_id);

CREATE INDEX ix_delegation_recipients_account_invitation_id ON delegation_recipients (account_invitation_id);

CREATE INDEX ix_delegation_recipients_email ON delegation_recipients (email);

CREATE INDEX ix_delegations_event_id ON delegations (event_id);

CREATE INDEX ix_delegations_organisation_id ON delegations (organisation_id);

CREATE INDEX ix_devices_place_id ON devices (place_id);

CREATE INDEX ix_distinct_pairs_event_id ON distinct_pairs (event_id);

CREATE INDEX ix_distinct_pairs_second_id ON distinct_pairs (second_id);

CREATE INDEX ix_door_message_readings_device_id ON door_message_readings (device_id);

CREATE INDEX ix_double_merges_event_id ON double_merges (event_id);

CREATE INDEX ix_double_merges_source_id ON double_merges (source_id);

CREATE INDEX ix_double_merges_target_id ON double_merges (target_id);

CREATE INDEX ix_ended_sessions_ended_at ON ended_sessions (ended_at);

CREATE INDEX ix_event_bundles_checksum ON event_bundles (checksum);

CREATE INDEX ix_event_bundles_event_id ON event_bundles (event_id);

CREATE INDEX ix_event_letters_event_id ON event_letters (event_id);

CREATE INDEX ix_events_series_id ON events (series_id);

CREATE INDEX ix_experience_entries_revision ON experience_entries (revision);

CREATE INDEX ix_experience_files_checksum ON experience_files (checksum);

CREATE INDEX ix_experience_files_experience_id ON experience_files (experience_id);

CREATE INDEX ix_experience_files_withdrawn_at ON experience_files (withdrawn_at);

CREATE INDEX ix_experience_focus_areas_focus_area_id ON experience_focus_areas (focus_area_id);

CREATE INDEX ix_experience_follow_ups_experience_id ON experience_follow_ups (experience_id);

CREATE INDEX ix_experiences_organisation_id ON experiences (organisation_id);

CREATE INDEX ix_experiences_source_event_id ON experiences (source_event_id);

CREATE INDEX ix_focus_area_successions_successor_id ON focus_area_successions (successor_id);

CREATE INDEX ix_follow_ups_event_id ON follow_ups (event_id);

CREATE INDEX ix_follow_ups_series_id ON follow_ups (series_id);

CREATE INDEX ix_format_requests_material_id ON format_requests (material_id);

CREATE INDEX ix_grants_account_id ON grants (account_id);

CREATE INDEX ix_grants_event_id ON grants (event_id);

CREATE INDEX ix_grants_organisation_id ON grants (organisation_id);

CREATE INDEX ix_invitations_registration_id ON invitations (registration_id);

CREATE INDEX ix_invitations_session_id ON invitations (session_id);

CREATE INDEX ix_invitees_letter_key ON invitees (letter_key);

CREATE INDEX ix_invitees_registration_id ON invitees (registration_id);

CREATE INDEX ix_kept_asides_event_id ON kept_asides (event_id);

CREATE INDEX ix_kept_conflicts_event_id ON kept_conflicts (event_id);

CREATE INDEX ix_leads_event_id ON leads (event_id);

CREATE INDEX ix_leads_experience_id ON leads (experience_id);

CREATE INDEX ix_leads_organisation_id ON leads (organisation_id);

CREATE INDEX ix_leads_state ON leads (state);

CREATE INDEX ix_letter_recipients_account_id ON letter_recipients (account_id);

CREATE INDEX ix_letter_recipients_invitee_id ON letter_recipients (invitee_id);

CREATE INDEX ix_letter_recipients_letter_id ON letter_recipients (letter_id);

CREATE INDEX ix_letter_recipients_registration_id ON letter_recipients (registration_id);

CREATE INDEX ix_letter_recipients_speaker_address_id ON letter_recipients (speaker_address_id);

CREATE INDEX ix_list_arrivals_registration_id ON list_arrivals (registration_id);

CREATE INDEX ix_mail_trials_account_id ON mail_trials (account_id);

CREATE INDEX ix_material_organisations_material_id ON material_organisations (material_id);

CREATE INDEX ix_material_organisations_organisation_id ON material_organisations (organisation_id);

CREATE INDEX ix_material_stems_page_id ON material_stems (page_id);

CREATE INDEX ix_material_versions_checksum ON material_versions (checksum);

CREATE INDEX ix_material_versions_material_id ON material_versions (material_id);

CREATE INDEX ix_materials_checksum ON materials (checksum);

CREATE INDEX ix_materials_session_id ON materials (session_id);

CREATE INDEX ix_organisation_merges_source_id ON organisation_merges (source_id);

CREATE INDEX ix_organisation_merges_target_id ON organisation_merges (target_id);

CREATE INDEX ix_organisations_parent_id ON organisations (parent_id);

CREATE INDEX ix_plan_actions_experience_id ON plan_actions (experience_id);

CREATE INDEX ix_plan_actions_organisation_id ON plan_actions (organisation_id);

CREATE INDEX ix_possible_doubles_registration_id ON possible_doubles (registration_id);

CREATE INDEX ix_recovery_codes_account_id ON recovery_codes (account_id);

CREATE INDEX ix_registration_import_rows_registration_id ON registration_import_rows (registration_id);

CREATE INDEX ix_registration_imports_event_id ON registration_imports (event_id);

CREATE INDEX ix_registration_questions_event_id ON registration_questions (event_id);

CREATE INDEX ix_registration_views_account_id ON registration_views (account_id);

CREATE INDEX ix_registrations_delegation_id ON registrations (delegation_id);

CREATE INDEX ix_registrations_organisation_id ON registrations (organisation_id);

CREATE INDEX ix_releases_event_id ON releases (event_id);

CREATE INDEX ix_retention_counts_step_id ON retention_counts (step_id);

CREATE INDEX ix_retention_pauses_event_id ON retention_pauses (event_id);

CREATE INDEX ix_retention_steps_rule_id ON retention_steps (rule_id);

CREATE INDEX ix_retention_steps_run_id ON retention_steps (run_id);

CREATE INDEX ix_rooms_event_id ON rooms (event_id);

CREATE INDEX ix_roster_marks_event_id ON roster_marks (event_id);

CREATE INDEX ix_roster_names_registration_id ON roster_names (registration_id);

CREATE INDEX ix_schedule_imports_event_id ON schedule_imports (event_id);

CREATE INDEX ix_session_choices_session_id ON session_choices (session_id, registration_id);

CREATE INDEX ix_session_experiences_experience_id ON session_experiences (experience_id);

CREATE INDEX ix_session_questions_registration_id ON session_questions (registration_id);

CREATE INDEX ix_session_questions_session_id ON session_questions (session_id);

CREATE INDEX ix_session_speakers_speaker_id ON session_speakers (speaker_id);

CREATE INDEX ix_sessions_event_id ON sessions (event_id);

CREATE INDEX ix_sessions_room_id ON sessions (room_id);

CREATE INDEX ix_sessions_track_id ON sessions (track_id);

CREATE INDEX ix_sign_in_links_account_id ON sign_in_links (account_id);

CREATE INDEX ix_speaker_addresses_email ON speaker_addresses (email);

CREATE INDEX ix_speaker_addresses_event_id ON speaker_addresses (event_id);

CREATE INDEX ix_speaker_invitations_session_id ON speaker_invitations (session_id);

CREATE INDEX ix_speaker_materials_speaker_id ON speaker_materials (speaker_id);

CREATE INDEX ix_speakers_event_id ON speakers (event_id);

CREATE INDEX ix_start_marks_account_id ON start_marks (account_id);

CREATE INDEX ix_submissions_created_at ON submissions (created_at);

CREATE INDEX ix_survey_letters_survey_id ON survey_letters (survey_id);

CREATE INDEX ix_survey_questions_survey_id ON survey_questions (survey_id);

CREATE INDEX ix_survey_responses_survey_id ON survey_responses (survey_id);

CREATE INDEX ix_survey_texts_survey_id ON survey_texts (survey_id);

CREATE INDEX ix_survey_tokens_survey_id ON survey_tokens (survey_id);

CREATE INDEX ix_surveys_event_id ON surveys (event_id);

CREATE INDEX ix_tickets_registration_id ON tickets (registration_id);

CREATE INDEX ix_tracks_event_id ON tracks (event_id);

CREATE INDEX ix_try_counts_ends_at ON try_counts (ends_at);

CREATE INDEX ix_walk_ins_device_id ON walk_ins (device_id);

CREATE INDEX ix_walk_ins_registration_id ON walk_ins (registration_id);

CREATE INDEX ix_wishes_organisation_id ON wishes (organisation_id);

CREATE INDEX jobs_by_registration ON jobs (registration_id);

CREATE INDEX jobs_due ON jobs (state, due_at);

CREATE TRIGGER kitchen_need_added AFTER INSERT ON care_needs FOR EACH ROW BEGIN INSERT INTO kitchen_sums (event_id, block) SELECT event_id, id / 512 FROM registrations WHERE id = NEW.registration_id ON CONFLICT (event_id, block) DO UPDATE SET key_number = NULL, sealed = NULL; END;

CREATE TRIGGER kitchen_need_changed AFTER UPDATE ON care_needs FOR EACH ROW BEGIN INSERT INTO kitchen_sums (event_id, block) SELECT event_id, id / 512 FROM registrations WHERE id = NEW.registration_id ON CONFLICT (event_id, block) DO UPDATE SET key_number = NULL, sealed = NULL; END;

CREATE TRIGGER kitchen_need_deleted AFTER DELETE ON care_needs FOR EACH ROW BEGIN INSERT INTO kitchen_sums (event_id, block) SELECT event_id, id / 512 FROM registrations WHERE id = OLD.registration_id ON CONFLICT (event_id, block) DO UPDATE SET key_number = NULL, sealed = NULL; END;

CREATE TRIGGER kitchen_person_changed AFTER UPDATE OF state ON registrations FOR EACH ROW WHEN (OLD.state <> NEW.state) BEGIN INSERT INTO kitchen_sums (event_id, block) SELECT event_id, id / 512 FROM registrations WHERE id = NEW.id AND EXISTS (SELECT 1 FROM care_needs WHERE care_needs.registration_id = registrations.id) ON CONFLICT (event_id, block) DO UPDATE SET key_number = NULL, sealed = NULL; END;

CREATE INDEX letters_by_state ON event_letters (state, sends_at);

CREATE TRIGGER list_attendance_changed AFTER UPDATE OF registration_id, standing, digest ON check_ins FOR EACH ROW WHEN (OLD.registration_id IS NOT NEW.registration_id OR OLD.standing IS NOT NEW.standing OR OLD.digest IS NOT NEW.digest) BEGIN DELETE FROM list_arrivals WHERE event_id = OLD.event_id AND digest = OLD.digest; DELETE FROM list_arrivals WHERE event_id = OLD.event_id AND registration_id = OLD.registration_id; END;

CREATE TRIGGER list_attendance_deleted AFTER DELETE ON check_ins FOR EACH ROW BEGIN DELETE FROM list_arrivals WHERE event_id = OLD.event_id AND digest = OLD.digest; DELETE FROM list_arrivals WHERE event_id = OLD.event_id AND registration_id = OLD.registration_id; END;

CREATE TRIGGER list_mark_seat AFTER INSERT ON session_choices FOR EACH ROW BEGIN INSERT INTO roster_marks (event_id, digest) SELECT check_in_lists.event_id, tickets.digest FROM check_in_lists JOIN rosters ON rosters.event_id = check_in_lists.event_id JOIN check_in_list_sessions ON check_in_list_sessions.list_id = check_in_lists.id JOIN tickets ON tickets.registration_id = NEW.registration_id WHERE check_in_list_sessions.session_id = NEW.session_id; END;

CREATE TRIGGER list_mark_seat_gone AFTER DELETE ON session_choices FOR EACH ROW BEGIN INSERT INTO roster_marks (event_id, digest) SELECT check_in_lists.event_id, tickets.digest FROM check_in_lists JOIN rosters ON rosters.event_id = check_in_lists.event_id JOIN check_in_list_sessions ON check_in_list_sessions.list_id = check_in_lists.id JOIN tickets ON tickets.registration_id = OLD.registration_id WHERE check_in_list_sessions.session_id = OLD.session_id; END;

CREATE TRIGGER list_mark_seat_state AFTER UPDATE OF state ON session_choices FOR EACH ROW WHEN (OLD.state IS NOT NEW.state) BEGIN INSERT INTO roster_marks (event_id, digest) SELECT check_in_lists.event_id, tickets.digest FROM check_in_lists JOIN rosters ON rosters.event_id = check_in_lists.event_id JOIN check_in_list_sessions ON check_in_list_sessions.list_id = check_in_lists.id JOIN tickets ON tickets.registration_id = NEW.registration_id WHERE check_in_list_sessions.session_id = NEW.session_id; END;

CREATE TRIGGER list_mark_session AFTER INSERT ON check_in_list_sessions FOR EACH ROW BEGIN INSERT INTO roster_marks (event_id, digest) SELECT check_in_lists.event_id, tickets.digest FROM check_in_lists JOIN rosters ON rosters.event_id = check_in_lists.event_id JOIN session_choices ON session_choices.session_id = NEW.session_id JOIN tickets ON tickets.registration_id = session_choices.registration_id WHERE check_in_lists.id = NEW.list_id; END;

CREATE TRIGGER list_mark_session_gone AFTER DELETE ON check_in_list_sessions FOR EACH ROW BEGIN INSERT INTO roster_marks (event_id, digest) SELECT check_in_lists.event_id, tickets.digest FROM check_in_lists JOIN rosters ON rosters.event_id = check_in_lists.event_id JOIN session_choices ON session_choices.session_id = OLD.session_id JOIN tickets ON tickets.registration_id = session_choices.registration_id WHERE check_in_lists.id = OLD.list_id; END;

CREATE INDEX material_pages_by_rules ON material_pages (rules, id);

CREATE INDEX material_pages_in_order ON material_pages (material_id, number);

CREATE INDEX materials_by_event ON materials (event_id, session_id);

CREATE UNIQUE INDEX one_automatic_letter_of_a_kind ON event_letters (event_id, kind) WHERE kind <> 'written';

CREATE UNIQUE INDEX one_closing_in_force ON event_closings (event_id) WHERE reopened_at IS NULL;

CREATE UNIQUE INDEX one_invitation_to_a_session ON invitations (registration_id, session_id);

CREATE UNIQUE INDEX one_invitation_to_the_event ON invitations (registration_id) WHERE session_id IS NULL;

CREATE UNIQUE INDEX one_letter_a_speaker ON letter_recipients (letter_id, speaker_address_id);

CREATE UNIQUE INDEX one_living_registration_per_person ON registrations (event_id, email, folded_name) WHERE state <> 'cancelled';

CREATE UNIQUE INDEX one_retention_rule_in_force ON retention_rules (kind) WHERE ends_at IS NULL;

CREATE TRIGGER possible_doubles_insert AFTER INSERT ON registrations  BEGIN INSERT INTO possible_doubles (event_id, reason, registration_id) SELECT event_id, 'same-address', id FROM registrations WHERE email = NEW.email AND +event_id = NEW.event_id AND id <> NEW.id LIMIT 1 ON CONFLICT DO NOTHING; INSERT INTO possible_doubles (event_id, reason, registration_id) SELECT NEW.event_id, 'same-address', NEW.id WHERE EXISTS (SELECT 1 FROM registrations WHERE email = NEW.email AND +event_id = NEW.event_id AND id <> NEW.id) ON CONFLICT DO NOTHING; INSERT INTO possible_doubles (event_id, reason, registration_id) SELECT event_id, 'same-name', id FROM registrations WHERE event_id = NEW.event_id AND sort_name = NEW.sort_name AND id <> NEW.id LIMIT 1 ON CONFLICT DO NOTHING; INSERT INTO possible_doubles (event_id, reason, registration_id) SELECT NEW.event_id, 'same-name', NEW.id WHERE EXISTS (SELECT 1 FROM registrations WHERE event_id = NEW.event_id AND sort_name = NEW.sort_name AND id <> NEW.id) ON CONFLICT DO NOTHING; END;

CREATE TRIGGER possible_doubles_update AFTER UPDATE OF email, sort_name ON registrations WHEN (OLD.email IS NOT NEW.email OR OLD.sort_name IS NOT NEW.sort_name) BEGIN INSERT INTO possible_doubles (event_id, reason, registration_id) SELECT event_id, 'same-address', id FROM registrations WHERE email = NEW.email AND +event_id = NEW.event_id AND id <> NEW.id LIMIT 1 ON CONFLICT DO NOTHING; INSERT INTO possible_doubles (event_id, reason, registration_id) SELECT NEW.event_id, 'same-address', NEW.id WHERE EXISTS (SELECT 1 FROM registrations WHERE email = NEW.email AND +event_id = NEW.event_id AND id <> NEW.id) ON CONFLICT DO NOTHING; INSERT INTO possible_doubles (event_id, reason, registration_id) SELECT event_id, 'same-name', id FROM registrations WHERE event_id = NEW.event_id AND sort_name = NEW.sort_name AND id <> NEW.id LIMIT 1 ON CONFLICT DO NOTHING; INSERT INTO possible_doubles (event_id, reason, registration_id) SELECT NEW.event_id, 'same-name', NEW.id WHERE EXISTS (SELECT 1 FROM registrations WHERE event_id = NEW.event_id AND sort_name = NEW.sort_name AND id <> NEW.id) ON CONFLICT DO NOTHING; END;

CREATE INDEX registration_import_rows_by_person ON registration_import_rows (person_digest);

CREATE INDEX registration_import_rows_in_order ON registration_import_rows (import_id, state, position);

CREATE INDEX registration_imports_by_time ON registration_imports (touched_at);

CREATE INDEX registrations_beyond_latin ON registrations (event_id, state) WHERE name GLOB '*[^ -~À-ÿ]*';

CREATE INDEX registrations_by_address ON registrations (email);

CREATE INDEX registrations_by_name ON registrations (event_id, sort_name, search_text, id);

CREATE INDEX registrations_by_organisation ON registrations (event_id, organisation_id, organisation_name);

CREATE INDEX registrations_by_organisation_name ON registrations (event_id, organisation_name, sort_name, id);

CREATE INDEX registrations_by_state ON registrations (event_id, state, registered_at, id, language);

CREATE INDEX registrations_by_time ON registrations (event_id, registered_at, id, search_text, language);

CREATE TRIGGER registrations_count_delete AFTER DELETE ON registrations  BEGIN UPDATE registration_counts SET people = people - 1 WHERE (event_id, state, organisation_id, organisation_name, delegation_id) = (OLD.event_id, OLD.state, coalesce(OLD.organisation_id, 0), OLD.organisation_name, coalesce(OLD.delegation_id, 0)); DELETE FROM registration_counts WHERE (event_id, state, organisation_id, organisation_name, delegation_id) = (OLD.event_id, OLD.state, coalesce(OLD.organisation_id, 0), OLD.organisation_name, coalesce(OLD.delegation_id, 0)) AND people = 0; END;

CREATE TRIGGER registrations_count_insert AFTER INSERT ON registrations  BEGIN INSERT INTO registration_counts (event_id, state, organisation_id, organisation_name, delegation_id, people) VALUES (NEW.event_id, NEW.state, coalesce(NEW.organisation_id, 0), NEW.organisation_name, coalesce(NEW.delegation_id, 0), 1) ON CONFLICT (event_id, state, organisation_id, organisation_name, delegation_id) DO UPDATE SET people = registration_counts.people + 1; END;

CREATE TRIGGER registrations_count_update AFTER UPDATE OF event_id, state, organisation_id, organisation_name, delegation_id ON registrations WHEN OLD.event_id IS NOT NEW.event_id OR OLD.state IS NOT NEW.state OR OLD.organisation_id IS NOT NEW.organisation_id OR OLD.organisation_name IS NOT NEW.organisation_name OR OLD.delegation_id IS NOT NEW.delegation_id BEGIN UPDATE registration_counts SET people = people - 1 WHERE (event_id, state, organisation_id, organisation_name, delegation_id) = (OLD.event_id, OLD.state, coalesce(OLD.organisation_id, 0), OLD.organisation_name, coalesce(OLD.delegation_id, 0)); DELETE FROM registration_counts WHERE (event_id, state, organisation_id, organisation_name, delegation_id) = (OLD.event_id, OLD.state, coalesce(OLD.organisation_id, 0), OLD.organisation_name, coalesce(OLD.delegation_id, 0)) AND people = 0;INSERT INTO registration_counts (event_id, state, organisation_id, organisation_name, delegation_id, people) VALUES (NEW.event_id, NEW.state, coalesce(NEW.organisation_id, 0), NEW.organisation_name, coalesce(NEW.delegation_id, 0), 1) ON CONFLICT (event_id, state, organisation_id, organisation_name, delegation_id) DO UPDATE SET people = registration_counts.people + 1; END;

CREATE INDEX registrations_in_english ON registrations (event_id, state) WHERE language = 'en';

CREATE INDEX registrations_named ON registrations (event_id, state) WHERE state = 'confirmed' AND badge = 'first_name' AND visibility = 'normal';

CREATE INDEX registrations_to_decide ON registrations (event_id, decide_by) WHERE state = 'pending' AND decide_by IS NOT NULL;

CREATE INDEX roster_arrivals_by_owner ON roster_arrivals (event_id, registration_id);

CREATE INDEX roster_entries_by_revision ON roster_entries (event_id, revision);

CREATE INDEX roster_entries_listed ON roster_entries (event_id, digest) WHERE record IS NOT NULL;

CREATE TRIGGER roster_mark_gone AFTER DELETE ON tickets FOR EACH ROW BEGIN INSERT INTO roster_marks (event_id, digest) SELECT registrations.event_id, OLD.digest FROM registrations JOIN rosters ON rosters.event_id = registrations.event_id WHERE registrations.id = OLD.registration_id; END;

CREATE TRIGGER roster_mark_person AFTER UPDATE OF state, name, organisation_name, visibility, delegation_id, party_code ON registrations FOR EACH ROW WHEN (OLD.state IS NOT NEW.state OR OLD.name IS NOT NEW.name OR OLD.organisation_name IS NOT NEW.organisation_name OR OLD.visibility IS NOT NEW.visibility OR OLD.delegation_id IS NOT NEW.delegation_id OR OLD.party_code IS NOT NEW.party_code) BEGIN INSERT INTO roster_marks (event_id, digest) SELECT registrations.event_id, tickets.digest FROM registrations JOIN rosters ON rosters.event_id = registrations.event_id JOIN tickets ON tickets.registration_id = registrations.id WHERE registrations.id = NEW.id; END;

CREATE TRIGGER roster_mark_ticket AFTER INSERT ON tickets FOR EACH ROW BEGIN INSERT INTO roster_marks (event_id, digest) SELECT registrations.event_id, tickets.digest FROM registrations JOIN rosters ON rosters.event_id = registrations.event_id JOIN tickets ON tickets.registration_id = registrations.id WHERE registrations.id = NEW.registration_id; END;

CREATE INDEX schedule_imports_by_time ON schedule_imports (touched_at);

CREATE INDEX schedule_sources_by_key ON schedule_sources (event_id, kind, "key");

CREATE INDEX seats_taken ON registrations (event_id, delegation_id) WHERE state IN ('confirmed', 'offered');

CREATE INDEX session_questions_by_state ON session_questions (event_id, state);

CREATE INDEX session_seats_taken ON session_choices (session_id, state) WHERE state = 'confirmed';

CREATE UNIQUE INDEX session_waiting_list ON session_choices (session_id, queue_number) WHERE state = 'waitlisted';

CREATE INDEX sessions_by_time ON sessions (event_id, starts_at);

CREATE INDEX speaker_addresses_by_letter ON speaker_addresses (letter_key);

CREATE UNIQUE INDEX speaker_addresses_by_link ON speaker_addresses (link_digest);

CREATE UNIQUE INDEX surveys_by_session ON surveys (session_id);

CREATE INDEX surveys_by_state ON surveys (state);

CREATE UNIQUE INDEX waiting_list ON registrations (event_id, queue_number) WHERE state = 'waitlisted';

CREATE INDEX walk_ins_by_state ON walk_ins (event_id, state, at);

CREATE INDEX walk_ins_to_forget ON walk_ins (decided_at) WHERE sealed IS NOT NULL AND decided_at IS NOT NULL;

CREATE INDEX wishes_by_area ON wishes (focus_area_id, kind);

INSERT INTO alembic_version VALUES ('0089_add_venue_pictures');
