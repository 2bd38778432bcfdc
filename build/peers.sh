#!/bin/sh
# Installs the servers and tools that the end-to-end tests talk to: Dovecot,
# Postfix, oidc-provider, Chromium, a virtual display and a keyring.
# No system service is started or left enabled; the tests start what they need
# themselves, as ordinary processes on loopback.
set -eu
cd "$(dirname "$0")/.."
. build/apt.sh

if ! have apt-get || ! have dpkg-query; then
	die "make peers knows Debian and Ubuntu only. Elsewhere install: Xvfb, xdotool, xclip, ImageMagick, Dovecot 2.3 (IMAP, POP3, submission), Postfix, Chromium, xdg-utils, D-Bus, gnome-keyring, Node.js 18.19 or newer; then run 'npm ci' in ui/e2e/peers/oidc."
fi

policy=/usr/sbin/policy-rc.d
kept=""

# While policy-rc.d answers 101, no package's script starts a service.
forbid_services() {
	if [ -e "$policy" ]; then
		kept="$policy.mailknock"
		as_root mv "$policy" "$kept"
	fi
	printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
	as_root chmod 755 "$policy"
	trap allow_services EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

allow_services() {
	as_root rm -f "$policy"
	if [ -n "$kept" ]; then as_root mv "$kept" "$policy"; fi
	trap - EXIT
}

# leave_disabled SERVICE: a service that came with us does not start at boot.
leave_disabled() {
	if have systemctl; then as_root systemctl --no-reload disable "$1" >/dev/null 2>&1 || true; fi
	if have update-rc.d; then as_root update-rc.d "$1" disable >/dev/null 2>&1 || true; fi
}

packages="xvfb xauth xdotool xclip imagemagick xdg-utils fonts-dejavu-core dbus gnome-keyring dovecot-imapd dovecot-pop3d dovecot-submissiond postfix openssl ca-certificates"

if ! have chromium && ! have chromium-browser && ! have google-chrome; then
	# Ubuntu has Chromium only as a snap, which does not run in a container.
	if grep -qi '^ID=ubuntu' /etc/os-release; then
		say "Ubuntu has Chromium only as a snap: install Google Chrome or Chromium yourself for the browser's tests"
	else
		packages="$packages chromium"
	fi
fi

have node || packages="$packages nodejs"
have npm || packages="$packages npm"

missing=$(missing_deb $packages)
if [ -z "$missing" ]; then
	say "the packages of the end-to-end tests are there"
else
	say "installing for the end-to-end tests: $missing"
	say "no service of them is started"
	forbid_services
	case " $missing" in *" postfix "*)
		have debconf-set-selections &&
			echo "postfix postfix/main_mailer_type select No configuration" | as_root debconf-set-selections
		;;
	esac
	apt_install $missing
	for service in dovecot postfix; do
		case " $missing" in *" $service"*) leave_disabled "$service" ;; esac
	done
	allow_services
fi

node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 18 || a === 18 && b >= 19 ? 0 : 1)' ||
	die "Node.js $(node --version) is too old for oidc-provider: 18.19 or newer is needed (https://nodejs.org)"

oidc=ui/e2e/peers/oidc
if [ -f "$oidc/node_modules/.package-lock.json" ] && [ ! "$oidc/package-lock.json" -nt "$oidc/node_modules/.package-lock.json" ]; then
	say "oidc-provider is there"
else
	say "installing oidc-provider into $oidc/node_modules (npm ci)"
	(cd "$oidc" && npm ci --no-audit --no-fund --ignore-scripts) || die "npm ci failed: see above"
	touch "$oidc/node_modules/.package-lock.json"
fi
