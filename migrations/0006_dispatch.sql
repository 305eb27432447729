-- Why: senders, what they hand in, what became of each recipient, and the feed that tells them.

create table sender (
  sender_id uuid primary key,
  name text not null,
  organisation_number text not null,
  country text not null check (country in ('dk', 'no')),
  public_sector boolean not null,
  state text not null check (state in ('approved', 'suspended')),
  letters_per_minute integer not null,
  dry_run_rows_per_day integer not null,
  approved_at timestamptz not null
);
comment on table sender is 'ref Approved senders (A-11, A-12).';
comment on column sender.sender_id is 'none: an organisation';
comment on column sender.name is 'none: verified name of an organisation, shown to recipients';
comment on column sender.organisation_number is 'none: an organisation''s public number';
comment on column sender.country is 'none: an organisation';
comment on column sender.public_sector is 'none: an organisation; its mail is sensitive unless it says otherwise';
comment on column sender.state is 'none: an organisation';
comment on column sender.letters_per_minute is 'none: quota of the singles lane (S-12)';
comment on column sender.dry_run_rows_per_day is 'none: quota, so that a dry run is no oracle (S-07)';
comment on column sender.approved_at is 'none: an organisation';

create table sender_key (
  sender_id uuid not null references sender,
  key_id text not null,
  public_jwk jsonb not null,
  state text not null check (state in ('active', 'revoked')),
  added_at timestamptz not null,
  primary key (sender_id, key_id)
);
comment on table sender_key is 'ref Public keys with which a sender''s client proves who it is (private_key_jwt).';
comment on column sender_key.sender_id is 'none: an organisation';
comment on column sender_key.key_id is 'none: a machine''s key';
comment on column sender_key.public_jwk is 'none: a machine''s public key';
comment on column sender_key.state is 'none: a machine''s key';
comment on column sender_key.added_at is 'none: a machine''s key';

create table client_assertion (
  sender_id uuid not null,
  assertion_hash bytea not null,
  expires_at timestamptz not null,
  primary key (sender_id, assertion_hash)
);
comment on table client_assertion is 'dist:sender_id Assertions already used: each buys one token.';
comment on column client_assertion.sender_id is 'none: an organisation';
comment on column client_assertion.assertion_hash is 'none: SHA-256 of a machine''s jti';
comment on column client_assertion.expires_at is 'none: after this it can be forgotten';

create table idempotency_key (
  sender_id uuid not null,
  idempotency_key text not null,
  request_hash bytea not null,
  status_code smallint not null,
  response bytea not null,
  created_at timestamptz not null,
  primary key (sender_id, idempotency_key)
);
comment on table idempotency_key is 'dist:sender_id Answers already given, kept 24 hours.';
comment on column idempotency_key.sender_id is 'none: an organisation';
comment on column idempotency_key.idempotency_key is 'none: chosen by the sender''s machine';
comment on column idempotency_key.request_hash is 'none: SHA-256 of the request';
comment on column idempotency_key.status_code is 'none: of the answer';
comment on column idempotency_key.response is 'E-47 body of the answer';
comment on column idempotency_key.created_at is 'none: start of the 24 hours';
create index idempotency_key_by_age on idempotency_key using brin (created_at);

create table upload (
  sender_id uuid not null,
  upload_id uuid not null,
  size_bytes bigint not null,
  received_bytes bigint not null default 0,
  created_at timestamptz not null,
  primary key (sender_id, upload_id)
);
comment on table upload is 'dist:sender_id Files on their way in by tus, sealed from the first byte.';
comment on column upload.sender_id is 'none: an organisation';
comment on column upload.upload_id is 'none: key';
comment on column upload.size_bytes is 'none: announced size';
comment on column upload.received_bytes is 'none: durable so far';
comment on column upload.created_at is 'none: for clearing away the abandoned';

create table upload_part (
  sender_id uuid not null,
  upload_id uuid not null,
  plain_offset bigint not null,
  document_id uuid not null,
  size_bytes integer not null,
  wrapped_key bytea not null,
  pack_id text not null,
  pack_offset bigint not null,
  sealed_bytes bigint not null,
  primary key (sender_id, upload_id, plain_offset),
  foreign key (sender_id, upload_id) references upload on delete cascade
);
comment on table upload_part is 'dist:sender_id Parts of an upload, each sealed and durable (E-47).';
comment on column upload_part.sender_id is 'none: an organisation';
comment on column upload_part.upload_id is 'none: key';
comment on column upload_part.document_id is 'none: identity of the sealed part';
comment on column upload_part.plain_offset is 'none: where in the file, bytes';
comment on column upload_part.size_bytes is 'none: bytes';
comment on column upload_part.wrapped_key is 'none: content key under the sender''s key in the vault';
comment on column upload_part.pack_id is 'none: which pack';
comment on column upload_part.pack_offset is 'none: where in the pack, bytes';
comment on column upload_part.sealed_bytes is 'none: bytes';

create table document (
  sender_id uuid not null,
  document_id uuid not null,
  batch_id uuid,
  path_key bytea,
  media_type text not null,
  size_bytes bigint not null,
  sha256 bytea not null,
  wrapped_key bytea not null,
  pack_id text not null,
  pack_offset bigint not null,
  sealed_bytes bigint not null,
  verdict text not null check (verdict in ('waiting', 'not-scanned', 'clean', 'refused')),
  created_at timestamptz not null,
  primary key (sender_id, document_id)
);
comment on table document is 'dist:sender_id A sender''s sealed document: uploaded ahead, from a file, or waiting for the scanner or the printer.';
comment on column document.sender_id is 'none: an organisation';
comment on column document.document_id is 'none: key';
comment on column document.batch_id is 'none: the file it came in';
comment on column document.path_key is 'E-47 its name in the archive, hashed with the file''s own key: names tell of people';
comment on column document.media_type is 'none: kind of file';
comment on column document.size_bytes is 'none: bytes';
comment on column document.sha256 is 'none: SHA-256 of the plain document';
comment on column document.wrapped_key is 'none: content key under the sender''s key in the vault';
comment on column document.pack_id is 'none: which pack';
comment on column document.pack_offset is 'none: where in the pack, bytes';
comment on column document.sealed_bytes is 'none: bytes';
comment on column document.verdict is 'none: the scanner''s word';
comment on column document.created_at is 'none: for retention R29';
create unique index document_by_path on document (sender_id, batch_id, path_key) where batch_id is not null;

create table batch (
  sender_id uuid not null,
  batch_id uuid not null,
  upload_id uuid,
  corrects uuid,
  documents_of uuid,
  state text not null check (state in ('reading', 'refused', 'sending', 'done', 'dry-run-done', 'cancelled')),
  dry_run boolean not null,
  reading_run uuid,
  options_sealed bytea,
  problem jsonb,
  row_count integer not null default 0,
  rows_decided integer not null default 0,
  delivered_count integer not null default 0,
  waiting_count integer not null default 0,
  print_count integer not null default 0,
  refused_count integer not null default 0,
  wrapped_key bytea not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (sender_id, batch_id)
);
comment on table batch is 'dist:sender_id A file handed in, and how far it has come (S-06).';
comment on column batch.sender_id is 'none: an organisation';
comment on column batch.batch_id is 'none: key';
comment on column batch.upload_id is 'none: the file; null for corrected rows';
comment on column batch.corrects is 'none: the batch whose refused rows these are';
comment on column batch.documents_of is 'none: corrected rows get the documents of this file';
comment on column batch.state is 'none: progress';
comment on column batch.dry_run is 'none: tells what would happen and delivers nothing (S-07)';
comment on column batch.reading_run is 'none: the one run that may write what it reads; an older run that wakes up finds it changed';
comment on column batch.options_sealed is 'E-47 what the manifest says of every letter, sealed; null while it is being read';
comment on column batch.problem is 'E-47 why the file was refused as a file';
comment on column batch.row_count is 'none: recipients in the list';
comment on column batch.rows_decided is 'none: recipients decided so far';
comment on column batch.delivered_count is 'none: letters in mailboxes';
comment on column batch.waiting_count is 'none: letters that wait for the scanner';
comment on column batch.print_count is 'none: letters in the print queue';
comment on column batch.refused_count is 'none: rows on the error list';
comment on column batch.wrapped_key is 'none: key to options and error list, under the sender''s key in the vault';
comment on column batch.created_at is 'none: when it was handed in';
comment on column batch.closed_at is 'none: start of R29';

create table batch_chunk (
  sender_id uuid not null,
  batch_id uuid not null,
  chunk_no integer not null,
  first_row integer not null,
  row_count integer not null,
  chunk_id uuid not null,
  wrapped_key bytea not null,
  rows_sealed bytea not null,
  decided_at timestamptz,
  primary key (sender_id, batch_id, chunk_no)
);
comment on table batch_chunk is 'dist:sender_id A stretch of the recipient list; decided whole or not at all.';
comment on column batch_chunk.sender_id is 'none: an organisation';
comment on column batch_chunk.batch_id is 'none: key';
comment on column batch_chunk.chunk_no is 'none: order';
comment on column batch_chunk.first_row is 'none: row number in the list, from 1';
comment on column batch_chunk.row_count is 'none: rows';
comment on column batch_chunk.chunk_id is 'none: identity of the sealed rows';
comment on column batch_chunk.wrapped_key is 'none: content key under the sender''s key in the vault';
comment on column batch_chunk.rows_sealed is 'E-47 the rows, compressed and sealed';
comment on column batch_chunk.decided_at is 'none: written in the transaction that delivers it, so no row goes twice';
create index batch_chunk_undecided on batch_chunk (sender_id, batch_id, chunk_no) where decided_at is null;

create table dispatch_item (
  sender_id uuid not null,
  letter_id uuid not null,
  batch_id uuid not null,
  row_no integer not null,
  reference text,
  outcome text not null check (outcome in ('deliver', 'print', 'refuse')),
  code text,
  mailbox_id uuid,
  receipt_salt bytea not null,
  leaf_chunk_id uuid not null,
  leaf_no integer not null,
  document_sha256 bytea not null,
  accepted_at timestamptz not null,
  delivered_at timestamptz,
  cancelled_at timestamptz,
  later_code text,
  primary key (sender_id, letter_id)
);
comment on table dispatch_item is 'dist:sender_id What became of each recipient a sender named.';
comment on column dispatch_item.sender_id is 'none: an organisation';
comment on column dispatch_item.letter_id is 'E-47 the letter';
comment on column dispatch_item.batch_id is 'none: handed in together';
comment on column dispatch_item.row_no is 'none: row number as handed in, from 1';
comment on column dispatch_item.reference is 'E-47 the sender''s own reference for the recipient';
comment on column dispatch_item.outcome is 'E-47 delivered, printed or refused (S-15)';
comment on column dispatch_item.code is 'E-47 why it was refused';
comment on column dispatch_item.mailbox_id is 'E-47 never told to the sender';
comment on column dispatch_item.receipt_salt is 'R30 opens the commitment of the submission event';
comment on column dispatch_item.leaf_chunk_id is 'R30 evidence_chunk that holds the leaf';
comment on column dispatch_item.leaf_no is 'R30 place in that chunk, from 0';
comment on column dispatch_item.document_sha256 is 'none: SHA-256 of each document, 32 bytes each, in order';
comment on column dispatch_item.accepted_at is 'E-47 when it was decided, millisecond';
comment on column dispatch_item.delivered_at is 'E-47 when the recipient could see it';
comment on column dispatch_item.cancelled_at is 'E-47 cancelled by the sender before delivery (S-16)';
comment on column dispatch_item.later_code is 'E-47 why it was refused after acceptance, by the scanner';
create index dispatch_item_by_row on dispatch_item (sender_id, batch_id, row_no);

create table refused_row (
  sender_id uuid not null,
  batch_id uuid not null,
  row_no integer not null,
  letter_id uuid,
  code text not null,
  detail_sealed bytea not null,
  refused_at timestamptz not null,
  corrected_by uuid,
  primary key (sender_id, batch_id, row_no)
);
comment on table refused_row is 'dist:sender_id The error list: one row for each refused recipient (S-06, A-09).';
comment on column refused_row.sender_id is 'none: an organisation';
comment on column refused_row.batch_id is 'none: key';
comment on column refused_row.row_no is 'none: row number as handed in, from 1';
comment on column refused_row.letter_id is 'E-47 the letter that did not go; null in a dry run';
comment on column refused_row.code is 'E-47 why';
comment on column refused_row.detail_sealed is 'E-47 what was given, the faulty fields and a suggestion, sealed';
comment on column refused_row.refused_at is 'E-47 when';
comment on column refused_row.corrected_by is 'none: the batch of corrected rows it went into, so that it goes once';
create index refused_row_corrected on refused_row (sender_id, corrected_by) where corrected_by is not null;

create table print_item (
  sender_id uuid not null,
  letter_id uuid not null,
  batch_id uuid not null,
  document_ids uuid[] not null,
  recipient_sealed bytea not null,
  state text not null check (state in ('waiting', 'cancelled')),
  queued_at timestamptz not null,
  primary key (sender_id, letter_id)
);
comment on table print_item is 'dist:sender_id Letters that wait for the printer (S-08, S-15).';
comment on column print_item.sender_id is 'none: an organisation';
comment on column print_item.letter_id is 'E-47 the letter';
comment on column print_item.batch_id is 'none: handed in together';
comment on column print_item.document_ids is 'none: documents to print';
comment on column print_item.recipient_sealed is 'E-47 name and address for the window, sealed';
comment on column print_item.state is 'E-47 waiting or cancelled';
comment on column print_item.queued_at is 'E-47 since when';
create index print_item_waiting on print_item (sender_id, letter_id) where state = 'waiting';

create table sender_event (
  sender_id uuid not null,
  event_id uuid not null,
  xact_id xid8 not null default pg_current_xact_id(),
  event text not null,
  batch_id uuid,
  letter_ids uuid[] not null,
  codes text[],
  at timestamptz not null,
  primary key (sender_id, event_id)
);
comment on table sender_event is 'dist:sender_id The feed of changes, packed: one row for the letters of a chunk that share an event (S-05).';
comment on column sender_event.sender_id is 'none: an organisation';
comment on column sender_event.event_id is 'none: key, uuid v7';
comment on column sender_event.xact_id is 'none: order of the feed; readers stop below the oldest open transaction, so none is missed';
comment on column sender_event.event is 'E-47 what happened';
comment on column sender_event.batch_id is 'none: handed in together';
comment on column sender_event.letter_ids is 'E-47 to which letters';
comment on column sender_event.codes is 'E-47 reasons, in the order of letter_ids, for refusals';
comment on column sender_event.at is 'E-47 when';
create index sender_event_feed on sender_event (sender_id, xact_id, event_id);

create table dry_run_use (
  sender_id uuid not null,
  day date not null,
  rows_asked integer not null,
  primary key (sender_id, day)
);
comment on table dry_run_use is 'dist:sender_id Rows asked in dry runs, counted against a quota and kept as a log (S-07).';
comment on column dry_run_use.sender_id is 'none: an organisation';
comment on column dry_run_use.day is 'none: calendar day, UTC';
comment on column dry_run_use.rows_asked is 'none: a count';
