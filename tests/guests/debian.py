"""debian: packages of Debian 13 from this machine's own mirror.

apt itself is the client: it is given a private configuration, state and
cache below the cache folder, where Debian 13 for one architecture (riscv64
if nothing else is said) is the only known source. So proxies, mirror
methods, signatures, checksums and resumed downloads work as they do for the
machine, and nothing of the machine's own package state is touched. The
mirror is whatever the machine's apt sources name (LECTERN_DEBIAN_MIRROR
overrides it).
"""

import glob
import os
import re
import shutil
import subprocess

SUITE = "trixie"
ARCH = "riscv64"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
# newer releases of debian-archive-keyring use the second name
KEYRINGS = (KEYRING, "/usr/share/keyrings/debian-archive-keyring.pgp")
DEBIAN_SUITES = {"bullseye", "bookworm", "trixie", "forky", "duke", "sid",
                 "oldoldstable", "oldstable", "stable", "testing",
                 "unstable"}


class Unavailable(Exception):
    """The packages cannot be had here; the text says why."""


def _is_debian(suites, components):
    bases = {re.sub(r"-(updates|backports|proposed-updates)$", "", suite)
             for suite in suites}
    return "main" in components and bool(bases & DEBIAN_SUITES)


def one_line_mirrors(text):
    """URIs of Debian's archive in a sources.list, in file order."""
    uris = []
    for line in text.splitlines():
        match = re.match(r"\s*deb\s+(?:\[[^]]*\]\s*)?(\S+)\s+(\S+)\s+([^#]*)",
                         line)
        if match and _is_debian([match[2]], match[3].split()):
            uris.append(match[1])
    return uris


def deb822_mirrors(text):
    """URIs of Debian's archive in a .sources file, in file order."""
    uris = []
    text = re.sub(r"^#.*\n?", "", text, flags=re.M)
    for stanza in re.split(r"\n\s*\n", text):
        fields = {}
        for match in re.finditer(r"^([\w-]+):((?:.*)(?:\n[ \t].*)*)",
                                 stanza, re.M):
            fields[match[1].lower()] = match[2].split()
        if fields.get("enabled", ["yes"])[0].lower() in ("no", "false"):
            continue
        if "deb" in fields.get("types", []) and _is_debian(
                fields.get("suites", []), fields.get("components", [])):
            uris += fields.get("uris", [])
    return uris


def configured_mirrors(etc="/etc/apt", environ=os.environ):
    """Every candidate mirror, best first, without repeats."""
    if environ.get("LECTERN_DEBIAN_MIRROR"):
        return [environ["LECTERN_DEBIAN_MIRROR"]]
    uris = []
    for path in [etc + "/sources.list",
                 *sorted(glob.glob(etc + "/sources.list.d/*"))]:
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                text = file.read()
        except OSError:
            continue
        if path.endswith(".list"):
            uris += one_line_mirrors(text)
        elif path.endswith(".sources"):
            uris += deb822_mirrors(text)
    return list(dict.fromkeys(uris))


def _inherited_acquire():
    """The machine's own Acquire settings: proxies, certificates, retries."""
    dump = subprocess.run(["apt-config", "dump", "Acquire"], text=True,
                          capture_output=True, check=False).stdout
    return "".join(line + "\n" for line in dump.splitlines()
                   if not line.startswith(("Acquire::IndexTargets",
                                           "Acquire::Languages",
                                           "Acquire::Changelogs")))


class Apt:
    """apt with everything it reads and writes below one folder."""

    def __init__(self, root, say, arch=ARCH):
        self.root = os.path.abspath(root)
        self.arch = arch
        self.say = say
        self.config = os.path.join(self.root, "apt.conf")
        self.updated = False

    def _path(self, *names):
        return os.path.join(self.root, *names)

    def _write(self, name, text):
        with open(self._path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def _prepare(self):
        if not shutil.which("apt-get"):
            raise Unavailable("apt-get is not on this machine")
        for folder in ("lists/partial", "cache/archives/partial"):
            os.makedirs(self._path(folder), exist_ok=True)
        self._write("status", "")
        self._write("apt.conf", _inherited_acquire() + f"""\
Dir::Etc::main "/dev/null";
Dir::Etc::parts "/dev/null";
Dir::Etc::sourcelist "{self._path("sources.list")}";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "{self.root}/";
Dir::State::lists "{self.root}/lists/";
Dir::State::status "{self._path("status")}";
Dir::Cache "{self.root}/cache/";
APT::Architecture "{self.arch}";
APT::Architectures {{ "{self.arch}"; }};
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "30";
Acquire::https::Timeout "30";
""")

    def _trust(self):
        """The option of the sources line that says what to verify with."""
        keyring = next(filter(os.path.exists, KEYRINGS), None)
        verifier = shutil.which("gpgv") or shutil.which("sqv")
        if keyring and verifier:
            return f"signed-by={keyring}"
        missing = "gpgv" if keyring else "debian-archive-keyring"
        self.say(f"{missing} is not installed: the archive's signature is "
                 "NOT verified, only checksums are")
        return "trusted=yes"

    def _run(self, *command, cwd=None):
        environ = dict(os.environ, APT_CONFIG=self.config, LC_ALL="C")
        return subprocess.run(command, cwd=cwd, env=environ, text=True,
                              capture_output=True, check=False,
                              stdin=subprocess.DEVNULL)

    def update(self):
        """Read the package index from the first mirror that answers."""
        if self.updated:
            return
        self._prepare()
        mirrors = configured_mirrors()
        if not mirrors:
            raise Unavailable("no Debian mirror is configured in /etc/apt")
        trust = self._trust()
        problem = ""
        for mirror in mirrors:
            self._write("sources.list",
                        f"deb [arch={self.arch} {trust}] "
                        f"{mirror} {SUITE} main\n")
            self.say(f"reading the index of Debian {SUITE} {self.arch}")
            done = self._run("apt-get", "-q", "update", "--error-on=any")
            if done.returncode == 0:
                self.updated = True
                return
            problem = done.stderr.strip().splitlines() or ["no answer"]
        raise Unavailable(f"no configured mirror gave Debian {SUITE} "
                          f"{self.arch}: {problem[0]}")

    def dependency(self, package, pattern):
        """First package in @package's Depends that matches @pattern."""
        self.update()
        shown = self._run("apt-cache", "show", "--no-all-versions",
                          package).stdout
        depends = re.search(r"^Depends: (.*)$", shown, re.M)
        found = re.search(pattern, depends[1]) if depends else None
        if not found:
            raise Unavailable(f"{package} names no package like {pattern}")
        return found[0]

    def closure(self, packages):
        """Names of @packages and of all that they depend on."""
        self.update()
        done = self._run("apt-get", "-qq", "--print-uris", "-y",
                         "--no-install-recommends", "install", *packages)
        if done.returncode:
            raise Unavailable("the packages do not go together: "
                              + done.stderr.strip())
        files = [line.split()[1] for line in done.stdout.splitlines()]
        return sorted(file.partition("_")[0] for file in files)

    def download(self, package, folder):
        """Fetch @package into @folder; returns the path of the .deb."""
        self.update()
        self.say(f"fetching {package}")
        work = self._path("download")
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(work)
        done = self._run("apt-get", "-q", "download", package, cwd=work)
        debs = glob.glob(work + "/*.deb")
        if done.returncode or not debs:
            raise Unavailable(f"cannot fetch {package}: "
                              + done.stderr.strip())
        os.makedirs(folder, exist_ok=True)
        target = os.path.join(folder, os.path.basename(debs[0]))
        os.replace(debs[0], target)
        return target
