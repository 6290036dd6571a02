#!/bin/sh
# /usr/local/bin/portal: the portal with its settings and as its own user, so that no second home comes into being and
# no file is root's. `setup` alone stays who calls it.
PORTAL_SETTINGS=/etc/default/portal:-/etc/default/portal-update
export PORTAL_SETTINGS
if [ "$(id -u)" = 0 ] && [ "$1" != setup ]; then
  exec runuser -u portal -- /opt/portal/bin/portal "$@"
fi
exec /opt/portal/bin/portal "$@"
