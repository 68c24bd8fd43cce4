#!/usr/bin/env python3
"""Time from the command to its first case: the launcher with its class archive against a plain JVM start, in turn.

usage: first_case.py [-n PAIRS] SWEEP

The first case is the earliest started_at of the run's own table. The plain start is `java -cp … io.casemill.app.Main` with
the options without which Spark does not run, and nothing else. A first, uncounted run makes the archive. Needs pyarrow.
"""
import argparse
import glob
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import pyarrow.parquet

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPENS = "lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic".split()


def plain():
    jar = glob.glob(str(ROOT / "job/target/casemill-[0-9]*.jar"))[0]
    opens = [f"--add-opens=java.base/java.{name}=ALL-UNNAMED" for name in OPENS]
    opens += ["--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED"]
    return ["java", *opens, "-cp", f"{jar}:{ROOT}/job/target/spark/jars/*", "io.casemill.app.Main"]


def first_case(command, sweep):
    folder = tempfile.mkdtemp()
    try:
        out = os.path.join(folder, "out")
        start = time.time()
        code = subprocess.run(
            [*command, "run", sweep, "--out", out, "--progress", "none", "--allow-failures"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        ).returncode
        if code != 0:
            sys.exit(f"first_case.py: exit {code} from {command[0]}")
        parts = glob.glob(out + "/master/current/*.parquet")
        earliest = min(
            pyarrow.parquet.read_table(part, columns=["started_at"])["started_at"].to_pandas().min() for part in parts
        )
        return earliest.timestamp() - start
    finally:
        shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=5)
    parser.add_argument("sweep")
    options = parser.parse_args()
    launcher = [str(ROOT / "submit/casemill")]
    for _ in range(2):
        first_case(launcher, options.sweep)
    pairs = [(first_case(launcher, options.sweep), first_case(plain(), options.sweep)) for _ in range(options.n)]
    for name, values in (
        ("archive s", [a for a, _ in pairs]),
        ("plain s", [b for _, b in pairs]),
        ("archive/plain", [a / b for a, b in pairs]),
    ):
        print(f"{name:<14} min {min(values):6.3f}  median {statistics.median(values):6.3f}  max {max(values):6.3f}")


if __name__ == "__main__":
    main()
