#!/bin/bash
# Runs the session with the binary that ACCESSVM names. Needs Node.js 20 or newer and the npm registry.
set -euo pipefail
binary="$(realpath "${ACCESSVM:?names the binary}")"
cd "$(dirname "$0")"

npm ci --ignore-scripts --no-audit --no-fund
ACCESSVM="$binary" npm test
