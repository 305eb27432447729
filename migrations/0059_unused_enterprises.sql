-- Why: an enterprise's mailbox that nobody has used for the profile's years ends as a person's does, and whoever administers it is told before (R13). Found
-- by the same index.

-- No sooner than the first of them can be due; when it was last used is found out then.
update mailbox set idle_look_at = opened_at + interval '57 months' where enterprise_id is not null and content_erased_at is null;
comment on column mailbox.idle_look_at is 'E-10 when the post office next looks whether anybody uses it (R1, R13); null: never';
comment on column mailbox.idle_warned_at is 'E-10 when its owner, or who administers the enterprise, was last told that it ends because nobody uses it';
