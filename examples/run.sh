#!/bin/sh
# examples/run.sh NAME [ARGUMENT...] runs examples/NAME.java, with Gaunt's modules on the class path, as a program of
# your own would use them. Builds Gaunt first where that is needed.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
name=${1:?say which example, such as EvaluateModel}
shift
"$root/gaunt" --version >/dev/null
. "$root/.mvn/jdk.sh"
exec "$JAVA_HOME/bin/java" --add-modules jdk.incubator.vector -cp "$(cat "$root/cli/target/runtime.classpath")" \
  "$root/examples/$name.java" "$@"
