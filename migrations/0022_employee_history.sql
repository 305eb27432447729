-- Why: an employee chooses for each employment whether visited service providers are remembered, and only with a code card (N-22).

alter table employee add column services_since timestamptz;
comment on column employee.services_since is 'E-50 N-22 since when service providers visited while acting are remembered; null: they are not';
alter table session add column acting_services boolean not null default false;
comment on column session.acting_services is 'E-50 N-22 the employment''s choice, copied where a visit asks for it';
