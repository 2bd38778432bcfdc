#!/bin/sh
# Makes an archive to hand out: dist/mailknock-VERSION-SYSTEM-MACHINE.tar.gz (a
# zip on Windows, an app bundle in it on macOS), from what FyneApp.toml says.
set -eu
cd "$(dirname "$0")/.."
. build/apt.sh
go=${GO:-go}

# detail KEY: a value of FyneApp.toml.
detail() { sed -n "s/^$1 *= *\"\{0,1\}\([^\"]*\)\"\{0,1\} *$/\1/p" FyneApp.toml | head -n 1; }

name=$(detail Name) id=$(detail ID) version=$(detail Version) icon=$(detail Icon)
generic=$(detail GenericName) comment=$(detail Comment)
categories=$(sed -n 's/^Categories *= *\[\(.*\)\]/\1/p' FyneApp.toml | tr -d '" ' | tr ',' ';')
[ -n "$version" ] || die "FyneApp.toml names no version"

system=$("$go" env GOOS) machine=$("$go" env GOARCH)
folder=mailknock-$version-$system-$machine
stage=dist/$folder
rm -rf "$stage"
mkdir -p "$stage"

say "building without the build machine's paths; the first time this takes minutes"
binary=mailknock flags="-s -w"
if [ "$system" = windows ]; then binary=mailknock.exe; fi
vcs=""
git rev-parse HEAD >/dev/null 2>&1 || vcs=-buildvcs=false
"$go" build -v $vcs -trimpath -tags migrated_fynedo -ldflags "$flags" -o "$stage/$binary" .

cp LICENSE README.md CHANGELOG.md "$stage/"
case "$system" in
darwin)
	app="$stage/$name.app/Contents"
	mkdir -p "$app/MacOS" "$app/Resources"
	mv "$stage/$binary" "$app/MacOS/$binary"
	sips -s format icns "$icon" --out "$app/Resources/icon.icns" >/dev/null
	cat >"$app/Info.plist" <<-PLIST
		<?xml version="1.0" encoding="UTF-8"?>
		<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
		<plist version="1.0"><dict>
		<key>CFBundleName</key><string>$name</string>
		<key>CFBundleExecutable</key><string>$binary</string>
		<key>CFBundleIdentifier</key><string>$id</string>
		<key>CFBundleIconFile</key><string>icon.icns</string>
		<key>CFBundleShortVersionString</key><string>$version</string>
		<key>CFBundlePackageType</key><string>APPL</string>
		<key>NSHighResolutionCapable</key><true/>
		</dict></plist>
	PLIST
	;;
windows) ;;
*)
	cp "$icon" "$stage/mailknock.png"
	cat >"$stage/$id.desktop" <<-DESKTOP
		[Desktop Entry]
		Type=Application
		Name=$name
		GenericName=$generic
		Comment=$comment
		Exec=mailknock
		Icon=mailknock
		Categories=$categories;
		Terminal=false
	DESKTOP
	cat >"$stage/install.sh" <<-INSTALL
		#!/bin/sh
		# Installs $name below a prefix, by default ~/.local.
		set -eu
		cd "\$(dirname "\$0")"
		prefix=\${1:-"\$HOME/.local"}
		install -D -m 755 mailknock "\$prefix/bin/mailknock"
		install -D -m 644 mailknock.png "\$prefix/share/icons/hicolor/512x512/apps/mailknock.png"
		install -D -m 644 $id.desktop "\$prefix/share/applications/$id.desktop"
		echo "$name is in \$prefix/bin"
	INSTALL
	chmod 755 "$stage/install.sh"
	;;
esac

if [ "$system" = windows ]; then
	archive=dist/$folder.zip
	rm -f "$archive"
	(cd dist && powershell -NoProfile -Command "Compress-Archive -Path '$folder' -DestinationPath '$folder.zip'")
else
	archive=dist/$folder.tar.gz
	tar -C dist -czf "$archive" "$folder"
fi
say "made $archive ($(du -h "$archive" | cut -f1))"
