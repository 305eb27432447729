-- Why: a code posted to an address that the person has left opens nothing (I-01): whoever lives there now has the letter.

alter table activation_code drop constraint activation_code_ended_why_check,
  add constraint activation_code_ended_why_check
    check (ended_why in ('used', 'wrong', 'returned', 'blocked', 'superseded', 'moved'));

-- By whatever way the register's word comes in, in the same transaction; who had such a code is told once.
create function end_codes_left_behind() returns trigger language plpgsql as $$
begin
  update activation_code set ended_at = now(), ended_why = 'moved'
   where person_id = new.person_id and channel = 'letter' and ended_at is null;
  if found then
    perform graphile_worker.add_job('tell-person',
      json_build_object('personId', new.person_id, 'about', 'code-left-behind', 'facts', json_build_object()),
      priority => 5, max_attempts => 12);
  end if;
  return null;
end $$;

-- What stands on the envelope.
create trigger end_codes_left_behind
  after update of care_of, road, house_number, floor, door, dwelling, postcode, city on person for each row
  when ((old.care_of, old.road, old.house_number, old.floor, old.door, old.dwelling, old.postcode, old.city)
        is distinct from
        (new.care_of, new.road, new.house_number, new.floor, new.door, new.dwelling, new.postcode, new.city))
  execute function end_codes_left_behind();
