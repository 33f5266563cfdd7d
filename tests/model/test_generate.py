#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of src/model/generate.py."""

import importlib.util
import tempfile
import unittest
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location('generate', ROOT / 'src/model/generate.py')
generate = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(generate)


def document(**schemas):
    """A small contract with the schemas given."""
    return {
        'components': {'schemas': schemas},
        'x-houbu-errors': [{'code': 'busy', 'status': 503, 'retryable': True,
                            'title': {'en': 'Busy.', 'zh': '忙。'}}],
        'x-houbu-problems': [{'problem': 'required',
                              'text': {'en': '{field} is missing.', 'zh': '缺少 {field}。'}}],
        'x-houbu-limits': [{'limit': 'body_bytes', 'value': 65536, 'description': 'Bytes.'}],
    }


def record(properties, required=()):
    return {'type': 'object', 'required': list(required), 'properties': properties}


def fields(properties, required=(), **others):
    contract = generate.Contract(document(R=record(properties, required), **others))
    found = next(each for each in contract.records if each.name == 'R')
    return {field.wire: field for field in found.fields}


class Names(unittest.TestCase):
    """Names of the contract become names of C."""

    def test_snake(self):
        for name, wanted in [('Exam', 'exam'), ('IdType', 'id_type'),
                             ('InvalidCsvLine', 'invalid_csv_line')]:
            self.assertEqual(generate.snake(name), wanted)

    def test_c_names(self):
        self.assertEqual(generate.c_type('IdType'), 'HoubuIdType')
        self.assertEqual(generate.c_prefix('IdType'), 'houbu_id_type')
        self.assertEqual(generate.gtype('IdType'), 'HOUBU_TYPE_ID_TYPE')
        self.assertEqual(generate.constant('utf-8'), 'UTF_8')

    def test_string_literals(self):
        self.assertEqual(generate.c_string('a"b\\c\nd'), '"a\\"b\\\\c\\nd"')
        self.assertEqual(generate.c_string(None), 'NULL')

    def test_comment_cannot_end_early(self):
        self.assertNotIn('*/', generate.comment('evil */ code'))

    def test_comment_is_wrapped(self):
        self.assertTrue(all(len(line) <= 100
                            for line in generate.comment('word ' * 100).splitlines()))


class Fields(unittest.TestCase):
    """Properties of a schema become rows of the field table."""

    def test_string_with_limits(self):
        field = fields({'a': {'type': 'string', 'minLength': 2, 'maxLength': 5,
                              'pattern': '^x$'}}, ['a'])['a']
        self.assertEqual((field.kind, field.minimum, field.maximum, field.pattern, field.required),
                         ('STRING', 2, 5, '^x$', True))

    def test_integer_without_limits_gets_those_of_json(self):
        field = fields({'a': {'type': 'integer'}})['a']
        self.assertEqual((field.minimum, field.maximum),
                         (-generate.MAX_INT, generate.MAX_INT))
        self.assertFalse(field.required)

    def test_time(self):
        self.assertEqual(fields({'a': {'type': 'string', 'format': 'date-time'}})['a'].kind, 'TIME')

    def test_boolean(self):
        self.assertEqual(fields({'a': {'type': 'boolean'}})['a'].kind, 'BOOLEAN')

    def test_choice(self):
        choice = {'type': 'boolean', 'x-houbu-choice': True}
        self.assertEqual(fields({'a': choice})['a'].kind, 'CHOICE')

    def test_nullable(self):
        self.assertTrue(fields({'a': {'type': ['string', 'null']}})['a'].nullable)

    def test_reference_to_words(self):
        field = fields({'a': {'$ref': '#/components/schemas/W'}},
                       W={'type': 'string', 'enum': ['x']})['a']
        self.assertEqual((field.kind, field.type_name), ('ENUM', 'W'))

    def test_reference_to_record(self):
        field = fields({'a': {'$ref': '#/components/schemas/O'}}, O=record({}))['a']
        self.assertEqual((field.kind, field.type_name), ('RECORD', 'O'))

    def test_reference_to_shape(self):
        field = fields({'a': {'$ref': '#/components/schemas/Id'}},
                       Id={'type': 'string', 'maxLength': 9})['a']
        self.assertEqual((field.kind, field.maximum), ('STRING', 9))

    def test_lists(self):
        found = fields({
            'records': {'type': 'array', 'maxItems': 3, 'items': {'$ref': '#/components/schemas/O'}},
            'strings': {'type': 'array', 'minItems': 1, 'items': {'type': 'string'}},
            'integers': {'type': 'array', 'items': {'type': 'integer', 'minimum': 1}},
        }, O=record({}))
        self.assertEqual([(f.kind, f.min_items, f.max_items) for f in found.values()],
                         [('RECORDS', 0, 3), ('STRINGS', 1, -1), ('INTEGERS', 0, -1)])
        self.assertEqual(found['integers'].minimum, 1)

    def test_other_name_in_c(self):
        self.assertEqual(fields({'type': {'type': 'string', 'x-houbu-name': 'kind'}})['type'].name,
                         'kind')


class Refusals(unittest.TestCase):
    """What cannot be kept is refused, not ignored."""

    def refuse(self, words, contract):
        with self.assertRaisesRegex(generate.ContractError, words):
            generate.Contract(contract)

    def test_unknown_keyword(self):
        self.refuse('multipleOf', document(R=record({'a': {'type': 'integer', 'multipleOf': 2}})))

    def test_unknown_format(self):
        self.refuse('email', document(R=record({'a': {'type': 'string', 'format': 'email'}})))

    def test_number(self):
        self.refuse('number', document(R=record({'a': {'type': 'number'}})))

    def test_required_but_not_there(self):
        self.refuse('not there', document(R=record({}, ['a'])))

    def test_field_named_type(self):
        self.refuse('get_type', document(R=record({'type': {'type': 'string'}})))

    def test_missing_schema(self):
        self.refuse('no schema', document(R=record({'a': {'$ref': '#/components/schemas/X'}})))

    def test_word_twice(self):
        self.refuse('twice', document(W={'type': 'string', 'enum': ['a', 'a']}))

    def test_word_that_is_no_name(self):
        self.refuse('name in C', document(W={'type': 'string', 'enum': ['1st']}))

    def test_list_of_booleans(self):
        self.refuse('list of', document(R=record({'a': {'type': 'array',
                                                        'items': {'type': 'boolean'}}})))

    def test_all_of(self):
        self.refuse('allOf', document(R=record({'a': {'allOf': []}})))

    def test_code_twice(self):
        contract = document()
        contract['x-houbu-errors'] *= 2
        with self.assertRaisesRegex(generate.ContractError, 'busy'):
            generate.errors_header(generate.Contract(contract))

    def test_texts_with_other_arguments(self):
        contract = document()
        contract['x-houbu-problems'][0]['text']['zh'] = '缺少 {value}。'
        with self.assertRaisesRegex(generate.ContractError, 'arguments'):
            generate.errors_source(generate.Contract(contract))


class Output(unittest.TestCase):
    """The files that come out."""

    def outputs(self, **schemas):
        return generate.outputs(yaml.safe_dump(document(**schemas), allow_unicode=True))

    def test_record(self):
        files = self.outputs(Entry=record({'queue_number': {'type': 'integer', 'minimum': 1}},
                                          ['queue_number']))
        header, source = files['houbu-records.h'], files['houbu-records.c']
        self.assertIn('G_DECLARE_FINAL_TYPE (HoubuEntry, houbu_entry, HOUBU, ENTRY, HoubuRecord)',
                      header)
        self.assertIn('gint64 houbu_entry_get_queue_number (HoubuEntry *self);', header)
        self.assertIn('.property = "queue-number"', source)
        self.assertIn('.flags = HOUBU_FIELD_REQUIRED', source)

    def test_words(self):
        header = self.outputs(Colour={'type': 'string', 'enum': ['red', 'dark-red']})[
            'houbu-records.h']
        self.assertIn('HOUBU_COLOUR_UNSET = 0,\n  HOUBU_COLOUR_RED,\n  HOUBU_COLOUR_DARK_RED,',
                      header)

    def test_list_of_records_has_no_setter(self):
        header = self.outputs(O=record({}), R=record({'items': {
            'type': 'array', 'items': {'$ref': '#/components/schemas/O'}}}))['houbu-records.h']
        self.assertIn('GListStore *houbu_r_get_items', header)
        self.assertNotIn('houbu_r_set_items', header)

    def test_errors(self):
        files = self.outputs()
        self.assertIn('HOUBU_ERROR_BUSY', files['houbu-error-codes.h'])
        self.assertIn('.status = 503', files['houbu-error-codes.c'])
        self.assertIn('.retryable = TRUE', files['houbu-error-codes.c'])
        self.assertIn('.hint_en = NULL', files['houbu-error-codes.c'])

    def test_limits(self):
        self.assertIn('#define HOUBU_LIMIT_BODY_BYTES 65536', self.outputs()['houbu-limits.h'])

    def test_contract_is_carried_byte_by_byte(self):
        source = self.outputs()['houbu-contract.c']
        text = yaml.safe_dump(document(), allow_unicode=True)
        inside = source.split('= {\n', 1)[1].split('};', 1)[0]
        self.assertEqual(bytes(int(each) for each in inside.replace('\n', '').split(',')
                               if each.strip()), text.encode())

    def test_same_input_same_output(self):
        self.assertEqual(self.outputs(O=record({})), self.outputs(O=record({})))

    def test_files_are_written(self):
        with tempfile.TemporaryDirectory() as folder:
            contract = ROOT / 'src/model/houbu.openapi.yaml'
            self.assertEqual(generate.main([str(contract), folder]), 0)
            self.assertEqual(len(list(Path(folder).iterdir())), 7)

    def test_bad_contract_is_an_exit_code(self):
        with tempfile.TemporaryDirectory() as folder:
            contract = Path(folder) / 'x.yaml'
            contract.write_text('a: [')
            self.assertEqual(generate.main([str(contract), folder]), 1)


class RealContract(unittest.TestCase):
    """What the contract itself has to keep."""

    @classmethod
    def setUpClass(cls):
        text = (ROOT / 'src/model/houbu.openapi.yaml').read_text(encoding='utf-8')
        cls.document = yaml.safe_load(text)
        cls.contract = generate.Contract(cls.document)

    def operations(self):
        for path, methods in self.document['paths'].items():
            for method, operation in methods.items():
                yield f'{method} {path}', operation

    def test_everything_is_described(self):
        for each in self.contract.records:
            self.assertTrue(each.description, each.name)
            for field in each.fields:
                self.assertTrue(field.description, f'{each.name}.{field.wire}')

    def test_every_operation_says_who_may_call_it(self):
        for name, operation in self.operations():
            self.assertIn('security', operation, name)

    def test_every_refusal_is_a_problem(self):
        for name, operation in self.operations():
            for status, response in operation['responses'].items():
                if int(status) >= 400 and (name, status) != ('get /v1/health', '503'):
                    self.assertIn('$ref', response, f'{name} {status}')


if __name__ == '__main__':
    unittest.main()
