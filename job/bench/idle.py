#!/usr/bin/env python3
"""What an idle engine costs: CPU time and wake-ups of its threads while nothing is submitted. Linux only.

usage: idle.py [-w WORKERS] [-s SECONDS]

The engine works first, then rests. The figures are the kernel's, per thread, from /proc/PID/task; a wake-up is a voluntary
context switch. `perf` is asked for the process's cycles besides, where it is installed and allowed.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import time

import stress

TICKS = os.sysconf("SC_CLK_TCK")


def threads(process):
    """By thread name: CPU seconds and voluntary context switches."""
    found = {}
    for task in pathlib.Path(f"/proc/{process}/task").iterdir():
        name, _, rest = (task / "stat").read_text().partition("(")[2].rpartition(")")
        fields = rest.split()
        status = dict(line.split(":", 1) for line in (task / "status").read_text().splitlines())
        cpu = (int(fields[11]) + int(fields[12])) / TICKS
        found[name] = (cpu, int(status["voluntary_ctxt_switches"]))
    return found


def cycles(process, seconds):
    """Waits so long; what perf counted meanwhile, or why it did not."""
    if not shutil.which("perf"):
        time.sleep(seconds)
        return "perf is not installed"
    start = time.monotonic()
    done = subprocess.run(
        ["perf", "stat", "-x", ",", "-e", "cycles", "-p", str(process), "sleep", str(seconds)],
        capture_output=True, text=True, check=False,
    )
    time.sleep(max(0.0, seconds - (time.monotonic() - start)))
    count = done.stderr.split(",")[0]
    return f"{count} cycles" if count.isdigit() else "perf cannot count cycles here"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-w", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("-s", type=float, default=10)
    options = parser.parse_args()
    stress.build()
    classes = f"{stress.TARGET}/jmh/classes:{stress.TARGET}/classes"
    engine = subprocess.Popen(
        ["java", "-cp", classes, "io.casemill.engine.IdleEngine", str(options.w)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    with engine:
        engine.stdout.readline()
        # The last second look is over, and so is the compiler.
        time.sleep(2)
        before = threads(engine.pid)
        perf = cycles(engine.pid, options.s)
        after = threads(engine.pid)
        for name in sorted(after):
            if name.startswith("idle-"):
                cpu, switches = (now - then for now, then in zip(after[name], before.get(name, (0, 0))))
                print(f"{name:<16} {cpu * 1000:8.1f} ms CPU, {switches:6d} wake-ups in {options.s:g} s")
        print(f"whole process: {perf}")
        engine.stdin.close()


if __name__ == "__main__":
    main()
