import type { Locator, Page } from '@playwright/test';
import { signIn } from '../support/joining.ts';
import { tabTo } from '../support/keyboard.ts';
import { accessible, expect, inspect, test } from '../support/test.ts';

interface Place {
  name: string;
  open: (page: Page) => Promise<unknown>;
  /** What people come for. */
  controls: (page: Page) => Locator[];
}

const MENTORS = '/mentors?want=none&text=wanjiru';
const PLACES: Place[] = [
  {
    name: 'mentors',
    open: (page) => page.goto('/mentors?want=format.video&want=languages.ar&exact=languages'),
    controls: (page) => [page.getByRole('searchbox'), page.getByRole('article').first().getByRole('link'), page.getByRole('button', { name: /^Save / }).first()],
  },
  {
    name: 'mentor',
    open: async (page) => {
      await page.goto(MENTORS);
      await page.getByRole('article').first().getByRole('link').click();
    },
    controls: (page) => [page.getByRole('link', { name: 'Back to your search' }), page.getByRole('button', { name: 'Save for later' })],
  },
  {
    name: 'profile-about',
    open: (page) => page.goto('/profile/about'),
    controls: (page) => [page.getByLabel('Your story', { exact: true }), page.getByRole('button', { name: 'Change photo' }), page.getByRole('button', { name: /^Next/ })],
  },
  {
    name: 'account',
    open: (page) => page.goto('/account'),
    controls: (page) => ['Sign out everywhere', 'Change the password', 'Change the address', 'Download it'].map((name) => page.getByRole('button', { name })),
  },
];

async function look(page: Page, name: string, controls: Locator[]): Promise<void> {
  for (const control of controls) await expect(control).toBeVisible();
  await inspect(page, name);
}

for (const { name, title, options } of [
  { name: 'forced', title: 'in forced colours', options: { contextOptions: { forcedColors: 'active' as const } } },
  { name: 'zoomed', title: 'at 200 %', options: { viewport: { width: 640, height: 512 }, deviceScaleFactor: 2 } },
]) {
  test.describe(title, () => {
    test.use(options);

    test(`the main pages can be seen and used ${title}`, async ({ page }) => {
      await page.goto('/');
      await look(page, `${name}-landing`, [page.getByRole('link', { name: 'Sign in' }), page.getByRole('link', { name: 'Find a mentor' }).first()]);
      await signIn(page, 'farid@sample.example');
      for (const place of PLACES) {
        await place.open(page);
        await look(page, `${name}-${place.name}`, place.controls(page));
      }
      await tabTo(page, page.getByText('Delete my account'));
    });
  });
}

test('a page that still waits for its session has a heading, too', async ({ page }) => {
  await signIn(page, 'farid@sample.example');
  let answer = () => {};
  const held = new Promise<void>((release) => (answer = release));
  await page.route('**/api/v1/auth/refresh', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/account');
  await expect(page.getByRole('status', { name: 'Loading' })).toBeVisible();
  await accessible(page, 'waiting');
  answer();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign-in and safety' })).toBeVisible();
});

test('a server that is busy signs nobody out', async ({ page }) => {
  await signIn(page, 'farid@sample.example');
  const busy = { code: 'unavailable', type: '/problems/unavailable', title: 'The server cannot answer just now.', status: 503, retry_after: 1 };
  const refresh = '**/api/v1/auth/refresh';
  await page.route(refresh, (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: busy }));
  await page.goto('/account');
  await expect(page.getByRole('alert')).toContainText('Cairn is busy just now. Please try again in a moment.');
  await inspect(page, 'busy');
  await page.unroute(refresh);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign-in and safety' })).toBeVisible();
});

test('paper is light, whatever the screen is', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('cairn.look', 'cairn-night'));
  await page.goto('/');
  await page.evaluate(() => addEventListener('beforeprint', () => {
    document.body.dataset.printed = document.documentElement.dataset.theme ?? 'as the device says';
  }));
  await page.pdf();
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'as the device says');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'cairn-night');
});
