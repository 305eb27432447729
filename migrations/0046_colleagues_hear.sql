-- Why: employees hear of letters that are theirs to deal with, as they choose; letters that were there before the rules are routed too, in bites (B-15, T-01).

alter table employee add column notices text not null default 'email' check (notices in ('none', 'email', 'own'));
comment on column employee.notices is 'E-25 the employee''s choice: of letters that are theirs by work not at all, by e-mail to the address of the employment, or as of their own letters';

create table routing_run (
  mailbox_id uuid primary key references mailbox,
  run_id uuid not null,
  kind text not null check (kind in ('first', 'again')),
  letters integer not null,
  done integer not null default 0,
  before_id uuid not null,
  asked_at timestamptz not null,
  finished_at timestamptz
);
comment on table routing_run is 'dist:mailbox_id How far the routing of letters has come that an enterprise had before its rules were what they are (B-15).';
comment on column routing_run.mailbox_id is 'none: mailbox of the enterprise';
comment on column routing_run.run_id is 'none: a newer one ends the one before';
comment on column routing_run.kind is 'none: letters without a department, or all that nobody has decided on';
comment on column routing_run.letters is 'none: how many letters there were to look at when it began';
comment on column routing_run.done is 'none: how many have been looked at';
comment on column routing_run.before_id is 'none: letters older than this one are still to come';
comment on column routing_run.asked_at is 'none: when it was asked for';
comment on column routing_run.finished_at is 'none: when it was done';
alter table routing_run enable row level security;
alter table routing_run force row level security;
create policy door on routing_run using (may_touch(mailbox_id));
