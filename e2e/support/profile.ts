// Completing a profile, step by step, as a person does.
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** Opens the sheet of a criterion, ticks options (searching where there is a box) and closes it. */
export async function choose(page: Page, criterion: string, ...options: string[]): Promise<void> {
  await page.getByRole('button', { name: `Add to ${criterion}`, exact: true }).click();
  const sheet = page.getByRole('dialog', { name: criterion, exact: true });
  const search = sheet.getByRole('searchbox');
  for (const option of options) {
    const box = sheet.getByRole('checkbox', { name: option, exact: true });
    await expect(sheet.getByRole('checkbox').first()).toBeVisible();
    if (await search.isVisible()) await search.fill(option);
    await box.check();
  }
  await sheet.getByRole('button', { name: 'Done' }).click();
  await expect(sheet).toBeHidden();
}

export async function about(page: Page, headline: string, story: string): Promise<void> {
  await page.goto('/profile/about');
  await page.getByLabel('Who you are, in a sentence').fill(headline);
  await page.getByLabel('Your story', { exact: true }).fill(story);
  await saved(page);
}

export async function place(page: Page, country: string, city: string, ...languages: string[]): Promise<void> {
  await page.goto('/profile/place');
  await page.getByLabel('Country').selectOption({ label: country });
  await page.getByLabel('City').fill(city);
  await choose(page, 'Languages', ...languages);
  await saved(page);
}

/** Everything typed so far has reached the server. */
export async function saved(page: Page): Promise<void> {
  await expect(page.getByText('Saved as you go')).toBeVisible();
}
