-- Makes the roles that are not the owner, where the owner is the server's superuser: in dev, whose server has nobody else to
-- make them, and keeps its volume when it is updated. They have what the operator gives them elsewhere. Of the application's two
-- logins the one that is given no password is locked.
\set VERBOSITY terse
\getenv application_password APPLICATION_PASSWORD
\getenv application_b_password APPLICATION_B_PASSWORD
\getenv read_only_password READ_ONLY_PASSWORD
\getenv read_only_connections READ_ONLY_CONNECTIONS

select pg_advisory_xact_lock(hashtext('slipway.release'));

select format('create role %I', name) from unnest(array['app_application', 'app_application_b', 'app_read_only']) name
  where not exists (select from pg_roles where rolname = name)
\gexec

\if :{?application_password}
alter role app_application login password :'application_password';
\else
alter role app_application nologin password null;
\endif
\if :{?application_b_password}
alter role app_application_b login password :'application_b_password';
\else
alter role app_application_b nologin password null;
\endif
alter role app_read_only login bypassrls connection limit :read_only_connections password :'read_only_password';

select format('grant %I to %I', role, member)
  from (values ('app_application', 'app_application_b'), ('pg_read_all_data', 'app_read_only')) given (role, member)
  where not pg_has_role(member, role, 'member')
\gexec
