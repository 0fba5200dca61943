-- Makes the roles that are not the owner, where the owner is the server's superuser: in dev, whose server has nobody else to
-- make them, and keeps its volume when it is updated. They have what the operator gives them elsewhere.
\set VERBOSITY terse
\getenv application_password APPLICATION_PASSWORD
\getenv read_only_password READ_ONLY_PASSWORD
\getenv read_only_connections READ_ONLY_CONNECTIONS

select pg_advisory_xact_lock(hashtext('slipway.release'));

select format('create role %I login', name) from unnest(array['app_application', 'app_read_only']) name
  where not exists (select from pg_roles where rolname = name)
\gexec

alter role app_application password :'application_password';
alter role app_read_only bypassrls connection limit :read_only_connections password :'read_only_password';
select 'grant pg_read_all_data to app_read_only' where not pg_has_role('app_read_only', 'pg_read_all_data', 'member')
\gexec
