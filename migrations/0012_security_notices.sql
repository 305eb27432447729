-- Why: a person is told of everything that happens to their ID, by e-mail and in a list they can look at (I-05, I-07, I-11).

create table security_notice (
  notice_id uuid primary key,
  person_id uuid not null references person,
  about text not null,
  facts jsonb not null,
  at timestamptz not null,
  job_id bigint unique,
  block_used_at timestamptz
);
comment on table security_notice is 'ref What a person was told about their own ID (I-07, I-11).';
comment on column security_notice.notice_id is 'none: key, uuid v7';
comment on column security_notice.person_id is 'E-26 whose';
comment on column security_notice.about is 'E-26 what it tells, a kind of rules/security-notices.ts';
comment on column security_notice.facts is 'E-20 browser, device, place and the like; emptied after six months (R6)';
comment on column security_notice.at is 'E-26 when';
comment on column security_notice.job_id is 'none: the job that asked for it: run twice, it is told once';
comment on column security_notice.block_used_at is 'E-26 when its link blocked the ID: a link works once';
create index security_notice_by_person on security_notice (person_id, notice_id desc);
create index security_notice_by_time on security_notice (at);

create table security_notice_mail (
  notice_id uuid not null references security_notice on delete cascade,
  message_id text not null,
  outcome text not null check (outcome in ('sent', 'refused', 'failed')),
  at timestamptz not null,
  primary key (notice_id, message_id)
);
comment on table security_notice_mail is 'ref One row for each address a security notice went to.';
comment on column security_notice_mail.notice_id is 'none: the notice';
comment on column security_notice_mail.message_id is 'E-26 the Message-ID, the same for every try to one address';
comment on column security_notice_mail.outcome is 'E-26 taken over by the mail server, refused by it for good, or given up';
comment on column security_notice_mail.at is 'E-26 when';
