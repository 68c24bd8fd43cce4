#!/usr/bin/env python3
"""Runs two commands in turn, A B A B …, and prints wall time, CPU time, peak memory and the ratio A/B of each pair.

usage: paired.py [-n PAIRS] --a 'COMMAND' --b 'COMMAND' [--before 'COMMAND']

--before is run ahead of every command, unmeasured (to remove what the last one left). Peak memory is the largest single
process. Figures of a shared machine are noisy: quote the ratios.
"""
import argparse
import os
import shlex
import statistics
import subprocess
import sys
import time


def measure(command, log):
    start = time.monotonic()
    process = subprocess.Popen(shlex.split(command), stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    if code != 0:
        sys.exit(f"paired.py: exit {code} from: {command}")
    return {"wall s": wall, "cpu s": usage.ru_utime + usage.ru_stime, "peak MiB": usage.ru_maxrss / 1024}


def row(name, values, digits):
    ordered = sorted(values)
    low, middle, high = ordered[0], statistics.median(ordered), ordered[-1]
    print(f"{name:<14} min {low:9.{digits}f}  median {middle:9.{digits}f}  max {high:9.{digits}f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=5)
    parser.add_argument("--a", required=True)
    parser.add_argument("--b", required=True)
    parser.add_argument("--before")
    options = parser.parse_args()
    runs = {"A": [], "B": []}
    with open(os.devnull, "wb") as log:
        for counted in [False] + [True] * options.n:
            for name, command in (("A", options.a), ("B", options.b)):
                if options.before:
                    subprocess.run(shlex.split(options.before), check=True)
                figures = measure(command, log)
                if counted:
                    runs[name].append(figures)
    for figure in ("wall s", "cpu s", "peak MiB"):
        for name in ("A", "B"):
            row(f"{name} {figure}", [run[figure] for run in runs[name]], 2)
        row(f"A/B {figure}", [a[figure] / b[figure] for a, b in zip(runs["A"], runs["B"])], 3)


if __name__ == "__main__":
    main()
