-- Why: people keep documents of their own beside their letters (B-05), within the room they have (B-04, D-23).

-- A document of one's own is kept as a letter is (folders, trash, undo, log, search), and its "sender" is nobody: this one row, which has
-- no key and may not send (rules/own-documents.ts). A null in letter.sender_id would make every join of letters forget them.
insert into sender (sender_id, name, organisation_number, country, public_sector, state, letters_per_minute, dry_run_rows_per_day, approved_at)
  values ('00000000-0000-0000-0000-000000000004', 'Own document', '', 'dk', false, 'suspended', 0, 0, '2026-11-23T00:00:00Z');

create table own_upload (
  mailbox_id uuid not null,
  upload_id uuid not null,
  begun_by uuid not null,
  size_bytes bigint not null check (size_bytes > 0),
  received_bytes bigint not null default 0 check (received_bytes <= size_bytes),
  created_at timestamptz not null,
  primary key (mailbox_id, upload_id)
);
comment on table own_upload is 'dist:mailbox_id Documents of one''s own on their way in; the announced size is taken from the room at once (D-23).';
comment on column own_upload.mailbox_id is 'E-28 whose';
comment on column own_upload.upload_id is 'none: key, uuid v7; becomes the letter_id of what is kept';
comment on column own_upload.begun_by is 'E-28 who: nobody else goes on with it';
comment on column own_upload.size_bytes is 'E-28 announced size, bytes';
comment on column own_upload.received_bytes is 'E-28 durable so far, bytes';
comment on column own_upload.created_at is 'E-28 when; what nobody finishes goes after a day';
create index own_upload_by_time on own_upload (created_at);

create table own_upload_part (
  mailbox_id uuid not null,
  upload_id uuid not null,
  plain_offset bigint not null,
  document_id uuid not null,
  size_bytes integer not null,
  wrapped_key bytea not null,
  pack_id text not null,
  pack_offset bigint not null,
  sealed_bytes bigint not null,
  primary key (mailbox_id, upload_id, plain_offset),
  foreign key (mailbox_id, upload_id) references own_upload on delete cascade
);
comment on table own_upload_part is 'dist:mailbox_id Parts of such a document, each sealed as it came.';
comment on column own_upload_part.mailbox_id is 'E-28 whose';
comment on column own_upload_part.upload_id is 'none: of which upload';
comment on column own_upload_part.plain_offset is 'none: where it begins in the document, bytes';
comment on column own_upload_part.document_id is 'none: identity of the sealed part';
comment on column own_upload_part.size_bytes is 'none: size before sealing, bytes';
comment on column own_upload_part.wrapped_key is 'none: content key under the mailbox''s key in the vault';
comment on column own_upload_part.pack_id is 'none: which pack';
comment on column own_upload_part.pack_offset is 'none: where in the pack, bytes';
comment on column own_upload_part.sealed_bytes is 'none: length in the pack, bytes';
create index own_upload_part_by_pack on own_upload_part (pack_id);
create trigger note_pack_left after delete on own_upload_part
  referencing old table as gone for each statement execute function note_pack_left();

alter table own_upload enable row level security;
alter table own_upload force row level security;
alter table own_upload_part enable row level security;
alter table own_upload_part force row level security;
create policy door on own_upload using (may_touch(mailbox_id));
create policy door on own_upload_part using (may_touch(mailbox_id));
