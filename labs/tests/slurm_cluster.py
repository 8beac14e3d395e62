"""slurm_cluster: a private Slurm of one node in a temporary folder

A real slurmctld and slurmd on the loopback with ports of their own and no
authentication, so nothing of the system's own configuration is used or
changed. Everything started here is ended by its process id.
"""
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

PROGRAMS = ("slurmctld", "slurmd", "sbatch", "squeue", "scancel")
SBIN = "/usr/sbin:/sbin"
START_S = 60

CONF = """ClusterName=lectern
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/none
CredType=cred/none
SlurmctldPort={control}
SlurmdPort={node}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=2,batch_sched_delay=0
ReturnToService=2
KillWait=5
SlurmdParameters=config_overrides
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""
# a plug-in has to be named, but no job here uses it
CGROUP = """CgroupPlugin=cgroup/v1
CgroupAutomount=no
CgroupMountpoint={folder}/cgroup
ConstrainCores=no
"""


def free_ports(count):
    """Ports of the loopback that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def missing():
    """Why no cluster can be made here, or ""."""
    path = f"{os.environ.get('PATH', '')}:{SBIN}"
    absent = [name for name in PROGRAMS if not shutil.which(name, path=path)]
    if absent:
        return f"{', '.join(absent)} not installed (Debian: slurm-wlm)"
    if os.geteuid() != 0:
        return "slurmd needs root"
    plugins = list(Path("/usr/lib").glob("**/slurm*/auth_none.so"))
    return "" if plugins else "Slurm's plug-in auth/none is not here"


class Cluster:
    """The two daemons; use in a `with` block."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.host = socket.gethostname().split(".")[0]
        self.environment = os.environ | {
            "SLURM_CONF": str(self.folder / "slurm.conf"),
            "PATH": f"{os.environ.get('PATH', os.defpath)}:{SBIN}"}
        self.daemons = {}

    def __enter__(self):
        for name in ("state", "spool"):
            (self.folder / name).mkdir(parents=True)
        control, node = free_ports(2)
        (self.folder / "slurm.conf").write_text(CONF.format(
            host=self.host, user="root", control=control, node=node,
            folder=self.folder))
        (self.folder / "cgroup.conf").write_text(
            CGROUP.format(folder=self.folder))
        try:
            self.start("slurmctld")
            self.start("slurmd", "-N", self.host)
            self.wait_for(lambda: "idle" in self.ask("sinfo", "-h", "-o",
                                                     "%T"))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if "slurmctld" in self.daemons:
            self.ask("scancel", "--user=root", "--full")
            self.wait_for(lambda: not self.ask("squeue", "-h"))
        for name in list(self.daemons):
            self.stop(name)

    def start(self, name, *words):
        log = open(self.folder / f"{name}.out", "ab")
        with log:
            self.daemons[name] = subprocess.Popen(
                [name, "-D", "-f", str(self.folder / "slurm.conf"), *words],
                env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log)

    def stop(self, name, kill=False):
        """End a daemon, with @kill without a warning."""
        process = self.daemons.pop(name)
        if kill:
            process.kill()
        else:
            process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def ask(self, *words):
        """Output of one of Slurm's programs; "" when it fails."""
        try:
            done = subprocess.run(words, env=self.environment, text=True,
                                  capture_output=True, check=False,
                                  stdin=subprocess.DEVNULL, timeout=30)
        except subprocess.TimeoutExpired:
            return ""
        return done.stdout.strip() if done.returncode == 0 else ""

    def wait_for(self, condition, seconds=START_S):
        """Poll until @condition() holds; False when it never does."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            time.sleep(0.3)
        return False

    def wait_until_saved(self):
        """Until the controller has written what it now knows of tasks.

        One that is killed before gives the same numbers to other tasks when
        it comes back; the node is then drained.
        """
        saved = self.folder / "state" / "job_state"
        known, since = None, 0.0

        def is_saved():
            nonlocal known, since
            tasks = self.ask("squeue", "-h", "-r", "-o", "%A %T")
            if tasks != known:
                known, since = tasks, time.time()
            return saved.is_file() and saved.stat().st_mtime > since
        return self.wait_for(is_saved)

    def logs(self):
        """The ends of the daemons' logs, for a failed test."""
        texts = []
        for name in ("slurmctld.out", "slurmd.out"):
            path = self.folder / name
            if path.is_file():
                lines = path.read_text(errors="replace").splitlines()
                texts += [f"{name}: {line}" for line in lines[-10:]]
        return "\n".join(texts)
