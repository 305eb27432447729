-- Why: whoever keeps letters here can take all of them out as one archive, and check it without us (B-14, G6).

-- Made in the background in bites; what is whole in it and how far it came stand here, so that a crash loses at most one bite.
create table take_out (
  mailbox_id uuid not null,
  take_out_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  level text not null check (level in ('low', 'substantial', 'high')),
  language text not null,
  state text not null check (state in ('waiting', 'building', 'ready', 'failed')),
  letters_total integer not null,
  letters_done integer not null default 0,
  last_letter_id uuid,
  archive_bytes bigint not null default 0,
  ready_at timestamptz,
  expires_at timestamptz not null,
  downloaded_at timestamptz,
  primary key (mailbox_id, take_out_id),
  unique (mailbox_id)
);
comment on table take_out is 'dist:mailbox_id The one archive of everything in a mailbox that its owner asked for (B-14).';
comment on column take_out.mailbox_id is 'E-13 whose';
comment on column take_out.take_out_id is 'none: key, uuid v7';
comment on column take_out.asked_by is 'E-13 who asked';
comment on column take_out.asked_at is 'E-13 when; letters accepted later are not in it';
comment on column take_out.level is 'E-13 level of the session that asked: what it could not open is not in it';
comment on column take_out.language is 'E-13 of the page in it';
comment on column take_out.state is 'none: how far it came';
comment on column take_out.letters_total is 'E-14 how many letters there were';
comment on column take_out.letters_done is 'E-14 how many are whole in it';
comment on column take_out.last_letter_id is 'E-14 the last one that is whole in it';
comment on column take_out.archive_bytes is 'none: how long it is up to there, bytes';
comment on column take_out.ready_at is 'E-13 when it was whole';
comment on column take_out.expires_at is 'E-13 when it is erased';
comment on column take_out.downloaded_at is 'E-13 when its download was last written down';
create index take_out_expiring on take_out (expires_at);

create table take_out_part (
  mailbox_id uuid not null,
  take_out_id uuid not null,
  part_no integer not null,
  kind text not null check (kind in ('bytes', 'index')),
  starts_at bigint not null,
  size_bytes bigint not null,
  document_id uuid not null,
  wrapped_key bytea not null,
  pack_id text not null,
  pack_offset bigint not null,
  sealed_bytes bigint not null,
  primary key (mailbox_id, take_out_id, part_no)
);
comment on table take_out_part is 'dist:mailbox_id Stretches of an archive, and of the list of what is in it, sealed like letters (O-05).';
comment on column take_out_part.mailbox_id is 'E-14 whose';
comment on column take_out_part.take_out_id is 'none: of which archive';
comment on column take_out_part.part_no is 'none: 1, 2, … in the order of writing';
comment on column take_out_part.kind is 'none: bytes of the archive, or the list of what is in them';
comment on column take_out_part.starts_at is 'none: where in the archive, bytes';
comment on column take_out_part.size_bytes is 'none: how many, before sealing';
comment on column take_out_part.document_id is 'none: identity of the sealed stretch';
comment on column take_out_part.wrapped_key is 'none: its content key under the mailbox''s key in the vault';
comment on column take_out_part.pack_id is 'none: which pack';
comment on column take_out_part.pack_offset is 'none: where in the pack, bytes';
comment on column take_out_part.sealed_bytes is 'none: length in the pack, bytes';
create index take_out_part_by_pack on take_out_part (pack_id);
create trigger note_pack_left after delete on take_out_part
  referencing old table as gone for each statement execute function note_pack_left();

alter table take_out enable row level security;
alter table take_out force row level security;
alter table take_out_part enable row level security;
alter table take_out_part force row level security;
create policy door on take_out using (may_touch(mailbox_id));
create policy door on take_out_part using (may_touch(mailbox_id));
