-- What the application may do with what its database's owner makes: read and write rows, and use sequences. It runs as the owner
-- before each migration. Whatever the owner makes from then on is the application's to use at once, in any schema. What
-- was there before is handed over once, so that a right that a migration takes back stays taken.
-- Functions are everybody's unless their owner takes them back, and that stays so.

do $$
declare
  owner oid := (select oid from pg_roles where rolname = current_user);
  each record;
begin
  if not exists (
    select from pg_default_acl d, aclexplode(d.defaclacl) granted
      where d.defaclrole = owner and d.defaclnamespace = 0 and d.defaclobjtype = 'r'
        and granted.grantee = 'app_application'::regrole
  ) then
    for each in
      select oid, nspname from pg_namespace
        where nspname not like 'pg\_%' and nspname not in ('information_schema', 'slipway')
          and pg_has_role(nspowner, 'usage')
    loop
      execute format('grant usage on schema %I to app_application', each.nspname);
    end loop;
    for each in
      select c.oid::regclass as name, c.relkind = 'S' as is_sequence
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relowner = owner and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
          and n.nspname not like 'pg\_%' and n.nspname not in ('information_schema', 'slipway')
    loop
      if each.is_sequence then
        execute format('grant usage, select on sequence %s to app_application', each.name);
      else
        execute format('grant select, insert, update, delete on table %s to app_application', each.name);
      end if;
    end loop;
    alter default privileges grant usage on schemas to app_application;
    alter default privileges grant select, insert, update, delete on tables to app_application;
    alter default privileges grant usage, select on sequences to app_application;
  end if;
  -- What releases wrote down is the migrations' own. A database that came from elsewhere may have granted it on its way.
  -- By hand it also runs where no release has written anything down yet.
  if to_regnamespace('slipway') is not null then
    if has_schema_privilege('app_application', 'slipway', 'usage') then
      revoke all on schema slipway from app_application;
      revoke all on all tables in schema slipway from app_application;
      revoke all on all sequences in schema slipway from app_application;
    end if;
  end if;
end
$$;
