#!/usr/bin/env bash
# A sweep on a standalone Spark cluster:
#
#   MASTER=spark://host:7077 submit/standalone.sh run SWEEP --out DIR
#
# The driver runs here (client mode): it reads the sweep file and the files beside it, and Spark carries the application jar to the
# workers. DIR must be a place that this machine and every worker see alike: NFS or HDFS.
# EXECUTOR_CORES and EXECUTOR_MEMORY size an executor; SPARK_OPTIONS holds more options of spark-submit.
set -euo pipefail
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Invalid input, in the words of submit/casemill's exit codes.
need() {
  [ -n "${!1:-}" ] || { printf 'casemill: set %s to %s\n' "$1" "$2" >&2 && exit 2; }
}

need MASTER 'the URL on the page of the master, such as spark://host:7077'
read -r -a more <<<"${SPARK_OPTIONS:-}"

options=(
  --master "$MASTER"
  --deploy-mode client
  # One large executor per worker is better than several small ones: its cores share one engine.
  --executor-memory "${EXECUTOR_MEMORY:-2g}"
)
[ -z "${EXECUTOR_CORES:-}" ] || options+=(--executor-cores "$EXECUTOR_CORES")

exec "$here/casemill" "${options[@]}" ${more[@]+"${more[@]}"} -- "$@"
