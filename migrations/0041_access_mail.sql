-- Why: a request for access comes in as a signed e-mail, and is answered by one that is signed and encrypted (I-12, N-09).

alter table access_request
  add column reply_suite text check (reply_suite in ('authEnveloped-data', 'enveloped-data')),
  add column bounce_tag text unique,
  add constraint access_request_suite check ((reply_to is null) = (reply_suite is null));
comment on column access_request.mail_digest is 'E-12 SHA-256 of what the signature of the e-mail that asked covers: sent again, it is the same request';
comment on column access_request.reply_to is 'E-16 where the encrypted answer goes: the signer''s own address, or the one chosen on the page; null: by letter';
comment on column access_request.reply_certificate is 'E-18 certificate that signed the e-mail, or was chosen: only its key opens the answer';
comment on column access_request.reply_suite is 'E-12 which kind of encryption the person''s program knows (RFC 8551)';
comment on column access_request.bounce_tag is 'E-12 random, in the return path of the encrypted answer: a report that names it sends the answer by letter';

create table access_mail (
  mail_id uuid primary key,
  received_at timestamptz not null,
  why text not null,
  detail text,
  sender text,
  size_bytes integer not null,
  person_id uuid references person,
  seen_at timestamptz
);
comment on table access_mail is 'ref E-mails to the address for requests for access that were not taken as one: for staff, for a month; nobody is answered.';
comment on column access_mail.mail_id is 'none: key, uuid v7';
comment on column access_mail.received_at is 'E-12 when it came';
comment on column access_mail.why is 'E-12 why it was no request';
comment on column access_mail.detail is 'E-12 what was wrong with the certificate';
comment on column access_mail.sender is 'E-12 the address it says it is from: nobody has proven it';
comment on column access_mail.size_bytes is 'none: how long it was';
comment on column access_mail.person_id is 'E-12 whose signature was good';
comment on column access_mail.seen_at is 'none: when staff had done with it';
create index access_mail_by_time on access_mail (received_at);
create index access_mail_by_person on access_mail (person_id) where person_id is not null;

create table mail_certificate (
  number integer primary key,
  key_name text not null unique,
  serial bytea not null references certificate on delete cascade,
  made_at timestamptz not null
);
comment on table mail_certificate is 'ref The post office''s own certificates, with which it signs mail to people; the newest one signs.';
comment on column mail_certificate.number is 'none: key, counted from 1';
comment on column mail_certificate.key_name is 'none: where the signing key is kept';
comment on column mail_certificate.serial is 'none: of the organisation''s certificate';
comment on column mail_certificate.made_at is 'none: when';
