# Finds a JDK 25 and sets JAVA_HOME to it; sourced by ./gaunt and ./mvnw, so that both work where the default java is older.
# Looks in GAUNT_JAVA_HOME, JAVA_HOME, the folders where JDKs are usually installed, then at the javac on the path.
# Returns 1 with one sentence on standard error where there is none. POSIX sh; needs globbing (no set -f).

gaunt_is_jdk25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

gaunt_find_jdk25() {
  for gaunt_jdk in \
    "${GAUNT_JAVA_HOME-}" "${JAVA_HOME-}" \
    /usr/lib*/jvm/* /usr/local/lib*/jvm/* /usr/java/* /opt/*jdk* /opt/java/* /usr/local/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.gradle/jdks/* "${HOME-}"/.m2/jdks/* \
    "${HOME-}"/.local/share/mise/installs/java/* "${HOME-}"/.asdf/installs/java/* "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$gaunt_jdk" ] && gaunt_is_jdk25 "$gaunt_jdk"; then
      printf '%s\n' "$gaunt_jdk"
      return 0
    fi
  done
  gaunt_javac=$(command -v javac 2>/dev/null) || return 1
  gaunt_javac=$(readlink -f "$gaunt_javac" 2>/dev/null || printf '%s\n' "$gaunt_javac")
  gaunt_jdk=${gaunt_javac%/bin/javac}
  gaunt_is_jdk25 "$gaunt_jdk" && printf '%s\n' "$gaunt_jdk"
}

if gaunt_found=$(gaunt_find_jdk25); then
  JAVA_HOME=$gaunt_found
  export JAVA_HOME
else
  printf '%s\n' "Gaunt needs a JDK 25 and found none: install Eclipse Temurin 25 (https://adoptium.net/temurin/releases/?version=25, or your system's package, for example temurin-25-jdk or openjdk-25-jdk) or set GAUNT_JAVA_HOME to the folder of one." >&2
  return 1
fi
