-- Why: how a person proves who they are: user ID and password, devices, the sessions they open, and what was tried.

create table login (
  person_id uuid primary key references person,
  login_kind text not null check (login_kind in ('user-id', 'national-number')),
  user_id text,
  user_id_form text unique,
  password_hash text,
  password_set_at timestamptz,
  first_device_at timestamptz,
  created_at timestamptz not null,
  check ((login_kind = 'user-id') = (user_id is not null and user_id_form is not null))
);
comment on table login is 'ref Who may sign in, and by what name: a chosen user ID, or the national number in the register (I-14).';
comment on column login.person_id is 'E-18 who';
comment on column login.login_kind is 'E-10 from the profile: by user ID or by national number, which stays in person alone';
comment on column login.user_id is 'E-18 as the person chose it';
comment on column login.user_id_form is 'E-18 lower-cased, compared';
comment on column login.password_hash is 'E-10 argon2id as a PHC string with its own parameters; null: no password sign-in';
comment on column login.password_set_at is 'E-10 when the password was last set';
comment on column login.first_device_at is 'E-10 when the very first device was registered: after that a password alone never adds one';
comment on column login.created_at is 'E-10 since when';

create table sign_in_device (
  device_id uuid primary key,
  person_id uuid not null references login,
  kind text not null check (kind in ('totp', 'passkey')),
  name text not null,
  registered_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  secret_sealed bytea,
  last_step bigint,
  wrong_codes smallint not null default 0,
  credential_id bytea unique,
  public_key bytea,
  counter bigint,
  transports text[] not null default '{}',
  backed_up boolean not null default false,
  check (kind <> 'totp' or secret_sealed is not null),
  check (kind <> 'passkey' or (credential_id is not null and public_key is not null and counter is not null))
);
comment on table sign_in_device is 'ref Code apps and passkeys of a person, several and named (I-02). Revoked ones stay, unusable (N-11).';
comment on column sign_in_device.device_id is 'E-50 the device';
comment on column sign_in_device.person_id is 'E-50 whose';
comment on column sign_in_device.kind is 'E-50 code app or passkey';
comment on column sign_in_device.name is 'E-50 the person''s name for it';
comment on column sign_in_device.registered_at is 'E-50 since when';
comment on column sign_in_device.last_used_at is 'E-50 when it last confirmed a sign-in';
comment on column sign_in_device.revoked_at is 'E-50 when the person revoked it';
comment on column sign_in_device.secret_sealed is 'E-50 TOTP secret under a key derived from the installation''s secret, bound to this row';
comment on column sign_in_device.last_step is 'E-50 newest time step accepted: a code is good once (RFC 6238 §5.2)';
comment on column sign_in_device.wrong_codes is 'E-50 wrong codes in a row; too many block this device, not the person';
comment on column sign_in_device.credential_id is 'E-50 WebAuthn credential id';
comment on column sign_in_device.public_key is 'E-50 COSE public key of the passkey';
comment on column sign_in_device.counter is 'E-50 signature counter: going back means a copy';
comment on column sign_in_device.transports is 'E-50 how the browser reaches the passkey';
comment on column sign_in_device.backed_up is 'E-50 the platform keeps a copy of the passkey';
create index sign_in_device_by_person on sign_in_device (person_id);

create table session (
  session_id uuid primary key,
  person_id uuid not null references login,
  mailbox_id uuid,
  token_hash bytea not null unique,
  level text not null check (level in ('low', 'substantial', 'high')),
  language text not null check (language in ('da', 'nb', 'en')),
  profile text not null check (profile in ('dk', 'no')),
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  ends_at timestamptz not null,
  falls_at timestamptz,
  password_at timestamptz,
  browser_hash bytea,
  ended_at timestamptz,
  ended_why text check (ended_why in ('signed-out', 'replaced', 'ended-elsewhere', 'password-changed'))
);
comment on table session is 'ref Web sessions: idle end, absolute end, and a level that can be raised and falls again (I-11, D-03).';
comment on column session.session_id is 'E-10 the session; it keeps its id when its level and token change';
comment on column session.person_id is 'E-10 whose';
comment on column session.mailbox_id is 'E-10 the person''s own mailbox';
comment on column session.token_hash is 'E-10 SHA-256 of the cookie''s token; new on every change of level';
comment on column session.level is 'E-10 level reached';
comment on column session.language is 'E-16 copy of the mailbox''s language';
comment on column session.profile is 'E-10 copy of the mailbox''s profile';
comment on column session.started_at is 'E-13 when signed in';
comment on column session.last_seen_at is 'E-13 last activity, to the minute';
comment on column session.ends_at is 'E-10 absolute end';
comment on column session.falls_at is 'E-10 when a raised level falls back to low';
comment on column session.password_at is 'E-10 when the password was last entered in this session';
comment on column session.browser_hash is 'E-20 SHA-256 of the known-browser cookie it began in';
comment on column session.ended_at is 'E-13 when it was ended by hand';
comment on column session.ended_why is 'E-13 by what';
create index session_by_person on session (person_id) where ended_at is null;
create index session_by_end on session (ends_at);

create table sign_in_challenge (
  challenge_id uuid primary key,
  purpose text not null check (purpose in ('sign-in', 'step-up', 'register-passkey', 'register-totp')),
  bound_to bytea not null,
  person_id uuid,
  challenge_hash bytea,
  secret_sealed bytea,
  expires_at timestamptz not null
);
comment on table sign_in_challenge is 'ref Questions put to a device. Taken out by the first answer, right or wrong; dead after five minutes.';
comment on column sign_in_challenge.challenge_id is 'none: random key';
comment on column sign_in_challenge.purpose is 'none: what the answer may be used for';
comment on column sign_in_challenge.bound_to is 'none: SHA-256 of the session, or of the browser''s sign-in page, that may answer';
comment on column sign_in_challenge.person_id is 'E-10 who is asked; null while nobody is known';
comment on column sign_in_challenge.challenge_hash is 'none: SHA-256 of a random challenge';
comment on column sign_in_challenge.secret_sealed is 'E-50 TOTP secret until its first code confirms it';
comment on column sign_in_challenge.expires_at is 'none: end of the challenge';
create index sign_in_challenge_by_end on sign_in_challenge (expires_at);

create table sign_in_throttle (
  scope text not null,
  key_hash bytea not null,
  failed_at timestamptz[] not null,
  last_failed_at timestamptz not null,
  primary key (scope, key_hash)
);
comment on table sign_in_throttle is 'ref Failures in a row, per name, network and known browser. Names that nobody has are counted alike: no enumeration.';
comment on column sign_in_throttle.scope is 'none: what is counted';
comment on column sign_in_throttle.key_hash is 'E-20 keyed fingerprint of user ID, network or browser; not readable without the installation''s secret';
comment on column sign_in_throttle.failed_at is 'E-10 when the last failures were, at most fifty';
comment on column sign_in_throttle.last_failed_at is 'E-10 forgotten a day after this';
create index sign_in_throttle_by_time on sign_in_throttle (last_failed_at);

create table known_browser (
  browser_hash bytea not null,
  person_id uuid not null references login,
  registered_at timestamptz not null,
  primary key (browser_hash, person_id)
);
comment on table known_browser is 'ref Browsers a person has signed in from: strangers'' failures don''t lock them out there.';
comment on column known_browser.browser_hash is 'E-20 SHA-256 of a random cookie';
comment on column known_browser.person_id is 'E-20 who signed in there';
comment on column known_browser.registered_at is 'E-20 six months count from here (R6)';
create index known_browser_by_person on known_browser (person_id);
create index known_browser_by_time on known_browser (registered_at);

create table sign_in_event (
  person_id uuid not null references login,
  event_id uuid not null,
  session_id uuid,
  at timestamptz not null,
  outcome text not null check (outcome in ('signed-in', 'refused', 'raised')),
  method text not null check (method in ('password', 'totp', 'passkey')),
  level text check (level in ('low', 'substantial', 'high')),
  primary key (person_id, event_id)
);
comment on table sign_in_event is 'ref Sign-ins as they happened, shown to the person (E-13, R4).';
comment on column sign_in_event.person_id is 'E-13 whose sign-in';
comment on column sign_in_event.event_id is 'none: uuid v7 key';
comment on column sign_in_event.session_id is 'E-13 the session it opened or raised';
comment on column sign_in_event.at is 'E-13 when';
comment on column sign_in_event.outcome is 'E-13 signed in, raised or refused';
comment on column sign_in_event.method is 'E-13 by password, code or passkey';
comment on column sign_in_event.level is 'E-13 level reached; null when refused';
create index sign_in_event_by_time on sign_in_event (at);

create table sign_in_origin (
  event_id uuid primary key,
  person_id uuid not null,
  session_id uuid,
  registered_at timestamptz not null,
  address inet,
  user_agent text
);
comment on table sign_in_origin is 'ref From where: a table of its own, because it lives six months and the event five years (R6, R4).';
comment on column sign_in_origin.event_id is 'none: the event it belongs to';
comment on column sign_in_origin.person_id is 'E-20 whose';
comment on column sign_in_origin.session_id is 'E-20 which session';
comment on column sign_in_origin.registered_at is 'E-20 six months count from here (R6)';
comment on column sign_in_origin.address is 'E-20 IP address';
comment on column sign_in_origin.user_agent is 'E-20 browser and system as the browser told';
create index sign_in_origin_by_time on sign_in_origin (registered_at);
create index sign_in_origin_by_session on sign_in_origin (session_id);
