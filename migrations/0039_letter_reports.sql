-- Why: somebody who gets an unwanted or fraudulent letter says so, staff decide, and whoever said it is told (B-21).

create table letter_report (
  mailbox_id uuid not null,
  report_id uuid not null,
  letter_id uuid not null,
  sender_id uuid not null,
  reported_by uuid not null,
  kind text not null check (kind in ('unwanted', 'fraudulent')),
  remark text,
  attached boolean not null,
  reported_at timestamptz not null,
  decided_at timestamptz,
  outcome text check (outcome in ('nothing', 'sender-suspended')),
  decided_by text,
  decided_why text,
  primary key (mailbox_id, report_id),
  unique (mailbox_id, letter_id),
  check ((decided_at is null) = (outcome is null) and (decided_at is null) = (decided_by is null)
    and (decided_at is null) = (decided_why is null))
);
comment on table letter_report is 'dist:mailbox_id Letters somebody reported, the queue of staff, and what they decided (B-21).';
comment on column letter_report.mailbox_id is 'E-11 in whose mailbox';
comment on column letter_report.report_id is 'none: key, uuid v7';
comment on column letter_report.letter_id is 'E-11 which letter';
comment on column letter_report.sender_id is 'E-11 from whom';
comment on column letter_report.reported_by is 'E-11 who reported it';
comment on column letter_report.kind is 'E-11 as what';
comment on column letter_report.remark is 'E-11 what they said about it, for staff to read';
comment on column letter_report.attached is 'E-11 whether they gave staff the content to read';
comment on column letter_report.reported_at is 'E-11 when';
comment on column letter_report.decided_at is 'E-11 when staff decided; five years from here it is erased (R3)';
comment on column letter_report.outcome is 'E-11 what they decided';
comment on column letter_report.decided_by is 'E-49 who of the staff';
comment on column letter_report.decided_why is 'E-49 why';
create index letter_report_open on letter_report (reported_at) where decided_at is null;
create index letter_report_decided on letter_report (decided_at) where decided_at is not null;

create table report_document (
  mailbox_id uuid not null,
  report_id uuid not null,
  document_no smallint not null,
  document_id uuid not null,
  media_type text not null,
  file_name_sealed bytea not null,
  wrapped_key bytea not null,
  pack_id text not null,
  pack_offset bigint not null,
  sealed_bytes bigint not null,
  primary key (mailbox_id, report_id, document_no),
  foreign key (mailbox_id, report_id) references letter_report on delete cascade
);
comment on table report_document is 'dist:mailbox_id Content somebody chose to show staff, until they have decided: under a key of the report, which dies with the decision.';
comment on column report_document.mailbox_id is 'E-11 from whose mailbox';
comment on column report_document.report_id is 'none: of which report';
comment on column report_document.document_no is 'none: 1 is the letter, 2… are attachments';
comment on column report_document.document_id is 'none: identity of the sealed document';
comment on column report_document.media_type is 'E-11 what kind of file';
comment on column report_document.file_name_sealed is 'E-11 file name, sealed with the content key';
comment on column report_document.wrapped_key is 'none: content key under the report''s key in the vault';
comment on column report_document.pack_id is 'none: which pack';
comment on column report_document.pack_offset is 'none: where in the pack, bytes';
comment on column report_document.sealed_bytes is 'none: length in the pack, bytes';
create index report_document_by_pack on report_document (pack_id);
create trigger note_pack_left after delete on report_document
  referencing old table as gone for each statement execute function note_pack_left();

alter table letter_report enable row level security;
alter table letter_report force row level security;
alter table report_document enable row level security;
alter table report_document force row level security;
create policy door on letter_report using (may_touch(mailbox_id));
create policy door on report_document using (may_touch(mailbox_id));
