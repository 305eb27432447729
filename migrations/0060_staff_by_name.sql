-- Why: who looks into the log of their mailbox reads which of the post office's people did something, and why; until now both stood in the log of staff alone,
-- which nobody but the operator reads (B-16, D-27).

alter table access_log
  add column staff text,
  add column reason text,
  add constraint access_log_staff check ((staff is null) = (reason is null) and (staff is null or actor_kind = 'staff'));
comment on column access_log.staff is 'E-13 which member of staff, if it was one';
comment on column access_log.reason is 'E-13 why, in their own words';

-- And: what an employee had on their desk when they left stood under their name for good, among nobody's letters (B-15).
update letter l set assigned_to = null from employee e
 where e.mailbox_id = l.mailbox_id and e.employee_id = l.assigned_to and e.state = 'ended' and l.done_at is null;
