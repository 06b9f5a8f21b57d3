"""Judges documents by the schemas of somebody else's file, as they are: a line of JSON in, `true` or `false` out."""

import json
import sys

from jsonschema.validators import validator_for, Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012, specification_with

registries = {}
validators = {}


def validator(file, pointer):
    if (file, pointer) not in validators:
        if file not in registries:
            with open(file, encoding="utf-8") as opened:
                document = json.load(opened)
            dialect = document.get("$schema") or "https://json-schema.org/draft/2020-12/schema"
            specification = specification_with(dialect, default=DRAFT202012)
            kind = validator_for({"$schema": dialect}, default=Draft202012Validator)
            # Parts of the file repeat its dialect, which is only of use at the root of a resource.
            registry = Registry().with_resource("urn:file", specification.create_resource(document))
            registries[file] = (registry, kind)
        registry, kind = registries[file]
        validators[file, pointer] = kind(
            {"$ref": "urn:file#" + pointer}, registry=registry, format_checker=kind.FORMAT_CHECKER
        )
    return validators[file, pointer]


for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps(validator(asked["file"], asked["pointer"]).is_valid(asked["document"])), flush=False)
