#!/bin/sh
# Whether an instance answers, and is the primary or has its link to it.
set -eu
redis-cli -e -h "$ADDRESS" -p "$REDIS_PORT" --user monitor ping | grep -q PONG
redis-cli -e -h "$ADDRESS" -p "$REDIS_PORT" --user monitor info replication |
  grep -Eq '^(role:master|master_link_status:up)'
