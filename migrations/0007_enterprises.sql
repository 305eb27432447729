-- Why: an enterprise has an account and a mailbox of its own, reached by its number (P-02); employees and roles come later.

create table enterprise (
  enterprise_id uuid primary key,
  country text not null check (country in ('dk', 'no')),
  enterprise_number text not null,
  name text not null,
  street text not null,
  postcode text not null,
  city text not null,
  administrator_id uuid not null references person,
  mailbox_id uuid not null,
  mailbox_state text not null check (mailbox_state in ('open', 'deactivated', 'closed', 'opted-out')),
  opened_at timestamptz not null
);
comment on table enterprise is 'ref Enterprises with a mailbox, by CVR number or organisasjonsnummer (P-02).';
comment on column enterprise.enterprise_id is 'none: our own key for the enterprise';
comment on column enterprise.country is 'none: which business register, hence which profile';
comment on column enterprise.enterprise_number is 'none: public business register; digits only';
comment on column enterprise.name is 'none: public business register';
comment on column enterprise.street is 'none: public business register';
comment on column enterprise.postcode is 'none: public business register';
comment on column enterprise.city is 'none: public business register';
comment on column enterprise.administrator_id is 'E-40 the person who acts for it';
comment on column enterprise.mailbox_id is 'none: where its letters go';
comment on column enterprise.mailbox_state is 'none: copy of mailbox.state, so that dispatch asks one table';
comment on column enterprise.opened_at is 'none: since when there is an account';
create unique index enterprise_by_number on enterprise (country, enterprise_number);
create unique index enterprise_by_mailbox on enterprise (mailbox_id);

alter table mailbox alter column person_id drop not null;
alter table mailbox add column enterprise_id uuid;
alter table mailbox add constraint mailbox_has_one_owner check ((person_id is null) <> (enterprise_id is null));
comment on table mailbox is 'dist:mailbox_id A mailbox of a private person (P-01) or of an enterprise (P-02).';
comment on column mailbox.person_id is 'E-18 the owner, if a person';
comment on column mailbox.enterprise_id is 'none: the owner, if an enterprise';
