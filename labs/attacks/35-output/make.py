"""Source text that is slow to read for whoever looks for an end."""

MOST = 1_000_000            # bytes: a little less than a file may have


def _write(folder, text):
    (folder / "icount_clock.c").write_text(text[:MOST])
    return folder


def quotes(folder, facts):
    del facts
    return _write(folder, '"' + '\\"' * MOST)


def comments(folder, facts):
    del facts
    return _write(folder, "/*" * MOST)


def calls(folder, facts):
    del facts
    return _write(folder, "exit" + " " * 40 + "exit " * MOST)
