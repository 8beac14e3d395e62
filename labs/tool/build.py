"""build: a worker from a kit and a choice of source files

A choice is {basename: path}: a C file (a student's, a stub, a mutant) or an
object made before (the reference's). Only C files are compiled; each object
is kept by the hash of its source and flags. The compiler runs in a jail when
one is given: it is fed with a stranger's text.
"""
import hashlib
import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from output import visible

SANITIZE = ("-fsanitize=address,undefined", "-fno-omit-frame-pointer")
INSIDE = {"kit": "/kit", "in": "/in", "out": "/out"}


@dataclass(frozen=True)
class Build:
    ok: bool
    status: str                 # "ok", "build" or "timeout"
    log: str                    # what the compiler said
    binary: Path = None
    failed: tuple = ()          # basenames of files that do not compile


def stubs(lab, chosen=()):
    """The choice "all stubs", with the entries of chosen in their place."""
    choice = {name: lab.folder / name for name in lab.references}
    choice.update(dict(chosen))
    return choice


def references(kit, chosen=()):
    """The choice "all as in the reference", with chosen in their place."""
    choice = {name: kit.reference(name) for name in kit.references}
    choice.update(dict(chosen))
    return choice


def compile_argv(kit, name, source, output, options=()):
    """The compiler's command line for one exercise file."""
    return [kit.compiler, *kit.flags[name], "-g1", *options, "-c", source,
            "-o", output]


def link_argv(kit, objects, rest, output, options=()):
    return [kit.compiler, *options, "-Wl,--as-needed", "-o", output, *objects,
            rest, *kit.link]


def object_key(kit, name, source, options):
    """What an object depends on; the kit's id covers headers and flags."""
    digest = hashlib.sha256(source.read_bytes())
    digest.update(repr((kit.id, name, options)).encode())
    return digest.hexdigest()[:32]


def build_worker(kit, choice, out, *, jail=None, sanitize=False):
    """Compile and link; out is a folder for the results. Returns: Build

    Without a jail, objects are shared through the kit's cache folder, so the
    files must be trusted not to attack the compiler.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    options = SANITIZE if sanitize else ()
    if jail is not None:
        return _build_jailed(kit, choice, out, jail, options)
    return _build_here(kit, choice, out, options)


# ------------------------------------------------------------------ trusted
def _run(argv, folder):
    done = subprocess.run(argv, cwd=folder, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)
    return done.returncode == 0, visible(done.stdout)


def _compile_cached(kit, name, path, options):
    """(object or None, log)"""
    if path.suffix == ".o":
        return path, ""
    cache = kit.folder / "cache"
    cache.mkdir(exist_ok=True)
    made = cache / f"{object_key(kit, name, path, options)}.o"
    log = made.with_suffix(".log")
    if made.is_file() and log.is_file():
        return made, log.read_text()
    temporary = made.with_suffix(f".{os.getpid()}.tmp")
    ok, text = _run(compile_argv(kit, name, str(path.resolve()),
                                 str(temporary), options),
                    kit.folder / "build")
    if not ok:
        temporary.unlink(missing_ok=True)
        return None, text
    log.write_text(text)
    temporary.rename(made)
    return made, text


def _build_here(kit, choice, out, options):
    objects, logs, failed = [], [], []
    for name in sorted(choice):
        made, log = _compile_cached(kit, name, Path(choice[name]), options)
        objects.append(made)
        logs.append(log)
        if made is None:
            failed.append(name)
    if failed:
        return Build(False, "build", "".join(logs), failed=tuple(failed))
    binary = out / "worker"
    ok, log = _run(link_argv(kit, map(str, objects), str(kit.rest),
                             str(binary), options), kit.folder / "build")
    return Build(ok, "ok" if ok else "build", "".join(logs) + log,
                 binary if ok else None)


# ------------------------------------------------------------------- jailed
def _script(kit, choice, options):
    """One shell script: compile each file, tell which fail, link the rest."""
    lines, objects = ["bad="], []
    for name in sorted(choice):
        objects.append(f"/out/{name}.o")
        if Path(choice[name]).suffix == ".o":
            objects[-1] = f"/in/{name}.o"
            continue
        argv = compile_argv(kit, name, f"/in/{name}", objects[-1], options)
        lines.append(f"{shlex.join(argv)} || {{ bad=1; "
                     f"echo {name} >>/out/failed; }}")
    lines.append('[ -z "$bad" ] || exit 1')
    lines.append(shlex.join(link_argv(kit, objects, "/kit/rest.o",
                                      "/out/worker", options)))
    return "\n".join(lines)


def _build_jailed(kit, choice, out, jail, options):
    """The jail sees headers, rest.o and the chosen files: no reference."""
    inside = out / "in"
    shutil.rmtree(inside, ignore_errors=True)
    inside.mkdir()
    inside.chmod(0o755)
    for name, path in choice.items():
        suffix = ".o" if Path(path).suffix == ".o" else ""
        copy = inside / f"{name}{suffix}"
        shutil.copyfile(path, copy, follow_symlinks=False)
        copy.chmod(0o644)
    made = out / "out"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    binds = [(kit.rest, "/kit/rest.o"), (kit.folder / "build", "/kit/build"),
             (inside, "/in")]
    binds += [(path, f"/kit/{path.name}") for path in kit.folder.iterdir()
              if path.is_dir() and path.name not in ("ref", "cache", "build")]
    process = jail.popen(["/bin/sh", "-c", _script(kit, choice, options)],
                         ro=binds, rw=[(made, "/out")], cwd="/kit/build",
                         env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                              "TMPDIR": "/tmp"})
    return _collect(process, made, out)


def _collect(process, made, out):
    with process:
        ending = process.finish()       # now made holds plain files only
    log = process.stdout.text()
    verdict = ending.status if ending.status in ("timeout", "oom", "limit") \
        else None
    binary = made / "worker"
    if ending.status == "exit" and ending.code == 0 and binary.is_file():
        shutil.copyfile(binary, out / "worker")
        (out / "worker").chmod(0o755)
        return Build(True, "ok", log, out / "worker")
    return Build(False, "timeout" if verdict == "timeout" else "build",
                 log + (f"\nstopped: {verdict}\n" if verdict else ""),
                 failed=_failed(made))


def _failed(made):
    """Which files did not compile, as the script tells; it is untrusted."""
    path = made / "failed"
    if not path.is_file():
        return ()
    with open(path, "rb") as file:
        return tuple(visible(file.read(65536)).split())
