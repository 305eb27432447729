-- Why: where a letter is kept is its owner's own affair (B-01, B-02): folders, archive, trash of 30 days, star, and what undoes a change.

-- Three places every mailbox has are ids of their own, so that one index serves them and the folders alike: …1 inbox, …2 archive,
-- …3 trash (rules/keeping.ts).
alter table letter
  add column folder_id uuid not null default '00000000-0000-0000-0000-000000000001',
  add column starred_at timestamptz,
  add column trashed_at timestamptz,
  add column trashed_from uuid,
  add constraint letter_trashed_whole check (
    (folder_id = '00000000-0000-0000-0000-000000000003') = (trashed_at is not null)
    and (trashed_at is null) = (trashed_from is null));
comment on column letter.folder_id is 'E-28 where its owner keeps it';
comment on column letter.starred_at is 'E-28 since when it is starred';
comment on column letter.trashed_at is 'E-13 when it went into the trash: 30 days from here it is gone (B-02, D-24)';
comment on column letter.trashed_from is 'E-28 where it was before, to go back to';

-- One index for every list and every count of unread letters, in place of the index of unread letters alone: accepting a letter
-- writes as many index entries as before.
drop index letter_unread;
create index letter_by_place on letter (mailbox_id, folder_id, (case when read_at is null then 1 else 0 end), letter_id);
-- Filled by its owner only: these two cost nothing when a letter is accepted.
create index letter_starred on letter (mailbox_id, letter_id) where starred_at is not null;
create index letter_trashed on letter (trashed_at) where trashed_at is not null;

create table folder (
  mailbox_id uuid not null,
  folder_id uuid not null,
  parent_id uuid,
  name_sealed bytea not null,
  name_form bytea not null,
  created_at timestamptz not null,
  primary key (mailbox_id, folder_id),
  unique (mailbox_id, name_form)
);
comment on table folder is 'dist:mailbox_id Folders a mailbox''s owner made; nobody else reads their names (D-27).';
comment on column folder.mailbox_id is 'E-28 whose';
comment on column folder.folder_id is 'none: key, uuid v7';
comment on column folder.parent_id is 'E-28 the folder it lies in, if any';
comment on column folder.name_sealed is 'E-28 name, sealed with the mailbox''s naming key';
comment on column folder.name_form is 'E-28 keyed digest of parent and name: no two alike in one place';
comment on column folder.created_at is 'E-13 since when';
create index folder_by_parent on folder (mailbox_id, parent_id) where parent_id is not null;

create table naming_key (
  mailbox_id uuid primary key,
  key_id uuid not null,
  wrapped_key bytea not null
);
comment on table naming_key is 'dist:mailbox_id The key to the names of a mailbox''s folders, under the mailbox''s key in the vault.';
comment on column naming_key.mailbox_id is 'E-28 whose';
comment on column naming_key.key_id is 'none: what the wrapping is bound to';
comment on column naming_key.wrapped_key is 'none: the key under the mailbox''s key in the vault';

create table letter_change (
  mailbox_id uuid not null,
  change_id uuid not null,
  made_by uuid not null,
  made_at timestamptz not null,
  letters jsonb not null,
  primary key (mailbox_id, change_id)
);
comment on table letter_change is 'dist:mailbox_id What a change of letters found and left, for an hour, to undo it.';
comment on column letter_change.mailbox_id is 'E-13 whose';
comment on column letter_change.change_id is 'none: key, uuid v7';
comment on column letter_change.made_by is 'E-13 who: only they undo it';
comment on column letter_change.made_at is 'E-13 when';
comment on column letter_change.letters is 'E-13 of each letter the place and marks before and after';
create index letter_change_by_time on letter_change (made_at);

alter table folder enable row level security;
alter table folder force row level security;
alter table naming_key enable row level security;
alter table naming_key force row level security;
alter table letter_change enable row level security;
alter table letter_change force row level security;
create policy door on folder using (may_touch(mailbox_id));
create policy door on naming_key using (may_touch(mailbox_id));
create policy door on letter_change using (may_touch(mailbox_id));

-- R30: when a letter is deleted for good, what opens the sender's commitment goes with it.
alter table dispatch_item alter column receipt_salt drop not null;
-- A sender that was told of an opening is not told otherwise because the recipient has deleted the letter.
alter table dispatch_item add column opened_at timestamptz;
comment on column dispatch_item.opened_at is 'E-47 when the recipient opened it; only once the letter itself is deleted, before that the letter says so';
