"""A submission with build files that leave a mark when anything runs them."""


def build_files(folder, facts):
    mark = facts.mark
    files = {
        "meson.build": f"run_command('touch', '{mark}', check: true)\n",
        "meson_options.txt": "option('x', type: 'string')\n",
        "subprojects/glib.wrap": "[wrap-git]\nurl = /nowhere\n",
        "native.ini": f"[binaries]\nc = ['touch', '{mark}']\n",
        "Makefile": f"all:\n\ttouch {mark}\n",
        "labs/tool/check.py": f"open('{mark}', 'w')\n",
        "conftest.py": f"open('{mark}', 'w')\n",
        "sitecustomize.py": f"open('{mark}', 'w')\n",
        "lab": f"#!/bin/sh\ntouch {mark}\n",
        "work/timers/icount_clock.c":
            "static void attack(void) { }\n" + facts.wrong,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "lab").chmod(0o755)
    return folder
