-- Why: people find and write to each other, and say themselves who may (S-13, D-16 to D-19); contact details are confirmed (D-13).

alter table person add column search_hidden boolean not null default false;
comment on column person.search_hidden is 'E-25 not found by others'' search: reached by digital address alone (D-17)';

-- The form in which names are searched: what is typed without æ, ø, å or accents finds them as well. Spelled out, because lower()
-- depends on the locale of the database; the same folding as foldName of rules/names.ts.
create function search_fold(said text) returns text language sql immutable strict parallel safe as $$
  select translate(regexp_replace(normalize(
      replace(replace(replace(replace(replace(replace(replace(replace(
      replace(replace(replace(replace(replace(replace(replace(replace(normalize(said, NFC),
        'Æ', 'ae'), 'æ', 'ae'), 'Ä', 'ae'), 'ä', 'ae'), 'Ø', 'oe'), 'ø', 'oe'), 'Ö', 'oe'), 'ö', 'oe'),
        'Å', 'aa'), 'å', 'aa'), 'ß', 'ss'), 'Þ', 'th'), 'þ', 'th'), 'Œ', 'oe'), 'œ', 'oe'), 'ı', 'i'),
    NFD), '[\u0300-\u036f]', '', 'g'),
    'ABCDEFGHIJKLMNOPQRSTUVWXYZÐðĐđŁłŊŋŦŧ', 'abcdefghijklmnopqrstuvwxyzddddllnntt')
$$;

-- Named with their schema: an index is built with no other in reach (PostgreSQL 17).
-- Whole words, marked as what they are: somebody called Odense is not found by their town.
create function search_words(kind text, said text) returns text[] language sql immutable strict parallel safe as $$
  select coalesce(array_agg(distinct kind || word), '{}')
    from regexp_split_to_table(public.search_fold(said), '[ .,''’\u0060´/-]+') as word where word <> ''
$$;

create function person_words(given_names text, family_name text, postcode text, city text) returns tsvector
language sql immutable parallel safe as $$
  select array_to_tsvector(public.search_words('n:', coalesce(given_names, '') || ' ' || coalesce(family_name, ''))
    || public.search_words('p:', coalesce(postcode, '')) || public.search_words('c:', coalesce(city, '')))
$$;

create function person_query(said text, postcode text, city text) returns tsquery language sql immutable parallel safe as $$
  select string_agg('''' || replace(replace(word, '\', '\\'), '''', '''''') || '''', ' & ')::tsquery
    from unnest(public.search_words('n:', said) || public.search_words('p:', postcode) || public.search_words('c:', city)) as word
$$;

-- Only those who may be found are in it: whoever is hidden, protected, dead, or without an open mailbox costs a search exactly as
-- much as somebody who does not exist (D-18, A-13).
create index person_found on person using gin (person_words(given_names, family_name, postcode, city))
  where mailbox_state = 'open' and status = 'active' and not protected and not search_hidden;

create table person_block (
  mailbox_id uuid not null,
  blocked_id uuid not null,
  block_id uuid not null,
  said text not null,
  blocked_at timestamptz not null,
  primary key (mailbox_id, blocked_id),
  unique (mailbox_id, block_id)
);
comment on table person_block is 'dist:mailbox_id People somebody does not want letters from; to them it is as if there were nobody (D-17, B-08).';
comment on column person_block.mailbox_id is 'E-25 whose choice';
comment on column person_block.blocked_id is 'E-25 the person who is blocked';
comment on column person_block.block_id is 'none: names the block to its owner, who need not know our key for the other';
comment on column person_block.said is 'E-25 how the owner knows them: the name on a letter, or the address that was typed';
comment on column person_block.blocked_at is 'E-13 since when';

create table person_search_use (
  mailbox_id uuid not null,
  hour timestamptz not null,
  searches integer not null,
  primary key (mailbox_id, hour)
);
comment on table person_search_use is 'dist:mailbox_id How often somebody searched, never for whom: so that nobody harvests the register.';
comment on column person_search_use.mailbox_id is 'E-13 who searched';
comment on column person_search_use.hour is 'E-13 in which hour; gone after a day';
comment on column person_search_use.searches is 'E-13 how often';
create index person_search_use_by_hour on person_search_use (hour);

-- A person who writes is a sender like any other (S-13): the letter's way is the same.
alter table sender add column person_id uuid references person;
alter table sender alter column organisation_number drop not null;
alter table sender add constraint sender_is_one check ((person_id is null) = (organisation_number is not null));
create unique index sender_by_person on sender (person_id) where person_id is not null;
comment on column sender.person_id is 'E-18 the person, where a person writes';
comment on column sender.name is 'E-16 verified name, shown to recipients: of an organisation, or of a person as registered';

create table sent_letter (
  mailbox_id uuid not null,
  letter_id uuid not null,
  to_address text not null,
  title_sealed bytea not null,
  sent_at timestamptz not null,
  primary key (mailbox_id, letter_id)
);
comment on table sent_letter is 'dist:mailbox_id The sender''s own copy of letters a person wrote (S-13).';
comment on column sent_letter.mailbox_id is 'E-14 whose copy';
comment on column sent_letter.letter_id is 'E-14 which letter';
comment on column sent_letter.to_address is 'E-14 the digital address it was sent to, as it was given';
comment on column sent_letter.title_sealed is 'E-14 subject, sealed with the content key of document 1';
comment on column sent_letter.sent_at is 'E-13 when';

create table sent_document (
  mailbox_id uuid not null,
  letter_id uuid not null,
  document_no smallint not null,
  document_id uuid not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 bytea not null,
  file_name_sealed bytea not null,
  wrapped_key bytea not null,
  pack_id text not null,
  pack_offset bigint not null,
  sealed_bytes bigint not null,
  primary key (mailbox_id, letter_id, document_no)
);
comment on table sent_document is 'dist:mailbox_id Documents of a letter a person wrote: the same sealed document, with the sender''s own wrapped key.';
comment on column sent_document.mailbox_id is 'E-14 whose copy';
comment on column sent_document.letter_id is 'E-14 of which letter';
comment on column sent_document.document_no is 'none: 1 is the letter, 2… are attachments';
comment on column sent_document.document_id is 'none: identity of the sealed document';
comment on column sent_document.media_type is 'E-14 what kind of file';
comment on column sent_document.size_bytes is 'E-14 size before sealing, bytes';
comment on column sent_document.sha256 is 'E-14 SHA-256 of the plain document';
comment on column sent_document.file_name_sealed is 'E-14 file name, sealed with the content key';
comment on column sent_document.wrapped_key is 'none: content key under the mailbox''s key in the vault';
comment on column sent_document.pack_id is 'none: which pack';
comment on column sent_document.pack_offset is 'none: where in the pack, bytes';
comment on column sent_document.sealed_bytes is 'none: length in the pack, bytes';
create index sent_document_by_pack on sent_document using brin (pack_id text_bloom_ops) with (autosummarize = on);
create trigger note_pack_left after delete on sent_document
  referencing old table as gone for each statement execute function note_pack_left();
create trigger keep_facts before update on sent_letter for each row execute function keep_facts();
create trigger keep_facts before update on sent_document for each row execute function keep_facts();

-- D-13: contact details are confirmed every 90 days; the next reminder stands in the row, so that one index finds whom to remind.
alter table mailbox add column contact_confirmed_at timestamptz, add column contact_remind_at timestamptz;
comment on column mailbox.contact_confirmed_at is 'E-13 when the owner last said that the contact details are right (D-13)';
comment on column mailbox.contact_remind_at is 'E-13 when to remind that they are to be confirmed; null: no reminder is due any more';
create index mailbox_contact_remind on mailbox (contact_remind_at) where contact_remind_at is not null;
set local brevhus.door = 'post-office';
update mailbox m set contact_confirmed_at = e.since, contact_remind_at = e.since + interval '90 days'
  from (select mailbox_id, max(verified_at) as since from contact_email where verified_at is not null group by mailbox_id) e
  where e.mailbox_id = m.mailbox_id;
set local brevhus.door = '';

-- T-01: what came back. An address that fails is not used until its owner verifies it again.
alter table contact_email
  add column failing_since timestamptz,
  add column failure text check (failure in ('refused', 'bounced', 'complained')),
  add column soft_bounces smallint not null default 0,
  add column bounce_tag text;
comment on column contact_email.failing_since is 'E-26 since when mail to it does not arrive; null: it does';
comment on column contact_email.failure is 'E-26 how that is known';
comment on column contact_email.soft_bounces is 'E-26 reports of mail that could not be delivered for a passing reason, since it was verified';
comment on column contact_email.bounce_tag is 'E-26 random; names the address in the return path of our mail, so that a report finds it';
create unique index contact_email_by_tag on contact_email (bounce_tag) where bounce_tag is not null;

alter table person_block enable row level security;
alter table person_block force row level security;
alter table person_search_use enable row level security;
alter table person_search_use force row level security;
alter table sent_letter enable row level security;
alter table sent_letter force row level security;
alter table sent_document enable row level security;
alter table sent_document force row level security;
create policy door on person_block using (may_touch(mailbox_id));
create policy door on person_search_use using (may_touch(mailbox_id));
create policy door on sent_letter using (may_touch(mailbox_id));
create policy door on sent_document using (may_touch(mailbox_id));
