import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import orbits_program


@pytest.fixture(scope="session", autouse=True)
def binary():
    assert os.access(orbits_program.BINARY, os.X_OK), (
        f"no program at {orbits_program.BINARY}: build it with `swift build -c release --product orbits "
        "--static-swift-stdlib`, or name it with ORBITS_BINARY")
