-- Why: five codes by SMS a day hold for the mailbox, as verification mails do: who takes the number away and sets one again begins no new day (P-09).

-- What was counted today begins anew, once.
alter table mailbox
  add column sms_codes_since timestamptz,
  add column sms_codes smallint not null default 0;
comment on column mailbox.sms_codes_since is 'E-10 when the present day of codes by SMS began';
comment on column mailbox.sms_codes is 'E-10 codes by SMS sent since then: nobody floods a stranger with them';

alter table contact_phone drop column codes_since, drop column codes;
