// What every journey has: a server with sample people, an inbox, and a page whose console stays clean.
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { Cairn } from './cairn.ts';

export const PASSWORD = 'lay one stone more';

interface Fixtures {
  /** Watches the consoles of a browser: at the end of the journey they have said nothing. */
  watch: (context: BrowserContext) => void;
  /** A page in another browser, as on another device. */
  elsewhere: Page;
}

export const test = base.extend<Fixtures, { cairn: Cairn }>({
  cairn: [
    async ({}, use) => {
      const cairn = await Cairn.start();
      await use(cairn);
      await cairn.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ cairn }, use) => use(cairn.url),
  watch: [
    async ({ context }, use) => {
      const said: string[] = [];
      const listen = (page: Page) => {
        page.on('console', (message) => {
          // The browser itself writes refused requests and a lost connection there, and the stream that ends with it; what the page
          // makes of them is tested.
          const refused = /^Failed to load resource: (the server responded with a status of (4|503)|net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING))/.test(message.text());
          // Playwright itself asks for a picture that could not be read once more, for its trace.
          const traced = /^Connecting to 'blob:/.test(message.text()) && message.location().url === '';
          if (['error', 'warning'].includes(message.type()) && !refused && !traced) said.push(message.text());
        });
        page.on('pageerror', (error) => said.push(error.message));
      };
      const watch = (context: BrowserContext) => {
        context.pages().forEach(listen);
        context.on('page', listen);
      };
      watch(context);
      await use(watch);
      expect(said, 'the console').toEqual([]);
    },
    { auto: true },
  ],
  elsewhere: async ({ browser, watch }, use) => {
    const context = await browser.newContext();
    watch(context);
    await use(await context.newPage());
    await context.close();
  },
});

/** These words, also where a name in them is set apart from the direction of the sentence. */
export function sentence(words: string): RegExp {
  const apart = '[\\u2068\\u2069]*';
  const pieces = words.split(/(?<=\w)(?=\W)|(?<=\W)(?=\w)/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(pieces.join(apart));
}

/** Axe finds nothing on this page, it does not scroll sideways, and (with CAIRN_SCREENS=DIR) there is a picture of it. */
export async function inspect(page: Page, name: string): Promise<void> {
  // A skeleton has a heading of its own: what is looked at is the page.
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await expect(page.locator('h1').first()).toBeVisible();
  if (process.env.CAIRN_SCREENS) {
    const width = page.viewportSize()?.width;
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: `${process.env.CAIRN_SCREENS}/${name}-${width}-${scheme}.png`, fullPage: true });
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await accessible(page, name);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(sideways, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** Axe finds nothing on what is to be seen now. */
export async function accessible(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`), `axe on ${name}`).toEqual([]);
}

export { expect };
