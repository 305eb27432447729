-- Why: certificates of the electronic ID (I-04): who issued what to whom, what was revoked and why, and the lists that say so.

create table certificate_authority (
  authority_name text primary key,
  kind text not null check (kind in ('root', 'issuing')),
  issuer_name text not null references certificate_authority,
  number integer not null,
  key_name text not null unique,
  responder_key_name text unique,
  certificate bytea not null,
  not_after timestamptz not null,
  made_at timestamptz not null,
  unique (kind, number),
  check ((kind = 'root') = (issuer_name = authority_name)),
  check ((kind = 'issuing') = (responder_key_name is not null))
);
comment on table certificate_authority is 'ref Root and issuing authorities; the issuing one with the highest number issues, older ones still answer for theirs (I-04).';
comment on column certificate_authority.authority_name is 'none: our own name of the authority, as in its addresses: root-1, issuing-2';
comment on column certificate_authority.kind is 'none: what it may issue';
comment on column certificate_authority.issuer_name is 'none: who certified it; a root itself';
comment on column certificate_authority.number is 'none: which of its kind';
comment on column certificate_authority.key_name is 'none: name of its key where signing keys are kept';
comment on column certificate_authority.responder_key_name is 'none: name of the key that signs OCSP answers for it';
comment on column certificate_authority.certificate is 'none: its certificate in DER, public';
comment on column certificate_authority.not_after is 'none: end of its certificate';
comment on column certificate_authority.made_at is 'none: when the ceremony was held';

create table certificate_holder (
  holder_id uuid primary key,
  kind text not null check (kind in ('person', 'employee', 'organisation', 'function')),
  country text not null check (country in ('dk', 'no')),
  subject_number text not null unique,
  person_id uuid references person,
  enterprise_number text,
  made_at timestamptz not null,
  check (kind <> 'person' or (person_id is not null and enterprise_number is null)),
  check (kind = 'person' or enterprise_number is not null)
);
comment on table certificate_holder is 'ref The number a holder keeps through all their certificates: PID, RID, UID, FID or OCES3 form (I-04).';
comment on column certificate_holder.holder_id is 'none: uuid v7 key';
comment on column certificate_holder.kind is 'E-18 person, employee, organisation or function';
comment on column certificate_holder.country is 'E-16 whose register names them';
comment on column certificate_holder.subject_number is 'E-18 the serialNumber in the subject; drawn or given by the company, never the national number';
comment on column certificate_holder.person_id is 'E-18 who it is; of a company''s certificate the employee, where known';
comment on column certificate_holder.enterprise_number is 'none: public business register';
comment on column certificate_holder.made_at is 'E-18 since when';
create unique index certificate_holder_of_person on certificate_holder (person_id) where kind = 'person';
create index certificate_holder_by_person on certificate_holder (person_id);
create index certificate_holder_by_enterprise on certificate_holder (enterprise_number);

create table certificate (
  serial bytea primary key check (length(serial) = 16),
  authority_name text not null references certificate_authority,
  profile text not null check (profile in ('person', 'employee', 'organisation', 'function', 'issuing', 'responder')),
  holder_id uuid references certificate_holder,
  certificate bytea not null,
  key_hash bytea not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  issued_at timestamptz not null,
  requested_by text not null,
  requester_id uuid,
  replaces bytea references certificate,
  revoked_at timestamptz,
  revoked_why text,
  revoked_by text,
  revoker_id uuid,
  check ((profile in ('issuing', 'responder')) = (holder_id is null)),
  check ((revoked_at is null) = (revoked_why is null)),
  check ((revoked_at is null) = (revoked_by is null))
);
comment on table certificate is 'ref Every certificate that was signed, and its revocation with reason and requester (I-04). Six years after its end it goes (N-07).';
comment on column certificate.serial is 'none: 16 random octets';
comment on column certificate.authority_name is 'none: who signed it';
comment on column certificate.profile is 'E-18 which profile';
comment on column certificate.holder_id is 'E-18 whose; null for the authority''s own';
comment on column certificate.certificate is 'E-18 the certificate in DER';
comment on column certificate.key_hash is 'E-18 SHA-256 of its public key: a key revoked as compromised is never certified again';
comment on column certificate.not_before is 'E-18 begin';
comment on column certificate.not_after is 'E-18 end';
comment on column certificate.issued_at is 'N-12 when it was signed';
comment on column certificate.requested_by is 'N-12 in which part it was ordered: holder, administrator, support, system';
comment on column certificate.requester_id is 'N-12 by whom, where a person did';
comment on column certificate.replaces is 'E-18 the certificate it renews';
comment on column certificate.revoked_at is 'N-12 when it was revoked';
comment on column certificate.revoked_why is 'N-12 our reason (rules/revocation-reasons.ts); the public list says less';
comment on column certificate.revoked_by is 'N-12 in which part that was asked';
comment on column certificate.revoker_id is 'N-12 by whom, where a person did';
create index certificate_by_holder on certificate (holder_id);
create index certificate_by_key on certificate (key_hash);
create index certificate_revoked on certificate (authority_name, not_after) where revoked_at is not null;
create index certificate_by_end on certificate (not_after);

create table revocation_list (
  authority_name text not null references certificate_authority,
  number bigint not null,
  this_update timestamptz not null,
  next_update timestamptz not null,
  list bytea not null,
  primary key (authority_name, number)
);
comment on table revocation_list is 'ref The newest lists of each authority, as published.';
comment on column revocation_list.authority_name is 'none: whose list';
comment on column revocation_list.number is 'none: CRL number, without gaps';
comment on column revocation_list.this_update is 'none: when it was made';
comment on column revocation_list.next_update is 'none: until when it holds';
comment on column revocation_list.list is 'none: the list in DER, public, serial numbers only';

create table ocsp_answer (
  serial bytea not null references certificate,
  hash_name text not null check (hash_name in ('sha1', 'sha256')),
  next_update timestamptz not null,
  answer bytea not null,
  primary key (serial, hash_name)
);
comment on table ocsp_answer is 'ref Signed answers without a nonce, kept until they end or the certificate is revoked.';
comment on column ocsp_answer.serial is 'none: the certificate asked for';
comment on column ocsp_answer.hash_name is 'none: how the request names the issuer';
comment on column ocsp_answer.next_update is 'none: until when it holds';
comment on column ocsp_answer.answer is 'none: the OCSP response in DER, public';
create index ocsp_answer_by_end on ocsp_answer (next_update);
