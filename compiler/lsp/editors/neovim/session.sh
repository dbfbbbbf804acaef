#!/bin/bash
# Neovim opens a broken file, applies the quick fix and saves; what it saved must compile. ACCESSVM names the binary.
set -euo pipefail
ACCESSVM="$(realpath "${ACCESSVM:?names the binary}")"
export ACCESSVM
here="$(cd "$(dirname "$0")" && pwd)"
package="$(mktemp -d)"
trap 'rm -rf "$package"' EXIT

mkdir "$package/sources"
cat > "$package/Move.toml" <<'END'
[package]
name = "session"
version = "0.1.0"

[addresses]
book = "0xb00c"
END
export SESSION_FILE="$package/sources/counter.move"
cat > "$SESSION_FILE" <<'END'
module book::counter {
    struct Counter has key {
        count: u64,
    }

    /// Adds one, and does not say so.
    public entry fun bump(whom: address) {
        Counter[whom].count += 1;
    }
}
END

if "$ACCESSVM" check --quiet "$package" 2> /dev/null; then
    echo "session: the file is not broken" >&2
    exit 1
fi
# A server that never ends would keep the editor.
timeout 180 nvim --headless --clean -c "luafile $here/session.lua" < /dev/null
echo
"$ACCESSVM" check "$package"
grep -A1 'fun bump' "$SESSION_FILE"
