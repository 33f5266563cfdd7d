#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The platform's pay page in a real browser: paid with each method in either language, left without
paying, opened again, opened too late. Wide and 360 px, light and dark; somebody looks at the
pictures. `pay_page.py FOLDER`.
"""

import sys
import tempfile
import time
from pathlib import Path

import browser
import desktop
from backend import BUILD, Backend, Candidate, Refused
from desktop import wait_for

CHINESE = {'code': 'zh-CN', 'title': '支付沙箱', 'pay': '确认支付', 'paid': '支付成功',
           'closed': '订单已关闭', 'missing': '没有找到该订单',
           'methods': ('练习钱包余额', '练习储蓄卡（尾号 0001）', '练习信用卡（尾号 0002）')}
ENGLISH = {'code': 'en-US', 'title': 'Payment sandbox', 'pay': 'Pay', 'paid': 'Paid',
           'closed': 'This order is closed', 'missing': 'There is no such order',
           'methods': ('Practice wallet', 'Practice debit card (0001)',
                       'Practice credit card (0002)')}
LOOKS = ((CHINESE, 1366, False), (CHINESE, 360, True), (ENGLISH, 1366, True), (ENGLISH, 360, False))


class Payer:
    """A practice candidate with an unpaid written seat, and the order for it."""

    def __init__(self, candidate):
        self.candidate = candidate
        self.payment = None

    def open(self):
        for seat in self.seats('unpaid'):
            self.candidate.ask('PUT', f'/v1/enrolments/{seat["id"]}/report-form',
                               {'report_form': 'electronic'})
        self.payment = self.candidate.ask('POST', '/v1/payments', {'kind': 'written'})
        wait_for(lambda: self.now().get('pay_url') or time.sleep(0.5), 20, 'the link to the pay page')
        return self.now()['pay_url']

    def seats(self, state):
        return [seat for seat in self.candidate.ask('GET', '/v1/registration')['enrolments']
                if seat['state'] == state]

    def now(self, refresh=False):
        path = f'/v1/payments/{self.payment["id"]}'
        if refresh:
            return self.candidate.ask('POST', path + '/refresh')
        return self.candidate.ask('GET', path)

    def wait(self, state):
        """As often as an account may ask."""
        def reached():
            time.sleep(0.5)
            return self.now()['state'] == state
        wait_for(reached, 60, f'the order to be {state}')


def payers(backend):
    """Those of the practice data who have something to pay, one after the other."""
    for number in range(1, 100):
        try:
            payer = Payer(Candidate(backend, f'139{number:08}'))
        except Refused:
            return
        if any(seat['subject']['kind'] == 'written' for seat in payer.seats('unpaid')):
            yield payer


def looks(page, url, folder, name):
    """The page as it is, in each look; nothing is cut off at the sides."""
    for say, width, dark in LOOKS:
        page.visit(url=url, language=say['code'], width=width, dark=dark)
        assert say['title'] in page.text(), page.text()
        assert page.overflow() == 0, (say['code'], width, page.overflow())
        page.picture(path=str(folder / f'pay-page-{name}-{say["code"]}-{width}.png'))


def left_without_paying(page, payer, folder):
    """The page is closed: nobody says paid or failed, and the same link goes on working."""
    url = payer.open()
    looks(page, url, folder, 'waiting')
    page.visit(url=url)
    page.choose(name=CHINESE['methods'][2])
    page.close()
    assert payer.now(refresh=True)['state'] == 'paying', payer.now()
    assert payer.seats('paying') and not payer.seats('paid')
    pay(page, url, CHINESE, CHINESE['methods'][2])
    payer.wait('paid')
    looks(page, url, folder, 'paid')


def pay(page, url, say, method):
    page.visit(url=url, language=say['code'])
    page.choose(name=method)
    page.press(name=say['pay'])
    assert page.status() == say['paid'], page.text()
    page.reload()
    assert page.status() == say['paid'], page.text()


def paid_by(page, payer, say, method):
    pay(page, payer.open(), say, method)
    payer.wait('paid')
    assert payer.seats('paid') and not payer.seats('paying'), payer.seats('paid')


def other_language(page, payer):
    """The language that was chosen on the page stays to the end."""
    page.visit(url=payer.open(), language=CHINESE['code'])
    page.follow(name='English')
    page.choose(name=ENGLISH['methods'][0])
    page.press(name=ENGLISH['pay'])
    assert page.status() == ENGLISH['paid'], page.text()
    payer.wait('paid')


def changed_links(page, payer, folder):
    """A link somebody changed, or made up, is no order's."""
    url = payer.open()
    amount = f'{payer.now()["amount_fen"] / 100:.2f}'
    assert amount in url, url
    platform = url.split('/gateway.do')[0]
    for say, wrong in ((CHINESE, url.replace(amount, '0.01')), (ENGLISH, platform + '/pay/nothing')):
        assert page.visit(url=wrong, language=say['code'], width=360) == 404
        assert say['missing'] in page.text(), page.text()
    page.picture(path=str(folder / 'pay-page-missing.png'))


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILD / 'tour'
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix='houbu-pay-page-') as data, \
            Backend(data, '--practice', config='[captcha]\nmode=off\n[practice]\nhold-seconds=3600\n'
                    ) as backend, browser.Browser() as page:
        people = payers(backend)
        left_without_paying(page, next(people), folder)
        paid_by(page, next(people), CHINESE, CHINESE['methods'][0])
        paid_by(page, next(people), ENGLISH, ENGLISH['methods'][1])
        other_language(page, next(people))
        changed_links(page, next(people), folder)
        backend.stop()
        assert backend.check() == [], backend.check()


if __name__ == '__main__':
    browser.install()
    desktop.enter()
    main()
