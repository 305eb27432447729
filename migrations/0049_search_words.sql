-- Why: a search finds words within longer ones and words that are nearly the one typed (B-01): beside its blocks each part of the index keeps
-- the list of its words, sealed. Words with æ, ø and å are kept another way than before; so the index, which is made of the letters
-- themselves, is made anew by the next search of each mailbox.
truncate search_index, search_segment, search_block, search_letter;

alter table search_segment add column words_sealed bytea not null;
comment on column search_segment.words_sealed is 'E-28 its words without where they stand, sealed';
alter table search_segment alter column words_sealed set storage external;

-- What was no document with words before: Office files are now.
delete from document_text where state = 'unreadable';

create table search_use (
  mailbox_id uuid not null,
  person_id uuid not null,
  since timestamptz not null,
  searches integer not null,
  primary key (mailbox_id, person_id)
);
comment on table search_use is 'dist:mailbox_id How often somebody searched in these minutes, never for what: so that one does not slow the house for all.';
comment on column search_use.mailbox_id is 'E-28 in which mailbox';
comment on column search_use.person_id is 'E-28 who';
comment on column search_use.since is 'E-13 since when it is counted; gone after an hour';
comment on column search_use.searches is 'E-13 how often';

alter table search_use enable row level security;
alter table search_use force row level security;
create policy door on search_use using (may_touch(mailbox_id));
