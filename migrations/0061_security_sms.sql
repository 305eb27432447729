-- Why: of a security notice it was kept to which addresses its mail went and what came of it, and of its SMS nothing: whether somebody was told at
-- all could not be seen where mail had failed (E-26). A row is one message on one channel from now on.

alter table security_notice_mail add column channel text not null default 'email' check (channel in ('email', 'sms'));
alter table security_notice_mail alter column channel drop default;
comment on table security_notice_mail is 'ref One row for each address or number a security notice went to.';
comment on column security_notice_mail.channel is 'E-26 by what channel';
comment on column security_notice_mail.message_id is 'E-26 the Message-ID, or the key at the SMS gateway: the same for every try to one address or number';
comment on column security_notice_mail.outcome is 'E-26 taken over by the mail server or gateway, refused by it for good, or given up';
