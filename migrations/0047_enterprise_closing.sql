-- Why: an enterprise's mailbox is closed by two of its administrators, or by its only one after a time in which others can stop it (P-02, B-09, D-05).

create table enterprise_closing (
  mailbox_id uuid primary key references mailbox,
  asked_by uuid not null,
  asked_at timestamptz not null
);
comment on table enterprise_closing is 'dist:mailbox_id That an administrator wants to close an enterprise''s mailbox, until another says so too or somebody takes it back (B-09).';
comment on column enterprise_closing.mailbox_id is 'none: mailbox of the enterprise';
comment on column enterprise_closing.asked_by is 'none: key of the employment that asked; who it was stands in the access log';
comment on column enterprise_closing.asked_at is 'none: when';
alter table enterprise_closing enable row level security;
alter table enterprise_closing force row level security;
create policy door on enterprise_closing using (may_touch(mailbox_id));
