"""grade_build: one worker out of what builds of a submission

A file that does not compile is replaced by its stub and its exercise gets
the status build; the others are graded. The same for files that compile but
do not link: each is then tried alone among stubs. Nothing that the compiler
is fed with is trusted: it runs in a jail that sees headers and rest.o only.
"""
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import build
import grade_scan

LOG_SHOWN = 8192


class BuildError(Exception):
    """Something of ours does not build: no fault of the submission."""


@dataclass
class Built:
    """What became of a submission's files."""
    binary: Path = None
    status: str = "ok"          # ok, partial or failed
    log: str = ""
    bad: dict = field(default_factory=dict)     # basename: why
    flags: list = field(default_factory=list)


def stub_objects(kit, lab, folder):
    """{basename: object}: our stubs, compiled once per kit and text."""
    made = {}
    for name in lab.references:
        source = lab.folder / name
        key = build.object_key(kit, name, source, ())
        made[name] = folder / f"{name}.{key}.o"
        if not made[name].is_file():
            _compile_stub(kit, name, source, made[name])
    return made


def _compile_stub(kit, name, source, made):
    made.parent.mkdir(parents=True, exist_ok=True)
    part = made.with_suffix(f".{os.getpid()}")
    done = subprocess.run(
        build.compile_argv(kit, name, str(source), str(part)),
        cwd=kit.folder / "build", stdin=subprocess.DEVNULL, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise BuildError(f"the stub {name} does not compile\n{done.stdout}")
    part.rename(made)


def _is_stub(lab, name, path):
    return (lab.folder / name).read_bytes() == Path(path).read_bytes()


class _Builder:
    """The state of building one submission."""

    def __init__(self, setup, paths, folder):
        self.setup, self.folder = setup, Path(folder)
        self.paths = dict(paths)
        self.bad, self.logs = {}, []
        self.tries = 0

    def build(self, paths):
        """A build of @paths among stubs."""
        self.tries += 1
        choice = dict(self.setup.stubs)
        choice.update({name: path for name, path in paths.items()
                       if not _is_stub(self.setup.lab, name, path)})
        done = build.build_worker(self.setup.kit, choice, self.folder,
                                  jail=self.setup.build_jail)
        self.logs.append(done.log)
        return done

    def good(self):
        return {name: path for name, path in self.paths.items()
                if name not in self.bad}

    def drop(self, names, why):
        self.bad.update({name: why for name in names if name in self.paths})

    def search(self):
        """Find what does not link or end by building each file alone."""
        for name, path in self.good().items():
            done = self.build({name: path})
            if not done.ok:
                self.drop([name], "it does not link" if done.status != "timeout"
                          else "compiling it does not end")
        done = self.build(self.good())
        while not done.ok and self.good():
            self.drop([sorted(self.good())[-1]],
                      "it does not link with the other files")
            done = self.build(self.good())
        return done

    def run(self):
        done = self.build(self.good())
        if not done.ok and set(done.failed) & set(self.good()):
            self.drop(done.failed, "it does not compile")
            done = self.build(self.good())
        return done if done.ok else self.search()


def build_submission(setup, paths, folder):
    """Build the files @paths ({basename: path}). Returns: Built

    Raises JailError when the jail, and BuildError when the stubs fail.
    """
    builder = _Builder(setup, paths, folder)
    done = builder.run()
    if not done.ok:
        raise BuildError("the stubs do not build:\n" + done.log)
    bad = builder.bad
    status = "ok" if not bad else "partial" if builder.good() else "failed"
    flags = grade_scan.scan_symbols(_symbols(setup, folder))
    log = next((log for log in builder.logs if log), "") if bad else ""
    return Built(done.binary, status, log[:LOG_SHOWN], bad, flags)


def _symbols(setup, folder):
    """nm's listing, made in a jail: objects are a stranger's, too."""
    made = Path(folder, "out")
    made.chmod(0o755)
    binds = [(made / f"{name}.o", f"/in/{name}.o")
             for name in sorted(setup.allowed)
             if (made / f"{name}.o").is_file()]
    if not binds:
        return ""
    argv = ["/usr/bin/nm", "-A", "-P", *(inside for _, inside in binds)]
    with setup.build_jail.popen(argv, ro=binds) as process:
        process.finish()
    return process.stdout.text()
