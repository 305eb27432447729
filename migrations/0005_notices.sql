-- Why: the notices that were sent are facts of their own (E-26), and the access log says which document was seen (B-16).

create table notice (
  mailbox_id uuid not null,
  notice_id uuid not null,
  letter_id uuid not null,
  channel text not null check (channel in ('email')),
  email_no smallint not null check (email_no between 1 and 3),
  message_id text not null,
  outcome text not null check (outcome in ('sent', 'refused', 'failed')),
  at timestamptz not null,
  primary key (mailbox_id, notice_id)
);
comment on table notice is 'dist:mailbox_id Notices of new letters, as they were sent or could not be (T-01, D-14).';
comment on column notice.mailbox_id is 'E-26 whose';
comment on column notice.notice_id is 'none: key, uuid v7';
comment on column notice.letter_id is 'E-26 of which letter';
comment on column notice.channel is 'E-26 by what channel';
comment on column notice.email_no is 'E-26 to which of the addresses at that time';
comment on column notice.message_id is 'E-26 the Message-ID, the same for every try of one letter to one address';
comment on column notice.outcome is 'E-26 taken over by the mail server, refused by it for good, or given up';
comment on column notice.at is 'E-26 when';
-- One outcome for each message, however often its job runs.
create unique index notice_by_message on notice (mailbox_id, letter_id, message_id);

alter table notice enable row level security;
alter table notice force row level security;
create policy door on notice using (may_touch(mailbox_id));
create trigger keep_facts before update on notice for each row execute function keep_facts();

alter table access_log add column document_no smallint;
comment on column access_log.document_no is 'E-13 which document of the letter, if one';
