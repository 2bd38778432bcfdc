#!/bin/sh
# Opens the window, or checks the sandbox in the terminal where there is no display.
set -eu
cd "$(dirname "$0")/.."

if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then
	echo "mailknock: there is no display here, so the sandbox is checked in the terminal instead of in the window"
	exec bin/mailknock check --provider sandbox
fi
exec bin/mailknock
