"""grade_scan: words and symbols that a person should look at

A submission that calls exit() or defines memcmp() is built and graded like
any other: the verdict is made where it cannot reach. The finding becomes a
flag beside the score, because honest solutions have no use for such things.
"""
import re

CALLED = ("exit", "_exit", "_Exit", "abort", "quick_exit", "fork", "vfork",
          "clone", "execve", "execv", "execvp", "execl", "execlp", "fexecve",
          "system", "popen", "ptrace", "dlopen", "dlsym", "syscall", "kill",
          "raise", "signal", "sigaction", "atexit", "on_exit", "setenv",
          "putenv", "mmap", "mprotect", "open", "openat", "fopen", "socket",
          "connect", "process_vm_readv", "pthread_create", "alarm", "sleep",
          "usleep", "nanosleep", "setsid", "shmget", "shm_open", "longjmp",
          "time", "clock_gettime", "gettimeofday", "rand", "random")
CALLS = re.compile(rf"\b({'|'.join(CALLED)})\s*\(")
DEFINED = re.compile(
    r"(main|_start|_init|_fini|exit|_exit|abort|fork|wait|waitpid|poll|read"
    r"|write|recv|send|malloc|calloc|realloc|free|mem(cmp|cpy|set|move)"
    r"|str(cmp|ncmp|len|cpy|dup)|g_[a-z0-9_]+|__(a|ub|t|l)san_.*"
    r"|worker_.*|reply_.*|lab_todo.*)$")
WORDS = (
    (r"\b(__asm__|__asm|asm)\b", "assembly"),
    (r"\b(constructor|destructor)\b", "a constructor or destructor"),
    (r"\b(ifunc|preinit_array|init_array|fini_array)\b",
     "code that runs before main"),
    (r"\.incbin\b", ".incbin"),
    (r"\bno_sanitize\b", "no_sanitize"),
    (r"\b__(a|ub|t|l)san_default_options\b", "sanitizer options"),
    (r"#\s*(include|include_next|embed)\s*[\"<]\s*(/|\.\./\.\./)",
     "an include outside of the tree"),
    (r"\b__has_include\b", "__has_include"),
    (r"/proc/|/dev/|/etc/", "a path of the system"),
)
MOST_FLAGS = 40


def strip_comments(text):
    """C without comments; strings are kept, they may hold paths.

    What is not closed counts to the end: looking for an end that is not there
    from each of a million quotes would take hours.
    """
    pattern = r'//[^\n]*|/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*+"?'
    return re.sub(pattern, lambda m: " " if m[0].startswith("/") else m[0],
                  text, flags=re.S)


def scan_text(name, data):
    """Flags of one source file."""
    text = strip_comments(data.decode("utf-8", "replace"))
    flags = [f"uses {what} ({name})" for pattern, what in WORDS
             if re.search(pattern, text)]
    called = set(CALLS.findall(text))
    return flags + [f"uses {word} ({name})" for word in CALLED
                    if word in called]


def scan_symbols(listing):
    """Flags of `nm -A -P` output on the objects of a submission."""
    flags = []
    for line in listing.splitlines():
        match = re.match(r".*?/?([\w.]+\.c)\.o: (\S+) (\w)\b", line)
        if not match:
            continue
        name, symbol, kind = match.groups()
        if kind in "Uw" and symbol in CALLED:
            flags.append(f"uses {symbol} ({name})")
        elif kind in "TDBRWViuC" and DEFINED.match(symbol):
            flags.append(f"defines {symbol} ({name})")
        elif kind == "i":
            flags.append(f"uses code that runs before main ({name})")
    return flags


def merged(flags):
    """Each flag once, in order, and not without end."""
    flags = list(dict.fromkeys(flags))
    rest = len(flags) - MOST_FLAGS
    return flags[:MOST_FLAGS] + ([f"and {rest} more"] if rest > 0 else [])
