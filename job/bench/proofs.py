#!/usr/bin/env python3
"""The long run: every stress test in every way to compile it, the model checks with many more schedules, and the mutants.

usage: proofs.py [--mode MODE] [--factor N] [--mutants]

--mode is jcstress's: quick, default (some minutes per test), tough or stress. --factor multiplies what the model checks try in the
test run. The report goes to job/target/proofs/report.md, in Markdown, with the logs beside it. Exit code 1 when anything failed.
"""
import argparse
import datetime
import os
import platform
import re
import subprocess
import sys
import time

import mutants
import stress

WORK = stress.TARGET / "proofs"


def machine():
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=stress.ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    java = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr.splitlines()[-1]
    with open("/proc/cpuinfo", encoding="utf-8") as cpus:
        model = re.search(r"model name\s*: (.*)", cpus.read())
    cpu = model[1] if model else platform.machine()
    return f"{commit}, {datetime.date.today()}, {len(os.sched_getaffinity(0))} cores of {cpu}, {java}"


def stressed(mode, classes):
    start = time.monotonic()
    summary = stress.run(["-m", mode], classes, WORK)
    yield f"## jcstress, mode {mode}, {(time.monotonic() - start) / 60:.0f} min"
    yield ""
    yield "| test | verdict | configurations | states seen |"
    yield "|---|---|---|---|"
    for name, verdict, configurations, seen in summary.rows():
        yield f"| {name} | {verdict} | {configurations} | {seen} |"
    yield ""
    yield summary.total()
    if not summary.passed():
        yield "FAILED"


def checked(factor, classes):
    yield f"## Lincheck, {factor} times the test run's schedules"
    yield ""
    yield "| check | verdict | min |"
    yield "|---|---|---|"
    failed = 0
    for source in sorted((mutants.JOB / mutants.TESTS).glob("*LincheckTest.java")):
        start = time.monotonic()
        verdicts = mutants.junit(source.stem, classes, WORK / f"{source.stem}.log", f"-Dlincheck.factor={factor}")
        minutes = (time.monotonic() - start) / 60
        for test, passed in verdicts.items():
            failed += not passed
            yield f"| {test} | {'OK' if passed else 'FAILED'} | {minutes:.1f} in all |"
    yield ""
    if failed:
        yield "FAILED"


def broken(classes):
    yield "## Mutants"
    yield ""
    yield "| mutant | noticed by |"
    yield "|---|---|"
    survivors = 0
    for name, fate in mutants.fates(mutants.MUTANTS, classes):
        survivors += fate is None
        yield f"| {name} | {fate or 'nothing'} |"
    yield ""
    if survivors:
        yield "FAILED"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mode", default="default")
    parser.add_argument("--factor", type=int, default=50)
    parser.add_argument("--mutants", action="store_true")
    options = parser.parse_args()
    stress.build()
    classes = mutants.kept()
    WORK.mkdir(parents=True, exist_ok=True)
    parts = [iter([f"# Proofs of {machine()}", ""]), checked(options.factor, classes), stressed(options.mode, classes)]
    if options.mutants:
        parts.append(broken(classes))
    failed = False
    with open(WORK / "report.md", "w", encoding="utf-8") as report:
        for part in parts:
            for line in part:
                failed |= line == "FAILED"
                print(line, flush=True)
                print(line, file=report, flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
