-- Why: what the owner wants to be reminded of in the calendar is told by notices of our own, each way by choice (B-17, T-01, D-14); and who
-- did what in a mailbox, and which notices went out, is kept five years and no longer (R4).

alter table calendar_mark add column remind_at timestamptz;
comment on column calendar_mark.remind_at is 'E-28 when the notice of it is due; null: none is asked for, or it was too late for one';
create index calendar_mark_due on calendar_mark (mailbox_id, remind_at) where remind_at is not null;

alter table mailbox
  add column reminder_by_email boolean not null default true,
  add column reminder_by_sms boolean not null default false,
  add column reminder_by_push boolean not null default true;
comment on column mailbox.reminder_by_email is 'E-25 the person''s choice: reminders of their own by e-mail';
comment on column mailbox.reminder_by_sms is 'E-25 the person''s choice: reminders of their own by SMS';
comment on column mailbox.reminder_by_push is 'E-25 the person''s choice: reminders of their own by push';

alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in ('letter', 'reminder', 'digest', 'contact', 'calendar'));
comment on column notice.kind is 'E-26 of a new letter, of one that is unread, of several, of contact details, or of days in the calendar';

-- Reminders set before. What a letter wants is sealed here: by its day alone, at nine there; a job that comes too late says nothing.
set local brevhus.door = 'post-office';
update calendar_mark k set remind_at = ((l.wants_on - k.remind_days) + time '09:00') at time zone
    case m.profile when 'no' then 'Europe/Oslo' else 'Europe/Copenhagen' end
  from letter l join mailbox m on m.mailbox_id = l.mailbox_id
  where l.mailbox_id = k.mailbox_id and l.letter_id = k.letter_id and k.remind_days is not null and k.done_at is null
    and ((l.wants_on - k.remind_days) + time '09:00') at time zone 'Europe/Oslo' > now();
select count(graphile_worker.add_job('remind-of-days',
    json_build_object('mailboxId', due.mailbox_id, 'at', to_char(due.remind_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
    run_at => due.remind_at, max_attempts => 12, priority => 25,
    job_key => 'days:' || due.mailbox_id || ':' || to_char(due.remind_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
  from (select distinct mailbox_id, remind_at from calendar_mark where remind_at is not null) due;
set local brevhus.door = '';

-- Rows come in the order of time: a few hundred bytes say where the old ones lie, and writing one costs nothing.
create index access_log_old on access_log using brin (at);
create index notice_old on notice using brin (at);
