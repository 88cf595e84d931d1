"""Writes the create payloads of the conformance table, one a file, which `cargo test` holds equal to the product's.

Usage: conformance.py TABLE FOLDER
"""

import json
import sys
from pathlib import Path

table, folder = map(Path, sys.argv[1:])
for case in json.loads(table.read_text(encoding="utf-8"))["cases"]:
    body = case["expect"].get("body")
    if case["profile"] == "rfc" and case["operation"] == "create" and body:
        (folder / f"{case['id']}.payloads.ndjson").write_text(json.dumps(body) + "\n", encoding="utf-8")
