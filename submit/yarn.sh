#!/usr/bin/env bash
# A sweep on Hadoop YARN:
#
#   HADOOP_CONF_DIR=/etc/hadoop/conf SPARK_HOME=/opt/spark submit/yarn.sh run SWEEP --out hdfs:///sweeps/DIR
#
# DEPLOY_MODE=client (the default) keeps the driver here, where the sweep file and the files beside it are read. With
# DEPLOY_MODE=cluster the driver runs in a container that has none of them: name each in FILES (comma separated); they land in the
# driver's and the executors' working directories, so give the sweep by its bare file name.
# A simulator must be installed on the nodes, or travel in an archive: SPARK_OPTIONS="--archives ngspice.tgz#ngspice".
# EXECUTORS, EXECUTOR_CORES and EXECUTOR_MEMORY size the run; QUEUE names the queue.
set -euo pipefail
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Invalid input, in the words of submit/casemill's exit codes.
need() {
  [ -n "${!1:-}" ] || { printf 'casemill: set %s to %s\n' "$1" "$2" >&2 && exit 2; }
}

need SPARK_HOME 'a Spark 4.2 distribution: its YARN support is not among the libraries of a local run'
need HADOOP_CONF_DIR 'the directory of core-site.xml and yarn-site.xml'
read -r -a more <<<"${SPARK_OPTIONS:-}"

options=(
  --master yarn
  --deploy-mode "${DEPLOY_MODE:-client}"
  --num-executors "${EXECUTORS:-2}"
  --executor-cores "${EXECUTOR_CORES:-4}"
  --executor-memory "${EXECUTOR_MEMORY:-4g}"
  # A second attempt of the driver would be a second owner of the run; start the same command again instead, it resumes.
  --conf spark.yarn.maxAppAttempts=1
  # The container's memory holds the simulators too; YARN kills the container, with all its cases, when they exceed it.
  --conf "spark.executor.memoryOverheadFactor=${OVERHEAD:-1.0}"
)
[ -z "${QUEUE:-}" ] || options+=(--queue "$QUEUE")
[ -z "${FILES:-}" ] || options+=(--files "$FILES")

exec "$here/casemill" "${options[@]}" ${more[@]+"${more[@]}"} -- "$@"
