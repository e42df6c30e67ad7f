"""Draw docs/images/report.png: the first screen of a report, as a browser shows it.

Run `python docs/make_page_image.py`. It needs Chromium, and the picture has the fonts of the
machine that it is drawn on, so that no test compares it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import browser

ROOT: Final = Path(__file__).parents[1]
IMAGE: Final = Path(__file__).with_name("images") / "report.png"
# It names its days, so that the picture does not change from one day to the next.
REPORT: Final = ("report", "--as-of", "2021-12-31", "--since", "2021-06-30")
WIDTH: Final = 900
HEIGHT: Final = 1480


def main(image: Path = IMAGE) -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder, browser.opened() as tab:
        page = Path(folder, "report.html")
        register = ("--register", "examples/followed-up.yaml")
        command = [sys.executable, "-m", "ecefollow", *REPORT, *register, "-o", str(page)]
        subprocess.run(command, cwd=ROOT, check=True)
        tab.prefer("light")
        tab.open(page, width=WIDTH, height=HEIGHT)
        image.write_bytes(tab.picture())


if __name__ == "__main__":
    main()
