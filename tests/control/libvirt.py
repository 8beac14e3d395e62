#!/usr/bin/env python3
"""libvirt starts, steers and ends a machine.

    tests/control/libvirt.py build/lectern-system-riscv64

A libvirtd of the user's own, in folders that go away again: no service, no
network. Skipped where libvirtd or virsh is missing. libvirt has no daemon of
its own for root, so root becomes "nobody" first.
"""

import contextlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "boot"),
                os.path.join(HERE, "..", "support")]
import emulator         # noqa: E402
import tap              # noqa: E402

URI = "qemu:///session"
DOMAIN = """
<domain type='qemu'>
  <name>lectern</name>
  <memory unit='MiB'>64</memory>
  <vcpu>2</vcpu>
  <os>
    <type arch='riscv64' machine='virt'>hvm</type>
    <loader type='rom'>{firmware}</loader>
  </os>
  <devices>
    <emulator>{emulator}</emulator>
    <serial type='pty'/>
    <console type='pty'/>
    <controller type='usb' model='none'/>
    <memballoon model='none'/>
  </devices>
</domain>
"""
# j . : a machine that does nothing, for as long as it is let
FIRMWARE = bytes.fromhex("6f000000")


def become():
    """Arguments of Popen: who runs libvirt."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid,
            "extra_groups": []}


class Libvirt:
    """A daemon of its own, and virsh."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C",
            "HOME": folder, "XDG_RUNTIME_DIR": f"{folder}/run",
            "XDG_CONFIG_HOME": f"{folder}/config",
            "XDG_CACHE_HOME": f"{folder}/cache"}
        os.mkdir(f"{folder}/run", 0o700)
        who = become()
        if who:
            for path in (folder, f"{folder}/run"):
                os.chown(path, who["user"], who["group"])
        self.popen = {"env": self.environment, "cwd": folder, "text": True,
                      "stdin": subprocess.DEVNULL, **who}

    def __enter__(self):
        self.daemon = subprocess.Popen(
            ["libvirtd", "--timeout=60"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, **self.popen)
        socket = f"{self.folder}/run/libvirt/libvirt-sock"
        until = time.monotonic() + 30 * emulator.scale()
        while not os.path.exists(socket):
            if self.daemon.poll() is not None or time.monotonic() > until:
                self.stop()
                raise tap.Skip("libvirtd does not start here")
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        with contextlib.suppress(Exception):
            self.virsh("destroy lectern")
        self.stop()

    def stop(self):
        self.daemon.terminate()
        self.daemon.wait(60 * emulator.scale())

    def virsh(self, line, fails=False):
        words = line if isinstance(line, list) else line.split()
        done = subprocess.run(
            ["virsh", "-c", URI, *words], check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=120 * emulator.scale(), **self.popen)
        tap.equal(done.returncode != 0, fails,
                  f"{words} fails:\n{done.stdout}{self.log()}\n")
        return done.stdout

    def log(self):
        path = f"{self.folder}/cache/libvirt/qemu/log/lectern.log"
        with contextlib.suppress(OSError), \
                open(path, encoding="utf-8") as file:
            return file.read()
        return ""


@contextlib.contextmanager
def libvirt():
    """Yields the daemon and the description of a machine, in a file."""
    for program in ("libvirtd", "virsh"):
        if not shutil.which(program, path="/usr/sbin:/usr/bin"):
            raise tap.Skip(f"no {program}")
    with tempfile.TemporaryDirectory(prefix="lv") as folder:
        os.chmod(folder, 0o755)
        # whoever runs it may not look into the build's folder
        program = shutil.copy(emulator.command()[0], f"{folder}/lectern")
        os.chmod(program, stat.S_IRUSR | stat.S_IXUSR | stat.S_IROTH |
                 stat.S_IXOTH)
        with open(f"{folder}/firmware", "wb") as file:
            file.write(FIRMWARE)
        with open(f"{folder}/machine.xml", "w", encoding="utf-8") as file:
            file.write(DOMAIN.format(firmware=f"{folder}/firmware",
                                     emulator=program))
        with Libvirt(folder) as daemon:
            yield daemon, f"{folder}/machine.xml"


def test_probe_finds_board_and_processors():
    with libvirt() as (daemon, _):
        text = daemon.virsh(f"domcapabilities --arch riscv64 --machine virt "
                            f"--emulatorbin {daemon.folder}/lectern")
        for part in ("<arch>riscv64</arch>", "<domain>qemu</domain>",
                     "<vcpu max='512'/>"):
            tap.check(part in text, f"{part}:\n{text}")


def test_machine_is_created_steered_and_destroyed():
    with libvirt() as (daemon, description):
        daemon.virsh(f"create {description}")
        info = daemon.virsh("dominfo lectern")
        tap.check("running" in info and "65536 KiB" in info, info)
        tap.check("paused" not in daemon.virsh("domstate lectern"), "state")
        daemon.virsh("suspend lectern")
        tap.check("paused" in daemon.virsh("domstate lectern"), "suspended")
        tap.check("VM status: paused" in daemon.virsh(
            ["qemu-monitor-command", "lectern", "--hmp", "info status"]),
            "paused")
        daemon.virsh("resume lectern")
        tap.check('"status":"running"' in daemon.virsh(
            ["qemu-monitor-command", "lectern",
             '{"execute":"query-status"}']), "running")
        text = daemon.virsh("dumpxml lectern")
        tap.check("machine='virt" in text and "/dev/pts/" in text, text)
        tap.check("vcpu.1.state" in daemon.virsh("domstats lectern"), "stats")
        daemon.virsh("reset lectern")
        daemon.virsh("destroy lectern")
        tap.check("lectern" not in daemon.virsh("list --all"), "gone")


def test_machine_is_defined_and_started_twice():
    with libvirt() as (daemon, description):
        daemon.virsh(f"define {description}")
        for _ in range(2):
            daemon.virsh("start lectern")
            tap.check("running" in daemon.virsh("domstate lectern"), "runs")
            daemon.virsh("destroy lectern")
        daemon.virsh("undefine lectern")


def test_what_there_is_not_is_refused_with_a_reason():
    with libvirt() as (daemon, description):
        daemon.virsh(f"create {description}")
        for line, reason in (
                ("inject-nmi lectern", "does not provide NMIs"),
                ("send-key lectern 1", "no keyboard")):
            text = daemon.virsh(line, fails=True)
            tap.check(reason in text, f"{line}: {text}")
        tap.check("running" in daemon.virsh("domstate lectern"), "goes on")


if __name__ == "__main__":
    tap.run(tap.tests_of(globals()))
