-- Why: service providers sign people in with the electronic ID (I-08): who they are, what they were given and by whose consent.

create table service_provider (
  client_id uuid primary key,
  country text not null check (country in ('dk', 'no')),
  organisation_number text not null,
  name_da text not null,
  name_nb text not null,
  name_en text not null,
  profile text not null check (profile in ('basic', 'fapi2')),
  redirect_uris text[] not null check (cardinality(redirect_uris) between 1 and 20),
  post_logout_redirect_uris text[] not null default '{}',
  back_channel_logout_uri text,
  sector text not null,
  jwks json,
  jwks_uri text,
  secret_hash bytea,
  secret_in text check (secret_in in ('header', 'body')),
  number_ground text check (number_ground <> ''),
  own boolean not null default false,
  registered_at timestamptz not null,
  suspended_at timestamptz,
  check (num_nonnulls(jwks, jwks_uri, secret_hash) = 1),
  check ((secret_hash is null) = (secret_in is null)),
  check (profile <> 'fapi2' or secret_hash is null)
);
comment on table service_provider is 'ref Organisations that sign people in with the electronic ID; entered by the operator (I-08).';
comment on column service_provider.client_id is 'none: the organisation''s client id';
comment on column service_provider.country is 'none: an organisation';
comment on column service_provider.organisation_number is 'none: an organisation';
comment on column service_provider.name_da is 'none: an organisation''s name, as the consent page shows it';
comment on column service_provider.name_nb is 'none: an organisation''s name, as the consent page shows it';
comment on column service_provider.name_en is 'none: an organisation''s name, as the consent page shows it';
comment on column service_provider.profile is 'none: OpenID Connect basic, or the FAPI 2.0 Security Profile for high risk';
comment on column service_provider.redirect_uris is 'none: compared letter by letter';
comment on column service_provider.post_logout_redirect_uris is 'none: compared letter by letter';
comment on column service_provider.back_channel_logout_uri is 'none: told when a session ends';
comment on column service_provider.sector is 'none: service providers of one sector see the same pairwise subject';
comment on column service_provider.jwks is 'none: public keys';
comment on column service_provider.jwks_uri is 'none: where the public keys are; fetched from this address only';
comment on column service_provider.secret_hash is 'none: SHA-256 of 256 random bits, for organisations that can''t sign';
comment on column service_provider.secret_in is 'none: where the secret is sent, client_secret_basic or client_secret_post';
comment on column service_provider.number_ground is 'N-15 the legal ground by which it may see national numbers; null: it may not';
comment on column service_provider.own is 'none: the post office''s own web app; asks for no consent and gets no data';
comment on column service_provider.registered_at is 'none: an organisation';
comment on column service_provider.suspended_at is 'none: an organisation';

create table openid_key (
  kid text primary key,
  algorithm text not null check (algorithm in ('RSA', 'EC')),
  private_sealed bytea not null,
  created_at timestamptz not null,
  signs_from timestamptz not null
);
comment on table openid_key is 'local Keys that sign ID tokens. Published before they sign and after they have signed.';
comment on column openid_key.kid is 'none: RFC 7638 thumbprint';
comment on column openid_key.algorithm is 'none: kind of key';
comment on column openid_key.private_sealed is 'none: private JWK under a key derived from the installation''s secret, bound to this row';
comment on column openid_key.created_at is 'none: key';
comment on column openid_key.signs_from is 'none: the newest key past this moment signs';

create table openid_artifact (
  model text not null,
  id_hash bytea not null,
  content_sealed bytea not null,
  grant_hash bytea,
  session_id uuid,
  person_id uuid,
  client_id uuid,
  consumed_at timestamptz,
  expires_at timestamptz not null,
  primary key (model, id_hash)
);
comment on table openid_artifact is 'ref What the OpenID protocol remembers: requests, codes, tokens, grants. Tokens themselves are never stored (I-08).';
comment on column openid_artifact.model is 'none: kind of artifact';
comment on column openid_artifact.id_hash is 'E-10 SHA-256 of the token, code or cookie';
comment on column openid_artifact.content_sealed is 'E-10 the artifact without its id, under a key derived from the installation''s secret, bound to this row';
comment on column openid_artifact.grant_hash is 'E-10 SHA-256 of the grant it belongs to: a grant is withdrawn whole';
comment on column openid_artifact.session_id is 'E-10 the session it was made in';
comment on column openid_artifact.person_id is 'E-10 whose';
comment on column openid_artifact.client_id is 'N-18 for which service provider';
comment on column openid_artifact.consumed_at is 'E-10 a code or refresh token is good once';
comment on column openid_artifact.expires_at is 'none: end of the artifact';
create index openid_artifact_by_grant on openid_artifact (grant_hash) where grant_hash is not null;
create index openid_artifact_by_session on openid_artifact (session_id) where session_id is not null;
create index openid_artifact_by_person on openid_artifact (person_id, client_id) where person_id is not null;
create index openid_artifact_by_end on openid_artifact (expires_at);

create table disclosure_consent (
  person_id uuid not null references person,
  client_id uuid not null references service_provider,
  claim text not null,
  consent_id uuid not null,
  given_at timestamptz not null,
  text_version text not null,
  withdrawn_at timestamptz,
  primary key (person_id, client_id, claim, consent_id)
);
comment on table disclosure_consent is 'ref Consents to hand over data to a service provider, given at the point of disclosure and withdrawn at will (N-18).';
comment on column disclosure_consent.person_id is 'E-24 who consented';
comment on column disclosure_consent.client_id is 'E-24 to whom';
comment on column disclosure_consent.claim is 'E-24 to which piece of data';
comment on column disclosure_consent.consent_id is 'none: uuid v7 key, the same for what was consented to at once';
comment on column disclosure_consent.given_at is 'E-24 when';
comment on column disclosure_consent.text_version is 'E-24 version of the page that asked';
comment on column disclosure_consent.withdrawn_at is 'E-24 when withdrawn';
create unique index disclosure_consent_present on disclosure_consent (person_id, client_id, claim) where withdrawn_at is null;

create table disclosure_event (
  person_id uuid not null references person,
  event_id uuid not null,
  at timestamptz not null,
  claims text[] not null,
  level text not null check (level in ('low', 'substantial', 'high')),
  legal_ground text not null,
  primary key (person_id, event_id)
);
comment on table disclosure_event is 'ref Sign-ins at service providers and what was handed over; where is kept elsewhere, by choice (N-15, N-18, N-22).';
comment on column disclosure_event.person_id is 'N-22 who';
comment on column disclosure_event.event_id is 'none: uuid v7 key';
comment on column disclosure_event.at is 'N-22 time of use';
comment on column disclosure_event.claims is 'N-18 kinds of data handed over, never their values';
comment on column disclosure_event.level is 'N-22 level shown';
comment on column disclosure_event.legal_ground is 'N-18 consent, or the law that gives a right to the national number (N-15)';
create index disclosure_event_by_time on disclosure_event (at);
