#!/bin/sh
# Find a Chromium for the browser tests, or install one: Debian's package, else Playwright's own.
set -eu
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
.venv/bin/python - <<'PYTHON' && exit 0
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())
PYTHON
if grep -qs '^ID=debian' /etc/os-release; then
    sh scripts/system_package.sh chromium
else
    .venv/bin/playwright install --with-deps chromium
fi
