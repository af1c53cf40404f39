import { expect, inspect, test } from '../support/test.ts';
import { type Person, walk } from '../support/walking.ts';

const LONG = 'Wilhelmina-Alexandrina von Hohenlohe-Schillingsfürst';
const day = (days: number): string => new Date(Date.now() + days * 24 * 3_600_000).toISOString().slice(0, 10);

test('a goal and the library fit a phone', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const mentee: Person = { page, name: LONG, email: 'wilhelmina@goals-phone.example', zone: 'Europe/London' };
  const mentor: Person = { page: elsewhere, name: 'Zainab Bello', email: 'zainab@goals-phone.example', zone: 'Africa/Nairobi' };
  const address = await walk(cairn, mentee, mentor);

  // A goal of somebody else is a beginning; it can be walked at once.
  await page.goto(`${address}/goals`);
  await page.getByText('Goals of others, to borrow from').click();
  await inspect(page, 'goals-starts');
  await page.getByRole('button', { name: /^Start from this/ }).first().click();
  await page.getByLabel('A name for it').fill(`A long name ${'that goes on and on '.repeat(4)}`);
  await inspect(page, 'goal-form');
  await page.getByRole('button', { name: /^Time-based/ }).click();
  await inspect(page, 'goal-form-day');
  await page.getByRole('button', { name: /^In one sentence/ }).click();
  await page.getByRole('button', { name: 'Set out with this goal' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^A long name/ })).toBeVisible();
  await page.getByRole('button', { name: 'Record progress' }).click();
  await inspect(page, 'goal-record');
  await page.getByLabel('In words').fill('and then another word, '.repeat(20));
  await page.getByLabel('Day').fill(day(-1));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Written down.')).toBeVisible();
  await inspect(page, 'goal');
  const goal = page.url();
  await page.goto(`${goal}/edit`);
  await page.getByLabel('What I will do').fill(`Give ten short talks ${'to groups of more than fifteen people '.repeat(6)}`);
  await page.getByRole('button', { name: /^In one sentence/ }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.goto(`${goal}/history`);
  await expect(page.getByRole('heading', { name: 'Version 2' })).toBeVisible();
  await inspect(page, 'goal-history');
  await page.goto(goal);
  await page.getByRole('link', { name: 'Add or reorder' }).click();
  await expect(page.getByRole('heading', { name: 'Milestones', exact: true })).toBeVisible();
  await inspect(page, 'goal-milestones');
  await page.goBack();
  await page.getByRole('link', { name: 'Let it go' }).click();
  await page.getByLabel(/^A word why/).fill('The briefing went to a colleague, and I do not miss it.');
  await inspect(page, 'goal-let-go');
  await page.getByRole('button', { name: 'Let it go' }).click();
  await expect(page.getByText('The briefing went to a colleague, and I do not miss it.')).toBeVisible();
  await page.getByRole('button', { name: 'Take it up again' }).click();
  await expect(page.getByText('It is under way again.')).toBeVisible();
  await page.goto(`${address}/goals`);
  await expect(page.getByRole('link', { name: /^A long name|A long name/ }).first()).toBeVisible();
  await inspect(page, 'goals');
  await page.goto(`${address}/timeline`);
  await expect(page.getByText(/^Goal taken up again/)).toBeVisible();
  await inspect(page, 'timeline');

  // The library.
  await page.goto('/resources');
  await expect(page.getByRole('heading', { name: 'The whole library' })).toBeVisible();
  await inspect(page, 'library');
  await page.goto('/resources/first-meeting');
  await expect(page.getByRole('button', { name: 'Mark as read' })).toBeVisible();
  await inspect(page, 'guide');
  await page.goto('/resources/how-cairn-works');
  await expect(page.getByRole('heading', { level: 1, name: 'How Cairn works' })).toBeVisible();
  await inspect(page, 'video');
});
