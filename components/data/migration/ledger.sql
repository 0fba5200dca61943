-- Which release of which image has brought this database's schema forward, in the order of their first run, and which
-- of them took something away that the releases before it need. It lives in the database that it is about: a database
-- that is taken back to an earlier time knows only what had happened to it by then.

select pg_advisory_xact_lock(hashtext('slipway.release'));

create schema if not exists slipway;

create sequence if not exists slipway.run;

create table if not exists slipway.release (
  image text not null,
  digest text not null,
  run bigint not null default nextval('slipway.run'),
  admitted_at timestamptz not null default now(),
  primary key (image, digest)
);

create table if not exists slipway.contract (
  run bigint primary key default nextval('slipway.run'),
  release jsonb not null,
  reason text not null,
  recorded_at timestamptz not null default now()
);

-- A release that has set out to take something away and has not said that it did: its tool may have done so before it failed.
create table if not exists slipway.contract_begun (
  run bigint primary key default nextval('slipway.run'),
  release jsonb not null,
  reason text not null,
  begun_at timestamptz not null default now()
);

-- Lets a release in, or says why it can't be gone back to.
create or replace function slipway.admit(given jsonb) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  newest slipway.contract;
  begun slipway.contract_begun;
  refused text;
begin
  select * into newest from slipway.contract order by run desc limit 1;
  select string_agg(format('%s %s', r.image, r.digest), ', ' order by r.image) into refused
    from slipway.release r
    join jsonb_each_text(given) g on (r.image, r.digest) = (g.key, g.value)
    where r.run < newest.run;
  if refused is not null then
    raise exception using
      message = format('%s can''t be gone back to: %s, released after it, took away what it needs: %s',
        refused, (select string_agg(format('%s %s', key, value), ', ' order by key) from jsonb_each_text(newest.release)),
        newest.reason),
      hint = 'Release something newer that mends it. docs/migrations.md says what else there is.';
  end if;
  select * into begun from slipway.contract_begun order by run desc limit 1;
  select string_agg(format('%s %s', r.image, r.digest), ', ' order by r.image) into refused
    from slipway.release r
    join jsonb_each_text(given) g on (r.image, r.digest) = (g.key, g.value)
    where r.run < begun.run and begun.release ->> r.image is distinct from r.digest;
  if refused is not null then
    raise exception using
      message = format('%s can''t be gone back to yet: %s began to take away what it needs (%s), and did not end',
        refused, (select string_agg(format('%s %s', key, value), ', ' order by key) from jsonb_each_text(begun.release)),
        begun.reason),
      hint = 'Look whether it is still there. If all of it is: delete from slipway.contract_begun; If not, run that release again, or one that mends it.';
  end if;
  insert into slipway.release (image, digest) select key, value from jsonb_each_text(given)
    on conflict do nothing;
end
$$;

-- Remembers that a release is about to take something away, until it says that it did.
create or replace function slipway.begin_contract(given jsonb, why text) returns void
language sql
set search_path = pg_catalog, pg_temp
begin atomic
  insert into slipway.contract_begun (release, reason)
    select given, why where not exists (
      select from (select release, reason from slipway.contract order by run desc limit 1) newest
        where (newest.release, newest.reason) = (given, why)
    ) and not exists (
      select from (select release, reason from slipway.contract_begun order by run desc limit 1) newest
        where (newest.release, newest.reason) = (given, why)
    );
end;

-- Remembers that a release took something away. Those that it consists of are then the oldest that can be gone back to.
create or replace function slipway.record_contract(given jsonb, why text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  newest slipway.contract;
begin
  delete from slipway.contract_begun;
  select * into newest from slipway.contract order by run desc limit 1;
  if newest.release = given and newest.reason = why then
    return;
  end if;
  insert into slipway.contract (release, reason) values (given, why) returning * into newest;
  update slipway.release r set run = newest.run
    from jsonb_each_text(given) g where (r.image, r.digest) = (g.key, g.value);
end
$$;
