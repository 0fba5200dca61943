#!/bin/sh
# Keeps the contract of the public redis image: options alone, or a configuration file, start the server.
set -eu

case ${1-} in
-* | *.conf) set -- redis-server "$@" ;;
esac
exec "$@"
