-- Why: a code that is handed over at the desk opens a mailbox, so two members of staff have seen the passport, each by a key of their own (I-01, I-20, D-27).

alter table id_desk_act add column signature bytea;
comment on column id_desk_act.signature is 'E-49 Ed25519 of who did it, where one alone is not enough';

-- Codes that one member of staff handed over alone are good no more.
update activation_code set ended_at = now(), ended_why = 'superseded' where channel = 'in-person' and ended_at is null;

alter table activation_code
  add column first_act_id uuid references id_desk_act,
  add column second_act_id uuid references id_desk_act;
comment on column activation_code.first_act_id is 'none: who saw the passport first; who stands in id_desk_act';
comment on column activation_code.second_act_id is 'none: who saw it too; who stands in id_desk_act';
create unique index activation_code_by_first_act on activation_code (first_act_id) where first_act_id is not null;
create unique index activation_code_by_second_act on activation_code (second_act_id) where second_act_id is not null;

-- The last lock, as for guardians (0033): whatever the program does, one member of staff alone hands nothing over.
create function code_needs_two() returns trigger language plpgsql as $$
begin
  if new.channel <> 'in-person' then return new; end if;
  if (select count(distinct m.person_id) from id_desk_act d join staff_member m on m.staff = d.staff
       where d.act_id in (new.first_act_id, new.second_act_id) and d.person_id = new.person_id and d.act = 'hand-over-code'
         and d.signature is not null and d.at > new.ordered_at - interval '1 hour'
         and m.ended_at is null and m.person_id <> new.person_id) <> 2
     or exists (select from activation_code c where c.activation_id <> new.activation_id
                   and (c.first_act_id in (new.first_act_id, new.second_act_id) or c.second_act_id in (new.first_act_id, new.second_act_id)))
  then raise exception 'two members of staff must have seen the passport of who is handed a code';
  end if;
  return new;
end $$;
create trigger code_needs_two before insert or update of channel, person_id, first_act_id, second_act_id on activation_code
  for each row execute function code_needs_two();
