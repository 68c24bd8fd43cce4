#!/usr/bin/env python3
"""How well the cores are used by cases that only compute, through real runs of submit/casemill.

usage: burn.py efficiency [-n PAIRS] [-j CORES] [--cases N] [--work US]
       burn.py scaling    [-n PAIRS] [-j CORES] [--cases N] [--work US]
       burn.py pareto     [-n PAIRS] [-j CORES] [--cases N] [--work US]
       burn.py giant      [-n PAIRS] [-j CORES] [--cases N] [--work US]

efficiency compares all cores with one worker: the time from the first case's start to the last one's end with one worker, over
the same with CORES workers times CORES. The mean case of both shows what the machine itself loses when all its cores compute.
The one worker has the other cores to itself: compilers, Spark and the writing of rows cost it nothing. scaling compares with one
worker in a process that has one core only, and so pays for them as well.

pareto draws durations with a heavy tail (shape 1.2, at most 1 s); giant is one case of 3 s among short ones. Both compare Casemill
with a plain Spark job of the same cases, which runs each of its CORES partitions as one task, one case after the other. The
makespan, from the first start to the last end, is divided by what no scheduler can beat: the larger of total / cores and longest.

Runs alternate, A B A B, after one uncounted pair. --work is the length of a case, or the least one of pareto, in microseconds.
"""
import argparse
import csv
import datetime
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ROOT / "job/bench/src"
CLASSES = ROOT / "job/target/burn"
JAR = ROOT / "job/target/burn.jar"
SPARK = ROOT / "job/target/spark/jars"
OPENS = "lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic".split()
WORK = {
    "efficiency": "{work}",
    "scaling": "{work}",
    "pareto": "least(1e6, {work} * pow((pmod(xxhash64(case_id), 1000003) + 0.5) / 1000003, -1 / 1.2))",
    "giant": "if(case_id = {cases} div 2, 3e6, {work})",
}
DEFAULTS = {"efficiency": (10_000, 1_000), "scaling": (10_000, 1_000), "pareto": (5_000, 300), "giant": (5_000, 1_000)}


def quiet(command, **more):
    done = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, **more
    )
    if done.returncode:
        sys.exit(f"burn.py: exit {done.returncode} from {' '.join(map(str, command))}\n{done.stderr[-2000:]}")


def class_path():
    return ":".join(map(str, [JAR, *ROOT.glob("job/target/casemill-[0-9]*.jar"), f"{SPARK}/*"]))


def build():
    quiet(["submit/casemill", "--version"])
    shutil.rmtree(CLASSES, ignore_errors=True)
    quiet(["javac", "-d", CLASSES, "-cp", class_path(), *SOURCES.glob("io/casemill/bench/*.java")])
    quiet(["jar", "--create", "--file", JAR, "-C", CLASSES, ".", "-C", SOURCES, "META-INF"])


class Run:
    """What the rows of one run tell, in seconds."""

    def __init__(self, rows, cores):
        rows = list(rows)
        durations = [duration for _, duration in rows]
        self.makespan = max(start + duration for start, duration in rows) - min(start for start, _ in rows)
        self.mean = statistics.mean(durations)
        self.over_bound = self.makespan / max(sum(durations) / cores, *durations)


def casemill(work, cases, cores, folder, prefix=()):
    out = f"{folder}/run"
    quiet(
        [*prefix, "submit/casemill", "run", "job/bench/burn.yaml", "--out", out, "-j", str(cores), "--progress", "none"]
        + ["--set", f"cases.0.sample.n={cases}", "--set", f"derive.work={work} + 0 * draw"],
        env={**os.environ, "CASEMILL_JARS": str(JAR)},
    )
    quiet(["submit/casemill", "export", out, "--to", f"{folder}/rows.csv"])
    with open(f"{folder}/rows.csv", encoding="utf-8", newline="") as rows:
        return Run([(seconds(row["started_at"]), float(row["duration_s"])) for row in csv.DictReader(rows)], cores)


def on_one_core(work, cases, cores, folder):
    return casemill(work, cases, cores, folder, ("taskset", "-c", str(min(os.sched_getaffinity(0)))))


def seconds(instant):
    return datetime.datetime.fromisoformat(instant.replace("Z", "+00:00")).timestamp()


def plain(work, cases, cores, folder):
    opens = [f"--add-opens=java.base/java.{name}=ALL-UNNAMED" for name in OPENS]
    opens += [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("sun.nio.ch", "sun.nio.cs", "jdk.internal.ref")]
    out = f"{folder}/plain"
    quiet(
        ["java", *opens, f"-Dlog4j2.configurationFile=file:{ROOT}/conf/log4j2.properties", "-cp", class_path()]
        + ["io.casemill.bench.PlainTailJob", str(cores), str(cases), str(cores), work, out],
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
    )
    parts = []
    for part in pathlib.Path(out).glob("part-*.csv"):
        with open(part, encoding="utf-8", newline="") as rows:
            parts += [(float(row["started_s"]), float(row["duration_s"])) for row in csv.DictReader(rows)]
    return Run(parts, cores)


def measured(run, *arguments):
    folder = tempfile.mkdtemp()
    try:
        return run(*arguments, folder)
    finally:
        shutil.rmtree(folder)


def row(name, values):
    print(f"{name:<34} min {min(values):8.4f}  median {statistics.median(values):8.4f}  max {max(values):8.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=WORK)
    parser.add_argument("-n", type=int, default=5)
    parser.add_argument("-j", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--cases", type=int)
    parser.add_argument("--work", type=float)
    options = parser.parse_args()
    cases = options.cases or DEFAULTS[options.what][0]
    work = WORK[options.what].format(cases=cases, work=options.work or DEFAULTS[options.what][1])
    build()
    if options.what == "efficiency":
        sides = ((casemill, work, cases, options.j), (casemill, work, cases, 1))
    elif options.what == "scaling":
        sides = ((casemill, work, cases, options.j), (on_one_core, work, cases, 1))
    else:
        sides = ((casemill, work, cases, options.j), (plain, work, cases, options.j))
    pairs = [tuple(measured(*side) for side in sides) for _ in range(1 + options.n)][1:]
    if options.what in ("efficiency", "scaling"):
        row("efficiency", [one.makespan / (options.j * all_.makespan) for all_, one in pairs])
        row("mean case, one worker / all", [one.mean / all_.mean for all_, one in pairs])
    else:
        row("casemill makespan / bound", [ours.over_bound for ours, _ in pairs])
        row("plain Spark makespan / bound", [theirs.over_bound for _, theirs in pairs])
        row("casemill / plain Spark makespan", [ours.makespan / theirs.makespan for ours, theirs in pairs])
    row("makespan s", [ours.makespan for ours, _ in pairs])


if __name__ == "__main__":
    main()
