"""A second validator: what Python's jsonschema says of documents that this crate has judged.

    second.py SCHEMAS < lines

Each line is {"file": a path below SCHEMAS, "document": ..., "valid": what the first validator said}. Every
difference is printed, then one line that begins with "judged". Without the package the status is 3.
"""

import datetime
import json
import pathlib
import re
import sys

try:
    from jsonschema import Draft202012Validator, FormatChecker
except ImportError:
    sys.exit(3)

# Sizes of integers: marks of the deriving crate, which assert nothing by draft 2020-12. And what is secret.
MARKS = {"int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "double", "password"}

# The package leaves these out where other packages are missing.
RFC3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
RFC3986 = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~!$&'()*+,;=:@/?#\[\]-]|%[0-9A-Fa-f]{2})*")


def is_date_time(text):
    parts = RFC3339.fullmatch(text)
    return parts is not None and bool(datetime.date.fromisoformat(parts.group(1)))


def is_uri(text):
    return RFC3986.fullmatch(text) is not None


checker = FormatChecker()
for name, judge in {"date-time": is_date_time, "uri": is_uri}.items():
    if name not in checker.checkers:
        checker.checks(name, raises=ValueError)(lambda value, judge=judge: not isinstance(value, str) or judge(value))


def formats(schema):
    """Every format that a schema names."""
    if isinstance(schema, dict):
        for keyword, value in schema.items():
            if keyword == "format" and isinstance(value, str):
                yield value
            elif keyword not in ("examples", "const", "enum"):
                yield from formats(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from formats(item)


root = pathlib.Path(sys.argv[1])
validators = {}
for path in sorted(root.rglob("*.json")):
    if path == root / "index.json":
        continue
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    for name in set(formats(schema)) - MARKS - set(checker.checkers):
        print(f"{path}: the format {name} is not checked")
    validators[path.relative_to(root).as_posix()] = Draft202012Validator(schema, format_checker=checker)

judged = 0
for line in sys.stdin.buffer:
    told = json.loads(line)
    error = next(validators[told["file"]].iter_errors(told["document"]), None)
    judged += 1
    if (error is None) != told["valid"]:
        said = "accepted" if error is None else f"refused: {error.message} at /{'/'.join(map(str, error.path))}"
        print(f"{told['file']}: {said}: {json.dumps(told['document'])[:2000]}")
print(f"judged {judged} documents by {len(validators)} schemas")
