-- Why: an enterprise's letters go to its departments by rules; colleagues take them, hand them over and say when they are done (B-15, P-02).

create table department (
  mailbox_id uuid not null references mailbox,
  department_id uuid not null,
  name text not null,
  is_default boolean not null,
  made_at timestamptz not null,
  primary key (mailbox_id, department_id)
);
comment on table department is 'dist:mailbox_id Departments of an enterprise (B-15).';
comment on column department.mailbox_id is 'none: mailbox of the enterprise';
comment on column department.department_id is 'none: key, uuid v7';
comment on column department.name is 'none: the enterprise''s own name for it';
comment on column department.is_default is 'none: takes the letters that no rule fits';
comment on column department.made_at is 'none: since when';
create unique index department_default on department (mailbox_id) where is_default;
create unique index department_by_name on department (mailbox_id, lower(name));

create table department_member (
  mailbox_id uuid not null,
  department_id uuid not null,
  employee_id uuid not null,
  primary key (mailbox_id, department_id, employee_id)
);
comment on table department_member is 'dist:mailbox_id Who works in which department (B-15).';
comment on column department_member.mailbox_id is 'none: mailbox of the enterprise';
comment on column department_member.department_id is 'E-50 in which department';
comment on column department_member.employee_id is 'E-50 which employment';
create index department_member_by_employee on department_member (mailbox_id, employee_id);

create table routing_rule (
  mailbox_id uuid not null,
  place smallint not null,
  department_id uuid not null,
  sender_id uuid,
  words text,
  primary key (mailbox_id, place),
  check ((sender_id is null) <> (words is null))
);
comment on table routing_rule is 'dist:mailbox_id Which letters go to which department: the first rule that fits (B-15).';
comment on column routing_rule.mailbox_id is 'none: mailbox of the enterprise';
comment on column routing_rule.place is 'none: its turn, from 1';
comment on column routing_rule.department_id is 'none: where its letters go';
comment on column routing_rule.sender_id is 'none: letters of this sender';
comment on column routing_rule.words is 'none: letters whose subject has these words';

create table work_event (
  mailbox_id uuid not null,
  event_id uuid not null,
  letter_id uuid not null,
  at timestamptz not null,
  event text not null check (event in ('routed', 'handed', 'assigned', 'freed', 'done', 'reopened')),
  by_employee_id uuid,
  department_id uuid,
  employee_id uuid,
  primary key (mailbox_id, event_id)
);
comment on table work_event is 'dist:mailbox_id What colleagues did with a letter: the activity log (B-15).';
comment on column work_event.mailbox_id is 'none: mailbox of the enterprise';
comment on column work_event.event_id is 'none: key, uuid v7';
comment on column work_event.letter_id is 'E-13 with which letter';
comment on column work_event.at is 'E-13 R4 when';
comment on column work_event.event is 'E-13 what';
comment on column work_event.by_employee_id is 'E-13 who; null for the post office, by the enterprise''s rules';
comment on column work_event.department_id is 'E-13 to which department';
comment on column work_event.employee_id is 'E-13 to whom';
create index work_event_of_letter on work_event (mailbox_id, letter_id, event_id);
create index work_event_by_time on work_event (at);

alter table department enable row level security;
alter table department force row level security;
alter table department_member enable row level security;
alter table department_member force row level security;
alter table routing_rule enable row level security;
alter table routing_rule force row level security;
alter table work_event enable row level security;
alter table work_event force row level security;
create policy door on department using (may_touch(mailbox_id));
create policy door on department_member using (may_touch(mailbox_id));
create policy door on routing_rule using (may_touch(mailbox_id));
create policy door on work_event using (may_touch(mailbox_id));
create trigger keep_facts before update on work_event for each row execute function keep_facts();
