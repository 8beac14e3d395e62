"""selftest_attack_files: attacks as written, and submissions made of them.

    labs/attacks/NN-name/attack.toml    what is expected
                         VARIANT.c      defines attack(); `tail` follows
                         make.py        one function per variant of an archive

attack.toml says of the attack, or of a [[variant]]:
    tail        "wrong": wrong_solution.c, the default; "right": the
                reference, which does not call attack(); "" nothing
    kind        "file" (the default), "archive" or "operations"
    expect      {exercise or "*": statuses}; others have to pass
    status      statuses of the whole record, "graded" unless given
    flags       words that the record's flags have to hold
    refused     words that the reasons of refused files have to hold
    forbidden   words that nothing in the record may hold
    scenarios   how many per exercise are run, 0 for all of the attacked
    others      false: the exercises that are not attacked are not run
    seeds, runs how many seeds, how many submissions after each other
    render      write it in every format and look at the text
    official    the attacked scenarios are not public
Words like @SECRET@ in a C file become what a Facts holds.
"""
import importlib.util
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path

VICTIM = "icount_clock.c"
VICTIM_EXERCISE = "timers.8"
HONEST = ("guest_clock.c", "tick_rate.c")
JUDGED = ("timers.1", "timers.2", VICTIM_EXERCISE)
COUNT = 44


class AttackError(Exception):
    """An attack's folder is not as it should be."""


@dataclass(frozen=True)
class Facts:
    """What a determined student might know of this machine."""
    root: Path
    kit: Path
    secret: Path                # a file of graders alone
    results: Path               # where results are written
    mark: Path                  # made by whoever gets out
    port: int                   # somebody listens there
    name: str                   # an abstract socket, listened on
    wrong: str                  # wrong_solution.c
    solution: dict              # basename: text of the reference
    scenarios: list

    def words(self):
        return {"@ROOT@": self.root, "@KIT@": self.kit,
                "@SECRET@": self.secret, "@RESULTS@": self.results,
                "@MARK@": self.mark, "@PORT@": self.port,
                "@NAME@": self.name}


@dataclass(frozen=True)
class Variant:
    """One way to do one attack."""
    number: int
    name: str
    title: str
    must_not: str
    folder: Path
    kind: str = "file"
    lab: str = "timers"
    tail: str = "wrong"
    expect: dict = field(default_factory=dict)
    status: tuple = ("graded",)
    flags: tuple = ()
    refused: tuple = ()
    forbidden: tuple = ()
    operations: tuple = ()
    scenarios: int = 0
    others: bool = True
    seeds: int = 1
    runs: int = 1
    render: bool = False
    official: bool = False
    tiers: tuple = ("T3", "T2", "T1")

    @property
    def id(self):
        return f"{self.number:02}/{self.name}"


KEYS = {name for name in Variant.__dataclass_fields__
        if name not in ("folder", "number", "name")}


def _checked(data, where):
    unknown = set(data) - KEYS - {"number", "name", "variant"}
    if unknown:
        raise AttackError(f"{where}: unknown words {sorted(unknown)}")
    return {key: tuple(value) if isinstance(value, list) else value
            for key, value in data.items() if key in KEYS}


def _names(folder, kind):
    """The variants that the folder's files are."""
    if kind == "file":
        return sorted(path.stem for path in folder.glob("*.c"))
    if kind == "archive":
        return sorted(name for name, value in vars(_maker(folder)).items()
                      if callable(value) and not name.startswith("_")
                      and getattr(value, "__module__", "") == "attack_maker")
    return ["all"]


def _maker(folder):
    spec = importlib.util.spec_from_file_location("attack_maker",
                                                  folder / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_attack(folder):
    """The variants of one attack."""
    path = folder / "attack.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise AttackError(f"{path}: {error}") from None
    base = Variant(number=data["number"], name="", folder=folder,
                   **_checked(data, path))
    rows = {row["name"]: row for row in data.get("variant", [])}
    names = set(rows)
    for kind in {base.kind, *(row.get("kind", base.kind)
                              for row in rows.values())}:
        names |= set(_names(folder, kind))
    return [replace(base, name=name, **_checked(rows.get(name, {}), path))
            for name in sorted(names)]


def load_attacks(root):
    """All variants by number; AttackError unless all numbers are there."""
    folders = sorted(path for path in Path(root, "labs/attacks").iterdir()
                     if path.is_dir() and path.name[:2].isdigit())
    found = [row for folder in folders for row in load_attack(folder)]
    missing = set(range(1, COUNT + 1)) - {row.number for row in found}
    if missing:
        raise AttackError(f"labs/attacks: no attack {sorted(missing)}")
    return found


# -------------------------------------------------------------- submissions
def _hostile_file(variant, facts):
    text = (variant.folder / f"{variant.name}.c").read_text(encoding="utf-8")
    for word, value in facts.words().items():
        text = text.replace(word, str(value))
    tails = {"wrong": facts.wrong, "right": facts.solution[VICTIM], "": ""}
    return text + "\n" + tails[variant.tail]


def compose(variant, place, facts):
    """The submission of @variant below the new folder @place.

    Two exercises that are not attacked are solved, unless it is an archive
    file.
    """
    folder = Path(place) / "submission"
    folder.mkdir(parents=True)
    if variant.kind == "archive":
        made = getattr(_maker(variant.folder), variant.name)(folder, facts)
        if made != folder:
            return made
    else:
        (folder / VICTIM).write_text(_hostile_file(variant, facts),
                                     encoding="utf-8")
    for name in HONEST:
        (folder / name).write_text(facts.solution[name], encoding="utf-8")
    return folder
