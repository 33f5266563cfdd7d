#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guided tour: a candidate walks the whole flow, steps 1 to 13, in a real window, in Chinese.

A real daemon with practice data, a real keyring, a real session bus; the app is used over the
accessibility bus, as a screen reader's user would, and what it opens is paid in Chromium. Each step asserts what its page says and
leaves a picture; index.html shows them all. `tour.py FOLDER`.
"""

import html
import shutil
import sys
import tempfile
import time
from pathlib import Path

import browser
import desktop
from backend import BUILD, PRACTICE_PASSWORD, Backend, Candidate, record_of
from words import Words, program_environment

ACCOUNT = '13900000001'
OFFERING = '993010-1'
ORAL = '993011-F'
LANGUAGE = 'zh_CN'
HOUBU = BUILD / 'root/bin/houbu'
QUIET = 0.6  # seconds for a transition to end before a picture


class Tour:
    """The walk: the window, the daemon behind it, and the album of pictures."""

    def __init__(self, screen, backend, page, folder):
        self.screen = screen
        self.backend = backend
        self.page = page
        self.opened = browser.DefaultBrowser()
        self.folder = folder
        self.words = Words(LANGUAGE)
        self.album = []
        self.window = None
        self.app = None

    def start_app(self, *options):
        import walk
        self.app = self.screen.start(HOUBU, *options, **program_environment(LANGUAGE))
        self.window = walk.Window('houbu')

    def stop_app(self):
        desktop.stop(self.app)

    def picture(self, name, title, take=None):
        time.sleep(QUIET)
        file = f'{len(self.album) + 1:02}-{name}.png'
        (take or self.screen.picture)(self.folder / file)
        self.album.append((file, title))
        print(f'  {file}  {title}', flush=True)

    def browser_picture(self, name, title):
        self.picture(name, title, lambda file: self.page.picture(path=str(file)))

    def says(self, text, *values):
        self.window.wait_says(self.words(text, *values))

    def heading(self, text):
        self.window.wait_find('label', self.words(text), exact=True)

    def press(self, text, *values, kind='button'):
        self.window.press(self.words.label(text, *values), kind=kind,
                          exact=kind == 'button')

    def write_index(self):
        figures = '\n'.join(
            f'<figure><img src="{file}" alt="{html.escape(title)}">'
            f'<figcaption>{html.escape(title)}</figcaption></figure>'
            for file, title in self.album)
        (self.folder / 'index.html').write_text(INDEX.replace('FIGURES', figures))


def step_1_sign_in(tour):
    tour.start_app()
    tour.says('Welcome to Houbu')
    tour.picture('welcome', '第一次启动：连接服务器，或在本机练习')
    tour.window.fill(tour.words('Address'), tour.backend.url)
    tour.press('_Connect')
    tour.window.wait_find('text', tour.words('Account Name or Phone'))
    tour.window.fill(tour.words('Account Name or Phone'), ACCOUNT)
    tour.window.fill(tour.words('Password'), PRACTICE_PASSWORD)
    tour.picture('sign-in', '步骤 1　登录')
    tour.press('Remember Me', kind='check')
    tour.press('_Sign In')


def step_2_home(tour):
    tour.says('Not registered (or registered with another account)')
    tour.picture('home', '步骤 2　首页：我的状态和下一步')
    tour.press('_Start Registering')


def step_3_agreement(tour):
    tour.says('Agreement and Pledge')
    tour.picture('agreement', '步骤 3　报名协议与诚信承诺书')
    tour.window.press(tour.words('I have read and accept the registration agreement, the integrity '
                                 'pledge, the user agreement and the privacy policy'), kind='check')
    tour.press('_Agree')


def step_4_query(tour):
    student = record_of(ACCOUNT)
    tour.says('Find My School Record')
    tour.window.fill(tour.words('Document number, as in the school\'s record'), student['id_number'])
    tour.window.fill(tour.words('Name'), student['name'])
    tour.picture('qualification', '步骤 4　资格信息查询')
    tour.press('_Query')


def step_5_confirm(tour):
    tour.says('Personal Data')
    tour.window.wait_says(record_of(ACCOUNT)['name'])
    tour.picture('confirm', '步骤 5　资格信息确认')
    tour.press('I have checked that my school record and my qualification are right', kind='check')
    tour.press('_Save and Continue')
    tour.says('Save Your Registration?')
    tour.picture('confirm-dialog', '步骤 5　保存前的唯一一次确认')
    tour.press('_Save')


def step_6_written(tour):
    tour.says('Other Languages')
    tour.says('No seats left')
    tour.picture('written', '步骤 6　笔试科目：无余量的科目可以候补')
    join(tour)


def join(tour):
    tour.window.press(tour.words.begin('Join the waitlist for {subject} at {campus}'))
    tour.window.wait_find('button', tour.words.label('_Join the Waitlist'), exact=True)
    if len(tour.album) < 10:
        tour.picture('join-dialog', '步骤 6　提交候补前说明规则和预计位次')
    tour.window.press(tour.words.label('_Join the Waitlist'), exact=True)


def waiting_entry(tour):
    entries = tour.candidate.ask('GET', '/v1/registration')['entries']
    return entries[0] if entries else None


def says_position(tour, entry):
    tour.window.wait_says(tour.words(
        'Position %<PRId64> of %<PRId64> waiting', entry['position'], entry['waiting']))


def step_7_details(tour):
    tour.candidate = Candidate(tour.backend, ACCOUNT)
    entry = desktop.wait_for(lambda: waiting_entry(tour), 10, 'the waiting entry')
    says_position(tour, entry)
    tour.picture('details', '步骤 7　报名信息：候补位次实时显示')
    capacity = tour.candidate.offering(OFFERING)['capacity']
    tour.backend.ctl('capacity', OFFERING, capacity + 2)
    moved = waiting_entry(tour)
    assert moved['position'] == entry['position'] - 2, (entry, moved)
    says_position(tour, moved)
    tour.picture('details-moved', '步骤 7　管理员增加两个机位，位次随即前移')


def step_8_cancel(tour):
    tour.window.press(tour.words.begin('Cancel waiting for %s at %s'))
    tour.says('The place is lost for good. If you join this queue again, you go to its end, and '
              'getting a seat becomes less likely. Why do you cancel?')
    tour.press('Giving up this subject and the wait', kind='check')
    tour.picture('cancel-dialog', '步骤 8　取消候补：写明代价，选择原因')
    tour.press('_Give Up the Place')
    tour.says('Cancelled by you')
    tour.says('Giving up this subject and the wait')
    tour.picture('finished', '步骤 8　已完成候补：状态与备注')
    assert waiting_entry(tour) is None


def step_9_promotion(tour):
    tour.press('Choose _Written Subjects')
    join(tour)
    entry = desktop.wait_for(lambda: waiting_entry(tour), 10, 'the new waiting entry')
    says_position(tour, entry)
    capacity = tour.candidate.offering(OFFERING)['capacity']
    tour.backend.ctl('capacity', OFFERING, capacity + entry['position'])
    tour.window.wait_says(tour.words.begin('You Have a Seat: %s'))
    tour.picture('promoted', '步骤 9　候补成功：占位和支付截止时间')
    tour.press('_Later')
    tour.says('Unpaid')
    tour.says('Got a seat')
    tour.picture('unpaid', '步骤 9　笔试报考科目信息：未支付，倒计时')


def step_10_oral(tour):
    row = tour.candidate.offering(ORAL, 'oral')
    tour.backend.ctl('capacity', ORAL, row['capacity'] - row['remaining'])  # full from now on
    tour.press('Choose _Oral Subjects')
    tour.window.wait_find('button', tour.words.label('_Another Campus…'))
    tour.press('_Another Campus…')
    tour.says('Choose a Campus')
    tour.screen.type(ORAL.split('-')[0])
    tour.picture('campus', '步骤 10　口试报考：查找开考校区')
    tour.screen.key('Return')
    tour.window.wait_says(row['campus']['name'])
    tour.says('No seats left')
    tour.picture('oral', '步骤 10　口试科目：可报考或候补任一开考校区')
    join(tour)
    entry = desktop.wait_for(lambda: waiting_entry(tour), 10, 'the oral waiting entry')
    assert entry['offering'] == ORAL, entry
    says_position(tour, entry)
    tour.picture('oral-waiting', '步骤 10　口试候补中，笔试考位已保留')


def step_11_report_form(tour):
    tour.says('Score report: not chosen yet')
    tour.window.press(tour.words.begin('Choose the score report for %s at %s'))
    tour.says('Form of the Score Report')
    seat, = tour.candidate.ask('GET', '/v1/registration')['enrolments']
    seat_name = seat['subject']['name']
    tour.window.press(tour.words('%s score report for %s', tour.words('Electronic'),
                                 seat_name), kind='check')
    tour.picture('report-form', '步骤 11　成绩报告单形式：纸质或电子')
    tour.press('_Save')
    tour.says('The form of the score report is saved')
    tour.window.wait_says(tour.words('Score report: %s', tour.words('Electronic')))
    seat, = tour.candidate.ask('GET', '/v1/registration')['enrolments']
    assert seat['report_form'] == 'electronic', seat
    tour.picture('report-form-saved', '步骤 11　成绩报告单形式已保存')


def written_seat(tour):
    seats = tour.candidate.ask('GET', '/v1/registration')['enrolments']
    seat, = (each for each in seats if each['subject']['kind'] == 'written')
    return seat


def step_12_payment(tour):
    tour.window.wait_says(tour.words('Not paid · unpaid: {sum}').replace('{sum}', '¥30.00'))
    tour.window.press(tour.words.begin('Pay %s for the written subjects'))
    tour.heading('Check and Pay')
    tour.says('Subjects and Fees')
    tour.window.wait_says(written_seat(tour)['subject']['name'])
    tour.window.wait_says('¥30.00')
    tour.window.wait_says(record_of(ACCOUNT)['name'])
    tour.picture('payment', '步骤 12　确认支付信息：科目、费用、报告单形式与截止时间')
    tour.press('_Pay in Browser')
    tour.address = tour.opened.wait_opened()
    order, = tour.candidate.ask('GET', '/v1/registration')['payments']
    assert tour.address == order['pay_url'], (tour.address, order)
    tour.heading('Waiting for the Payment…')
    tour.picture('payment-waiting', '步骤 12　等待支付：已在浏览器中打开，也可扫码支付')


def step_13_paid(tour):
    tour.page.visit(url=tour.address, language='zh-CN')
    said = tour.page.text()
    assert '支付沙箱' in said and '¥30.00' in said, said
    tour.page.choose(name='练习储蓄卡（尾号 0001）')
    tour.browser_picture('pay-page', '步骤 13　支付平台页面：选择支付方式')
    tour.page.press(name='确认支付')
    assert tour.page.status() == '支付成功', tour.page.text()
    tour.browser_picture('pay-page-paid', '步骤 13　支付平台页面：支付成功')
    tour.page.close()
    tour.heading('Paid')
    tour.picture('paid', '步骤 13　回到候补：已支付')
    tour.press('_See Your Registration')
    tour.says('All paid')
    assert written_seat(tour)['state'] == 'paid', written_seat(tour)
    tour.picture('details-paid', '步骤 13　报名信息：笔试科目已支付')


def remembered(tour):
    """Closed and opened again, the app is signed in: the token came from the keyring."""
    tour.stop_app()
    tour.start_app()
    tour.says('Registered and paid')
    tour.picture('remembered', '重新打开：已记住登录，首页显示“已报名并支付”')
    tour.stop_app()


STEPS = (step_1_sign_in, step_2_home, step_3_agreement, step_4_query, step_5_confirm,
         step_6_written, step_7_details, step_8_cancel, step_9_promotion, step_10_oral,
         step_11_report_form, step_12_payment, step_13_paid, remembered)

INDEX = """<!DOCTYPE html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>候补 · 导览</title>
<style>
body { font: 16px/1.6 system-ui, sans-serif; max-width: 72rem; margin: 3rem auto; padding: 0 1rem; }
figure { margin: 0 0 3rem; }
figcaption { font-weight: 600; margin-top: .5rem; }
img { width: 100%; border-radius: 12px; box-shadow: 0 2px 12px rgb(0 0 0 / .2); }
</style>
<h1>候补 · 导览</h1>
FIGURES
</html>
"""


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILD / 'tour'
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix='houbu-tour-') as data, \
            desktop.Desktop() as screen, \
            Backend(data, '--practice', config='[captcha]\nmode=after-failures\n') as backend, \
            browser.Browser() as page:
        tour = Tour(screen, backend, page, folder)
        try:
            for step in STEPS:
                step(tour)
        except Exception:
            tour.picture('stopped-here', f'停在 {step.__name__}')
            if tour.window:
                print('\n'.join(tour.window.words()), file=sys.stderr)
            raise
        finally:
            tour.write_index()
        backend.stop()
        assert backend.check() == [], backend.check()
    print(f'{len(tour.album)} pictures in {folder}')


if __name__ == '__main__':
    browser.install()
    desktop.enter()
    main()
