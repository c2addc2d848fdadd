import os
import pathlib
import shutil
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import orbits_program


@pytest.fixture(scope="session", autouse=True)
def binary():
    assert os.access(orbits_program.BINARY, os.X_OK), (
        f"no program at {orbits_program.BINARY}: build it with `swift build -c release --product orbits "
        "--static-swift-stdlib`, or name it with ORBITS_BINARY")


def workspace_beside(data_set, workspace, folder):
    """A copy of a workspace file in a folder with the data it names, as an analyst would have it."""
    source = orbits_program.SHARED / "data" / data_set
    if not source.is_dir():
        pytest.skip(f"no shared data at {source}")
    for file in source.glob("*.csv"):
        (folder / file.name).symlink_to(file)
    return pathlib.Path(shutil.copy(pathlib.Path(__file__).with_name(workspace), folder))
