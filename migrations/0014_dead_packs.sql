-- Why: what is erased, abandoned or refused must leave the packs as well (O-05, R29), and a pack is known only by the rows that name it.

create table pack_left (
  pack_id text primary key,
  since timestamptz not null
);
comment on table pack_left is 'local Packs from which something was taken away: to be looked at, and erased when nothing names them any more.';
comment on column pack_left.pack_id is 'none: which pack';
comment on column pack_left.since is 'none: when a row that named it went for the last time';

-- In the transaction that takes the row away, whoever does it: a crash in between forgets no pack. In their order, so that two
-- of these never wait for each other.
create function note_pack_left() returns trigger language plpgsql as $$
begin
  insert into pack_left (pack_id, since)
    select pack_id, clock_timestamp() from gone group by pack_id order by pack_id
    on conflict (pack_id) do update set since = excluded.since;
  return null;
end $$;
create trigger note_pack_left after delete on letter_document
  referencing old table as gone for each statement execute function note_pack_left();
create trigger note_pack_left after delete on document
  referencing old table as gone for each statement execute function note_pack_left();
create trigger note_pack_left after delete on upload_part
  referencing old table as gone for each statement execute function note_pack_left();

-- "Does anything name this pack?" without a tree that every new letter would have to grow: rows of one pack are written
-- together, so a Bloom filter per stretch of the table finds the few stretches to look at.
create index letter_document_by_pack on letter_document using brin (pack_id text_bloom_ops) with (autosummarize = on);
create index document_by_pack on document using brin (pack_id text_bloom_ops) with (autosummarize = on);
create index upload_part_by_pack on upload_part (pack_id);
