-- Why: a device a person keeps (I-11, D-02), the choice of what history remembers (I-06, N-22), technical facts for fraud only (N-21).

create table app_session (
  app_id uuid primary key,
  person_id uuid not null references login,
  name text not null,
  secret_hash bytea not null unique,
  pin_hash text,
  wrong_pins smallint not null default 0,
  level text not null check (level in ('low', 'substantial', 'high')),
  raised_at timestamptz not null,
  opened_at timestamptz not null,
  last_used_at timestamptz not null,
  ended_at timestamptz,
  ended_why text check (ended_why ~ '^[a-z-]+$')
);
comment on table app_session is 'ref A device a person stays known on for 60 days since its last use, reopened by PIN or passkey (I-11, D-02).';
comment on column app_session.app_id is 'E-10 the device session';
comment on column app_session.person_id is 'E-10 whose';
comment on column app_session.name is 'E-50 the person''s name for the device';
comment on column app_session.secret_hash is 'E-10 SHA-256 of the secret that only this device holds';
comment on column app_session.pin_hash is 'E-10 argon2id over PIN and the device''s secret: worth nothing without the device; null: passkey only';
comment on column app_session.wrong_pins is 'E-50 wrong PINs in a row; five end it';
comment on column app_session.level is 'E-10 level it was raised to';
comment on column app_session.raised_at is 'E-10 when; it falls to low a day later (D-03)';
comment on column app_session.opened_at is 'E-13 since when';
comment on column app_session.last_used_at is 'E-13 last use: 60 days count from here';
comment on column app_session.ended_at is 'E-13 when it was ended';
comment on column app_session.ended_why is 'E-13 by what';
create index app_session_by_person on app_session (person_id) where ended_at is null;
create index app_session_by_use on app_session (last_used_at);

alter table session add column app_id uuid;
comment on column session.app_id is 'E-10 the kept device it runs on, if any';
create index session_by_app on session (app_id) where app_id is not null and ended_at is null;

-- Which words may stand here is said by a type in the code, in one place; several ways of ending and of proving were added at once.
alter table session drop constraint if exists session_ended_why_check;
alter table session add constraint session_ended_why_check check (ended_why ~ '^[a-z-]+$');
alter table sign_in_event drop constraint if exists sign_in_event_method_check;
alter table sign_in_event add constraint sign_in_event_method_check check (method ~ '^[a-z-]+$');

alter table sign_in_origin add column device_checksum bytea;
comment on column sign_in_origin.device_checksum is 'E-20 keyed fingerprint of what the browser tells of itself, for fraud investigation only (N-21, N-22)';

create table usage_choice (
  person_id uuid primary key references login,
  services boolean not null,
  changed_at timestamptz not null
);
comment on table usage_choice is 'ref Whether the history remembers which service providers were visited; without a row it does not (I-06, N-22).';
comment on column usage_choice.person_id is 'E-50 whose choice';
comment on column usage_choice.services is 'E-50 opted in';
comment on column usage_choice.changed_at is 'E-50 since when';

create table usage_service (
  person_id uuid not null references login,
  use_id uuid not null,
  session_id uuid,
  service text not null,
  at timestamptz not null,
  primary key (person_id, use_id)
);
comment on table usage_service is 'ref Service providers a person signed in to, for those who opted in (I-06, N-22).';
comment on column usage_service.person_id is 'E-50 whose';
comment on column usage_service.use_id is 'none: uuid v7 key';
comment on column usage_service.session_id is 'E-50 in which session';
comment on column usage_service.service is 'E-50 name of the service provider';
comment on column usage_service.at is 'E-50 when';
create index usage_service_by_time on usage_service (at);
