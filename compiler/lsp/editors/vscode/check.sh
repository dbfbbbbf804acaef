#!/bin/bash
# All that must hold of the extension. Needs Node.js 20 or newer and the npm registry.
set -euo pipefail
cd "$(dirname "$0")"

# No package of these needs its install script.
npm ci --ignore-scripts --no-audit --no-fund
npm run ci
