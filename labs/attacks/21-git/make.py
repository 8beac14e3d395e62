"""A repository whose every hook and filter leaves a mark."""


def repository(folder, facts):
    run = f"#!/bin/sh\ntouch {facts.mark}\n"
    files = {
        ".git/hooks/post-checkout": run,
        ".git/hooks/post-merge": run,
        ".git/hooks/pre-commit": run,
        ".git/config": "[core]\n"
                       f"\tfsmonitor = touch {facts.mark}\n"
                       f"[filter \"x\"]\n\tsmudge = touch {facts.mark}\n"
                       f"\tclean = touch {facts.mark}\n",
        ".git/HEAD": "ref: refs/heads/main\n",
        ".gitattributes": "*.c filter=x diff=x\n",
        ".gitmodules": "[submodule \"x\"]\n\tpath = x\n"
                       f"\turl = ext::touch {facts.mark}\n",
        "icount_clock.c": "static void attack(void) { }\n" + facts.wrong,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    return folder
