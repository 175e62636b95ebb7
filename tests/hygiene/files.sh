# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: MIT
# Shared by the checks: what belongs to the repository.

# What git tracks; in an unpacked archive, where there is no git, all that is not a build.
# A checkout owned by somebody else (root in a container) is fine: nothing is executed from it.
repository_files() { # ROOT
    if [[ -e $1/.git ]]; then
        git -c safe.directory='*' -C "$1" ls-files --deduplicate | while IFS= read -r file; do
            [[ ! -f $1/$file ]] || echo "$file"
        done
    else
        (cd "$1" && find . -type f -not -path './build/*' -printf '%P\n')
    fi
}

text_files() { # ROOT
    (cd "$1" && repository_files . | tr '\n' '\0' | xargs -0r grep -Il .)
}

# finish: prints what a check found; its exit code says whether that is nothing.
finish() {
    ! grep .
}
