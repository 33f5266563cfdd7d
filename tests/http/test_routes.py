#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may call what: every route of the contract, by every kind of caller."""

import re
import unittest

import harness
from harness import OPEN_LIMITS, DaemonCase, World

METHODS = ('GET', 'POST', 'PUT', 'PATCH', 'DELETE')
# An id of the right shape that nothing has.
NOBODY = {'id': 'doesnotexist', 'kind': 'waitlist_guide', 'language': 'en',
          'provider': 'nobody'}


def routes():
    """(method, path, operation) of every route in the contract."""
    for path, methods in harness.contract()['paths'].items():
        for method, operation in methods.items():
            if method.upper() in METHODS:
                yield method.upper(), path, operation


def fill(path):
    if '/offerings/{id}' in path:
        path = path.replace('{id}', '999999-1')
    return re.sub(r'{(\w+)}', lambda match: NOBODY[match.group(1)], path)


def parameters(operation, place):
    shared = harness.contract()['components']['parameters']
    for parameter in operation.get('parameters', []):
        if '$ref' in parameter:
            parameter = shared[parameter['$ref'].rsplit('/', 1)[1]]
        if parameter['in'] == place:
            yield parameter


def wanted(operation):
    """Who the contract says may call: anyone, candidate or operator."""
    security = operation.get('security') or [{}]
    return next(iter(security[0]), 'anyone')


class Routes(DaemonCase):

    @classmethod
    def prepare(cls):
        cls.world = World(cls.daemon, people=2)
        cls.daemon.command('operator', 'add', 'teacher', '--role', 'school', '--scope', '99301',
                           stdin=harness.OPERATOR_PASSWORD)
        cls.callers = {
            'anyone': cls.daemon.client(),
            'candidate': cls.world.sign_in(1),
            'operator': cls.world.operator,
            'school operator': cls.world.sign_in_operator('teacher'),
            'bad token': cls.daemon.client('x' * 43),
        }

    def call(self, who, method, path, operation, **rest):
        body = b'{}' if operation.get('requestBody') else None
        types = list((operation.get('requestBody') or {}).get('content', {}))
        headers = {'Content-Type': types[0]} if types else {}
        if any(True for _ in parameters(operation, 'header')):
            headers['Idempotency-Key'] = harness.key()
        headers.update(rest)
        query = '&'.join(f'{parameter["name"]}={parameter.get("example", 1)}'
                         for parameter in parameters(operation, 'query')
                         if parameter.get('required'))
        return self.callers[who].send(method, fill(path) + (f'?{query}' if query else ''), body,
                                      headers=headers)

    # Only the callers that the contract names get past the door; the others learn nothing more.
    def test_every_route_by_every_caller(self):
        for method, path, operation in routes():
            for who in self.callers:
                if path in ('/v1/events', '/metrics') or method == 'DELETE' and 'sessions' in path:
                    continue
                with self.subTest(method=method, path=path, who=who):
                    answer = self.call(who, method, path, operation)
                    self.check_door(answer, who, wanted(operation), method, path)

    def check_door(self, answer, who, needed, method, path):
        self.assertNotIn(answer.status, (405, 500, 501), answer)
        if needed == 'anyone':
            self.assertNotIn(answer.code, ('unauthenticated', 'forbidden'), answer)
        elif who in ('anyone', 'bad token'):
            self.expect(answer, 401, 'unauthenticated')
            self.assertIn('Bearer', answer.headers['www-authenticate'])
        elif who.split()[-1] != needed:
            self.expect(answer, 403, 'forbidden')
        elif who == needed:
            self.assertNotIn(answer.code, ('unauthenticated', 'forbidden'), answer)

    # What only operators of the whole country may do, a school's may not.
    def test_scope(self):
        for method, path in (('POST', '/v1/admin/exams'), ('PATCH', '/v1/admin/exam'),
                             ('POST', '/v1/admin/news'), ('PATCH', '/v1/admin/news/x'),
                             ('PUT', '/v1/admin/pages/contact/en')):
            answer = self.callers['school operator'].send(method, path, {'hold_seconds': 5},
                                                          keyed=True)
            self.expect(answer, 403, 'forbidden')

    # Every path answers other methods with 405 and tells which it has.
    def test_methods(self):
        known = {}
        for method, path, _ in routes():
            known.setdefault(path, set()).add(method)
        for path, has in known.items():
            for method in set(METHODS) - has | {'OPTIONS', 'TRACE', 'BREW'}:
                with self.subTest(path=path, method=method):
                    answer = self.callers['anyone'].send(method, fill(path))
                    if path == '/v1/sessions/refresh' or answer.status != 405:
                        self.assertEqual(answer.status, 405, answer)
                    allow = set(answer.headers['allow'].split(', ')) - {'HEAD'}
                    self.assertEqual(allow, has)
                    self.callers['anyone'].close()

    # Paths that nobody has named do not exist, whoever asks.
    def test_unknown_paths(self):
        for who, client in self.callers.items():
            for path in ('/', '/v1', '/v1/nothing', '/v1/enrolments/a/b', '/v2/exam', '/admin'):
                with self.subTest(who=who, path=path):
                    self.expect(client.get(path), 404, 'not_found')

    # A query parameter that the route does not know is an error that names it.
    def test_unknown_query(self):
        for method, path, operation in routes():
            if path in ('/v1/events', '/metrics'):
                continue
            who = wanted(operation)
            if method == 'DELETE' and 'sessions' in path:
                continue
            with self.subTest(method=method, path=path):
                client = self.callers[who]
                types = list((operation.get('requestBody') or {}).get('content', {}))
                answer = client.send(method, fill(path) + '?surprise=1',
                                     b'{}' if types else None, keyed=True,
                                     headers={'Content-Type': types[0]} if types else {})
                self.expect(answer, 422, 'invalid_field')
                self.assertEqual(answer.json['field'], 'surprise')

    # A keyed route without its key says so before anything happens; a key has its form.
    def test_missing_key(self):
        for method, path, operation in routes():
            names = {parameter['name'] for parameter in parameters(operation, 'header')}
            if 'Idempotency-Key' not in names:
                continue
            types = list((operation.get('requestBody') or {}).get('content', {'': None}))
            for value in (None, '', 'a b', 'x' * 65, 'ü'):
                with self.subTest(path=path, key=value):
                    headers = {'Content-Type': types[0]}
                    if value is not None:
                        headers['Idempotency-Key'] = value
                    answer = self.callers[wanted(operation)].send(method, fill(path), b'{}',
                                                                  headers=headers)
                    self.expect(answer, 422, 'invalid_field')
                    self.assertEqual(answer.json['field'], 'Idempotency-Key')

    # A body of another type than the route's is not looked at.
    def test_media_types(self):
        for method, path, operation in routes():
            types = list((operation.get('requestBody') or {}).get('content', {}))
            if not types:
                continue
            for kind in ('text/plain', 'application/xml', 'application/json-patch+json', None):
                with self.subTest(path=path, kind=kind):
                    answer = self.callers[wanted(operation)].send(
                        method, fill(path), b'{}', keyed=True, headers={'Content-Type': kind})
                    self.expect(answer, 415, 'unsupported_media_type')

    # A body where none belongs is refused.
    def test_unwanted_body(self):
        for path in ('/v1/exam', '/v1/registration'):
            answer = self.callers['candidate'].send('GET', path, b'{}')
            self.expect(answer, 413, 'body_too_large')

    # Every answer says that it is not to be guessed at or kept.
    def test_headers_of_answers(self):
        for path in ('/v1/health', '/v1/exam', '/v1/registration', '/v1/nothing', '/v1/pages'):
            answer = self.callers['candidate'].get(path)
            self.assertEqual(answer.headers['x-content-type-options'], 'nosniff')
            self.assertRegex(answer.headers['cache-control'], 'no-store|no-cache')
            self.assertNotIn('server', answer.headers)

    # Texts follow Accept-Language, errors too.
    def test_languages(self):
        for asked, chinese in (('zh-CN', True), ('zh', True), ('en', False), ('de', False),
                               ('en;q=0.5, zh;q=0.9', True), ('en, zh;q=0.5', False),
                               ('zh;q=0', False), ('', False), ('*', False)):
            with self.subTest(asked):
                answer = self.callers['anyone'].get('/v1/nothing',
                                                    headers={'Accept-Language': asked})
                title = answer.json['title']
                self.assertEqual(any(ord(letter) > 0x3000 for letter in title), chinese, title)
                self.assertEqual(answer.headers['content-language'], 'zh-CN' if chinese else 'en')

    # What rarely changes is sent once: whoever has it gets 304.
    def test_conditional(self):
        for path in ('/v1/openapi.yaml', '/v1/pages', '/v1/pages/waitlist_guide'):
            first = self.expect(self.callers['anyone'].get(path), 200)
            tag = first.headers['etag']
            again = self.callers['anyone'].get(path, headers={'If-None-Match': tag})
            self.assertEqual((again.status, again.body), (304, b''))
            other = self.callers['anyone'].get(path, headers={'If-None-Match': '"other"'})
            self.assertEqual(other.body, first.body)

    # The contract that is served is the one in the tree.
    def test_contract(self):
        answer = self.callers['anyone'].get('/v1/openapi.yaml')
        self.assertEqual(answer.body, (harness.ROOT / 'src/model/houbu.openapi.yaml').read_bytes())
        self.assertEqual(answer.headers['content-type'], 'application/yaml')

    # A password, a token or a document number never reaches the log.
    def test_log_without_secrets(self):
        text = self.daemon.log.read_text()
        for secret in (harness.PASSWORD, harness.OPERATOR_PASSWORD, World.id_number(1),
                       World.phone(1), 'Canary', self.callers['candidate'].token):
            self.assertNotIn(secret, text)


class Metrics(DaemonCase):
    tcp = True

    # Figures in the text format, to the loopback address.
    def test_metrics(self):
        client = self.daemon.client()
        client.get('/v1/health')
        answer = self.expect(client.get('/metrics'), 200)
        text = answer.body.decode()
        self.assertRegex(text, r'houbu_http_requests_total\{method="GET",route="/v1/health",'
                               r'status="2xx"\} [1-9]')
        self.assertIn('houbu_live_streams 0', text)
        self.assertRegex(text, r'houbu_store_reads_total [1-9]')
        for line in text.splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? [0-9.e+-]+)$')


class SharedComputers(DaemonCase):
    config = OPEN_LIMITS + '\n[lab]\nnetworks=192.0.2.0/24\n'

    # An app in the lab is told so, one elsewhere is not; nor is one whose address nobody knows.
    def test_told(self):
        client = self.daemon.client()
        for address, told in (('192.0.2.7', True), ('198.51.100.7', False), (None, False)):
            headers = {'X-Real-IP': address} if address else {}
            answer = self.expect(client.get('/v1/health', headers=headers), 200)
            self.assertEqual(answer.json.get('shared_computer', False), told, address)


class MetricsOnSocket(DaemonCase):

    # Behind a proxy nobody knows who asks, so nobody gets them unless the configuration says so.
    def test_refused(self):
        self.expect(self.daemon.client().get('/metrics'), 403, 'forbidden')


if __name__ == '__main__':
    harness.main()
