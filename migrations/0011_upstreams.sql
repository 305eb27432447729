-- Why: people sign in with electronic IDs of others; what is asked there is remembered until the answer, and whom an answer belongs to (I-09).

create table upstream_visit (
  state_hash bytea primary key,
  upstream text not null,
  bound_to bytea not null,
  session_id uuid,
  asked_level text not null check (asked_level in ('substantial', 'high')),
  return_to text not null,
  started_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table upstream_visit is 'ref Visits to an electronic ID of others that have not come back. Taken out by the first answer, right or wrong; dead after ten minutes.';
comment on column upstream_visit.state_hash is 'none: SHA-256 of the random state; nonce and PKCE verifier are derived from it under a key that is not here';
comment on column upstream_visit.upstream is 'none: which electronic ID was asked';
comment on column upstream_visit.bound_to is 'none: SHA-256 of the browser''s form cookie; only that browser may come back';
comment on column upstream_visit.session_id is 'E-13 the session to be raised; null: to sign in';
comment on column upstream_visit.asked_level is 'none: the least level asked for';
comment on column upstream_visit.return_to is 'E-13 page of ours that the person wanted';
comment on column upstream_visit.started_at is 'none: an answer of a step-up must be younger';
comment on column upstream_visit.expires_at is 'none: end of the visit';
create index upstream_visit_by_end on upstream_visit (expires_at);

create table upstream_link (
  subject_hash bytea primary key,
  link_id uuid not null unique,
  upstream text not null,
  person_id uuid not null references login,
  linked_at timestamptz not null,
  last_used_at timestamptz not null
);
comment on table upstream_link is 'ref Whom an electronic ID of others belongs to here, once it has been shown; the person can undo it.';
comment on column upstream_link.subject_hash is 'E-50 keyed fingerprint of issuer and subject; not readable without the installation''s secret';
comment on column upstream_link.link_id is 'none: uuid v7, by which the person names it';
comment on column upstream_link.upstream is 'E-50 which electronic ID';
comment on column upstream_link.person_id is 'E-50 whose';
comment on column upstream_link.linked_at is 'E-50 when it was first shown';
comment on column upstream_link.last_used_at is 'E-50 when it was last shown';
create index upstream_link_by_person on upstream_link (person_id);

-- Methods are a table in the code (api/session.ts); each new way to sign in must not need a change here.
alter table sign_in_event drop constraint if exists sign_in_event_method_check;
alter table sign_in_event add constraint sign_in_event_method_check check (method ~ '^[a-z][a-z0-9-]{1,39}$');
