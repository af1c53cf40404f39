// A mentor in the list and a mentee who may look for one, each in a browser of their own. That both can be had by the pages alone
// is a journey of its own: `finding`.
import type { Page } from '@playwright/test';
import type { Cairn } from './cairn.ts';
import { Caller } from './caller.ts';
import { signIn } from './joining.ts';
import { expect } from './test.ts';

/** That of the browsers. */
const ZONE = 'Europe/London';

/** Joins as a mentor with all that it takes to be found. */
export async function becomeMentor(page: Page, cairn: Cairn, name: string, email: string, zone = ZONE): Promise<Caller> {
  const mentor = await Caller.join(page.request, cairn, { email, display_name: name, roles: ['mentor'], time_zone: zone });
  const headline = 'Beekeeper who teaches schools.';
  await mentor.change('me/profile', { headline, about: 'Forty hives and a classroom.', country: 'NG', city: 'Kano', languages: ['en'] });
  const help = 'Beginning something small and keeping it alive.';
  await mentor.change('me/offer', { options: { skills: ['giving-feedback'] }, help });
  await signIn(page, email);
  return mentor;
}

/** Joins as a mentee with all that it takes to look for mentors. */
export async function becomeMentee(page: Page, cairn: Cairn, name: string, email: string, zone = ZONE): Promise<Caller> {
  const mentee = await Caller.join(page.request, cairn, { email, display_name: name, roles: ['mentee'], time_zone: zone });
  const headline = 'Ward nurse, leading a first team from December.';
  await mentee.change('me/profile', { headline, about: 'Ten years on the wards.', country: 'GB', city: 'Leeds', languages: ['en'] });
  const criteria = [{ criterion: 'skills', options: ['giving-feedback'], importance: 'important' }];
  await mentee.change('me/preferences', { criteria });
  await signIn(page, email);
  return mentee;
}

/** Asks a mentor on the mentor's page, and stays in the conversation that begins. */
export async function ask(page: Page, mentor: string, question: string): Promise<void> {
  await page.goto(mentor);
  await page.getByRole('link', { name: 'Ask a question' }).filter({ visible: true }).click();
  await page.getByLabel('Your question').fill(question);
  await page.getByRole('button', { name: 'Send the question' }).click();
  await expect(page).toHaveURL(/\/conversations\/[0-9a-f-]+$/);
}
