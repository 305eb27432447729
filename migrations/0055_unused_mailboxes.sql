-- Why: a mailbox that nobody has used for the profile's years ends, and its owner is told ninety days before (R1). When to look is written down, so that
-- the hourly job finds those few by an index and looks at each about once in five years.

alter table mailbox
  add column idle_look_at timestamptz,
  add column idle_warned_at timestamptz;
comment on column mailbox.idle_look_at is 'E-13 when the post office next looks whether anybody uses it (R1); null: never';
comment on column mailbox.idle_warned_at is 'E-13 when its owner was last told that it ends because nobody uses it';
create index mailbox_idle_look on mailbox (idle_look_at) where idle_look_at is not null;
-- No sooner than the first of them can be due; when it was last used is found out then.
update mailbox set idle_look_at = opened_at + interval '57 months' where person_id is not null and content_erased_at is null;
