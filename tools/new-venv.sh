#!/bin/sh
# Makes an empty Python environment in the folder that is named, with the first Python 3.11 or newer that is found.
# PYTHON=... chooses another one.
set -eu
folder=$1

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

for python in ${PYTHON:-python3 python python3.14 python3.13 python3.12 python3.11}; do
    if new_enough "$python"; then
        rm -rf "$folder"
        if "$python" -m venv "$folder" >"$folder.log" 2>&1; then
            rm -f "$folder.log"
            exit 0
        fi
        cat "$folder.log" >&2
        rm -rf "$folder" "$folder.log"
        echo "$python could not make an environment in $folder." >&2
        echo "On Debian and Ubuntu install the part that is kept apart: apt-get install python3-venv" >&2
        exit 1
    fi
done

echo "No Python 3.11 or newer was found (looked for: ${PYTHON:-python3 python python3.14 python3.13 python3.12 python3.11})." >&2
echo "Install one from your system or from python.org, or name one: make PYTHON=/path/to/python3 test" >&2
exit 1
