"""Make docs/lab.webp, the animation of the README, from the running app.

Usage: ``make run``, and in another terminal ``.venv/bin/python docs/make_picture.py``.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ADDRESS = "http://localhost:8501/?embed=true"
SIZE, WIDTH = {"width": 1560, "height": 1240}, 1000
TRAINING_FRAMES, STEPS_A_FRAME = 13, 4

with sync_playwright() as playwright:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    page = browser.new_page(viewport=SIZE)
    page.goto(ADDRESS)
    page.locator(".film-player .stage:not([hidden])").wait_for()
    page.wait_for_timeout(2000)
    page.locator(".film-player").evaluate(
        "player => { player.style.outline = 'none'; player.focus({ preventScroll: true }); }"
    )
    frames = []

    def shoot() -> None:
        """Keep what the page shows now."""
        page.wait_for_timeout(250)
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        frames.append(picture.resize((WIDTH, SIZE["height"] * WIDTH // SIZE["width"])))

    page.keyboard.press("Shift+Home")
    for _ in range(TRAINING_FRAMES):
        shoot()
        for _ in range(STEPS_A_FRAME):
            page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Home")
    while not page.locator(".place").inner_text().startswith("time step 30 "):
        shoot()
        page.keyboard.press("ArrowRight")
    shoot()
    browser.close()

frames[0].save(
    Path(__file__).parent / "lab.webp",
    save_all=True,
    append_images=frames[1:],
    duration=[220] * TRAINING_FRAMES + [320] * (len(frames) - TRAINING_FRAMES),
    loop=0,
    quality=55,
    method=4,
)
