-- Why: a letter's row is the inbox entry; what happened to it is appended beside it, never changed.

create table letter (
  mailbox_id uuid not null,
  letter_id uuid not null,
  sender_id uuid not null,
  title_sealed bytea not null,
  sensitive boolean not null,
  public_sector boolean not null,
  minimum_level text not null check (minimum_level in ('low', 'substantial', 'high')),
  document_count smallint not null,
  evidence_salt bytea not null,
  accepted_at timestamptz not null,
  delivered_at timestamptz,
  read_at timestamptz,
  opened_at timestamptz,
  cancelled_at timestamptz,
  primary key (mailbox_id, letter_id)
);
comment on table letter is 'dist:mailbox_id The letters of a mailbox, newest id first (HOUSE: there is no copy into an inbox).';
comment on column letter.mailbox_id is 'E-14 whose letter';
comment on column letter.letter_id is 'E-14 uuid v7: time of acceptance';
comment on column letter.sender_id is 'E-14 who sent it';
comment on column letter.title_sealed is 'E-14 subject, sealed with the content key of document 1';
comment on column letter.sensitive is 'E-14 set by the sender (B-06)';
comment on column letter.public_sector is 'E-14 sender was of the public sector when it was sent (D-01)';
comment on column letter.minimum_level is 'E-14 level the sender requires to open it (D-20)';
comment on column letter.document_count is 'E-14 the letter itself and its attachments';
comment on column letter.evidence_salt is 'R30 opens the commitments in the log; dies with the letter';
comment on column letter.accepted_at is 'E-14 when Brevhus took the letter over';
comment on column letter.delivered_at is 'E-14 when the recipient could see it';
comment on column letter.read_at is 'E-13 null while the recipient counts it as unread';
comment on column letter.opened_at is 'E-13 first opening';
comment on column letter.cancelled_at is 'E-14 cancelled by the sender before delivery (S-16)';
create index letter_unread on letter (mailbox_id, letter_id) where read_at is null;

create table letter_document (
  mailbox_id uuid not null,
  letter_id uuid not null,
  document_no smallint not null,
  document_id uuid not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 bytea not null,
  file_name_sealed bytea not null,
  wrapped_key bytea not null,
  pack_id text not null,
  pack_offset bigint not null,
  sealed_bytes bigint not null,
  primary key (mailbox_id, letter_id, document_no)
);
comment on table letter_document is 'dist:mailbox_id Which sealed document, and this mailbox''s own wrapped key to it (O-05).';
comment on column letter_document.mailbox_id is 'E-14 whose';
comment on column letter_document.letter_id is 'E-14 of which letter';
comment on column letter_document.document_no is 'none: 1 is the letter, 2… are attachments';
comment on column letter_document.document_id is 'none: identity of the sealed document';
comment on column letter_document.media_type is 'E-14 what kind of file';
comment on column letter_document.size_bytes is 'E-14 size before sealing, bytes';
comment on column letter_document.sha256 is 'E-14 SHA-256 of the plain document';
comment on column letter_document.file_name_sealed is 'E-14 file name, sealed with the content key';
comment on column letter_document.wrapped_key is 'none: content key under the mailbox''s key in the vault';
comment on column letter_document.pack_id is 'none: which pack';
comment on column letter_document.pack_offset is 'none: where in the pack, bytes';
comment on column letter_document.sealed_bytes is 'none: length in the pack, bytes';

create table letter_event (
  mailbox_id uuid not null,
  letter_id uuid not null,
  event_no smallint not null,
  event text not null,
  at timestamptz not null,
  actor_id uuid,
  leaf_chunk_id uuid not null,
  leaf_no integer not null,
  primary key (mailbox_id, letter_id, event_no)
);
comment on table letter_event is 'dist:mailbox_id What happened to a letter, by ETSI EN 319 522 names; each row is a leaf of the evidence log (O-04).';
comment on column letter_event.mailbox_id is 'E-13 whose';
comment on column letter_event.letter_id is 'E-13 of which letter';
comment on column letter_event.event_no is 'none: 1, 2, … within the letter';
comment on column letter_event.event is 'E-13 what happened';
comment on column letter_event.at is 'E-13 when, millisecond';
comment on column letter_event.actor_id is 'E-13 the person who did it, null for Brevhus and the sender';
comment on column letter_event.leaf_chunk_id is 'R30 evidence_chunk that holds the leaf';
comment on column letter_event.leaf_no is 'R30 place in that chunk, from 0';

create table access_log (
  mailbox_id uuid not null,
  access_id uuid not null,
  letter_id uuid,
  actor_id uuid,
  actor_kind text not null check (actor_kind in ('owner', 'staff', 'system')),
  action text not null,
  level text check (level in ('low', 'substantial', 'high')),
  at timestamptz not null,
  primary key (mailbox_id, access_id)
);
comment on table access_log is 'dist:mailbox_id Who saw or did what in a mailbox (B-16).';
comment on column access_log.mailbox_id is 'E-13 whose mailbox';
comment on column access_log.access_id is 'none: key, uuid v7';
comment on column access_log.letter_id is 'E-13 which letter, if one';
comment on column access_log.actor_id is 'E-13 who';
comment on column access_log.actor_kind is 'E-13 in what capacity';
comment on column access_log.action is 'E-13 what';
comment on column access_log.level is 'E-13 at which level';
comment on column access_log.at is 'E-13 when';
create index access_log_by_letter on access_log (mailbox_id, letter_id, access_id) where letter_id is not null;

alter table letter enable row level security;
alter table letter force row level security;
alter table letter_document enable row level security;
alter table letter_document force row level security;
alter table letter_event enable row level security;
alter table letter_event force row level security;
alter table access_log enable row level security;
alter table access_log force row level security;
create policy door on letter using (may_touch(mailbox_id));
create policy door on letter_document using (may_touch(mailbox_id));
create policy door on letter_event using (may_touch(mailbox_id));
create policy door on access_log using (may_touch(mailbox_id));

-- D-28: nobody alters received content. Only the recipient's own marks may change; retention deletes whole rows.
create function keep_letter() returns trigger language plpgsql as $$
begin
  if row(new.sender_id, new.title_sealed, new.sensitive, new.public_sector, new.minimum_level, new.document_count, new.accepted_at)
     is distinct from
     row(old.sender_id, old.title_sealed, old.sensitive, old.public_sector, old.minimum_level, old.document_count, old.accepted_at)
     or (old.delivered_at is not null and new.delivered_at is distinct from old.delivered_at)
     or (old.delivered_at is not null and new.cancelled_at is not null)
  then raise exception 'a received letter is never altered (D-28)';
  end if;
  return new;
end $$;
create trigger keep_letter before update on letter for each row execute function keep_letter();
create function keep_facts() returns trigger language plpgsql as $$
begin raise exception '% is append-only', tg_table_name; end $$;
create trigger keep_facts before update on letter_document for each row execute function keep_facts();
create trigger keep_facts before update on letter_event for each row execute function keep_facts();
create trigger keep_facts before update on access_log for each row execute function keep_facts();
