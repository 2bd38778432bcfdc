#!/bin/sh
# Installs what the build needs and is not there: a C compiler and the headers
# of OpenGL, X11 and Wayland. Go itself you install.
set -eu
cd "$(dirname "$0")/.."
. build/apt.sh

need_go() {
	want=$(sed -n 's/^go //p' go.mod)
	if ! have "${GO:-go}"; then
		die "Go $want or newer is not installed. Get it from https://go.dev/dl/ and put its bin folder into your PATH."
	fi
	# An older Go fetches the version that go.mod names, or says why it cannot.
	if ! answer=$("${GO:-go}" env GOVERSION 2>&1); then
		die "Go $want or newer is needed: $answer. Get it from https://go.dev/dl/."
	fi
}

debian() {
	packages="gcc libc6-dev pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev"
	# pkgconf stands in for pkg-config on newer releases.
	if have pkg-config; then packages=$(printf '%s' "$packages" | sed 's/ pkg-config//'); fi
	missing=$(missing_deb $packages)
	[ -n "$missing" ] || return 0
	say "installing what the build needs: $missing"
	apt_install $missing
}

fedora() {
	packages="gcc pkgconf-pkg-config mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel libXinerama-devel libXi-devel libXxf86vm-devel wayland-devel libxkbcommon-devel"
	missing=""
	for package in $packages; do
		rpm -q --whatprovides "$package" >/dev/null 2>&1 || missing="$missing $package"
	done
	[ -n "$missing" ] || return 0
	say "installing what the build needs:$missing"
	as_root dnf install -y $missing || die "could not install:$missing"
}

arch() {
	packages="gcc pkgconf libglvnd libx11 libxcursor libxrandr libxinerama libxi libxxf86vm wayland libxkbcommon"
	missing=$(pacman -T $packages || true)
	[ -n "$missing" ] || return 0
	say "installing what the build needs:" $missing
	as_root pacman -S --needed --noconfirm $missing || die "could not install:" $missing
}

macos() {
	xcode-select -p >/dev/null 2>&1 && return 0
	say "the build needs Apple's command line tools; their installer opens now. Run make again when it is done."
	xcode-select --install || true
	exit 1
}

windows() {
	have gcc && return 0
	die "the build needs a C compiler. Install MSYS2 (https://www.msys2.org), there run
  pacman -S --needed mingw-w64-ucrt-x86_64-gcc make
and build from its UCRT64 shell, with Go's bin folder in PATH."
}

need_go
case "$(uname -s)" in
Linux)
	if have apt-get && have dpkg-query; then
		debian
	elif have dnf; then
		fedora
	elif have pacman; then
		arch
	elif ! have gcc; then
		die "this system is not known here. Install a C compiler, pkg-config and the headers of OpenGL, X11 (Xcursor, Xrandr, Xinerama, Xi, Xxf86vm), Wayland and xkbcommon."
	fi
	;;
Darwin) macos ;;
MINGW* | MSYS* | CYGWIN*) windows ;;
*) say "this system is not known here; a C compiler and the headers of OpenGL and X11 must be there" ;;
esac
