-- Why: O-04 asks that Brevhus can prove what happened to a letter, and R30 that the proof outlives the personal data.

create table evidence_chunk (
  chunk_id uuid primary key,
  leaf_count integer not null check (leaf_count > 0),
  leaves bytea check (octet_length(leaves) = 32 * leaf_count),
  first_position bigint unique check (first_position >= 0),
  appended_at timestamptz not null default now(),
  -- Once sealed, the tiles hold the hashes; a second copy would double the log.
  check ((leaves is null) = (first_position is not null))
);
comment on table evidence_chunk is 'local Leaf hashes of one transaction, in their order; the sealer gives them positions in the log.';
comment on column evidence_chunk.chunk_id is 'none: key, uuid v7';
comment on column evidence_chunk.leaf_count is 'none: a count';
comment on column evidence_chunk.leaves is 'R30 salted hashes, 32 bytes each; null once sealed, the tiles have them';
comment on column evidence_chunk.first_position is 'R30 position of its first leaf in the log, from 0; null until sealed';
comment on column evidence_chunk.appended_at is 'none: when the transaction began';
-- Random bytes do not compress: do not let the server try.
alter table evidence_chunk alter column leaves set storage external;
-- The sealer asks which committed chunks have no position yet, never which came after the last id: a transaction that
-- commits late, with an id made early, is simply found the next time.
create index evidence_chunk_unsealed on evidence_chunk (chunk_id) where first_position is null;

create table evidence_tile (
  level smallint not null check (level between 0 and 63),
  tile_index bigint not null check (tile_index >= 0),
  hashes bytea not null check (octet_length(hashes) % 32 = 0 and octet_length(hashes) between 32 and 8192),
  primary key (level, tile_index)
);
comment on table evidence_tile is 'local The Merkle tree of RFC 9162 as tiles of up to 256 hashes (C2SP tlog-tiles).';
comment on column evidence_tile.level is 'none: place in the tree';
comment on column evidence_tile.tile_index is 'none: place in the tree';
comment on column evidence_tile.hashes is 'R30 hashes of salted commitments, 32 bytes each';
alter table evidence_tile alter column hashes set storage external;

create table evidence_checkpoint (
  tree_size bigint primary key check (tree_size >= 0),
  root_hash bytea not null check (octet_length(root_hash) = 32),
  note text not null,
  sealed_at timestamptz not null default now()
);
comment on table evidence_checkpoint is 'local Signed heads of the log (C2SP tlog-checkpoint), one for every size ever signed.';
comment on column evidence_checkpoint.tree_size is 'none: number of leaves';
comment on column evidence_checkpoint.root_hash is 'R30 hash over hashes of salted commitments';
comment on column evidence_checkpoint.note is 'none: name of the log, size, root hash and our signature';
comment on column evidence_checkpoint.sealed_at is 'none: when it was signed';

-- Append-only is held by the database as well: a mistaken statement must fail here, not be found by an auditor.
create function evidence_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'evidence_tile' then
    -- A tile grows at its end.
    if new.level = old.level and new.tile_index = old.tile_index
       and substring(new.hashes from 1 for octet_length(old.hashes)) = old.hashes then
      return new;
    end if;
  elsif tg_op = 'UPDATE' and tg_table_name = 'evidence_chunk' then
    -- A chunk gets its position, once.
    if old.first_position is null and new.first_position is not null
       and new.chunk_id = old.chunk_id and new.leaf_count = old.leaf_count then
      return new;
    end if;
  end if;
  raise exception 'the evidence log is append-only: % on % refused', lower(tg_op), tg_table_name
    using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete on evidence_chunk
  for each row execute function evidence_append_only();
create trigger no_truncate before truncate on evidence_chunk
  for each statement execute function evidence_append_only();
create trigger append_only before update or delete on evidence_tile
  for each row execute function evidence_append_only();
create trigger no_truncate before truncate on evidence_tile
  for each statement execute function evidence_append_only();
create trigger append_only before update or delete on evidence_checkpoint
  for each row execute function evidence_append_only();
create trigger no_truncate before truncate on evidence_checkpoint
  for each statement execute function evidence_append_only();
