// A mentor in the list and a mentee who may look for one, each in a browser of their own.
import type { Page } from '@playwright/test';
import type { Cairn } from './cairn.ts';
import { join } from './joining.ts';
import { about, choose, place, saved } from './profile.ts';
import { expect } from './test.ts';

/** Joins as a mentor with all that it takes to be found; gives the address of the mentor's page. */
export async function becomeMentor(page: Page, cairn: Cairn, name: string, email: string): Promise<string> {
  await join(page, cairn, name, email, ['Be a mentor']);
  await about(page, 'Beekeeper who teaches schools.', 'Forty hives and a classroom.');
  await place(page, 'Nigeria', 'Kano', 'English');
  await page.goto('/profile/offer');
  await choose(page, 'Skills', 'Giving feedback');
  await saved(page);
  await page.goto('/profile/help');
  await page.getByLabel('What I can help with').fill('Beginning something small and keeping it alive.');
  await saved(page);
  await page.goto('/');
  return (await page.getByRole('link', { name: 'See what mentees see' }).getAttribute('href'))!;
}

/** Joins as a mentee with all that it takes to look for mentors. */
export async function becomeMentee(page: Page, cairn: Cairn, name: string, email: string): Promise<void> {
  await join(page, cairn, name, email, ['Find a mentor']);
  await about(page, 'Ward nurse, leading a first team from December.', 'Ten years on the wards.');
  await place(page, 'United Kingdom', 'Leeds', 'English');
  await page.goto('/profile/preferences');
  await choose(page, 'Skills', 'Giving feedback');
  await saved(page);
}

/** Asks a mentor on the mentor's page, and stays in the conversation that begins. */
export async function ask(page: Page, mentor: string, question: string): Promise<void> {
  await page.goto(mentor);
  await page.getByRole('link', { name: 'Ask a question' }).filter({ visible: true }).click();
  await page.getByLabel('Your question').fill(question);
  await page.getByRole('button', { name: 'Send the question' }).click();
  await expect(page).toHaveURL(/\/conversations\/[0-9a-f-]+$/);
}
