"""Has gradescope-utils write the results of the same answers, and compares the two files key by key.

Usage: gradescope.py RESULTS. Exit 1 where a key, a kind of value, a score or a status differs.
"""

import io
import json
import pathlib
import sys
import unittest

from gradescope_utils.autograder_utils.decorators import number, tags, visibility, weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner


def again(test):
    """The same test as a unit test of Python."""

    @weight(test["max_score"])
    @number(test["number"])
    @tags(*test["tags"])
    @visibility(test["visibility"])
    def run(self):
        print(test["output"])
        self.assertEqual(test["score"], test["max_score"])

    run.__doc__ = test["name"]
    return run


def main(path):
    ours = json.loads(pathlib.Path(path).read_text("utf8"))
    methods = {f"test_{int(test['number']):03}": again(test) for test in ours["tests"]}
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(type("Exam", (unittest.TestCase,), methods))
    stream = io.StringIO()
    JSONTestRunner(
        stream=stream, visibility=ours["visibility"], stdout_visibility=ours["stdout_visibility"]
    ).run(suite)
    theirs = json.loads(stream.getvalue())
    differences = [f"{key} is not theirs" for key in ours.keys() - theirs.keys() - {"output", "score"}]
    differences += [f"{key}: another kind" for key in ours.keys() & theirs.keys() if not alike(ours[key], theirs[key])]
    if abs(ours["score"] - sum(test["score"] for test in theirs["tests"])) > 1e-9:
        differences.append("score is not the sum of theirs")
    if len(ours["tests"]) != len(theirs["tests"]):
        differences.append(f"{len(ours['tests'])} tests, and theirs are {len(theirs['tests'])}")
    fields = 0
    for own, other in zip(ours["tests"], sorted(theirs["tests"], key=lambda test: int(test["number"]))):
        other["output"] = other["output"].splitlines()[0]
        fields += len(other)
        differences += [f"test {own['number']}, {key}" for key in own.keys() | other.keys() if own.get(key) != other.get(key)]
    print(f"{'gradescope':<11} gradescope-utils {len(ours['tests'])} tests, {fields} fields, {len(differences)} differences")
    for difference in differences[:5]:
        print(difference, file=sys.stderr)
    return 1 if differences else 0


def alike(own, other):
    numbers = (int, float)
    return isinstance(own, type(other)) or isinstance(own, numbers) and isinstance(other, numbers) or is_number(other)


def is_number(value):
    """gradescope-utils writes the time as text."""
    return isinstance(value, str) and value.replace(".", "", 1).isdigit()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
