#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the examples of every record of the contract as JSON: {"Exam": [{…}], …}."""

import json
import sys
from pathlib import Path

import yaml


def main(contract, output):
    schemas = yaml.safe_load(Path(contract).read_text(encoding='utf-8'))['components']['schemas']
    examples = {name: schema.get('examples', []) for name, schema in schemas.items()
                if schema.get('type') == 'object'}
    Path(output).write_text(json.dumps(examples, ensure_ascii=False), encoding='utf-8')


if __name__ == '__main__':
    main(*sys.argv[1:])
