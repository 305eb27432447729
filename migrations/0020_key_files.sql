-- Why: an employee may sign in with a key file: a certificate of the employment whose key never leaves their machine (I-02, I-16).

create table employee_key (
  mailbox_id uuid not null,
  key_id uuid not null,
  employee_id uuid not null,
  ordered_at timestamptz not null,
  code_hash bytea,
  code_expires_at timestamptz,
  serial bytea,
  issued_at timestamptz,
  not_after timestamptz,
  last_used_at timestamptz,
  ended_at timestamptz,
  primary key (mailbox_id, key_id)
);
comment on table employee_key is 'dist:mailbox_id Key files of employees: which certificate signs in for which employment (I-16).';
comment on column employee_key.mailbox_id is 'none: mailbox of the enterprise';
comment on column employee_key.key_id is 'none: key, uuid v7';
comment on column employee_key.employee_id is 'E-50 whose';
comment on column employee_key.ordered_at is 'E-50 when the employee asked for it';
comment on column employee_key.code_hash is 'E-50 SHA-256 of the one-time code that fetches the certificate';
comment on column employee_key.code_expires_at is 'E-50 end of the code';
comment on column employee_key.serial is 'E-50 serial number of the certificate; null until it is fetched';
comment on column employee_key.issued_at is 'E-50 since when';
comment on column employee_key.not_after is 'E-50 end of the certificate';
comment on column employee_key.last_used_at is 'E-50 when it last signed in';
comment on column employee_key.ended_at is 'E-50 when it was ended';
create index employee_key_by_employee on employee_key (mailbox_id, employee_id);
create index employee_key_by_serial on employee_key (serial) where serial is not null;
create index employee_key_by_code on employee_key (code_hash) where code_hash is not null;

alter table employee_key enable row level security;
alter table employee_key force row level security;
create policy door on employee_key using (may_touch(mailbox_id));

create table key_sign_in (
  challenge_hash bytea primary key,
  link_hash bytea unique,
  mailbox_id uuid not null,
  key_id uuid not null,
  expires_at timestamptz not null
);
comment on table key_sign_in is 'ref Challenges that a key file has answered, each once, and the link that opens the session.';
comment on column key_sign_in.challenge_hash is 'none: SHA-256 of a random challenge, so that none is answered twice';
comment on column key_sign_in.link_hash is 'none: SHA-256 of the one-time link; null once it was followed';
comment on column key_sign_in.mailbox_id is 'none: mailbox of the enterprise';
comment on column key_sign_in.key_id is 'E-50 which key file answered';
comment on column key_sign_in.expires_at is 'none: end of challenge and link';
create index key_sign_in_by_end on key_sign_in (expires_at);

-- A session that a key file opened is the enterprise's alone: it never reaches what is the person's own.
alter table session add column key_id uuid;
comment on column session.key_id is 'E-50 the key file that opened it, if one did';
alter table session add constraint session_of_key_acts check (key_id is null or acting_employee_id is not null);
