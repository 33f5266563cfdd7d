// SPDX-License-Identifier: GPL-3.0-or-later
// A headless Chromium that does what it is told, a line of JSON at a time: browser.mjs CHROMIUM
// Asked {"do": "visit", "url": …}, it answers {"ok": …} or {"problem": …}, on standard output.

import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

// From the folder that it was installed into, which is not this one.
const { chromium } = createRequire(`${process.cwd()}/`)('playwright-core');
const LIMIT = 20_000; // milliseconds for a page or a control to be there

const browser = await chromium.launch({ executablePath: process.argv[2], chromiumSandbox: false });
let context = null;
let page = null;

const verbs = {
  // A window of its own, as somebody has it who reads that language.
  async visit({ url, language = 'zh-CN', width = 1366, height = 768, dark = false }) {
    await verbs.close();
    context = await browser.newContext({
      locale: language,
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
    });
    context.setDefaultTimeout(LIMIT);
    page = await context.newPage();
    const reply = await page.goto(url);
    return reply.status();
  },
  async text() {
    return page.locator('body').innerText();
  },
  async address() {
    return page.url();
  },
  // By what they are called, as assistive technology finds them.
  async choose({ name }) {
    await page.getByRole('radio', { name, exact: true }).check();
  },
  async press({ name }) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.waitForLoadState();
  },
  async follow({ name }) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.waitForLoadState();
  },
  async reload() {
    await page.reload();
  },
  async status() {
    return page.getByRole('status').innerText();
  },
  // What would have to be scrolled sideways for, in pixels.
  async overflow() {
    return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  },
  async picture({ path }) {
    await page.screenshot({ path, fullPage: true });
  },
  async close() {
    await context?.close();
    context = page = null;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { do: verb, ...what } = JSON.parse(line);
  let said;
  try {
    said = { ok: (await verbs[verb](what)) ?? null };
  } catch (error) {
    said = { problem: `${verb}: ${error.message}` };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
await browser.close();
