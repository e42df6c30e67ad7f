"""A person at an interactive shell, who presses Tab."""

import fcntl
import os
import pty
import select
import shutil
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_ARGUMENTS: Final = {
    "bash": ("--norc", "--noprofile", "-i"),
    "zsh": ("-f", "-i"),
    "fish": ("--no-config", "--interactive"),
}
_BEGINNINGS: Final = {
    "bash": "PS1='> '",
    "zsh": "PROMPT='> '; autoload -Uz compinit; compinit -u -D",
    "fish": "function fish_prompt; echo '> '; end",
}
_TAB: Final = "\t"
_ENTER: Final = "\r"
_CLEAR: Final = "\x15"  # Ctrl-U: what is on the line goes
_PATIENCE: Final = 30.0  # seconds


class Shell:
    """An interactive shell at a terminal of its own."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal

    def complete(self, line: str) -> str:
        """What the terminal shows when Tab is pressed behind the line, and pressed again."""
        return self._type(line + 2 * _TAB)

    def complete_and_run(self, line: str) -> str:
        """What the terminal shows when Tab is pressed behind the line, and then Enter."""
        return self._type(line + _TAB + _ENTER)

    def _type(self, keys: str) -> str:
        """What the terminal shows until the shell has done what the keys ask for, and prompts."""
        # Behind the keys comes a line whose answer, unlike its echo, has the word in one piece.
        os.write(self._terminal, f"{keys}{_CLEAR}echo DO''NE{_ENTER}".encode())
        shown = ""
        end = time.monotonic() + _PATIENCE
        while "> " not in shown.partition("DONE")[2]:
            assert time.monotonic() < end, shown
            if select.select([self._terminal], [], [], 0.1)[0]:
                shown += os.read(self._terminal, 65536).decode(errors="replace")
        return shown


@contextmanager
def interactive(name: str, folder: Path) -> Iterator[Shell]:
    """A shell of that name, at home in the folder, which completes `ecefollow`."""
    program = shutil.which(name)
    assert program
    scripts = Path(sys.executable).parent
    environment = {
        "HOME": str(folder),
        "PATH": f"{scripts}:{os.environ['PATH']}",
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "ECEFOLLOW_CACHE": "0",
    }
    script = folder / "completion"
    with script.open("wb") as file:
        source = {"_ECEFOLLOW_COMPLETE": f"source_{name}"}
        subprocess.run([scripts / "ecefollow"], env=environment | source, stdout=file, check=True)
    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (50, 250))
    process = subprocess.Popen(
        [program, *_ARGUMENTS[name]],
        cwd=folder,
        env=environment,
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
        # fish wants the terminal for itself.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no threads here
    )
    os.close(its)
    try:
        shell = Shell(ours)
        shell.complete_and_run(f"{_BEGINNINGS[name]}; . '{script}'; : ")
        yield shell
    finally:
        process.kill()
        process.wait()
        os.close(ours)
