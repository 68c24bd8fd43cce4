#!/usr/bin/env bash
# A sweep on Kubernetes:
#
#   MASTER=k8s://https://host:6443 IMAGE=registry.example.org/casemill:1 SPARK_HOME=/opt/spark \
#     submit/kubernetes.sh run SWEEP --out hdfs://host/sweeps/DIR
#
# IMAGE is a Spark 4.2 image with Java 17 and the simulators that the sweep calls. DEPLOY_MODE=client (the default) runs the driver
# here, or in the pod that you are in, where the sweep file and the files beside it are read; executors must be able to reach it.
# DEPLOY_MODE=cluster runs it in a pod: the jar and the files then travel through UPLOAD_PATH, an object store that both sides see;
# name the sweep and its files in FILES (comma separated) and give the sweep by its bare file name.
# EXECUTORS, EXECUTOR_CORES and EXECUTOR_MEMORY size the run; NAMESPACE and SERVICE_ACCOUNT say where and as whom.
set -euo pipefail
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Invalid input, in the words of submit/casemill's exit codes.
need() {
  [ -n "${!1:-}" ] || { printf 'casemill: set %s to %s\n' "$1" "$2" >&2 && exit 2; }
}

need SPARK_HOME 'a Spark 4.2 distribution: its Kubernetes support is not among the libraries of a local run'
need MASTER k8s://https://host:port
need IMAGE 'a Spark 4.2 image that has the simulators of the sweep'
read -r -a more <<<"${SPARK_OPTIONS:-}"

options=(
  --master "$MASTER"
  --deploy-mode "${DEPLOY_MODE:-client}"
  --conf "spark.kubernetes.container.image=$IMAGE"
  --conf "spark.kubernetes.namespace=${NAMESPACE:-default}"
  --conf "spark.kubernetes.authenticate.driver.serviceAccountName=${SERVICE_ACCOUNT:-default}"
  --conf "spark.executor.instances=${EXECUTORS:-2}"
  --conf "spark.executor.cores=${EXECUTOR_CORES:-4}"
  --executor-memory "${EXECUTOR_MEMORY:-4g}"
  # The pod's memory holds the simulators too.
  --conf "spark.executor.memoryOverheadFactor=${OVERHEAD:-1.0}"
  # DELETE_PODS=false keeps the pods of failed executors for a look at their logs.
  --conf spark.kubernetes.executor.deleteOnTermination="${DELETE_PODS:-true}"
)
[ -z "${UPLOAD_PATH:-}" ] || options+=(--conf "spark.kubernetes.file.upload.path=$UPLOAD_PATH")
[ -z "${FILES:-}" ] || options+=(--files "$FILES")

exec "$here/casemill" "${options[@]}" ${more[@]+"${more[@]}"} -- "$@"
