// What several journeys begin with.
import type { Page } from '@playwright/test';
import type { Cairn } from './cairn.ts';
import { expect, PASSWORD } from './test.ts';

export type Wish = 'Find a mentor' | 'Be a mentor';

/** Fills in the form and sends it: afterwards a letter is on its way. */
export async function register(page: Page, name: string, email: string, wishes: Wish[]): Promise<void> {
  await page.goto('/register');
  for (const wish of ['Find a mentor', 'Be a mentor'] as const) {
    await page.getByRole('checkbox', { name: wish }).setChecked(wishes.includes(wish));
  }
  await page.getByLabel('Name others see').fill(name);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('checkbox', { name: /I agree/ }).check();
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'A letter is on its way' })).toBeVisible();
}

/** Joins with everything that belongs to it: the form, the letter, the link and its button. */
export async function join(page: Page, cairn: Cairn, name: string, email: string, wishes: Wish[]): Promise<void> {
  await register(page, name, email, wishes);
  await page.goto(await cairn.inbox.linkFor(email, 'verify'));
  await page.getByRole('button', { name: 'Yes, confirm it' }).click();
  await expect(page).toHaveURL(`${cairn.url}/`);
}

export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await trySignIn(page, email, password);
  await expect(page.getByRole('button', { name: /Your account/ })).toBeVisible();
}

/** This address does not open with this password (any more). */
export async function cannotSignIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await trySignIn(page, email, password);
  await expect(page.getByRole('alert')).toHaveText(/This email and password do not belong together/);
}

async function trySignIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
}

/** A session that was ended elsewhere ends here at once, as its stream does; what needs one leads to signing in. */
export async function isSignedOut(page: Page): Promise<void> {
  const way = page.getByRole('link', { name: 'Sign in' }).or(page.getByRole('button', { name: 'Sign in' }));
  await expect(way.first()).toBeVisible();
  await page.goto('/profile');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
}
