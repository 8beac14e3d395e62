"""grade_one_main: lab-grade one: grade one submission and show the points

The folder of results gets result.json; the secret seed is made there unless
it is given, so that grading again gives the same questions.
"""
from pathlib import Path

import grade_cli as cli
import grade_one
import grade_unpack


def show(record):
    """The record in a few lines."""
    score = "no verdict" if record["score"] is None else \
        f"{record['score']} of {record['max_score']} points"
    print(f"{record['student']}: {record['status']}, {score}")
    if record["message"]:
        print(f"  {record['message']}")
    for line in [*record["submission"]["refused"], *record["flags"]]:
        print(f"  note: {line}")
    for entry in record["exercises"]:
        score = "?" if entry["score"] is None else entry["score"]
        print(f"  {entry['id']:12} {score:>5} of {entry['points']:>3}  "
              f"{entry['status']:16} {entry['title']}")
        for row in entry["tests"]:
            if row["status"] not in ("pass", "not-implemented"):
                print(f"      {row['status']}: {row['id']} {row['message']}")


def run(args):
    args.out.mkdir(parents=True, exist_ok=True)
    setup = cli.prepare(args, cli.secret_of(args, args.out))
    student = args.student or grade_unpack.student_of(args.submission)
    record = grade_one.grade(setup, args.submission, args.out, student)
    show(record)
    print(f"written: {args.out / 'result.json'}")
    return cli.DONE if grade_one.is_final(record) else cli.UNDECIDED


def main(arguments):
    parser = cli.parser_of("one", __doc__)
    parser.add_argument("submission", help="a folder, zip or tar")
    parser.add_argument("-o", "--out", type=Path, default=Path("graded"),
                        help="folder of the result (default: graded)")
    parser.add_argument("--student", default="")
    cli.common_arguments(parser)
    args, status = cli.parse(parser, arguments)
    return cli.guarded(run, args) if args else status
