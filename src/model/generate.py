#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turn the contract into C: records, words, errors, limits.

Reads houbu.openapi.yaml and writes, into the folder named:

  houbu-records.h/.c       a final GObject per object schema, a GEnum per enumeration
  houbu-error-codes.h/.c   HoubuErrorCode and HoubuProblem with their tables
  houbu-limits.h           HOUBU_LIMIT_… constants
  houbu-contract.h/.c      the contract itself, for GET /v1/openapi.yaml

It understands the part of JSON Schema that the contract uses and refuses the rest: a keyword that
were silently ignored here would be a promise that nobody keeps.
"""

import argparse
import dataclasses
import re
import sys
from pathlib import Path

import yaml

SPDX = '/* SPDX-License-Identifier: GPL-3.0-or-later */'
BANNER = f'{SPDX}\n/* Generated from houbu.openapi.yaml by generate.py; change those. */\n'
REF = '#/components/schemas/'
MAX_INT = 2 ** 53 - 1

# What may stand in a schema. The first group is for readers only.
FOR_READERS = {'description', 'examples', 'default', 'contentEncoding', 'contentMediaType'}
SCALAR_KEYS = FOR_READERS | {'type', 'format', 'minLength', 'maxLength', 'pattern', 'minimum',
                             'maximum', 'x-houbu-name', 'x-houbu-choice'}
ARRAY_KEYS = FOR_READERS | {'type', 'items', 'minItems', 'maxItems', 'x-houbu-name'}
OBJECT_KEYS = FOR_READERS | {'type', 'required', 'properties'}
WORDS_KEYS = FOR_READERS | {'type', 'enum'}
REF_KEYS = {'$ref', 'description', 'x-houbu-name'}


class ContractError(Exception):
    """The contract says something that cannot be turned into C."""


@dataclasses.dataclass
class Words:
    """An enumeration."""
    name: str
    description: str
    words: list


@dataclasses.dataclass
class Field:
    """A field of a record, resolved."""
    wire: str
    name: str
    kind: str
    description: str
    required: bool
    nullable: bool = False
    minimum: int = 0
    maximum: int = -1
    min_items: int = 0
    max_items: int = -1
    pattern: str = None
    type_name: str = None

    @property
    def dashed(self):
        return self.name.replace('_', '-')


@dataclasses.dataclass
class Record:
    """An object schema."""
    name: str
    description: str
    fields: list


# ---------------------------------------------------------------- names

def snake(name):
    """EnrolmentState -> enrolment_state"""
    return re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '_', name).lower()


def c_type(name):
    return f'Houbu{name}'


def c_prefix(name):
    return f'houbu_{snake(name)}'


def c_macro(name):
    return f'HOUBU_{snake(name).upper()}'


def gtype(name):
    return f'HOUBU_TYPE_{snake(name).upper()}'


def constant(word):
    """utf-8 -> UTF_8"""
    return word.upper().replace('-', '_')


def c_string(text):
    """A C literal; bytes beyond ASCII stay as they are."""
    if text is None:
        return 'NULL'
    escaped = text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n')
    return f'"{escaped}"'


def comment(text, indent=' * '):
    """The text as lines of a comment, wrapped."""
    lines, line = [], ''
    for word in ' '.join(text.split()).replace('*/', '* /').split(' '):
        if line and len(indent) + len(line) + len(word) + 1 > 96:
            lines.append(line)
            line = word
        else:
            line = f'{line} {word}' if line else word
    return '\n'.join(indent + each for each in lines + [line])


# ---------------------------------------------------------------- reading the contract

class Contract:
    """The schemas, resolved."""

    def __init__(self, document):
        self.document = document
        self.schemas = document['components']['schemas']
        self.words = []
        self.records = []
        for name, schema in self.schemas.items():
            if 'enum' in schema:
                self.words.append(self._read_words(name, schema))
            elif schema.get('type') == 'object':
                self.records.append(self._read_record(name, schema))
            elif schema.get('type') not in ('string', 'integer'):
                raise ContractError(f'{name}: neither words, nor a record, nor a shape of a value')

    def _read_words(self, name, schema):
        check_keys(name, schema, WORDS_KEYS)
        if len(set(schema['enum'])) != len(schema['enum']) or 'unset' in schema['enum']:
            raise ContractError(f'{name}: a word comes twice or is "unset"')
        for word in schema['enum']:
            if not re.fullmatch(r'[a-z][a-z0-9_-]*', word):
                raise ContractError(f'{name}: {word!r} cannot be a name in C')
        return Words(name, schema.get('description', ''), schema['enum'])

    def _read_record(self, name, schema):
        check_keys(name, schema, OBJECT_KEYS)
        required = set(schema.get('required', []))
        unknown = required - set(schema['properties'])
        if unknown:
            raise ContractError(f'{name}: required but not there: {sorted(unknown)}')
        fields = [self._read_field(f'{name}.{key}', key, value, key in required)
                  for key, value in schema['properties'].items()]
        return Record(name, schema.get('description', ''), fields)

    def _target(self, where, reference):
        name = reference.removeprefix(REF)
        if name not in self.schemas:
            raise ContractError(f'{where}: there is no schema {reference}')
        return name, self.schemas[name]

    def _read_field(self, where, key, schema, required):
        name = schema.get('x-houbu-name', key)
        if name == 'type':
            raise ContractError(f'{where}: get_type() is taken, give it an x-houbu-name')
        if '$ref' in schema:
            check_keys(where, schema, REF_KEYS)
            target, shape = self._target(where, schema['$ref'])
            description = schema.get('description', shape.get('description', ''))
            base = dict(wire=key, name=name, description=description, required=required)
            if 'enum' in shape:
                return Field(kind='ENUM', type_name=target, **base)
            if shape['type'] == 'object':
                return Field(kind='RECORD', type_name=target, **base)
            return self._read_scalar(where, shape, base)
        base = dict(wire=key, name=name, description=schema.get('description', ''),
                    required=required)
        if schema.get('type') == 'array':
            return self._read_array(where, schema, base)
        return self._read_scalar(where, schema, base)

    def _read_scalar(self, where, schema, base):
        check_keys(where, schema, SCALAR_KEYS)
        kind, nullable = schema.get('type'), False
        if isinstance(kind, list):
            if len(kind) != 2 or kind[1] != 'null':
                raise ContractError(f'{where}: only [type, "null"] is understood')
            kind, nullable = kind[0], True
        base = dict(base, nullable=nullable)
        if kind == 'boolean':
            # Where false and absent differ, as in a request that changes only what it names.
            return Field(kind='CHOICE' if schema.get('x-houbu-choice') else 'BOOLEAN', **base)
        if kind == 'integer':
            return Field(kind='INTEGER', minimum=schema.get('minimum', -MAX_INT),
                         maximum=schema.get('maximum', MAX_INT), **base)
        if kind == 'string' and schema.get('format') == 'date-time':
            return Field(kind='TIME', **base)
        if kind == 'string' and schema.get('format') in (None, 'password'):
            return Field(kind='STRING', minimum=schema.get('minLength', 0),
                         maximum=schema.get('maxLength', -1), pattern=schema.get('pattern'),
                         **base)
        raise ContractError(f'{where}: type {kind}, format {schema.get("format")}')

    def _read_array(self, where, schema, base):
        check_keys(where, schema, ARRAY_KEYS)
        sizes = dict(min_items=schema.get('minItems', 0), max_items=schema.get('maxItems', -1))
        items = schema['items']
        if '$ref' in items:
            target, shape = self._target(where, items['$ref'])
            if shape.get('type') == 'object':
                return Field(kind='RECORDS', type_name=target, **base, **sizes)
            items = shape
        element = self._read_scalar(f'{where}[]', items, base)
        if element.kind not in ('STRING', 'INTEGER'):
            raise ContractError(f'{where}: a list of {element.kind.lower()} is not understood')
        return dataclasses.replace(element, kind=element.kind + 'S', **sizes)


def check_keys(where, schema, known):
    unknown = set(schema) - known
    if unknown:
        raise ContractError(f'{where}: not understood: {sorted(unknown)}')


def read_contract(text):
    return Contract(yaml.safe_load(text))


# ---------------------------------------------------------------- words

def words_declaration(words):
    values = ''.join(f'  {c_macro(words.name)}_{constant(word)},\n' for word in words.words)
    type_name, prefix = c_type(words.name), c_prefix(words.name)
    return f'''/**
 * {type_name}:
 *
{comment(words.description)}
 */
typedef enum
{{
  {c_macro(words.name)}_UNSET = 0,
{values}}} {type_name};

#define {gtype(words.name)} ({prefix}_get_type ())
GType {prefix}_get_type (void);
const char *{prefix}_to_string ({type_name} value);
{type_name} {prefix}_from_string (const char *word);
'''


def words_definition(words):
    type_name, prefix = c_type(words.name), c_prefix(words.name)
    rows = [('UNSET', 'unset')] + [(constant(word), word) for word in words.words]
    values = ''.join(f'  {{ {c_macro(words.name)}_{const}, "{c_macro(words.name)}_{const}", '
                     f'"{nick}" }},\n' for const, nick in rows)
    return f'''static const GEnumValue {prefix}_values[] = {{
{values}  {{ 0, NULL, NULL }},
}};

GType
{prefix}_get_type (void)
{{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("{type_name}", {prefix}_values));
  return type;
}}

/* NULL for UNSET. */
const char *
{prefix}_to_string ({type_name} value)
{{
  return word_of ({prefix}_values, (int) value);
}}

/* UNSET for NULL and for a word that is not in the contract. */
{type_name}
{prefix}_from_string (const char *word)
{{
  return ({type_name}) value_of ({prefix}_values, word);
}}
'''


# ---------------------------------------------------------------- records

# Kind -> type in the struct, type of the getter, type of the setter's argument, generic setter.
ACCESS = {
    'STRING': ('char *', 'const char *', 'const char *', 'string'),
    'INTEGER': ('gint64 ', 'gint64 ', 'gint64 ', 'integer'),
    'TIME': ('gint64 ', 'gint64 ', 'gint64 ', 'integer'),
    'BOOLEAN': ('gboolean ', 'gboolean ', 'gboolean ', 'boolean'),
    'CHOICE': ('int ', 'HoubuChoice ', 'HoubuChoice ', 'word'),
    'ENUM': ('int ', '{type} ', '{type} ', 'word'),
    'RECORD': ('{type} *', '{type} *', '{type} *', 'record'),
    'RECORDS': ('GListStore *', 'GListStore *', None, None),
    'STRINGS': ('char **', 'const char *const *', 'const char *const *', 'strings'),
    'INTEGERS': ('GArray *', 'GArray *', 'GArray *', 'integers'),
}
ANNOTATION = {
    'STRING': '(owned) (nullable)',
    'RECORD': '(owned) (nullable)',
    'RECORDS': '(owned)',
    'STRINGS': '(owned)',
    'INTEGERS': '(owned) (element-type gint64)',
}
RETURNS = {
    'STRING': '(nullable): NULL when absent',
    'INTEGER': 'HOUBU_UNSET when absent',
    'TIME': 'microseconds since 1970, HOUBU_UNSET when absent',
    'BOOLEAN': 'FALSE when absent',
    'CHOICE': 'HOUBU_CHOICE_UNSET when absent',
    'ENUM': 'the value UNSET when absent',
    'RECORD': '(transfer none) (nullable): NULL when absent',
    'RECORDS': '(transfer none): never NULL; append to it to add',
    'STRINGS': '(transfer none): never NULL',
    'INTEGERS': '(transfer none) (element-type gint64): never NULL',
}


def access(field):
    own, out, into, setter = ACCESS[field.kind]
    type_name = c_type(field.type_name) if field.type_name else ''
    return (own.format(type=type_name), out.format(type=type_name),
            into and into.format(type=type_name), setter)


def record_declaration(record):
    prefix, type_name = c_prefix(record.name), c_type(record.name)
    lines = [f'/* {type_name} */', f'{type_name} *{prefix}_new (void);']
    for field in record.fields:
        _, out, into, _ = access(field)
        lines.append(f'{out}{prefix}_get_{field.name} ({type_name} *self);')
        if into:
            lines.append(f'void {prefix}_set_{field.name} ({type_name} *self, '
                         f'{into}{field.name});')
    return '\n'.join(lines) + '\n'


def record_type_declaration(record):
    prefix, upper = c_prefix(record.name), snake(record.name).upper()
    return f'''/**
 * {c_type(record.name)}:
 *
{comment(record.description)}
 */
#define {gtype(record.name)} ({prefix}_get_type ())
G_DECLARE_FINAL_TYPE ({c_type(record.name)}, {prefix}, HOUBU, {upper}, HoubuRecord)
'''


def field_row(record, field):
    flags = [f'HOUBU_FIELD_{flag}' for flag, is_set in
             (('REQUIRED', field.required), ('NULLABLE', field.nullable)) if is_set]
    type_function = f'{c_prefix(field.type_name)}_get_type' if field.type_name else 'NULL'
    return f'''  {{
      .name = "{field.wire}",
      .property = "{field.dashed}",
      .kind = HOUBU_FIELD_{field.kind},
      .flags = {' | '.join(flags) or 'HOUBU_FIELD_OPTIONAL'},
      .minimum = G_GINT64_CONSTANT ({field.minimum}),
      .maximum = G_GINT64_CONSTANT ({field.maximum}),
      .min_items = {field.min_items},
      .max_items = {field.max_items},
      .pattern = {c_string(field.pattern)},
      .type = {type_function},
      .offset = G_STRUCT_OFFSET ({c_type(record.name)}, {field.name}),
  }},
'''


def record_struct(record):
    members = ''
    for field in record.fields:
        own, _, _, _ = access(field)
        note = f' /* {ANNOTATION[field.kind]} */' if field.kind in ANNOTATION else ''
        members += f'  {own}{field.name};{note}\n'
    return f'''struct _{c_type(record.name)}
{{
  HoubuRecord parent_instance;

{members}}};

G_DEFINE_FINAL_TYPE ({c_type(record.name)}, {c_prefix(record.name)}, HOUBU_TYPE_RECORD)
'''


def record_accessors(record):
    type_name, prefix = c_type(record.name), c_prefix(record.name)
    check = f'HOUBU_IS_{snake(record.name).upper()} (self)'
    parts = []
    for index, field in enumerate(record.fields):
        _, out, into, setter = access(field)
        failed = {'INTEGER': 'HOUBU_UNSET', 'TIME': 'HOUBU_UNSET', 'BOOLEAN': 'FALSE',
                  'CHOICE': 'HOUBU_CHOICE_UNSET',
                  'ENUM': f'{c_macro(field.type_name or "")}_UNSET'}.get(field.kind, 'NULL')
        cast = {'STRINGS': '(const char *const *) ',
                'CHOICE': '(HoubuChoice) ',
                'ENUM': f'({c_type(field.type_name or "")}) '}.get(field.kind, '')
        parts.append(f'''/**
 * {prefix}_get_{field.name}:
 * @self: a record
 *
{comment(field.description)}
 *
 * Returns: {RETURNS[field.kind]}
 */
{out.rstrip()}
{prefix}_get_{field.name} ({type_name} *self)
{{
  g_return_val_if_fail ({check}, {failed});

  return {cast}self->{field.name};
}}
''')
        if into:
            parts.append(f'''void
{prefix}_set_{field.name} ({type_name} *self, {into}{field.name})
{{
  g_return_if_fail ({check});

  houbu_record_set_{setter} (HOUBU_RECORD (self), {index}, {field.name});
}}
''')
    return '\n'.join(parts)


def record_definition(record):
    type_name, prefix = c_type(record.name), c_prefix(record.name)
    rows = ''.join(field_row(record, field) for field in record.fields)
    return f'''/* ---------------------------------------------------------------- {record.name} */

{record_struct(record)}
static const HoubuField {prefix}_fields[] = {{
{rows}}};

static void
{prefix}_class_init ({type_name}Class *klass)
{{
  houbu_record_class_set_fields (
      HOUBU_RECORD_CLASS (klass), {prefix}_fields, G_N_ELEMENTS ({prefix}_fields));
}}

static void
{prefix}_init ({type_name} *self)
{{
  houbu_record_init_fields (HOUBU_RECORD (self));
}}

/**
 * {prefix}_new:
 *
 * Returns: (transfer full): a record without any field set
 */
{type_name} *
{prefix}_new (void)
{{
  return g_object_new ({gtype(record.name)}, NULL);
}}

{record_accessors(record)}'''


def records_header(contract):
    parts = [BANNER, '#pragma once\n', '#include "houbu-record.h"\n', 'G_BEGIN_DECLS\n']
    parts += [words_declaration(words) for words in contract.words]
    parts += [record_type_declaration(record) for record in contract.records]
    parts += [record_declaration(record) for record in contract.records]
    types = ''.join(f'  X ({c_type(r.name)}, {gtype(r.name)}) \\\n' for r in contract.records)
    parts.append('/* Every record, for tables over all of them. */\n'
                 f'#define HOUBU_FOR_EACH_RECORD(X) \\\n{types}\n')
    parts.append('G_END_DECLS\n')
    return '\n'.join(parts)


WORD_HELPERS = '''static const char *
word_of (const GEnumValue *values, int value)
{
  for (const GEnumValue *at = values + 1; at->value_nick != NULL; at++)
    if (at->value == value)
      return at->value_nick;
  return NULL;
}

static int
value_of (const GEnumValue *values, const char *word)
{
  for (const GEnumValue *at = values + 1; word != NULL && at->value_nick != NULL; at++)
    if (g_str_equal (at->value_nick, word))
      return at->value;
  return 0;
}
'''


def records_source(contract):
    parts = [BANNER, '#include "houbu-records.h"\n', '#include "houbu-record-private.h"\n',
             WORD_HELPERS]
    parts += [words_definition(words) for words in contract.words]
    parts += [record_definition(record) for record in contract.records]
    return '\n'.join(parts)


# ---------------------------------------------------------------- errors and limits

def check_unique(what, names):
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ContractError(f'{what}: twice: {sorted(twice)}')


def errors_header(contract):
    errors = contract.document['x-houbu-errors']
    problems = contract.document['x-houbu-problems']
    check_unique('x-houbu-errors', [row['code'] for row in errors])
    check_unique('x-houbu-problems', [row['problem'] for row in problems])
    codes = ''.join(f'  HOUBU_ERROR_{row["code"].upper()},\n' for row in errors)
    words = ''.join(f'  HOUBU_PROBLEM_{row["problem"].upper()},\n' for row in problems)
    return f'''{BANNER}
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HoubuErrorCode:
 *
 * What happened. The name of each is the code of the wire.
 */
typedef enum
{{
{codes}}} HoubuErrorCode;

#define HOUBU_N_ERRORS {len(errors)}

/**
 * HoubuProblem:
 *
 * What exactly was wrong.
 */
typedef enum
{{
  HOUBU_PROBLEM_NONE = 0,
{words}}} HoubuProblem;

#define HOUBU_N_PROBLEMS {len(problems) + 1}

/**
 * HoubuErrorInfo:
 * @word: name on the wire
 * @status: HTTP status; 0 for what only a client makes
 * @retryable: whether the same request may be sent again as it is
 * @title_en: what happened
 * @title_zh: what happened
 * @hint_en: (nullable): what to do
 * @hint_zh: (nullable): what to do
 */
typedef struct
{{
  const char *word;
  guint status;
  gboolean retryable;
  const char *title_en;
  const char *title_zh;
  const char *hint_en;
  const char *hint_zh;
}} HoubuErrorInfo;

/**
 * HoubuProblemInfo:
 * @word: its name in the contract
 * @text_en: sentence with names of arguments in braces
 * @text_zh: the same
 */
typedef struct
{{
  const char *word;
  const char *text_en;
  const char *text_zh;
}} HoubuProblemInfo;

extern const HoubuErrorInfo houbu_error_table[HOUBU_N_ERRORS];
extern const HoubuProblemInfo houbu_problem_table[HOUBU_N_PROBLEMS];

G_END_DECLS
'''


def error_row(row):
    hint = row.get('hint', {})
    return f'''  [HOUBU_ERROR_{row['code'].upper()}] = {{
      .word = "{row['code']}",
      .status = {row['status']},
      .retryable = {'TRUE' if row['retryable'] else 'FALSE'},
      .title_en = {c_string(row['title']['en'])},
      .title_zh = {c_string(row['title']['zh'])},
      .hint_en = {c_string(hint.get('en'))},
      .hint_zh = {c_string(hint.get('zh'))},
  }},
'''


def problem_row(row):
    texts = row['text']
    if set(re.findall(r'{\w+}', texts['en'])) != set(re.findall(r'{\w+}', texts['zh'])):
        raise ContractError(f'x-houbu-problems {row["problem"]}: the texts name other arguments')
    return f'''  [HOUBU_PROBLEM_{row['problem'].upper()}] = {{
      .word = "{row['problem']}",
      .text_en = {c_string(texts['en'])},
      .text_zh = {c_string(texts['zh'])},
  }},
'''


def errors_source(contract):
    errors = ''.join(error_row(row) for row in contract.document['x-houbu-errors'])
    problems = ''.join(problem_row(row) for row in contract.document['x-houbu-problems'])
    return f'''{BANNER}
#include "houbu-error-codes.h"

const HoubuErrorInfo houbu_error_table[HOUBU_N_ERRORS] = {{
{errors}}};

const HoubuProblemInfo houbu_problem_table[HOUBU_N_PROBLEMS] = {{
  [HOUBU_PROBLEM_NONE] = {{ .word = "none" }},
{problems}}};
'''


def limits_header(contract):
    limits = contract.document['x-houbu-limits']
    check_unique('x-houbu-limits', [row['limit'] for row in limits])
    lines = [BANNER, '#pragma once\n']
    for row in limits:
        lines.append(f'{comment(row["description"], "/* ")} */\n'
                     f'#define HOUBU_LIMIT_{row["limit"].upper()} {int(row["value"])}\n')
    return '\n'.join(lines)


# ---------------------------------------------------------------- the contract itself

CONTRACT_HEADER = f'''{BANNER}
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *houbu_contract_bytes (void);

G_END_DECLS
'''


def contract_source(text):
    data = text.encode()
    lines = ''.join(f'  {", ".join(str(byte) for byte in data[at:at + 20])},\n'
                    for at in range(0, len(data), 20))
    return f'''{BANNER}
#include "houbu-contract.h"

static const guint8 contract[] = {{
{lines}}};

/**
 * houbu_contract_bytes:
 *
 * Returns: (transfer full): houbu.openapi.yaml as it was when this was built
 */
GBytes *
houbu_contract_bytes (void)
{{
  return g_bytes_new_static (contract, sizeof contract);
}}
'''


def outputs(text):
    """Name of each generated file and what is in it."""
    contract = read_contract(text)
    return {
        'houbu-records.h': records_header(contract),
        'houbu-records.c': records_source(contract),
        'houbu-error-codes.h': errors_header(contract),
        'houbu-error-codes.c': errors_source(contract),
        'houbu-limits.h': limits_header(contract),
        'houbu-contract.h': CONTRACT_HEADER,
        'houbu-contract.c': contract_source(text),
    }


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('contract', type=Path)
    parser.add_argument('folder', type=Path)
    options = parser.parse_args(arguments)
    try:
        files = outputs(options.contract.read_text(encoding='utf-8'))
    except (ContractError, yaml.YAMLError) as error:
        print(f'{options.contract}: {error}', file=sys.stderr)
        return 1
    for name, text in files.items():
        (options.folder / name).write_text(text, encoding='utf-8')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
