#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chinese as the manual has it: each of its terms in the words of po/glossary.txt, and no half-width
punctuation beside Chinese characters; no second English name for one thing. `check_glossary.py ROOT`; without ROOT it tests itself."""

import re
import subprocess
import sys
from ast import literal_eval
from pathlib import Path

import yaml

HAN = '\u3400-\u9fff\U00020000-\U0003ffff'
CLOSING = '》）」”'
HALF_WIDTH = re.compile(
    f'[{HAN}{CLOSING}] ?[,;!?]|[{HAN}{CLOSING}]: |[,;!?] ?[{HAN}]|: ?[{HAN}]'
    f'|[{HAN}]\\.(?![A-Za-z])|\\([{HAN}]|[{HAN}]\\)|[{HAN}]"|"[{HAN}]')
# What no text for people is made of: mnemonics, placeholders, options, addresses, lists of words.
CODE = re.compile(r'\(_[A-Za-z]\)|\{[a-z]+\}|--[a-z-]+|unix:\S*|https?://\S*|_')


class Glossary:
    """The manual's terms."""

    def __init__(self, text):
        self.terms, self.never, self.labels = [], [], {}
        for line in text.splitlines():
            if line.startswith('!! '):
                label, instead = line[3:].split(' → ')
                self.labels[label.lower()] = instead
            elif line.startswith('! '):
                self.never.append(line[2:].split(' → '))
            elif ' = ' in line and not line.startswith('#'):
                term, chinese = line.split(' = ')
                pattern = re.compile(r'\b' + term.replace(' ', '[ -]') + r'\b', re.IGNORECASE)
                self.terms.append([term, pattern, chinese.split(' / '), 0])

    def pair(self, english, chinese):
        """What is wrong with a translation."""
        english = CODE.sub('', english)
        if english.lower() in self.labels:
            yield f'“{english}” is called “{self.labels[english.lower()]}”'
        for entry in self.terms:
            term, pattern, wanted, _ = entry
            if pattern.search(english):
                entry[3] += 1
                if not any(word in chinese for word in wanted):
                    yield f'“{term}” is {" or ".join(wanted)}: {chinese}'
        yield from self.text(chinese)

    def text(self, chinese):
        """What is wrong with a Chinese text, wherever it comes from."""
        for word, instead in self.never:
            if word in chinese:
                yield f'{word} is {instead}: {chinese}'
        found = HALF_WIDTH.search(CODE.sub('', chinese))
        if found and not re.search(r';$', chinese):  # a list of words to be searched for
            yield f'half-width “{found.group()}”: {chinese}'

    def unused(self):
        return [term for term, _, _, count in self.terms if not count]


def catalogue(root):
    """Pairs of the program's texts."""
    text = subprocess.run(['msgcat', '--no-wrap', '--no-location', root / 'po/zh_CN.po'],
                          capture_output=True, text=True, check=True).stdout
    for entry in text.split('\n\n'):
        parts, key = {}, None
        for line in entry.splitlines():
            if line.startswith('"'):
                parts[key] += literal_eval(line)
            elif line.startswith('msg'):
                key, _, quoted = line.partition(' ')
                parts[key] = literal_eval(quoted)
        if parts.get('msgid'):
            yield parts['msgid'], parts.get('msgstr', parts.get('msgstr[0]', ''))


def contract(node):
    """Pairs of the server's errors."""
    if isinstance(node, dict):
        if isinstance(node.get('en'), str) and isinstance(node.get('zh'), str):
            yield node['en'], node['zh']
        for child in node.values():
            yield from contract(child)
    elif isinstance(node, list):
        for child in node:
            yield from contract(child)


def check(root):
    glossary = Glossary((root / 'po/glossary.txt').read_text())
    wrong = []
    for english, chinese in catalogue(root):
        wrong += glossary.pair(english, chinese)
    with open(root / 'src/model/houbu.openapi.yaml', encoding='utf-8') as file:
        for _, chinese in contract(yaml.load(file, yaml.CSafeLoader)):
            wrong += glossary.text(chinese)
    for path in sorted((root / 'src/engine/texts').glob('*.zh-CN.txt')):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            wrong += [f'{path.name}:{number}: {problem}' for problem in glossary.text(line)]
    wrong += [f'no text says “{term}”' for term in glossary.unused()]
    if wrong:
        sys.exit('\n'.join(wrong))


def check_itself():
    """Each rule finds what breaks it, and leaves alone what is right."""
    glossary = Glossary('admission ticket = 准考证\npay = 支付\n! 登陆 → 登录\n'
                        '!! Paper → Document\n')
    for english, chinese, right in (
            ('Print the admission ticket', '打印准考证', True),
            ('Print the admission ticket', '打印入场券', False),
            ('_Pay Now', '立即支付(_P)', True),
            ('The payer', '付款人', True),
            ('_Paper', '证件', False),
            ('Paper and ink', '纸墨', True),
            ('Sign in', '登陆', False),
            ('One, two', '一,二', False),
            ('One, two', '一，二', True),
            ('Until 11:12', '截止 11:12', True),
            ('Is it?', '是吗?', False),
            ('Done.', '完成.', False),
            ('A (b)', '甲(乙)', False),
            ('Save as PDF', '存为 PDF(_D)', True)):
        wrong = list(glossary.pair(english, chinese))
        assert bool(wrong) != right, (english, chinese, wrong)
    assert glossary.unused() == []


if __name__ == '__main__':
    if len(sys.argv) > 1:
        check(Path(sys.argv[1]))
    else:
        check_itself()
