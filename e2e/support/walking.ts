// Two people who walk together: one in Leeds, one in Nairobi, each in a browser of their own.
import type { Page } from '@playwright/test';
import type { Cairn } from './cairn.ts';
import { becomeMentee, becomeMentor } from './people.ts';
import { saved } from './profile.ts';
import { expect } from './test.ts';

export interface Person {
  page: Page;
  name: string;
  email: string;
  zone: string;
}

async function lives(person: Person): Promise<void> {
  await person.page.goto('/profile/place');
  await person.page.getByLabel('Time zone').selectOption(person.zone);
  await saved(person.page);
}

/** The mentee asks, the mentor accepts; gives the address of what begins. */
export async function walk(cairn: Cairn, mentee: Person, mentor: Person): Promise<string> {
  const address = await becomeMentor(mentor.page, cairn, mentor.name, mentor.email);
  await lives(mentor);
  await becomeMentee(mentee.page, cairn, mentee.name, mentee.email);
  await lives(mentee);
  await mentee.page.goto(address);
  await mentee.page.getByRole('link', { name: 'Send a request' }).filter({ visible: true }).click();
  await mentee.page.getByLabel('The support I look for').fill('I freeze in front of ten people.');
  await mentee.page.getByLabel('My goal in a sentence').fill('I want to open a briefing.');
  await mentee.page.getByRole('button', { name: 'Send the request' }).click();
  await expect(mentee.page).toHaveURL(/\/requests\/[0-9a-f-]+$/);
  await mentor.page.goto(`${mentee.page.url()}/accept`);
  await mentor.page.getByRole('button', { name: 'Accept the request' }).click();
  await expect(mentor.page).toHaveURL(/\/relationships\/[0-9a-f-]+$/);
  return mentor.page.url();
}
