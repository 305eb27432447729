-- Why: what a letter wants of its reader by a certain day is found as a calendar, also by a program of one's own (B-17).

-- What it wants is content and sealed as the subject is. Only the day stands open, so that a calendar need not open every letter.
alter table letter add column wants_sealed bytea, add column wants_on date,
  add constraint letter_wants_whole check ((wants_sealed is null) = (wants_on is null));
comment on column letter.wants_sealed is 'E-14 what it wants of its reader, sealed with the content key of document 1';
comment on column letter.wants_on is 'E-14 by which day, or on which';
-- Filled where a sender says so: an ordinary letter costs nothing.
create index letter_wants on letter (mailbox_id, wants_on) where wants_on is not null;

create or replace function keep_letter() returns trigger language plpgsql as $$
begin
  if row(new.sender_id, new.title_sealed, new.sensitive, new.public_sector, new.minimum_level, new.document_count, new.accepted_at,
      new.wants_sealed, new.wants_on)
     is distinct from
     row(old.sender_id, old.title_sealed, old.sensitive, old.public_sector, old.minimum_level, old.document_count, old.accepted_at,
      old.wants_sealed, old.wants_on)
     or (old.delivered_at is not null and new.delivered_at is distinct from old.delivered_at)
     or (old.delivered_at is not null and new.cancelled_at is not null)
  then raise exception 'a received letter is never altered (D-28)';
  end if;
  return new;
end $$;

create table calendar_mark (
  mailbox_id uuid not null,
  letter_id uuid not null,
  done_at timestamptz,
  remind_days smallint check (remind_days between 0 and 30),
  primary key (mailbox_id, letter_id)
);
comment on table calendar_mark is 'dist:mailbox_id What the owner noted on an entry of the calendar.';
comment on column calendar_mark.mailbox_id is 'E-28 whose';
comment on column calendar_mark.letter_id is 'E-28 of which letter';
comment on column calendar_mark.done_at is 'E-28 when it was ticked as done';
comment on column calendar_mark.remind_days is 'E-28 how many days before to be reminded';

create table calendar_address (
  mailbox_id uuid primary key,
  made_by uuid not null,
  address_hash bytea not null,
  made_at timestamptz not null,
  last_used_at timestamptz
);
comment on table calendar_address is 'dist:mailbox_id The secret address under which a calendar program fetches the calendar.';
comment on column calendar_address.mailbox_id is 'E-13 whose';
comment on column calendar_address.made_by is 'E-13 who made it';
comment on column calendar_address.address_hash is 'E-13 SHA-256 of what is secret in it; it is shown once';
comment on column calendar_address.made_at is 'E-13 when';
comment on column calendar_address.last_used_at is 'E-13 when it was last fetched, to the minute';

alter table calendar_mark enable row level security;
alter table calendar_mark force row level security;
alter table calendar_address enable row level security;
alter table calendar_address force row level security;
create policy door on calendar_mark using (may_touch(mailbox_id));
create policy door on calendar_address using (may_touch(mailbox_id));
