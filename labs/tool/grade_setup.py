"""grade_setup: everything that grading one lab needs, made once

The kit, our stubs' objects, the reference's replies for this term's secret
seeds, the jails, and what identifies a verdict. A batch makes it before it
starts its processes, which share it.
"""
import hashlib
import hmac
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import build
from check import LiveReference
from course import load_course
from grade_build import stub_objects
from jail import Jail, Limits, best_tier
from jail_binds import library_binds, system_binds
from kit import make_kit
from scenario import load_scenarios, points_of
from worker import Worker

VERSION = "1"
# modules that decide a verdict, besides those of the jail
DECIDING = ("build", "check", "course", "grade_archive", "grade_build",
            "grade_one", "grade_setup", "grade_unpack", "guest", "kit",
            "lockstep", "output", "record", "scenario", "worker")
SEEDS = 3
CPU_FLOOR_S, CPU_FACTOR, WALL_FACTOR = 2.0, 10, 5
MIB = 1 << 20
RUN_LIMITS = Limits(memory=512 * MIB, memfd=True)
BUILD_LIMITS = Limits(cpu_s=60, wall_s=180, memory=2048 * MIB, pids=64,
                      file_size=64 * MIB, tmpfs=256 * MIB, open_files=256)


class SetupError(Exception):
    """Grading cannot begin; the message says what to do."""


@dataclass(frozen=True)
class Options:
    """What the command line decides."""
    root: Path
    build: Path
    lab: str
    secret: bytes
    tier: str = ""              # "" for the best there is
    seeds: int = SEEDS


class MeasuredReference(LiveReference):
    """The reference, that also knows what each scenario cost it."""

    def __init__(self, argv):
        super().__init__(argv)
        self.cost = {}
        self.lock = threading.Lock()

    def replies(self, scenario, seed, steps):
        key = (scenario.id, str(seed))
        with self.lock:
            if key not in self.known:
                worker = Worker(self.argv)
                with worker:
                    found = [worker.call(step.text) for step in steps]
                self.known[key] = found
                self.cost[scenario.id] = max(
                    self.cost.get(scenario.id, 0.0), worker.cpu_s)
        return self.known[key]


@dataclass
class Setup:
    """One lab, ready to grade submissions."""
    course: object
    lab: object
    kit: object
    scenarios: list
    points: dict                # scenario id: points
    reference: object
    stubs: dict                 # basename: object
    seeds: list
    identity: dict              # a record's "grader"
    build_jail: object
    run_jail: object

    @property
    def allowed(self):
        return set(self.lab.references)

    def cpu_limit(self, scenario):
        """Processor seconds that one run of @scenario may take."""
        cost = self.reference.cost.get(scenario.id, 0.0)
        return max(CPU_FLOOR_S, CPU_FACTOR * cost)


def seeds_of(secret, count):
    """Seeds of a term: what scenarios see never gives the secret away."""
    return [hmac.new(secret, str(number).encode(), "sha256").hexdigest()
            for number in range(count)]


def version_of(root, lab):
    """The grader: its number, and a hash of what decides its verdicts."""
    tool = Path(root, "labs", "tool")
    paths = [tool / f"{name}.py" for name in DECIDING]
    paths += [*tool.glob("jail*.py"), *lab.folder.glob("*.py"),
              lab.folder / "lab.toml"]
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        data = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.name} {data}\n".encode())
    return f"{VERSION}-{digest.hexdigest()[:12]}"


def toolchain_of(kit):
    """The compiler's first line of --version."""
    done = subprocess.run([kit.compiler, "--version"], capture_output=True,
                          text=True, check=False, stdin=subprocess.DEVNULL)
    return (done.stdout.splitlines() or ["unknown"])[0]


def read_secret(path):
    """The secret of a term from its file, at least 16 bytes."""
    try:
        secret = Path(path).read_bytes().strip()
    except OSError as error:
        raise SetupError(f"the seed file {path}: {error.strerror}") from None
    if len(secret) < 16:
        raise SetupError(f"the seed file {path} needs at least 16 characters;"
                         f" head -c 32 /dev/urandom | base64 >{path}")
    return secret


def prepare(options):
    """Build what is out of date and ask the reference. Returns: Setup"""
    course = load_course(options.root)
    lab = course.lab(options.lab)
    kit = make_kit(options.root, options.build, lab)
    folder = options.build / "labs/grade" / lab.name / kit.id[-16:]
    reference = _reference(kit, folder)
    scenarios = load_scenarios(lab, official=True)
    tier = options.tier or best_tier()
    points = {}
    for exercise in lab.exercises:
        points |= points_of(exercise, scenarios)
    return Setup(
        course, lab, kit, scenarios, points, reference,
        stub_objects(kit, lab, folder / "stubs"),
        seeds_of(options.secret, options.seeds),
        {"version": version_of(options.root, lab), "kit": kit.id, "tier": tier,
         "toolchain": toolchain_of(kit),
         "seed": hashlib.sha256(options.secret).hexdigest()},
        _jail(tier, BUILD_LIMITS, system_binds()),
        _jail(tier, RUN_LIMITS, library_binds(reference.argv[0])))


def _jail(tier, limits, binds):
    """The command line has asked for T0 by name, if that is the tier."""
    return Jail(tier, limits, ro=binds, allow_unsafe=tier == "T0")


def warm(setup):
    """Ask the reference everything, so that processes made later share it."""
    for scenario in setup.scenarios:
        for seed in setup.seeds:
            setup.reference.replies(scenario, seed, scenario.steps(seed))
    setup.reference.describe()


def _reference(kit, folder):
    """The reference's own worker, linked unless it is there."""
    if (folder / "worker").is_file():
        return MeasuredReference([str(folder / "worker")])
    done = build.build_worker(kit, build.references(kit), folder)
    if not done.ok:
        raise SetupError("the reference does not link:\n" + done.log)
    return MeasuredReference([str(done.binary)])
