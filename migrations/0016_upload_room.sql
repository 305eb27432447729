-- Why: what a sender uploads lies here until it is sent or has had its time; without a limit one sender could fill the disk for all.

create table upload_room (
  sender_id uuid primary key,
  stored_bytes bigint not null check (stored_bytes >= 0)
);
comment on table upload_room is 'dist:sender_id Bytes of uploads and uploaded documents that lie here, for the quota.';
comment on column upload_room.sender_id is 'none: an organisation';
comment on column upload_room.stored_bytes is 'none: announced sizes of uploads, sizes of documents';

alter table document add column counted_bytes bigint not null default 0;
comment on column document.counted_bytes is 'none: bytes it takes of the sender''s quota of uploads; 0 unless it was uploaded by itself';

-- Room is given back by whatever deletes, so that no way of deleting can forget it. In their order, so that two of these never
-- wait for each other.
create function give_room_back() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'upload' then
    perform 1 from upload_room where sender_id in (select sender_id from gone) order by sender_id for update;
    update upload_room r set stored_bytes = greatest(0, r.stored_bytes - g.bytes)
      from (select sender_id, sum(size_bytes) as bytes from gone group by sender_id) g
      where g.sender_id = r.sender_id;
  elsif exists (select from gone where counted_bytes > 0) then
    perform 1 from upload_room where sender_id in (select sender_id from gone where counted_bytes > 0)
      order by sender_id for update;
    update upload_room r set stored_bytes = greatest(0, r.stored_bytes - g.bytes)
      from (select sender_id, sum(counted_bytes) as bytes from gone where counted_bytes > 0 group by sender_id) g
      where g.sender_id = r.sender_id;
  end if;
  return null;
end $$;
create trigger give_room_back after delete on upload
  referencing old table as gone for each statement execute function give_room_back();
create trigger give_room_back after delete on document
  referencing old table as gone for each statement execute function give_room_back();

insert into upload_room (sender_id, stored_bytes) select sender_id, sum(size_bytes) from upload group by sender_id;
