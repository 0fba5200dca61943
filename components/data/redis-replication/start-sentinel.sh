#!/bin/sh
# Starts a sentinel by what it is told and by what it found out before it was started last. That is on the volume, or nobody would
# know who was primary when all instances have been away at once.
set -eu
umask 077

quoted() {
  printf '"%s"' "$(printf '%s' "$1" | sed 's/["\\]/\\&/g')"
}

kept="$STATE/sentinel.conf"
primary=
[ ! -f "$kept" ] || primary=$(awk '$1 == "sentinel" && $2 == "monitor" { print $4; exit }' "$kept")
primary=${primary:-${INSTANCES%% *}}
{
  cat "$CONFIGURATION/sentinel.conf"
  printf 'sentinel announce-ip %s\n' "$INSTANCE"
  # One that lost its volume would else count as a new one beside its old self, and more of them would be needed to agree.
  printf 'sentinel myid %s\n' "$(printf '%s' "$INSTANCE" | sha1sum | cut -c 1-40)"
  printf 'sentinel auth-pass %s %s\n' "$PRIMARY_NAME" "$(quoted "$REDISCLI_AUTH")"
  printf 'sentinel sentinel-pass %s\n' "$(quoted "$REDISCLI_AUTH")"
  printf 'sentinel monitor %s %s %s %s\n' "$PRIMARY_NAME" "$primary" "$REDIS_PORT" "$QUORUM"
  # It asks a primary for its replicas, each ten seconds. Of one that is gone before that it would know none to promote.
  for instance in $INSTANCES; do
    [ "$instance" = "$primary" ] || printf 'sentinel known-replica %s %s %s\n' "$PRIMARY_NAME" "$instance" "$REDIS_PORT"
  done
  [ ! -f "$kept" ] || grep -E '^sentinel (config-epoch|leader-epoch|current-epoch|known-sentinel) ' "$kept" || true
} >"$kept.new"
mv "$kept.new" "$kept"
exec redis-sentinel "$kept"
