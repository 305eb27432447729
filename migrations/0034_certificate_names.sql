-- Why: who changes their name has thirty days to renew a certificate that still carries the old one; then it is revoked (I-04).

alter table certificate add column subject_name text;
comment on column certificate.subject_name is 'E-18 the name in a person''s certificate, to be held against the register''s';
alter table certificate add column name_changed_at timestamptz;
comment on column certificate.name_changed_at is 'N-12 when the register''s name was first seen to be another';
