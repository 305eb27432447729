-- Why: the feed waited for the oldest transaction of the whole cluster; a long one in somebody else's database held up every sender (S-05).

-- A transaction id as sessions show it, 32 bits, in full: the one within two thousand million of another that is known.
create function full_xact_id(short bigint, near xid8) returns xid8 language sql immutable as $$
  select (near::text::numeric
    + mod(mod(short - near::text::numeric, 4294967296) + 4294967296 + 2147483648, 4294967296) - 2147483648)::text::xid8
$$;

-- Below this every transaction of this database that may write has ended, and whoever asks in a LATER statement sees all of it.
-- To be called in a statement of its own, at READ COMMITTED. The order of the three looks is what makes it right; the proof is in
-- docs/decisions/feed-order.md.
create function feed_horizon() returns xid8 language plpgsql volatile as $$
declare
  upper_end xid8;
  oldest xid8;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'feed_horizon() needs READ COMMITTED: what is read after it must see what it saw ended';
  end if;
  -- A replica does not know the sessions of its primary.
  if pg_is_in_recovery() then return pg_snapshot_xmin(pg_current_snapshot()); end if;
  -- 1. No id below this is given out after now.
  upper_end := pg_snapshot_xmax(pg_current_snapshot());
  -- 2. Who still runs with an id. Ids are shown to every role. Autovacuum writes no events.
  perform pg_stat_clear_snapshot();
  select min(full_xact_id(backend_xid::text::bigint, upper_end)) into oldest
    from pg_stat_activity
    where datname = current_database() and backend_xid is not null and backend_type <> 'autovacuum worker';
  -- 3. Who was prepared: it is here before it is gone from there.
  return least(upper_end, oldest, (
    select min(full_xact_id(transaction::text::bigint, upper_end))
    from pg_prepared_xacts where database = current_database()));
end $$;

comment on column sender_event.xact_id is 'none: order of the feed; readers stop below the oldest transaction of this database that may still write, so none is missed';
