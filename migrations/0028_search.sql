-- Why: what a mailbox holds is found by its words (B-01), and neither staff nor a stolen database reads the index: all of it is sealed.

create table search_index (
  mailbox_id uuid primary key,
  settled_to uuid not null default '00000000-0000-0000-0000-000000000000',
  begun_at timestamptz not null
);
comment on table search_index is 'dist:mailbox_id A mailbox that was searched once has an index, and this is how far it goes.';
comment on column search_index.mailbox_id is 'E-28 whose';
comment on column search_index.settled_to is 'none: every letter up to this id is in the index or never comes into it';
comment on column search_index.begun_at is 'E-13 when it was searched for the first time';

create table search_segment (
  mailbox_id uuid not null,
  segment_id uuid not null,
  letters integer not null,
  gone integer not null default 0,
  head_sealed bytea not null,
  primary key (mailbox_id, segment_id)
);
comment on table search_segment is 'dist:mailbox_id A part of the index, written once: the words of up to 8,192 letters, in sealed blocks.';
comment on column search_segment.mailbox_id is 'E-28 whose';
comment on column search_segment.segment_id is 'none: key, uuid v7';
comment on column search_segment.letters is 'none: how many letters';
comment on column search_segment.gone is 'none: how many of them are deleted since: it is to be written anew';
comment on column search_segment.head_sealed is 'E-28 its letters and the first word of each block, sealed';

create table search_block (
  mailbox_id uuid not null,
  segment_id uuid not null,
  block_no integer not null,
  block_sealed bytea not null,
  primary key (mailbox_id, segment_id, block_no)
);
comment on table search_block is 'dist:mailbox_id Words in their order and which letters hold them, sealed.';
comment on column search_block.mailbox_id is 'E-28 whose';
comment on column search_block.segment_id is 'none: of which segment';
comment on column search_block.block_no is 'none: its place in the segment';
comment on column search_block.block_sealed is 'E-28 words and where they stand, sealed';
-- Sealed bytes do not compress: trying would only take time.
alter table search_segment alter column head_sealed set storage external;
alter table search_block alter column block_sealed set storage external;

create table search_letter (
  mailbox_id uuid not null,
  letter_id uuid not null,
  segment_id uuid not null,
  primary key (mailbox_id, letter_id)
);
comment on table search_letter is 'dist:mailbox_id Which letters are in the index, and in which segment.';
comment on column search_letter.mailbox_id is 'E-28 whose';
comment on column search_letter.letter_id is 'E-28 which letter';
comment on column search_letter.segment_id is 'none: where it is';

create table letter_note (
  mailbox_id uuid not null,
  letter_id uuid not null,
  note_sealed bytea not null,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (mailbox_id, letter_id)
);
comment on table letter_note is 'dist:mailbox_id What the owner wrote on a letter for themselves; the sender never sees it (B-01).';
comment on column letter_note.mailbox_id is 'E-28 whose';
comment on column letter_note.letter_id is 'E-28 on which letter';
comment on column letter_note.note_sealed is 'E-28 the note, sealed with the mailbox''s naming key';
comment on column letter_note.written_by is 'E-28 who wrote it last';
comment on column letter_note.written_at is 'E-13 when';

create table document_text (
  sender_id uuid not null,
  document_id uuid not null,
  pack_id text not null,
  state text not null check (state in ('read', 'unreadable', 'too-large')),
  text_sealed bytea not null,
  primary key (sender_id, document_id)
);
comment on table document_text is 'dist:sender_id The words inside a document, read once however many received it, sealed with its content key.';
comment on column document_text.sender_id is 'none: an organisation, or the mailbox whose own upload it is';
comment on column document_text.document_id is 'none: of which document';
comment on column document_text.pack_id is 'none: the pack the document lies in; the text goes with it';
comment on column document_text.state is 'none: read, or why not';
comment on column document_text.text_sealed is 'E-14 the text, sealed';
alter table document_text alter column text_sealed set storage external;
create index document_text_by_pack on document_text (pack_id);

alter table search_index enable row level security;
alter table search_index force row level security;
alter table search_segment enable row level security;
alter table search_segment force row level security;
alter table search_block enable row level security;
alter table search_block force row level security;
alter table search_letter enable row level security;
alter table search_letter force row level security;
alter table letter_note enable row level security;
alter table letter_note force row level security;
create policy door on search_index using (may_touch(mailbox_id));
create policy door on search_segment using (may_touch(mailbox_id));
create policy door on search_block using (may_touch(mailbox_id));
create policy door on search_letter using (may_touch(mailbox_id));
create policy door on letter_note using (may_touch(mailbox_id));
