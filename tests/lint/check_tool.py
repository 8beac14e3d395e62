#!/usr/bin/env python3
"""check_tool: shellcheck on every shell script, codespell on every text.

    check_tool.py shellcheck | codespell

Exit status 77 where the tool is not installed.
"""

import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
import tree  # noqa: E402

# registers, fields and instructions that a spelling list takes for slips
WORDS = "fle,fpr,hart,hda,inout,sie,stip,sxl,thre,ue"
# codes and tables rather than prose
NOT_PROSE = (".inc", "demo_image.c")


def is_shell(path):
    try:
        first = tree.read(path).split("\n", 1)[0]
    except UnicodeDecodeError:
        return False
    return first.startswith("#!") and first.split("/")[-1].split()[-1] == "sh"


def main():
    tool = sys.argv[1]
    if not shutil.which(tool):
        print(f"skipped: {tool} is not installed")
        sys.exit(tree.SKIPPED)
    if tool == "shellcheck":
        command = [tool, "--shell=sh",
                   *(path for path in tree.files() if is_shell(path))]
    else:
        command = [tool, "--ignore-words-list", WORDS,
                   *(path for path in tree.files()
                     if not path.endswith(NOT_PROSE))]
    sys.exit(subprocess.run(command, cwd=tree.ROOT, check=False).returncode)


if __name__ == "__main__":
    main()
