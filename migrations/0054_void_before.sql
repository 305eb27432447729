-- What opens a mailbox without a password is void once its maker's ID was blocked, or they came back and made everything invalid (I-05, N-11).
alter table login add column void_before timestamptz;
comment on column login.void_before is 'N-11 personal tokens and calendar addresses made before this moment open nothing';
update login l set void_before = b.at
  from (select person_id, max(at) as at from id_block where scope = 'everything' group by person_id) b
 where b.person_id = l.person_id;
