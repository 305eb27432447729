-- Why: others may see a mailbox, or a part of it, until a day or until it is taken back (B-10, B-24, D-08); of an enterprise's letters each department its own (B-15).

create table access_grant (
  mailbox_id uuid not null references mailbox,
  grant_id uuid not null,
  capacity text not null check (capacity in ('delegate-reader', 'delegate-sender', 'guardian', 'attorney', 'heir')),
  holder_id uuid references person,
  invited_address text,
  folder_ids uuid[],
  sender_ids uuid[],
  state text not null check (state in ('invited', 'active', 'ended')),
  notices boolean not null default false,
  given_at timestamptz not null,
  answer_by timestamptz,
  accepted_at timestamptz,
  ends_at timestamptz,
  ended_at timestamptz,
  ended_why text check (ended_why ~ '^[a-z-]+$'),
  primary key (mailbox_id, grant_id),
  check (state <> 'active' or holder_id is not null),
  check ((state = 'invited') = (answer_by is not null and accepted_at is null and ended_at is null)),
  check ((state = 'ended') = (ended_at is not null))
);
comment on table access_grant is 'dist:mailbox_id Who besides its owner may act in a mailbox, in which capacity, in which part of it, until when (B-10, B-24).';
comment on column access_grant.mailbox_id is 'E-22 whose mailbox';
comment on column access_grant.grant_id is 'none: key, uuid v7';
comment on column access_grant.capacity is 'E-22 what it allows: rules/powers.ts';
comment on column access_grant.holder_id is 'E-22 the person it is for; null when the address that was typed reaches nobody';
comment on column access_grant.invited_address is 'E-22 digital address as the owner typed it; all they know of who it is until it is accepted';
comment on column access_grant.folder_ids is 'E-22 only these folders and those in them; null with sender_ids: the whole mailbox';
comment on column access_grant.sender_ids is 'E-22 only letters of these senders';
comment on column access_grant.state is 'E-22 invited, active or ended';
comment on column access_grant.notices is 'E-22 the holder wants notices of its new letters (D-08)';
comment on column access_grant.given_at is 'E-22 when it was given';
comment on column access_grant.answer_by is 'E-22 until when the invitation can be answered';
comment on column access_grant.accepted_at is 'E-22 when the holder accepted it';
comment on column access_grant.ends_at is 'E-22 end by the clock, if one was set';
comment on column access_grant.ended_at is 'E-22 R4 when it ended before that, or was found to have ended';
comment on column access_grant.ended_why is 'E-22 by what';
create index access_grant_of_holder on access_grant (holder_id, state) where holder_id is not null;
alter table access_grant enable row level security;
alter table access_grant force row level security;
create policy door on access_grant using (may_touch(mailbox_id));

-- A session acts by an employment or by a grant, never by both.
alter table session add column acting_grant_id uuid;
comment on column session.acting_grant_id is 'E-22 the grant the session acts by in another person''s mailbox';
alter table session drop constraint session_acts_wholly;
alter table session add constraint session_acts_wholly check (
  (acting_employee_id is null) = (acting_enterprise_id is null)
  and (acting_mailbox_id is null) = (acting_employee_id is null and acting_grant_id is null)
  and (acting_employee_id is null or acting_grant_id is null));

alter table access_log drop constraint if exists access_log_actor_kind_check;
alter table access_log add constraint access_log_actor_kind_check
  check (actor_kind in ('owner', 'delegate', 'guardian', 'attorney', 'heir', 'employee', 'staff', 'system'));

-- B-15: which department a letter is for, who has taken it, and whether it is done. Null when it is accepted: costs nothing then.
alter table letter
  add column department_id uuid,
  add column assigned_to uuid,
  add column done_at timestamptz;
comment on column letter.department_id is 'E-13 the enterprise''s department it was routed to';
comment on column letter.assigned_to is 'E-13 the employee who has taken it or was given it';
comment on column letter.done_at is 'E-13 since when it is said to be done';
create index letter_by_department on letter (mailbox_id, department_id, letter_id) where department_id is not null;
create index letter_by_assignee on letter (mailbox_id, assigned_to, letter_id) where assigned_to is not null;

-- The second lock on letters: a transaction that entered a mailbox for a part of it sees that part and no more, whatever its query
-- says. `brevhus.scope` is the part: ids of folders, senders, departments and employees in one array, as they never coincide; the
-- trash is no part of what a sender's letters are shared for. Without it the whole mailbox is seen, as before.
create function may_touch_letter(mailbox uuid, folder uuid, sender uuid, department uuid, assignee uuid)
returns boolean language sql stable parallel safe as $$
  select case
    when current_setting('brevhus.door', true) = 'post-office' then true
    when mailbox is distinct from nullif(current_setting('brevhus.mailbox', true), '')::uuid then false
    when coalesce(current_setting('brevhus.scope', true), '') = '' then true
    else folder = any(current_setting('brevhus.scope', true)::uuid[])
      or (folder <> '00000000-0000-0000-0000-000000000003'
          and (sender = any(current_setting('brevhus.scope', true)::uuid[])
            or department = any(current_setting('brevhus.scope', true)::uuid[])
            or assignee = any(current_setting('brevhus.scope', true)::uuid[])))
  end
$$;
drop policy door on letter;
create policy door on letter using (may_touch_letter(mailbox_id, folder_id, sender_id, department_id, assigned_to));

-- B-15: a role for who works on the letters of their own departments alone.
alter table employee drop constraint if exists employee_role_check;
alter table employee add constraint employee_role_check check (role in ('administrator', 'sender', 'reader', 'department'));
