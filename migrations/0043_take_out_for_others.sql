-- Why: a guardian, an attorney, an estate's heir and an enterprise's administrator take everything out too (B-14, D-07, B-12), each an archive of
-- their own: what one may read is not what another may, and who asked by an access that has ended gets nothing.

alter table take_out drop constraint take_out_mailbox_id_key;
alter table take_out add constraint take_out_one_each unique (mailbox_id, asked_by);
alter table take_out add column acting_as text check (acting_as in ('holder', 'employee'));
alter table take_out add column acting_by uuid;
alter table take_out add constraint take_out_acting check ((acting_as is null) = (acting_by is null));
comment on column take_out.acting_as is 'E-22 in what way somebody else than its owner asked; null: the owner';
comment on column take_out.acting_by is 'E-22 the grant or the employment they asked by';
comment on table take_out is 'dist:mailbox_id Archives of everything in a mailbox, one for each who asked for it and may (B-14).';
