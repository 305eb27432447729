-- Why: whom an owner has let write for them writes to people too, and the letter, the owner's copy and their log say who it was (B-10, D-08, S-13).

-- A person is a sender once for each who writes in their name: what is shown on a letter stands in this row, so that a letter costs nothing more.
alter table sender
  add column writer_id uuid references person,
  add column writer_name text,
  add constraint sender_writer_whole check ((writer_id is null) = (writer_name is null)
    and (writer_id is null or (person_id is not null and writer_id <> person_id)));
comment on column sender.writer_id is 'E-18 who writes in the person''s name; null: they themselves';
comment on column sender.writer_name is 'E-16 their verified name, shown to recipients beside the person''s';
drop index sender_by_person;
create unique index sender_by_person on sender (person_id) where person_id is not null and writer_id is null;
create unique index sender_by_writer on sender (writer_id, person_id) where writer_id is not null;

alter table sent_letter add column written_by uuid;
comment on column sent_letter.written_by is 'E-18 who wrote it in the owner''s name; null: the owner';
create index sent_letter_by_writer on sent_letter (mailbox_id, written_by, letter_id) where written_by is not null;
