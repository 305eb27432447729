-- Why: O-04 asks that Brevhus can prove what happened to a letter, and R30 that the proof outlives the personal data.
-- The log: chunks of leaf hashes as transactions write them, then tiles (C2SP tlog-tiles) and signed checkpoints.

CREATE TABLE evidence_chunk (
  chunk_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  leaf_count integer NOT NULL CHECK (leaf_count > 0),
  leaves bytea CHECK (octet_length(leaves) = 32 * leaf_count),
  first_position bigint UNIQUE CHECK (first_position >= 0),
  appended_at timestamptz NOT NULL DEFAULT now(),
  -- Once sealed, the tiles hold the hashes; a second copy would double the log.
  CHECK ((leaves IS NULL) = (first_position IS NOT NULL))
);
-- Random bytes do not compress: do not let the server try.
ALTER TABLE evidence_chunk ALTER COLUMN leaves SET STORAGE EXTERNAL;
-- The sealer asks "which committed chunks have no position yet", never "which came after the last id":
-- a transaction that commits late, with an id drawn early, is simply found the next time.
CREATE INDEX evidence_chunk_unsealed ON evidence_chunk (chunk_id) WHERE first_position IS NULL;
COMMENT ON TABLE evidence_chunk IS 'local: leaf hashes of one transaction, in the order they got; positions are given when sealed';
COMMENT ON COLUMN evidence_chunk.chunk_id IS 'none: a running number; gaps mean nothing';
COMMENT ON COLUMN evidence_chunk.leaf_count IS 'none: a count';
COMMENT ON COLUMN evidence_chunk.leaves IS 'R30: salted hashes, 32 bytes each; empty once sealed, the tiles have them';
COMMENT ON COLUMN evidence_chunk.first_position IS 'R30: position of the first leaf in the log; empty until sealed';
COMMENT ON COLUMN evidence_chunk.appended_at IS 'none: when a transaction began, names nobody';

CREATE TABLE evidence_tile (
  level smallint NOT NULL CHECK (level BETWEEN 0 AND 63),
  tile_index bigint NOT NULL CHECK (tile_index >= 0),
  hashes bytea NOT NULL CHECK (octet_length(hashes) % 32 = 0 AND octet_length(hashes) BETWEEN 32 AND 8192),
  PRIMARY KEY (level, tile_index)
);
ALTER TABLE evidence_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
COMMENT ON TABLE evidence_tile IS 'local: the Merkle tree as tiles of up to 256 hashes (C2SP tlog-tiles, height 8)';
COMMENT ON COLUMN evidence_tile.level IS 'none: place in the tree';
COMMENT ON COLUMN evidence_tile.tile_index IS 'none: place in the tree';
COMMENT ON COLUMN evidence_tile.hashes IS 'R30: hashes of salted commitments, 32 bytes each';

CREATE TABLE evidence_checkpoint (
  tree_size bigint PRIMARY KEY CHECK (tree_size >= 0),
  root_hash bytea NOT NULL CHECK (octet_length(root_hash) = 32),
  note text NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE evidence_checkpoint IS 'local: signed heads of the log (C2SP tlog-checkpoint), one for every size ever signed';
COMMENT ON COLUMN evidence_checkpoint.tree_size IS 'none: a count';
COMMENT ON COLUMN evidence_checkpoint.root_hash IS 'R30: hash over hashes of salted commitments';
COMMENT ON COLUMN evidence_checkpoint.note IS 'none: log name, size, root hash and our signature';
COMMENT ON COLUMN evidence_checkpoint.sealed_at IS 'none: when a head was signed, names nobody';

-- Append-only is held by the database as well: a mistaken statement must fail here, not be found by an auditor.
CREATE FUNCTION evidence_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'evidence_tile' THEN
    IF NEW.level = OLD.level AND NEW.tile_index = OLD.tile_index
       AND octet_length(NEW.hashes) >= octet_length(OLD.hashes)
       AND substring(NEW.hashes FROM 1 FOR octet_length(OLD.hashes)) = OLD.hashes THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'evidence_chunk' THEN
    IF OLD.first_position IS NULL AND NEW.first_position IS NOT NULL
       AND NEW.chunk_id = OLD.chunk_id AND NEW.leaf_count = OLD.leaf_count THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'the evidence log is append-only: % on % refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER evidence_chunk_append_only BEFORE UPDATE OR DELETE ON evidence_chunk
  FOR EACH ROW EXECUTE FUNCTION evidence_append_only();
CREATE TRIGGER evidence_chunk_no_truncate BEFORE TRUNCATE ON evidence_chunk
  FOR EACH STATEMENT EXECUTE FUNCTION evidence_append_only();
CREATE TRIGGER evidence_tile_append_only BEFORE UPDATE OR DELETE ON evidence_tile
  FOR EACH ROW EXECUTE FUNCTION evidence_append_only();
CREATE TRIGGER evidence_tile_no_truncate BEFORE TRUNCATE ON evidence_tile
  FOR EACH STATEMENT EXECUTE FUNCTION evidence_append_only();
CREATE TRIGGER evidence_checkpoint_append_only BEFORE UPDATE OR DELETE ON evidence_checkpoint
  FOR EACH ROW EXECUTE FUNCTION evidence_append_only();
CREATE TRIGGER evidence_checkpoint_no_truncate BEFORE TRUNCATE ON evidence_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION evidence_append_only();
