-- Why: people read Brevhus in Swedish as well (O-07). A service provider without a Swedish name is shown by its name in Bokmål.

alter table mailbox drop constraint mailbox_language_check,
  add constraint mailbox_language_check check (language in ('da', 'nb', 'sv', 'en'));
alter table session drop constraint session_language_check,
  add constraint session_language_check check (language in ('da', 'nb', 'sv', 'en'));
alter table id_letter drop constraint id_letter_language_check,
  add constraint id_letter_language_check check (language in ('da', 'nb', 'sv', 'en'));

alter table service_provider add column name_sv text;
update service_provider set name_sv = name_nb;
alter table service_provider alter column name_sv set not null;
comment on column service_provider.name_sv is 'none: an organisation''s name, as the consent page shows it';
