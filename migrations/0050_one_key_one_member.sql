-- Why: two members of staff who decide together are two people; one key under two names would be one (B-11, D-27).

create unique index staff_member_by_key on staff_member (public_key);
