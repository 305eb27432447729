-- Why: a program of one's own may read along (B-14): by a token that reads and nothing else, and in step with what happened since.

create table personal_token (
  mailbox_id uuid not null,
  token_id uuid not null,
  person_id uuid not null,
  name text not null,
  token_hash bytea not null,
  scopes text[] not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  primary key (mailbox_id, token_id)
);
comment on table personal_token is 'dist:mailbox_id Tokens by which a program of the owner''s own reads; one that is revoked is gone (B-14).';
comment on column personal_token.mailbox_id is 'E-13 whose';
comment on column personal_token.token_id is 'none: key, uuid v7';
comment on column personal_token.person_id is 'E-13 who made it';
comment on column personal_token.name is 'E-13 what its owner calls it';
comment on column personal_token.token_hash is 'E-13 SHA-256 of the token, which is shown once';
comment on column personal_token.scopes is 'E-13 what it may read';
comment on column personal_token.made_at is 'E-13 when';
comment on column personal_token.expires_at is 'E-13 until when it works';
comment on column personal_token.last_used_at is 'E-13 when it was last used, to the minute';
create index personal_token_expiring on personal_token (expires_at);

-- What a program was last told of a mailbox, and the number of each change since. Nothing is written here when a letter arrives: the
-- difference is taken when a program asks (docs/decisions/sync.md).
create table sync_mailbox (
  mailbox_id uuid primary key,
  epoch text not null,
  counter bigint not null,
  floor bigint not null,
  asked_at timestamptz not null
);
comment on table sync_mailbox is 'dist:mailbox_id How far the count of changes of a mailbox is; a row where a program ever asked.';
comment on column sync_mailbox.mailbox_id is 'E-13 whose';
comment on column sync_mailbox.epoch is 'none: random, begins anew with the row';
comment on column sync_mailbox.counter is 'none: number of the newest change';
comment on column sync_mailbox.floor is 'none: changes up to this number are not known one by one any more';
comment on column sync_mailbox.asked_at is 'E-13 when a program last asked';

create table sync_letter (
  mailbox_id uuid not null,
  letter_id uuid not null,
  folder_id uuid not null,
  seen boolean not null,
  flagged boolean not null,
  open boolean not null,
  received_at timestamptz not null,
  made bigint not null,
  changed bigint not null,
  gone_at timestamptz,
  primary key (mailbox_id, letter_id)
);
comment on table sync_letter is 'dist:mailbox_id Where each letter lay and how it was marked when a program last asked.';
comment on column sync_letter.mailbox_id is 'E-13 whose';
comment on column sync_letter.letter_id is 'E-13 which letter';
comment on column sync_letter.folder_id is 'E-28 where it lay';
comment on column sync_letter.seen is 'E-13 read';
comment on column sync_letter.flagged is 'E-28 starred';
comment on column sync_letter.open is 'E-14 a program may have its content';
comment on column sync_letter.received_at is 'E-14 when it was delivered';
comment on column sync_letter.made is 'none: number of the change by which it came';
comment on column sync_letter.changed is 'none: number of its newest change';
comment on column sync_letter.gone_at is 'E-13 when it was found to be deleted; forgotten after a month';
create index sync_letter_changed on sync_letter (mailbox_id, changed);
create index sync_letter_gone on sync_letter (gone_at) where gone_at is not null;

create table sync_folder (
  mailbox_id uuid not null,
  folder_id uuid not null,
  parent_id uuid,
  name_form bytea not null,
  made bigint not null,
  changed bigint not null,
  counted bigint not null,
  gone_at timestamptz,
  primary key (mailbox_id, folder_id)
);
comment on table sync_folder is 'dist:mailbox_id The folders as they were when a program last asked.';
comment on column sync_folder.mailbox_id is 'E-28 whose';
comment on column sync_folder.folder_id is 'none: which folder or place';
comment on column sync_folder.parent_id is 'E-28 the folder it lay in';
comment on column sync_folder.name_form is 'E-28 keyed digest of its name: another when it is renamed';
comment on column sync_folder.made is 'none: number of the change by which it came';
comment on column sync_folder.changed is 'none: number of the newest change of its own';
comment on column sync_folder.counted is 'none: number of the newest change of how many letters lie in it';
comment on column sync_folder.gone_at is 'E-13 when it was found to be deleted';

alter table personal_token enable row level security;
alter table personal_token force row level security;
alter table sync_mailbox enable row level security;
alter table sync_mailbox force row level security;
alter table sync_letter enable row level security;
alter table sync_letter force row level security;
alter table sync_folder enable row level security;
alter table sync_folder force row level security;
create policy door on personal_token using (may_touch(mailbox_id));
create policy door on sync_mailbox using (may_touch(mailbox_id));
create policy door on sync_letter using (may_touch(mailbox_id));
create policy door on sync_folder using (may_touch(mailbox_id));
