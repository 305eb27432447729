-- Why: the ID serves for public services only for who has agreed to that (I-15); so it must be known which service providers are public.

alter table service_provider add column public_sector boolean not null default false;
comment on column service_provider.public_sector is 'none: an organisation; signs in only who has agreed to public services (I-15)';
-- Those that are entered already: what is known of them as senders of letters.
update service_provider p set public_sector = true
  from sender s where s.organisation_number = p.organisation_number and s.public_sector;
alter table service_provider alter column public_sector drop default;
