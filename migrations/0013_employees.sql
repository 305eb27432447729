-- Why: an enterprise acts through employees: ordered, tied to a person's own e-ID, given a role, ended (I-03, P-02, N-02, N-13, N-14).

create table employee (
  mailbox_id uuid not null references mailbox,
  employee_id uuid not null,
  enterprise_id uuid not null references enterprise,
  person_id uuid references person,
  name text not null,
  street text not null,
  postcode text not null,
  city text not null,
  email text,
  email_form text,
  email_verified_at timestamptz,
  mobile text,
  role text not null check (role in ('administrator', 'sender', 'reader')),
  state text not null check (state in ('invited', 'active', 'ended')),
  ordered_at timestamptz not null,
  accepted_at timestamptz,
  ended_at timestamptz,
  ended_why text,
  invitation_hash bytea,
  invitation_expires_at timestamptz,
  invitations_since timestamptz,
  invitations smallint not null default 0,
  primary key (mailbox_id, employee_id),
  check (state <> 'active' or person_id is not null),
  check ((state = 'ended') = (ended_at is not null))
);
comment on table employee is 'dist:mailbox_id Who acts for an enterprise, in which role; a person may do so for several (I-03).';
comment on column employee.mailbox_id is 'none: mailbox of the enterprise; what the enterprise''s own door opens';
comment on column employee.employee_id is 'E-50 the employment: its own number, never given to anybody again';
comment on column employee.enterprise_id is 'none: which enterprise';
comment on column employee.person_id is 'E-50 whose e-ID it is tied to; null until accepted';
comment on column employee.name is 'E-50 N-02 as the enterprise ordered it';
comment on column employee.street is 'E-50 N-02 address the enterprise gave';
comment on column employee.postcode is 'E-50 N-02 address the enterprise gave';
comment on column employee.city is 'E-50 N-02 address the enterprise gave';
comment on column employee.email is 'E-50 N-02 required by whoever orders; null only for administrators named before employees were';
comment on column employee.email_form is 'E-50 lower-cased, compared';
comment on column employee.email_verified_at is 'E-50 when its reader followed the invitation';
comment on column employee.mobile is 'E-50 N-02 optional, with country code';
comment on column employee.role is 'E-50 what it allows: rules/employee-roles.ts';
comment on column employee.state is 'E-50 invited, active or ended';
comment on column employee.ordered_at is 'E-50 since when it is ordered';
comment on column employee.accepted_at is 'E-50 when the person took it over';
comment on column employee.ended_at is 'E-50 N-07 when it ended; erased six years later';
comment on column employee.ended_why is 'E-50 by what';
comment on column employee.invitation_hash is 'E-50 SHA-256 of the one-time link''s token';
comment on column employee.invitation_expires_at is 'E-50 end of the link';
comment on column employee.invitations_since is 'E-50 when the present day of invitation mails began';
comment on column employee.invitations is 'E-50 invitation mails since then: nobody floods a stranger with them';
-- One person has one employment in one enterprise at a time, and an e-mail address leads to one.
create unique index employee_by_person on employee (mailbox_id, person_id) where state = 'active';
create unique index employee_by_email on employee (mailbox_id, email_form) where state <> 'ended';
create index employee_of_person on employee (person_id) where person_id is not null;
create index employee_by_invitation on employee (invitation_hash) where invitation_hash is not null;
create index employee_by_end on employee (ended_at) where ended_at is not null;

create table employee_event (
  mailbox_id uuid not null,
  event_id uuid not null,
  employee_id uuid not null,
  at timestamptz not null,
  event text not null,
  changed text[] not null default '{}',
  role text,
  by_kind text not null check (by_kind in ('administrator', 'employee', 'operator', 'system')),
  by_employee_id uuid,
  level text check (level in ('low', 'substantial', 'high')),
  primary key (mailbox_id, event_id)
);
comment on table employee_event is 'dist:mailbox_id What happened to an employment and who did it, shown to the administrators and to the employee (N-13, N-14).';
comment on column employee_event.mailbox_id is 'none: mailbox of the enterprise';
comment on column employee_event.event_id is 'none: key, uuid v7';
comment on column employee_event.employee_id is 'E-50 whose employment';
comment on column employee_event.at is 'E-13 when';
comment on column employee_event.event is 'E-13 ordered, invited, edited, accepted, declined, ended, acted';
comment on column employee_event.changed is 'E-13 names of the fields that were changed';
comment on column employee_event.role is 'E-13 the role afterwards, where it was given or changed';
comment on column employee_event.by_kind is 'E-13 in what capacity';
comment on column employee_event.by_employee_id is 'E-13 by which employee; null for the operator and the system';
comment on column employee_event.level is 'E-13 level of the session';
create index employee_event_by_employee on employee_event (mailbox_id, employee_id, event_id);
create index employee_event_by_time on employee_event (at);

alter table employee enable row level security;
alter table employee force row level security;
alter table employee_event enable row level security;
alter table employee_event force row level security;
create policy door on employee using (may_touch(mailbox_id));
create policy door on employee_event using (may_touch(mailbox_id));
create trigger keep_facts before update on employee_event for each row execute function keep_facts();

-- Administrators named until now become employees like all others; with the e-mail address they have verified, if any.
set local brevhus.door = 'post-office';
insert into employee (mailbox_id, employee_id, enterprise_id, person_id, name, street, postcode, city, email, email_form,
    role, state, ordered_at, accepted_at)
  select e.mailbox_id, gen_random_uuid(), e.enterprise_id, p.person_id, p.given_names || ' ' || p.family_name, e.street,
    e.postcode, e.city, c.email, c.email_form, 'administrator', 'active', e.opened_at, e.opened_at
  from enterprise e join person p on p.person_id = e.administrator_id
  left join lateral (select * from contact_email where mailbox_id = p.mailbox_id and verified_at is not null
                      order by email_no limit 1) c on true;
insert into employee_event (mailbox_id, event_id, employee_id, at, event, role, by_kind)
  select mailbox_id, gen_random_uuid(), employee_id, ordered_at, 'ordered', role, 'operator' from employee;
set local brevhus.door = '';
alter table enterprise drop column administrator_id;

-- A session is one person's; it may act for an enterprise, and then works in that mailbox and no other.
alter table session add column acting_employee_id uuid;
alter table session add column acting_enterprise_id uuid;
alter table session add column acting_mailbox_id uuid;
alter table session add constraint session_acts_wholly check (
  (acting_employee_id is null) = (acting_mailbox_id is null) and (acting_employee_id is null) = (acting_enterprise_id is null));
comment on column session.acting_employee_id is 'E-50 the employment the session acts by; null in the person''s own mailbox';
comment on column session.acting_enterprise_id is 'none: the enterprise it acts for';
comment on column session.acting_mailbox_id is 'none: mailbox of that enterprise';
create index session_by_employee on session (acting_employee_id) where acting_employee_id is not null and ended_at is null;
-- The reasons a session ends for are listed where they are given (server/identity/session.store.ts).
alter table session drop constraint if exists session_ended_why_check;
alter table session add constraint session_ended_why_check check (ended_why ~ '^[a-z][a-z-]{2,40}$');

alter table access_log drop constraint if exists access_log_actor_kind_check;
alter table access_log add constraint access_log_actor_kind_check
  check (actor_kind in ('owner', 'employee', 'staff', 'system'));
