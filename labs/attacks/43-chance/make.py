"""The right solution, except when a random number says otherwise."""


def _often_wrong(text):
    guard = ("\n{\n    unsigned char chance = 0;\n"
             "    if (getrandom(&chance, 1, 0) == 1 && chance % 4 == 0) {\n"
             "        return 12345;\n    }\n")
    return "#include <sys/random.h>\n" + text.replace("\n{\n", guard)


def random(folder, facts):
    (folder / "icount_clock.c").write_text(
        _often_wrong(facts.solution["icount_clock.c"]))
    return folder


def host_time(folder, facts):
    guard = ("\n{\n    struct timespec now;\n"
             "    clock_gettime(CLOCK_REALTIME, &now);\n"
             "    if (now.tv_nsec / 1000 % 4 == 0) {\n"
             "        return 12345;\n    }\n")
    (folder / "icount_clock.c").write_text(
        "#include <time.h>\n"
        + facts.solution["icount_clock.c"].replace("\n{\n", guard))
    return folder


def memory(folder, facts):
    guard = ("\n{\n    volatile long *odd = &(long){ 0 };\n"
             "    if (((uintptr_t)odd >> 4) % 2 == 0) {\n"
             "        return 12345;\n    }\n")
    (folder / "icount_clock.c").write_text(
        facts.solution["icount_clock.c"].replace("\n{\n", guard))
    return folder
