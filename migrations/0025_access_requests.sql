-- Why: a formal request for access is answered on a day that is known from the start, by letter or encrypted e-mail (I-12, N-08, N-09).

alter table access_request
  add column answer_from date not null,
  add column counts_on date,
  add column choice text check (choice in ('later', 'fee')),
  add column fee_minor integer check (fee_minor > 0),
  add column fee_reference text unique,
  add column fee_paid_at timestamptz,
  add column letters smallint,
  add column undeliverable_at timestamptz,
  add column withdrawn_at timestamptz,
  add column mail_digest bytea unique,
  add column reply_to text,
  add column reply_certificate bytea,
  add constraint access_request_choice check ((verdict = 'free') = (choice is null)),
  add constraint access_request_fee check ((choice = 'fee') = (fee_minor is not null and fee_reference is not null)),
  add constraint access_request_reply check (reply_to is null or reply_certificate is not null);
comment on column access_request.answer_from is 'E-12 the person''s own calendar day from which it is answered: at once, or the day it is free again';
comment on column access_request.counts_on is 'E-12 the day it counts as a free one; null when it was paid for, taken back or could not be delivered';
comment on column access_request.choice is 'E-12 of a further request: wait for the day, or the fee';
comment on column access_request.fee_minor is 'E-27 fee in the smallest unit of the person''s currency';
comment on column access_request.fee_reference is 'E-27 what a payment names';
comment on column access_request.fee_paid_at is 'E-27 when the fee was noted as paid: it is answered at once then';
comment on column access_request.letters is 'E-12 how many letters the answer took';
comment on column access_request.undeliverable_at is 'E-12 when the answer came back or the register knew no address';
comment on column access_request.withdrawn_at is 'E-12 when the person took it back';
comment on column access_request.mail_digest is 'E-12 SHA-256 of the signature of the e-mail that asked: sent again, it is the same request';
comment on column access_request.reply_to is 'E-16 address of the signed e-mail, where the encrypted answer goes';
comment on column access_request.reply_certificate is 'E-18 certificate that signed the e-mail: only its key opens the answer';
create unique index access_request_open on access_request (person_id)
  where answered_at is null and withdrawn_at is null and undeliverable_at is null;
