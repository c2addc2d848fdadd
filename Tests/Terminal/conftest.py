"""A shell in a real pseudo-terminal, and the screen a person would see.

`run_shell` starts the program that ORBITS_BINARY names. Everything that knows how the program
answers (its prompt, what it prints for an entry) is in the first part of this file.
"""

import functools
import os
import subprocess
import time

import pexpect
import pyte
import pytest

BINARY = os.environ["ORBITS_BINARY"]

# --- What the program under test says -------------------------------------------------------

PROMPT = "orbits> "



@functools.cache
def answer_to(entry):
    """A piece of what is printed when `entry` runs, on one row.

    `help` with words it does not know repeats them, which shows that they arrived as typed; what
    any other entry prints first is asked of `orbits -c`.
    """
    if entry.strip().startswith("help "):
        return f"There is no help on `{' '.join(entry.split()[1:])}`."
    result = subprocess.run(
        [BINARY, "-c", entry], capture_output=True, text=True, timeout=60,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
    return (result.stdout or result.stderr).split("\n")[0].rstrip()


# Opens a row, goes on there, and repeats itself when it has run.
ROWS = ("explain accounts where vertical in (SaaS,", "Retail)")
BOTH_ROWS = "\n  ".join(ROWS)

# --- Keys -----------------------------------------------------------------------------------

UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
HOME, END, DELETE = "\x1b[H", "\x1b[F", "\x1b[3~"
CTRL_LEFT, CTRL_RIGHT = "\x1b[1;5D", "\x1b[1;5C"
ENTER, ALT_ENTER, TAB, ESCAPE, BACKSPACE = "\r", "\x1b\r", "\t", "\x1b", "\x7f"


def ctrl(letter):
    return chr(ord(letter.upper()) & 0x1F)


def pasted(text):
    """A bracketed paste, as terminals send it: newlines come as carriage returns."""
    return "\x1b[200~" + text.replace("\n", "\r") + "\x1b[201~"


class Shell:
    """The program, its pseudo-terminal and the screen."""

    def __init__(self, home, rows=24, columns=80, arguments=("--quiet",), **environment):
        self.home = home
        variables = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "SWIFT_BACKTRACE": "enable=no",
        }
        variables.update(environment)
        variables = {name: value for name, value in variables.items() if value is not None}
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.output = b""
        self.process = pexpect.spawn(
            BINARY, list(arguments), env=variables, dimensions=(rows, columns), timeout=10,
            cwd=str(home))
        self.process.delaybeforesend = None

    # --- What is seen

    def pump(self, seconds=0.02):
        """Takes in what the program has written; false at its end."""
        try:
            data = self.process.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.output += data
        self.stream.feed(data)
        return True

    def rows(self):
        """The screen's rows without trailing blanks, down to the last one written."""
        lines = [line.rstrip() for line in self.screen.display]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    @property
    def text(self):
        return "\n".join(self.rows())

    @property
    def cursor(self):
        return (self.screen.cursor.y, self.screen.cursor.x)

    def wait_until(self, condition, seconds=10):
        """Reads until `condition` holds; fails with the screen when it never does."""
        end = time.monotonic() + seconds
        while not condition():
            alive = self.pump()
            if condition():
                return
            assert alive and time.monotonic() < end, f"never seen; the screen:\n{self.text}"

    def wait_for(self, text, seconds=10):
        self.wait_until(lambda: text in self.text, seconds)

    def wait_for_prompt(self):
        """An empty prompt with the cursor behind it."""
        self.wait_until(
            lambda: self.rows() and self.rows()[-1] == PROMPT.rstrip()
            and self.cursor == (len(self.rows()) - 1, len(PROMPT)))

    def wait_for_rows(self, *rows):
        """The last rows of the screen, exactly."""
        self.wait_until(lambda: self.rows()[-len(rows):] == list(rows))

    def settle(self, seconds=0.3):
        """Reads until nothing has come for a while: for what must *not* happen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            before = len(self.output)
            if not self.pump(0.05):
                return
            if len(self.output) > before:
                end = time.monotonic() + seconds

    # --- What is done

    def send(self, text):
        self.process.send(text.encode())

    def type(self, text):
        """Types `text` and waits until the program has taken the last character in."""
        self.send(text)
        self.settle(0.1)

    def run(self, entry):
        """Types an entry of one row, presses Enter and waits for its answer."""
        self.send(entry)
        self.send(ENTER)
        self.wait_for(answer_to(entry))
        self.wait_for_prompt()

    def wait_for_end(self, seconds=10):
        end = time.monotonic() + seconds
        while self.pump(0.2):
            assert time.monotonic() < end, f"still running; the screen:\n{self.text}"
        self.process.wait()

    def resize(self, rows, columns):
        self.screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    def ask(self, entry):
        """Types an entry, presses Enter and gives the rows printed for it."""
        self.wait_for_prompt()
        before = len(self.output)
        self.send(entry + ENTER)
        # Paste mode goes off when the entry is taken and on again with the next prompt.
        self.wait_until(lambda: b"\x1b[?2004h" in self.output[before:])
        self.wait_for_prompt()
        typed, rows = PROMPT + entry, self.rows()
        height = -(-len(typed) // self.screen.columns)
        first = max(y for y, row in enumerate(rows)
                    if row == typed[:self.screen.columns].rstrip())
        return rows[first + height:-1]

    def leave(self):
        """Ctrl-D at the prompt, and the exit status."""
        self.wait_for_prompt()
        self.send(ctrl("D"))
        self.wait_for_end()
        self.process.close()
        return self.process.exitstatus

    def terminal_settings(self):
        return subprocess.run(
            ["stty", "-a"], stdin=self.process.child_fd, capture_output=True, text=True,
            check=True).stdout


@pytest.fixture(scope="session")
def slow_file(tmp_path_factory):
    """A file that takes a while to load, and is soon written."""
    path = tmp_path_factory.mktemp("slow") / "big.csv"
    block = "".join(f"A-{number:06},Name {number},{number % 97}.5,2026-01-01\n"
                    for number in range(50_000)).encode()
    with open(path, "wb") as file:
        file.write(b"id,name,score,started\n")
        for _ in range(300):
            file.write(block)
    yield path
    path.unlink()


@pytest.fixture
def home(tmp_path):
    return tmp_path


@pytest.fixture
def run_shell(home):
    """Starts shells; each waits for its first prompt unless told not to."""
    started = []

    def start(waits=True, **options):
        shell = Shell(home, **options)
        started.append(shell)
        if waits:
            shell.wait_for_prompt()
        return shell

    yield start
    for shell in started:
        shell.process.close(force=True)


@pytest.fixture
def shell(run_shell):
    return run_shell()
