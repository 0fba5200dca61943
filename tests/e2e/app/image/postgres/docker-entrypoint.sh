#!/bin/sh
# Keeps the contract of the public postgres image: POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB and their _FILE forms,
# POSTGRES_INITDB_ARGS, POSTGRES_HOST_AUTH_METHOD, PGDATA, and what lies in /docker-entrypoint-initdb.d.
set -eu

# The value of a variable, or the content of the file that its _FILE form names.
from_file() {
  eval "value=\${$1-}"
  eval "file=\${$1_FILE-}"
  if [ -n "$value" ] && [ -n "$file" ]; then
    echo "error: both $1 and $1_FILE are set (but are exclusive)" >&2
    exit 1
  fi
  if [ -n "$file" ]; then value=$(cat "$file"); fi
  eval "$1=\${value:-\${2-}}"
  export "$1"
}

make_database() {
  from_file POSTGRES_PASSWORD
  from_file POSTGRES_USER postgres
  from_file POSTGRES_DB "$POSTGRES_USER"
  from_file POSTGRES_INITDB_ARGS
  method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  if [ -z "$POSTGRES_PASSWORD" ] && [ "$method" != trust ]; then
    echo "Error: Database is uninitialized and superuser password is not specified." >&2
    echo "       You must specify POSTGRES_PASSWORD to a non-empty value for the superuser." >&2
    exit 1
  fi
  mkdir -p "$PGDATA"
  chmod 00700 "$PGDATA" || true
  # shellcheck disable=SC2086 # the arguments of initdb are several words
  printf '%s\n' "$POSTGRES_PASSWORD" |
    initdb --username="$POSTGRES_USER" --pwfile=/dev/stdin \
      --set=listen_addresses='*' --set=unix_socket_directories='/var/run/postgresql, /tmp' $POSTGRES_INITDB_ARGS
  printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"

  # Without a port on the network, nobody takes the server that only makes the database for the one that is ready.
  PGUSER=$POSTGRES_USER pg_ctl --pgdata="$PGDATA" --options="-c listen_addresses=''" --wait start
  if [ "$POSTGRES_DB" != postgres ]; then
    echo 'CREATE DATABASE :"db" ;' |
      sql --dbname postgres --set db="$POSTGRES_DB"
  fi
  for script in /docker-entrypoint-initdb.d/*; do
    case $script in
    *.sh) echo "running $script" && sh "$script" ;;
    *.sql) echo "running $script" && sql --dbname "$POSTGRES_DB" <"$script" ;;
    *.sql.gz) echo "running $script" && zcat "$script" | sql --dbname "$POSTGRES_DB" ;;
    esac
  done
  PGUSER=$POSTGRES_USER pg_ctl --pgdata="$PGDATA" --mode=fast --wait stop
  echo "PostgreSQL init process complete; ready for start up."
}

sql() {
  PGPASSWORD=$POSTGRES_PASSWORD psql --set ON_ERROR_STOP=1 --no-psqlrc --no-password \
    --username "$POSTGRES_USER" "$@"
}

case ${1-} in
-*) set -- postgres "$@" ;;
esac
if [ "${1-}" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  make_database
fi
exec "$@"
