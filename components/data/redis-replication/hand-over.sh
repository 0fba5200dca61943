#!/bin/sh
# Before an instance is stopped on purpose: has a replica take over, and loses no confirmed write. Sentinels promote a replica while the
# old primary still confirms writes, so those wait from before that until it is a replica itself. Its own sentinel is being stopped
# as well, so others are asked.
set -u

own() {
  timeout 2 redis-cli -h "$ADDRESS" -p "$REDIS_PORT" --user sentinel "$@" 2>/dev/null
}

of_sentinel() {
  sentinel=$1
  shift
  timeout 2 redis-cli -h "$sentinel" -p "$SENTINEL_PORT" --raw "$@" 2>/dev/null
}

own info replication | grep -q '^role:master' || exit 0
own client pause 15000 write
# Meanwhile replicas get what was confirmed.
sleep 1
for instance in $INSTANCES; do
  [ "$instance" = "$INSTANCE" ] && continue
  [ "$(of_sentinel "$instance" sentinel failover "$PRIMARY_NAME")" = OK ] || continue
  tries=0
  while [ "$tries" -lt 40 ]; do
    primary=$(of_sentinel "$instance" sentinel get-master-addr-by-name "$PRIMARY_NAME" | head -n 1)
    if [ -n "$primary" ] && [ "$primary" != "$INSTANCE" ]; then
      own replicaof "$primary" "$REDIS_PORT"
      break 2
    fi
    tries=$((tries + 1))
    sleep 0.2
  done
done
own client unpause
exit 0
