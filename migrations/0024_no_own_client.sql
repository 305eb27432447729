-- Why: the post office's own web app is no client of its own provider: it shares the one session, and a second one would be a second key.

alter table service_provider drop column own;
