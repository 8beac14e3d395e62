#!/usr/bin/env python3
"""The parts of tests/guests/get that need no network."""

import io
import os
import subprocess
import sys
import tarfile
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "support")]
import cpio_newc  # noqa: E402
import debian  # noqa: E402
import debian_tree  # noqa: E402
import tap  # noqa: E402

ONE_LINE = """\
# deb http://commented.example/debian bookworm main
deb [arch=amd64 signed-by=/x.gpg] http://a.example/debian bookworm main extra
deb-src http://source.example/debian bookworm main
deb http://security.example/debian-security bookworm-security main
deb http://other.example/tool stable nightly
  deb http://b.example/debian trixie-updates contrib main # note
"""

DEB822 = """\
# a comment
Types: deb deb-src
URIs: http://a.example/debian
 http://b.example/debian
Suites: trixie trixie-updates
Components: main

Types: deb
URIs: http://security.example/debian-security
Suites: trixie-security
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: trixie
Components: main

Types: deb
URIs: http://other.example/
Suites: nodistro
Components: main
"""


def test_one_line_sources_name_the_debian_mirrors():
    tap.equal(debian.one_line_mirrors(ONE_LINE),
              ["http://a.example/debian", "http://b.example/debian"])


def test_deb822_sources_name_the_debian_mirrors():
    tap.equal(debian.deb822_mirrors(DEB822),
              ["http://a.example/debian", "http://b.example/debian"])


def test_mirrors_of_all_files_are_listed_once():
    with tempfile.TemporaryDirectory() as etc:
        os.mkdir(etc + "/sources.list.d")
        for name, text in (("sources.list", ONE_LINE),
                           ("sources.list.d/debian.sources", DEB822),
                           ("sources.list.d/old.save", ONE_LINE)):
            with open(os.path.join(etc, name), "w", encoding="utf-8") as file:
                file.write(text)
        tap.equal(debian.configured_mirrors(etc, {}),
                  ["http://a.example/debian", "http://b.example/debian"])


def test_environment_overrides_the_mirrors():
    tap.equal(debian.configured_mirrors(
        "/nonexistent", {"LECTERN_DEBIAN_MIRROR": "http://m.example/d"}),
              ["http://m.example/d"])


def sample_archive():
    archive = cpio_newc.Archive()
    archive.directory("bin")
    archive.character_device("console", 5, 1)
    archive.file("bin/tool", b"12345", 0o755)
    archive.symlink("init", "bin/tool")
    return archive.to_bytes()


def test_archive_is_padded_and_repeatable():
    tap.equal(sample_archive(), sample_archive())
    tap.equal(len(sample_archive()) % 4, 0)
    tap.check(sample_archive().startswith(b"070701"), "wrong magic")


def test_cpio_reads_the_archive():
    try:
        done = subprocess.run(["cpio", "-tv", "--quiet", "--numeric-uid-gid"],
                              input=sample_archive(), capture_output=True,
                              check=True)
    except FileNotFoundError:
        raise tap.Skip("cpio is not installed") from None
    lines = [line.split() for line in done.stdout.decode().splitlines()]
    tap.equal([(line[0], line[-1]) for line in lines],
              [("drwxr-xr-x", "bin"), ("crw-------", "console"),
               ("-rwxr-xr-x", "bin/tool"), ("lrwxrwxrwx", "bin/tool")])


def sample_package():
    """What dpkg-deb --fsys-tarfile gives: members of a small tar file."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        for name, kind, target in (
                ("./lib/tool", tarfile.REGTYPE, ""),
                ("./usr/bin/again", tarfile.LNKTYPE, "./lib/tool"),
                ("./usr/bin/link", tarfile.SYMTYPE, "again"),
                ("./usr/share/doc/tool/README", tarfile.REGTYPE, "")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.mode = kind, target, 0o755
            info.size = 5 if kind == tarfile.REGTYPE else 0
            tar.addfile(info, io.BytesIO(b"12345"))
    data.seek(0)
    return tarfile.open(fileobj=data)


def test_tree_merges_usr_and_leaves_documentation_out():
    tree = debian_tree.Tree()
    tree.add_tar(sample_package())
    tap.equal(sorted(tree.entries), ["usr", "usr/bin", "usr/bin/again",
                                     "usr/bin/link", "usr/lib",
                                     "usr/lib/tool"])
    tap.equal(tree.entries["usr/bin/again"].data, b"12345", "hard link")
    tap.equal(tree.entries["usr/bin/link"].data, b"again", "link")


def test_tree_names_parents_first():
    tree = debian_tree.Tree()
    tree.file("a/b/c", b"1")
    tap.equal([name for name, _ in tree.in_order("root/")],
              ["root", "root/a", "root/a/b", "root/a/b/c"])


def get(*arguments, **environ):
    return subprocess.run([os.path.join(HERE, "get"), *arguments], text=True,
                          env=dict(os.environ, **environ),
                          capture_output=True, check=False)


def test_empty_cache_offline_is_reported_as_skipped():
    with tempfile.TemporaryDirectory() as cache:
        done = get("--offline", "linux", LECTERN_CACHE=cache)
        tap.equal((done.returncode, done.stdout), (77, ""))
        tap.check("cannot be had" in done.stderr, done.stderr)
        tap.equal(os.listdir(cache + "/guests"), [], "half-made guest")


def test_unreachable_mirror_is_reported_as_skipped():
    with tempfile.TemporaryDirectory() as cache:
        done = get("opensbi", LECTERN_CACHE=cache,
                   LECTERN_DEBIAN_MIRROR="file:///nonexistent")
        tap.equal((done.returncode, done.stdout), (77, ""))
        tap.check("no configured mirror" in done.stderr
                  or "apt-get is not" in done.stderr, done.stderr)


def test_unknown_guest_is_refused():
    tap.equal(get("windows").returncode, 2)


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
