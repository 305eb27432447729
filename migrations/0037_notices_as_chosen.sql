-- Why: notices by SMS and web push besides e-mail, as each person chooses, in a digest, at decent hours (T-01, T-02, D-14); and marketing
-- is a choice of its own (P-13, Q-14).

alter table consent_event drop constraint consent_event_consent_check;
alter table consent_event add constraint consent_event_consent_check
  check (consent in ('terms', 'number-use', 'address-exchange', 'marketing'));

alter table mailbox
  add column notice_by_sms boolean not null default true,
  add column notice_by_push boolean not null default true,
  add column digest_hour smallint check (digest_hour between 0 and 23),
  add column digest_sent_at timestamptz,
  add column quiet_from smallint check (quiet_from between 0 and 23),
  add column quiet_until smallint check (quiet_until between 0 and 23),
  add constraint quiet_whole check ((quiet_from is null) = (quiet_until is null) and coalesce(quiet_from <> quiet_until, true));
comment on column mailbox.notice_by_sms is 'E-25 the person''s choice: SMS where a sender asks for one (D-14)';
comment on column mailbox.notice_by_push is 'E-25 the person''s choice: push to the browsers that were added';
comment on column mailbox.digest_hour is 'E-25 one notice a day at this local hour instead of one for each letter; null: one for each';
comment on column mailbox.digest_sent_at is 'E-26 when the last digest went out; letters since then are in the next';
comment on column mailbox.quiet_from is 'E-25 local hour from which no notice is sent';
comment on column mailbox.quiet_until is 'E-25 local hour at which those that waited go out';

alter table contact_phone add column failing_since timestamptz;
comment on column contact_phone.failing_since is 'E-26 since when SMS to it are refused; null: they are not';

create table notice_choice (
  mailbox_id uuid not null,
  sender_id uuid not null,
  by_email boolean not null,
  by_sms boolean not null,
  by_push boolean not null,
  primary key (mailbox_id, sender_id)
);
comment on table notice_choice is 'dist:mailbox_id What a person wants to hear of the letters of one sender; without a row, as of all others.';
comment on column notice_choice.mailbox_id is 'E-25 whose choice';
comment on column notice_choice.sender_id is 'E-25 about whose letters';
comment on column notice_choice.by_email is 'E-25 e-mail or none';
comment on column notice_choice.by_sms is 'E-25 SMS, where the sender asks for one, or none';
comment on column notice_choice.by_push is 'E-25 push or none';

create table push_subscription (
  mailbox_id uuid not null,
  subscription_id uuid not null,
  endpoint text not null,
  public_key bytea not null,
  auth_secret bytea not null,
  device text not null,
  added_at timestamptz not null,
  primary key (mailbox_id, subscription_id),
  unique (mailbox_id, endpoint)
);
comment on table push_subscription is 'dist:mailbox_id Browsers that show a notice when a letter comes (T-01, B-19).';
comment on column push_subscription.mailbox_id is 'E-25 whose';
comment on column push_subscription.subscription_id is 'none: key';
comment on column push_subscription.endpoint is 'E-25 address at the browser maker''s push service, checked against a list';
comment on column push_subscription.public_key is 'E-25 the browser''s key: only it can read what is sent (RFC 8291)';
comment on column push_subscription.auth_secret is 'E-25 shared with the browser alone (RFC 8291)';
comment on column push_subscription.device is 'E-20 browser and system in words, for the owner';
comment on column push_subscription.added_at is 'E-13 since when';

alter table notice drop constraint notice_channel_check;
alter table notice add constraint notice_channel_check check (channel in ('email', 'sms', 'push'));
alter table notice alter column email_no drop not null;
alter table notice alter column letter_id drop not null;
alter table notice add column kind text not null default 'letter' check (kind in ('letter', 'reminder', 'digest', 'contact'));
comment on column notice.kind is 'E-26 of a new letter, of one that is unread, of several, or of contact details';
comment on column notice.letter_id is 'E-26 of which letter, if one';
comment on column notice.email_no is 'E-26 to which of the addresses at that time, if by e-mail';
-- A message's name is a hash over its letter as well: it alone says that it was sent.
drop index notice_by_message;
create unique index notice_by_message on notice (mailbox_id, message_id);

alter table notice_choice enable row level security;
alter table notice_choice force row level security;
alter table push_subscription enable row level security;
alter table push_subscription force row level security;
create policy door on notice_choice using (may_touch(mailbox_id));
create policy door on push_subscription using (may_touch(mailbox_id));
