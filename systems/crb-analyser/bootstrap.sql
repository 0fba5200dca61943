-- What CRB's migrator and its detailed health check take for granted (DB-09, HLT-07, CF-19). It runs before each
-- migration, as the role that the direct address names, and changes nothing the second time.

create table if not exists public.schema_migrations (
  version text primary key,
  applied_at timestamptz not null default now()
);

create table if not exists public.health_check (
  id smallint primary key default 1 check (id = 1),
  created_at timestamptz not null default now()
);

insert into public.health_check default values on conflict do nothing;

-- The form that was here before can't be told from the one below when one argument is given.
drop function if exists public.exec_sql(text);

-- Runs a file of SQL. With a version it does so once: it waits for whoever is at it, looks whether that version is
-- there, runs the file and records it, all in the one transaction that the call is part of. It answers whether it ran.
-- It works with the rights of who calls it: as its owner's tool it would be the owner's password under another name.
create or replace function public.exec_sql(sql text, version text default null) returns boolean
language plpgsql
security invoker
set search_path = public, pg_temp
as $$
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('public.schema_migrations'));
  if exec_sql.version is not null then
    if exists (select from public.schema_migrations s where s.version = exec_sql.version) then
      return false;
    end if;
  end if;
  execute exec_sql.sql;
  if exec_sql.version is not null then
    insert into public.schema_migrations (version) values (exec_sql.version);
  end if;
  return true;
end
$$;

revoke all on function public.exec_sql(text, text) from public;
revoke all on table public.schema_migrations, public.health_check from public;

-- Supabase lets these roles run every new function and write every new table of this schema, from the internet. The
-- back end's key is `service_role`'s: it reads the health check and may do nothing else here. Neither may the application's
-- own role, where there is one.
do $$
declare
  role text;
begin
  foreach role in array array['anon', 'authenticated', 'service_role', 'app_application'] loop
    if exists (select from pg_roles where rolname = role) then
      execute format('revoke all on function public.exec_sql(text, text) from %I', role);
      execute format('revoke all on table public.schema_migrations, public.health_check from %I', role);
    end if;
  end loop;
  if exists (select from pg_roles where rolname = 'service_role') then
    grant select on table public.health_check to service_role;
  end if;
  if exists (select from pg_roles where rolname = 'app_application') then
    grant select on table public.health_check to app_application;
    if not exists (select from pg_policy where polrelid = 'public.health_check'::regclass and polname = 'read_by_application') then
      create policy read_by_application on public.health_check for select to app_application using (true);
    end if;
  end if;
end
$$;

-- Without a policy nobody reads past it but the owner, and `service_role`, whom Supabase exempts, like the role for reading.
-- Asked first: what is so already would still take a lock that a dump, which reads for hours, doesn't give.
do $$
declare
  each regclass;
begin
  foreach each in array array['public.schema_migrations', 'public.health_check']::regclass[] loop
    if not (select relrowsecurity from pg_class where oid = each) then
      execute format('alter table %s enable row level security', each);
    end if;
  end loop;
end
$$;
