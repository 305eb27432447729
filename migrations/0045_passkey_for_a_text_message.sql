-- Why: a passkey is a second factor beside a temporary password by SMS, as a code is (I-20).

alter table sign_in_challenge drop constraint sign_in_challenge_purpose_check;
alter table sign_in_challenge add constraint sign_in_challenge_purpose_check
  check (purpose in ('sign-in', 'step-up', 'register-passkey', 'register-totp', 'temporary-password'));
