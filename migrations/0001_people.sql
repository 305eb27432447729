-- Why: the people the register knows, the mailboxes they have, and the index by which senders may reach those who consented.

create table person (
  person_id uuid primary key,
  country text not null check (country in ('dk', 'no')),
  national_number text not null,
  given_names text not null,
  family_name text not null,
  road text not null,
  house_number text not null,
  floor text,
  door text,
  dwelling text,
  postcode text not null,
  city text not null,
  care_of text,
  kvhx text,
  address_form text not null,
  status text not null check (status in ('active', 'inactive', 'deceased', 'emigrated')),
  protected boolean not null,
  mailbox_id uuid,
  mailbox_state text not null default 'none' check (mailbox_state in ('none', 'open', 'deactivated', 'closed', 'opted-out')),
  exchange_consent boolean not null default false
);
comment on table person is 'ref Everyone the population register tells of, with or without a mailbox (P-05).';
comment on column person.person_id is 'E-18 our own key for the person';
comment on column person.country is 'E-16 which register, hence which profile';
comment on column person.national_number is 'E-17 digits only, masked wherever shown';
comment on column person.given_names is 'E-16 from the register, never from a sender';
comment on column person.family_name is 'E-16 from the register, never from a sender';
comment on column person.road is 'E-16 registered address';
comment on column person.house_number is 'E-16 registered address';
comment on column person.floor is 'E-16 registered address';
comment on column person.door is 'E-16 registered address';
comment on column person.dwelling is 'E-16 registered address, Norwegian dwelling number';
comment on column person.postcode is 'E-16 registered address';
comment on column person.city is 'E-16 registered address';
comment on column person.care_of is 'E-16 registered address';
comment on column person.kvhx is 'E-16 key of the registered address, DAWA form of 19 characters';
comment on column person.address_form is 'E-16 normalised address, see rules/address.ts';
comment on column person.status is 'E-19 register status';
comment on column person.protected is 'E-19 name and address protection (A-13)';
comment on column person.mailbox_id is 'E-18 the mailbox, if there is one';
comment on column person.mailbox_state is 'E-10 copy of mailbox.state, written in the same transaction, so that dispatch asks one table';
comment on column person.exchange_consent is 'E-24 present consent to the name/address exchange';

create table exchange (
  person_id uuid primary key references person,
  mailbox_id uuid not null,
  first_name text not null,
  last_name text not null,
  address_form text not null,
  name_address_key bigint not null generated always as (hashtextextended(first_name || chr(10) || last_name || chr(10) || address_form, 0)) stored,
  address_key bigint not null generated always as (hashtextextended(address_form, 0)) stored
);
comment on table exchange is 'ref The matching index: only consenting, unprotected, living people with an open mailbox (S-03, A-03, A-13).';
comment on column exchange.person_id is 'E-24 who consented';
comment on column exchange.mailbox_id is 'E-24 where the letter goes';
comment on column exchange.first_name is 'E-24 normalised first given name';
comment on column exchange.last_name is 'E-24 normalised last word of the name';
comment on column exchange.address_form is 'E-24 normalised registered address';
comment on column exchange.name_address_key is 'E-24 64-bit key over names and address; fields are compared after a hit';
comment on column exchange.address_key is 'E-24 64-bit key over the address; fields are compared after a hit';
create index exchange_by_name_address on exchange (name_address_key);
create index exchange_by_address on exchange (address_key);

create table mailbox (
  mailbox_id uuid primary key,
  person_id uuid not null,
  profile text not null check (profile in ('dk', 'no')),
  state text not null check (state in ('open', 'deactivated', 'closed', 'opted-out')),
  user_number bigint not null,
  language text not null check (language in ('da', 'nb', 'en')),
  notice_by_email boolean not null default true,
  opened_at timestamptz not null,
  state_changed_at timestamptz not null,
  state_before_death text check (state_before_death in ('open', 'opted-out')),
  content_erased_at timestamptz,
  email_links_since timestamptz,
  email_links smallint not null default 0
);
comment on table mailbox is 'dist:mailbox_id A private person''s mailbox (P-01).';
comment on column mailbox.mailbox_id is 'E-18 the mailbox';
comment on column mailbox.person_id is 'E-18 the owner';
comment on column mailbox.profile is 'E-10 jurisdiction profile of the account';
comment on column mailbox.state is 'E-10 open, deactivated, closed or opted out';
comment on column mailbox.user_number is 'E-18 user number, told to support';
comment on column mailbox.language is 'E-16 language of pages and notices';
comment on column mailbox.notice_by_email is 'E-25 the person''s choice (D-14)';
comment on column mailbox.opened_at is 'E-10 when the mailbox was opened';
comment on column mailbox.state_changed_at is 'E-10 when the state last changed; after a death notice the clocks of B-12 start here';
comment on column mailbox.state_before_death is 'E-10 state that the register''s death notice ended, for when it is taken back';
comment on column mailbox.email_links_since is 'E-10 when the present day of verification mails began';
comment on column mailbox.email_links is 'E-10 verification mails since then: nobody floods a stranger with them';
comment on column mailbox.content_erased_at is 'E-10 when the key to the content was destroyed (D-05)';
create sequence user_number_seq start 1000001;

create table contact_email (
  mailbox_id uuid not null references mailbox,
  email_no smallint not null check (email_no between 1 and 3),
  email_id uuid not null default gen_random_uuid(),
  email text not null,
  email_form text not null,
  added_at timestamptz not null,
  verified_at timestamptz,
  token_hash bytea,
  token_expires_at timestamptz,
  primary key (mailbox_id, email_no),
  unique (mailbox_id, email_id)
);
comment on table contact_email is 'dist:mailbox_id Up to three e-mail addresses of a person (D-12).';
comment on column contact_email.mailbox_id is 'E-16 whose';
comment on column contact_email.email_no is 'none: place 1 to 3';
comment on column contact_email.email_id is 'none: names the address to its owner; a place is used again, this is not';
comment on column contact_email.email is 'E-16 as typed';
comment on column contact_email.email_form is 'E-16 lower-cased, compared';
comment on column contact_email.added_at is 'E-13 when added';
comment on column contact_email.verified_at is 'E-13 when the link was followed (P-09)';
comment on column contact_email.token_hash is 'E-10 SHA-256 of the one-time verification token';
comment on column contact_email.token_expires_at is 'E-10 end of the token';

create table email_claim (
  email_form text primary key,
  mailbox_id uuid not null,
  claimed_at timestamptz not null
);
comment on table email_claim is 'ref The first verified claim to an e-mail address holds until released (A-15).';
comment on column email_claim.email_form is 'E-16 the address, lower-cased';
comment on column email_claim.mailbox_id is 'E-16 the holder';
comment on column email_claim.claimed_at is 'E-13 since when';
create index email_claim_by_mailbox on email_claim (mailbox_id);

create table digital_address (
  address_number bigint not null,
  suffix text not null default '',
  handle text not null,
  person_id uuid not null,
  mailbox_id uuid not null,
  issued_at timestamptz not null,
  retired_at timestamptz,
  primary key (address_number, suffix)
);
comment on table digital_address is 'ref given.family#123A; a retired one still reaches its owner and never anybody else (P-08, D-16).';
comment on column digital_address.address_number is 'E-16 the number behind #';
comment on column digital_address.suffix is 'E-16 the letter behind the number, or empty';
comment on column digital_address.handle is 'E-16 given.family';
comment on column digital_address.person_id is 'E-16 the owner';
comment on column digital_address.mailbox_id is 'E-16 where letters go';
comment on column digital_address.issued_at is 'E-13 since when';
comment on column digital_address.retired_at is 'E-13 when a new one took its place';
create index digital_address_by_mailbox on digital_address (mailbox_id);
create sequence digital_address_seq start 101;

create table consent_event (
  mailbox_id uuid not null references mailbox,
  consent_event_id uuid not null,
  consent text not null check (consent in ('terms', 'number-use', 'address-exchange')),
  given boolean not null,
  text_version text not null,
  at timestamptz not null,
  primary key (mailbox_id, consent_event_id)
);
comment on table consent_event is 'dist:mailbox_id Consents and withdrawals as they happened: the proof (E-24, G8).';
comment on column consent_event.mailbox_id is 'E-24 whose';
comment on column consent_event.consent_event_id is 'none: key';
comment on column consent_event.consent is 'E-24 to what';
comment on column consent_event.given is 'E-24 given or withdrawn';
comment on column consent_event.text_version is 'E-24 version of the text that was shown';
comment on column consent_event.at is 'E-24 when';

create table address (
  address_form text primary key,
  country text not null,
  kvhx text,
  road text not null,
  road_form text not null,
  house_number text not null,
  floor text,
  door text,
  dwelling text,
  postcode text not null,
  city text not null
);
comment on table address is 'ref The public address register: every dwelling, nobody''s name (S-04).';
comment on column address.address_form is 'none: public address register';
comment on column address.country is 'none: public address register';
comment on column address.kvhx is 'none: public address register';
comment on column address.road is 'none: public address register';
comment on column address.road_form is 'none: public address register';
comment on column address.house_number is 'none: public address register';
comment on column address.floor is 'none: public address register';
comment on column address.door is 'none: public address register';
comment on column address.dwelling is 'none: public address register';
comment on column address.postcode is 'none: public address register';
comment on column address.city is 'none: public address register';
create index address_by_kvhx on address (kvhx) where kvhx is not null;
create index address_by_road on address (country, postcode, road_form, house_number);

create table road (
  country text not null,
  postcode text not null,
  road_form text not null,
  road text not null,
  city text not null,
  primary key (country, postcode, road_form)
);
comment on table road is 'ref Roads of a postcode, for suggestions (S-04 class B).';
comment on column road.country is 'none: public address register';
comment on column road.postcode is 'none: public address register';
comment on column road.road_form is 'none: public address register';
comment on column road.road is 'none: public address register';
comment on column road.city is 'none: public address register';

create table register_cursor (
  source text primary key,
  cursor text not null,
  moved_at timestamptz not null
);
comment on table register_cursor is 'ref How far each register feed has been followed (P-05).';
comment on column register_cursor.source is 'none: name of the feed';
comment on column register_cursor.cursor is 'none: the feed''s own cursor';
comment on column register_cursor.moved_at is 'none: when the cursor last moved';

create unique index person_by_number on person (country, national_number);
create index person_by_mailbox on person (mailbox_id) where mailbox_id is not null;

alter table mailbox enable row level security;
alter table mailbox force row level security;
alter table contact_email enable row level security;
alter table contact_email force row level security;
alter table consent_event enable row level security;
alter table consent_event force row level security;

-- The second lock: a transaction sees the one mailbox it entered, or all of them when it came through the
-- post office's own door (server/ground/db.ts). With neither set it sees nothing.
create function may_touch(mailbox uuid) returns boolean language sql stable parallel safe as $$
  select case
    when current_setting('brevhus.door', true) = 'post-office' then true
    else mailbox = nullif(current_setting('brevhus.mailbox', true), '')::uuid
  end
$$;
create policy door on mailbox using (may_touch(mailbox_id));
create policy door on contact_email using (may_touch(mailbox_id));
create policy door on consent_event using (may_touch(mailbox_id));
