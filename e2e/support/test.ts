// What every journey has: a server with sample people, an inbox, and a page whose console stays clean.
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { Cairn } from './cairn.ts';

export const PASSWORD = 'lay one stone more';

export const test = base.extend<{ cleanConsole: void }, { cairn: Cairn }>({
  cairn: [
    async ({}, use) => {
      const cairn = await Cairn.start();
      await use(cairn);
      await cairn.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ cairn }, use) => use(cairn.url),
  cleanConsole: [
    async ({ context }, use) => {
      const said: string[] = [];
      const watch = (page: Page) => {
        page.on('console', (message) => {
          // The browser itself writes refused requests and a lost connection there; what the page makes of them is tested.
          const refused = /^Failed to load resource: (the server responded with a status of 4|net::ERR_INTERNET_DISCONNECTED)/.test(message.text());
          if (['error', 'warning'].includes(message.type()) && !refused) said.push(message.text());
        });
        page.on('pageerror', (error) => said.push(error.message));
      };
      context.pages().forEach(watch);
      context.on('page', watch);
      await use();
      expect(said, 'the console').toEqual([]);
    },
    { auto: true },
  ],
});

/** Axe finds nothing on this page, it does not scroll sideways, and (with CAIRN_SCREENS=DIR) there is a picture of it. */
export async function inspect(page: Page, name: string): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible();
  if (process.env.CAIRN_SCREENS) {
    const width = page.viewportSize()?.width;
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: `${process.env.CAIRN_SCREENS}/${name}-${width}-${scheme}.png`, fullPage: true });
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`), `axe on ${name}`).toEqual([]);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(sideways, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
}

export { expect };
