#!/bin/sh
# Starts an instance as what it is by the word of most sentinels: the primary, or a replica of it. A primary that was away must
# not come back as a second one.
set -eu
umask 077

quoted() {
  printf '"%s"' "$(printf '%s' "$1" | sed 's/["\\]/\\&/g')"
}

# Who each sentinel that answers says is primary, a line each.
named() {
  for instance in $INSTANCES; do
    timeout 2 redis-cli -h "$instance" -p "$SENTINEL_PORT" --raw \
      sentinel get-master-addr-by-name "$PRIMARY_NAME" 2>/dev/null | head -n 1 || true
  done
}

primary=
while [ -z "$primary" ]; do
  primary=$(named | sort | uniq -c | awk -v quorum="$QUORUM" '$1 >= quorum { print $2 }')
  [ -n "$primary" ] || sleep 1
done

settings="$SCRATCH/redis.conf"
{
  cat "$CONFIGURATION/redis.conf"
  printf 'replica-announce-ip %s\nreplica-announce-port %s\n' "$INSTANCE" "$REDIS_PORT"
  printf 'masterauth %s\n' "$(quoted "$REDISCLI_AUTH")"
  if [ "$primary" != "$INSTANCE" ]; then
    printf 'replicaof %s %s\n' "$primary" "$REDIS_PORT"
  fi
} >"$settings"
exec redis-server "$settings"
