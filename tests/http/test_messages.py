#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every field of every request, wrong in every way that the contract rules out.

The cases are derived from the contract, so a new field is covered when it is written down.
"""

import copy
import json

import harness
from harness import DaemonCase, World
from test_routes import fill, routes, wanted

SCHEMAS = harness.contract()['components']['schemas']
OTHER_TYPES = {'string': 5, 'integer': 'five', 'boolean': 'true', 'array': {}, 'object': []}


def resolve(schema):
    while '$ref' in schema:
        schema = SCHEMAS[schema['$ref'].rsplit('/', 1)[1]]
    return schema


def messages():
    """(method, path, operation, schema) of every route that takes a JSON body."""
    for method, path, operation in routes():
        content = operation.get('requestBody', {}).get('content', {})
        if 'application/json' in content:
            yield method, path, operation, resolve(content['application/json']['schema'])


def wrong_values(schema):
    """(what, value) that the schema of one field forbids."""
    kind = schema['type']
    yield 'wrong type', OTHER_TYPES[kind]
    yield 'null', None
    yield 'nested', {'a': {'b': []}}
    if kind == 'string':
        yield from wrong_strings(schema)
    if kind == 'integer':
        yield 'fraction', 1.5
        yield 'exponent', 1e300
        yield 'string of digits', '12'
        if 'minimum' in schema:
            yield 'too small', schema['minimum'] - 1
        if 'maximum' in schema:
            yield 'too large', schema['maximum'] + 1
    if kind == 'array':
        yield from wrong_arrays(schema)


def wrong_strings(schema):
    yield 'NUL', 'a\0b'
    if 'enum' in schema:
        yield 'no such word', 'surely-not-a-word'
        yield 'empty word', ''
    if 'maxLength' in schema:
        yield 'too long', 'x' * (schema['maxLength'] + 1)
    if schema.get('minLength', 0) > 0:
        yield 'too short', ''
    if 'pattern' in schema:
        yield 'wrong characters', '\u4e00 <script>'
    if schema.get('format') == 'date-time':
        for text in ('yesterday', '2022-08-30', '2022-13-30T00:00:00Z', '2022-02-30T00:00:00Z',
                     '2022-08-30T00:00:00', '2022-08-30T00:00:00+08:00', ''):
            yield f'time {text}', text


def wrong_arrays(schema):
    items = resolve(schema['items'])
    if schema.get('minItems', 0) > 0:
        yield 'too few', []
    if 'maxItems' in schema:
        yield 'too many', ['993010-1'] * (schema['maxItems'] + 1)
    yield 'wrong element', [OTHER_TYPES[items['type']]]


class Messages(DaemonCase):

    @classmethod
    def prepare(cls):
        cls.world = World(cls.daemon, people=1)
        cls.callers = {'anyone': cls.daemon.client(), 'candidate': cls.world.sign_in(1),
                       'operator': cls.world.operator}

    def send(self, method, path, operation, body):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        return self.callers[wanted(operation)].send(
            method, fill(path), body, keyed=True, headers={'Content-Type': 'application/json'})

    def each(self):
        for method, path, operation, schema in messages():
            yield method, path, operation, schema, schema['examples'][0]

    # Each field with each value that it may not have: 422, and the answer names the field.
    def test_wrong_values(self):
        for method, path, operation, schema, example in self.each():
            for name, field in schema['properties'].items():
                for what, value in wrong_values(resolve(field)):
                    with self.subTest(path=path, field=name, what=what):
                        body = copy.deepcopy(example)
                        body[name] = value
                        answer = self.send(method, path, operation, body)
                        if what == 'NUL':
                            self.assertIn(answer.code, ('bad_json', 'invalid_field'), answer)
                            continue
                        if what == 'exponent':
                            self.assertIn(answer.status, (400, 422), answer)
                            continue
                        self.expect(answer, 422, 'invalid_field')
                        self.assertTrue(answer.json['field'].startswith(name), answer)

    # Each required field left out.
    def test_missing(self):
        for method, path, operation, schema, example in self.each():
            for name in schema.get('required', []):
                with self.subTest(path=path, field=name):
                    body = {other: value for other, value in example.items() if other != name}
                    answer = self.send(method, path, operation, body)
                    self.expect(answer, 422, 'invalid_field')
                    self.assertEqual(answer.json['field'], name)

    # A field that nobody has written down: no mass assignment.
    def test_unknown(self):
        for method, path, operation, _, example in self.each():
            for name in ('account_id', 'role', 'state', '__proto__', 'ID'):
                with self.subTest(path=path, field=name):
                    answer = self.send(method, path, operation, dict(example, **{name: 'x'}))
                    self.expect(answer, 422, 'invalid_field')
                    self.assertEqual(answer.json['field'], name)

    # What is not JSON, or not ours, is refused before anything looks at it.
    def test_bad_json(self):
        bodies = [b'', b' ', b'{', b'[]', b'"x"', b'1', b'null', b"{'a':1}", b'{"a":1}}',
                  b'{"a":1e400}', b'{"a":NaN}', b'{"a":1,"a":2}', b'\xff\xfe', b'{"\xff":1}',
                  b'{"a":"\\u0000"}', b'{"a":"\\ud800"}', b'{"a":01}', b'{"a":+1}', b'{,}',
                  b'{"a":tru}', b'\xef\xbb\xbf', b'{"a":' + b'[' * 100 + b']' * 100 + b'}',
                  b'[' * 60000, b'{"a":[' + b'0,' * 20000 + b'0]}', b'{"a":"x"} trailing',
                  b'{"a":99999999999999999999999}', b'{"a":"\x01"}', b'//\n{}']
        for method, path, operation, _, _ in self.each():
            for body in bodies:
                with self.subTest(path=path, body=body[:30]):
                    answer = self.send(method, path, operation, body)
                    self.assertIn(answer.status, (400, 422), answer)
                    if answer.status == 400:
                        self.assertEqual(answer.code, 'bad_json')

    # A body split into the smallest chunks means the same.
    def test_chunked_body(self):
        body = json.dumps({'kind': 'image'}).encode()
        chunks = b''.join(b'1\r\n' + body[i:i + 1] + b'\r\n' for i in range(len(body)))
        received = self.daemon.raw(
            b'POST /v1/captchas HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
            b'Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n' + chunks + b'0\r\n\r\n')
        self.assertTrue(received.startswith(b'HTTP/1.1 201'), received[:200])

    # Strings that databases and shells trip over are only strings.
    def test_hostile_strings(self):
        for text in ("' OR 1=1 --", '"; DROP TABLE account; --', '%s%n', '../../etc/passwd',
                     '\u202e\u200b', '\U0001f600' * 10, '$(reboot)', '{{7*7}}'):
            with self.subTest(text):
                answer = self.callers['anyone'].post(
                    '/v1/sessions', {'account': text, 'password': text})
                self.assertIn(answer.status, (401, 422), answer)
                answer = self.callers['candidate'].get(
                    '/v1/campuses?kind=written&q=' + __import__('urllib.parse').parse.quote(text))
                self.assertIn(answer.status, (200, 409, 422), answer)
                answer = self.callers['candidate'].post(
                    '/v1/qualification-queries',
                    {'id_type': 'passport', 'id_number': text[:40], 'name': text[:50]})
                self.assertIn(answer.status, (404, 409, 422), answer)


if __name__ == '__main__':
    harness.main()
