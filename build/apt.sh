# Shared by setup.sh and peers.sh: installing with the system's package manager.
# Sourced, not run.

say() { printf '%s\n' "mailknock: $*"; }
die() { printf '%s\n' "mailknock: $*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND...: with sudo only when it is needed.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif have sudo; then
		sudo "$@"
	else
		die "this needs root, and there is no sudo. Run as root: $*"
	fi
}

# missing_deb PACKAGE...: those that are not installed.
missing_deb() {
	for package in "$@"; do
		status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
		[ "$status" = installed ] || printf '%s ' "$package"
	done
}

# apt_known PACKAGE...: whether the package lists at hand have all of them.
apt_known() {
	for package in "$@"; do
		apt-cache show --no-all-versions "$package" >/dev/null 2>&1 || return 1
	done
}

# apt_install PACKAGE...: fetches the package lists only when they are needed.
apt_install() {
	if ! apt_known "$@"; then
		say "fetching the package lists (apt-get update)"
		as_root apt-get update -q || die "apt-get update failed: see above"
	fi
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" && return
	say "that failed; trying once more with fresh package lists"
	as_root apt-get update -q || die "apt-get update failed: see above"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" ||
		die "could not install: $*"
}
