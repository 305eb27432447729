-- Why: people answer letters and write to organisations that take mail (B-01, B-18), the operator's customer service among them.

alter table sender
  add column accepts_mail boolean not null default false,
  add column customer_service boolean not null default false;
comment on column sender.accepts_mail is 'none: an organisation; fetches what people write to it (B-18)';
comment on column sender.customer_service is 'none: the operator itself; stands first among those one may write to';

-- Null, which costs nothing: as the sender takes mail at all.
alter table letter add column reply_allowed boolean;
comment on column letter.reply_allowed is 'E-14 whether the sender takes an answer to this letter; null: if it takes mail';

create table organisation_mail (
  sender_id uuid not null,
  mail_id uuid not null,
  in_reply_to uuid,
  from_sealed bytea not null,
  title_sealed bytea not null,
  document_count smallint not null,
  evidence_salt bytea not null,
  leaf_chunk_id uuid not null,
  received_at timestamptz not null,
  primary key (sender_id, mail_id)
);
comment on table organisation_mail is 'dist:sender_id What people wrote to an organisation, until it says that it has it.';
comment on column organisation_mail.sender_id is 'none: the organisation';
comment on column organisation_mail.mail_id is 'E-47 key, uuid v7; the letter_id of the writer''s copy';
comment on column organisation_mail.in_reply_to is 'E-47 the organisation''s letter that is answered';
comment on column organisation_mail.from_sealed is 'E-47 who wrote: name and digital address, sealed with the content key of document 1';
comment on column organisation_mail.title_sealed is 'E-47 subject, sealed with the content key of document 1';
comment on column organisation_mail.document_count is 'E-47 the letter itself and its attachments';
comment on column organisation_mail.evidence_salt is 'R30 opens the commitments in the log; dies with the row';
comment on column organisation_mail.leaf_chunk_id is 'R30 evidence_chunk that holds its leaves: 0 accepted, 1 consigned';
comment on column organisation_mail.received_at is 'E-47 when, millisecond';

create table organisation_mail_document (
  sender_id uuid not null,
  mail_id uuid not null,
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
  primary key (sender_id, mail_id, document_no),
  foreign key (sender_id, mail_id) references organisation_mail on delete cascade
);
comment on table organisation_mail_document is 'dist:sender_id Its documents, with the organisation''s own wrapped key.';
comment on column organisation_mail_document.sender_id is 'none: the organisation';
comment on column organisation_mail_document.mail_id is 'E-47 of which';
comment on column organisation_mail_document.document_no is 'none: 1 is the letter, 2… are attachments';
comment on column organisation_mail_document.document_id is 'none: identity of the sealed document';
comment on column organisation_mail_document.media_type is 'E-47 what kind of file';
comment on column organisation_mail_document.size_bytes is 'E-47 size before sealing, bytes';
comment on column organisation_mail_document.sha256 is 'E-47 SHA-256 of the plain document';
comment on column organisation_mail_document.file_name_sealed is 'E-47 file name, sealed with the content key';
comment on column organisation_mail_document.wrapped_key is 'none: content key under the organisation''s key in the vault';
comment on column organisation_mail_document.pack_id is 'none: which pack';
comment on column organisation_mail_document.pack_offset is 'none: where in the pack, bytes';
comment on column organisation_mail_document.sealed_bytes is 'none: length in the pack, bytes';
create index organisation_mail_document_by_pack on organisation_mail_document using brin (pack_id text_bloom_ops) with (autosummarize = on);
create trigger note_pack_left after delete on organisation_mail_document
  referencing old table as gone for each statement execute function note_pack_left();

-- The writer's own copy is that of every letter a person sends (migration 0030); of one to an organisation it knows more.
alter table sent_letter
  add column organisation_id uuid,
  add column in_reply_to uuid,
  add column request_id uuid,
  add column evidence_salt bytea,
  add column leaf_chunk_id uuid;
comment on column sent_letter.organisation_id is 'E-14 the organisation it was written to';
comment on column sent_letter.in_reply_to is 'E-14 the letter it answers';
comment on column sent_letter.request_id is 'none: chosen by the page; sending it again is the same letter';
comment on column sent_letter.evidence_salt is 'R30 opens the commitments in the log; dies with the copy';
comment on column sent_letter.leaf_chunk_id is 'R30 evidence_chunk that holds its leaves: 0 accepted, 1 consigned';
create unique index sent_letter_once on sent_letter (mailbox_id, request_id) where request_id is not null;
