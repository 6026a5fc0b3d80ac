"""SIGKILL before every call, at random moments, and two programs at once, with real processes."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

import composer
from composer.store.atomic import save
from tests.faults.fault_harness import NEW, OLD, THEIRS, accept, school, sha

PROGRAM = Path(composer.__file__).parent.parent
REPOSITORY = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{PROGRAM}{os.pathsep}{REPOSITORY}"}

LOOP = """
import sys
from pathlib import Path
from composer.store.atomic import save
from tests.faults.fault_harness import NEW, OLD, accept, sha
path = Path(sys.argv[1])
print("ready", flush=True)
while True:
    save(path, NEW, expected=sha(OLD), verify=accept)
    save(path, OLD, expected=sha(NEW), verify=accept)
"""


def judged(judge: str, name: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.fault_harness", judge, name],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    flaws: list[str] = json.loads(done.stdout)
    return flaws


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")


def test_killed_before_every_call_of_a_save() -> None:
    assert judged("kills", "real") == []


def test_killed_before_every_call_of_typing_saving_and_clearing() -> None:
    assert judged("session", "real") == []


def test_of_two_programs_that_save_at_once_one_wins_and_the_other_is_told() -> None:
    assert judged("race", "real") == []


def test_killed_at_random_moments() -> None:
    chance = random.Random(2026)
    for _ in range(4):
        with school(OLD) as path:
            child = subprocess.Popen([sys.executable, "-c", LOOP, path], env=ENVIRONMENT, stdout=subprocess.PIPE)
            with child:
                assert child.stdout is not None
                child.stdout.readline()
                time.sleep(chance.uniform(0.0, 0.05))
                child.kill()
            now = path.read_bytes()
            assert now in {OLD, NEW}
            tomllib.loads(now.decode())
            save(path, THEIRS, expected=sha(now), verify=accept)
            assert path.read_bytes() == THEIRS


@pytest.mark.parametrize(
    ("judge", "bug"),
    [
        ("kills", "in place"),
        ("kills", "temp kept after a kill"),
        ("kills", "lock never stale"),
        ("race", "no turn"),
        ("race", "no hash check"),
        ("session", "cleared early"),
    ],
)
def test_the_harness_catches(judge: str, bug: str) -> None:
    assert judged(judge, bug)


@pytest.mark.parametrize("judge", ["kills", "race"])
def test_the_harness_lets_a_correct_saver_pass(judge: str) -> None:
    assert judged(judge, "correct") == []
