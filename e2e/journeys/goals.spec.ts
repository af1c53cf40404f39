import { readFileSync } from 'node:fs';
import { expect, inspect, sentence, test } from '../support/test.ts';
import { type Person, walk } from '../support/walking.ts';

const day = (days: number): string => new Date(Date.now() + days * 24 * 3_600_000).toISOString().slice(0, 10);

test('from a wish in the Goal finder to a goal that is reached', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const mentee: Person = { page, name: 'Grace Okoro', email: 'grace@goals.example', zone: 'Europe/London' };
  const mentor: Person = { page: elsewhere, name: 'Zainab Bello', email: 'zainab@goals.example', zone: 'Africa/Nairobi' };
  const address = await walk(cairn, mentee, mentor);

  // The Goal finder leads into the form.
  await page.goto(`${address}/tools/goal-finder`);
  const finder = page.getByRole('textbox', { name: /^What exactly do you want to do/ });
  const kept = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.url().endsWith('/answers/specific'));
  await finder.fill('I improve my speaking');
  await finder.blur();
  await kept;
  await page.getByRole('link', { name: 'Make a goal of it' }).click();
  await expect(page.getByRole('heading', { name: 'No goal yet' })).toBeVisible();
  await inspect(page, 'goals-empty');
  await page.getByRole('button', { name: /^Start from this: I improve/ }).click();

  // A vague goal gets better: the rules say in words what is missing.
  const next = page.getByRole('button', { name: 'Next' });
  await expect(page.getByRole('heading', { name: 'What exactly will you do?' })).toBeVisible();
  await expect(page.getByText('The verb is vague.', { exact: false })).toBeVisible();
  await inspect(page, 'goal-form');
  await page.getByLabel('What I will do').fill('Give ten short talks to groups of more than fifteen people');
  await expect(page.getByText('It says what you will do.')).toBeVisible();
  await page.getByLabel('A name for it').fill('Speak to groups with ease');
  await next.click();
  await page.getByLabel('What you measure').fill('My confidence when speaking');
  await page.getByLabel('Today').fill('3');
  await page.getByLabel('Target').fill('3');
  await expect(page.getByText('The target is where you stand already.')).toBeVisible();
  await page.getByLabel('Target').fill('8');
  await expect(page.getByText('The number has no unit yet.', { exact: false })).toBeVisible();
  await page.getByLabel('Unit').fill('out of 10');
  await expect(page.getByText('You will notice when you are there.')).toBeVisible();
  await inspect(page, 'goal-form-measure');
  await next.click();
  await page.getByLabel('What makes it possible').fill('One talk every three weeks');
  await next.click();
  await page.getByLabel('Why it matters').fill('I take over the daily briefing');
  await next.click();
  await expect(page.getByText('It has no day yet.')).toBeVisible();
  await page.getByLabel('Until', { exact: true }).first().fill(day(120));
  await expect(page.getByText('A day without a milestone', { exact: false })).toBeVisible();
  if ((await page.getByLabel('Milestone 1', { exact: true }).count()) === 0) await page.getByRole('button', { name: 'Add a milestone' }).click();
  await page.getByLabel('Milestone 1', { exact: true }).fill('Give a two-minute talk to my own team');
  await page.getByLabel('Until, Milestone 1').fill(day(20));
  await page.getByRole('button', { name: 'Add a milestone' }).click();
  await page.getByLabel('Milestone 2', { exact: true }).fill('Watch two colleagues open the briefing');
  await page.getByLabel('Until, Milestone 2').fill(day(10));
  await expect(page.getByText('A milestone comes before the one it follows.')).toBeVisible();
  await page.getByRole('button', { name: 'Move milestone 2 up' }).click();
  await expect(page.getByLabel('Milestone 1', { exact: true })).toHaveValue('Watch two colleagues open the briefing');
  await expect(page.getByText('It has a day, and steps on the way.')).toBeVisible();
  await inspect(page, 'goal-form-day');
  await next.click();
  await expect(page.locator('p.lead').first()).toContainText('I will give ten short talks to groups of more than fifteen people, so that my confidence when speaking goes from 3 to 8 out of 10, because I take over the daily briefing.');
  await inspect(page, 'goal-form-whole');
  await page.getByRole('button', { name: 'Set out with this goal' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Speak to groups with ease' })).toBeVisible();
  const goal = page.url();

  // Both agree; an edit voids it, and says word by word what has changed.
  await page.getByRole('button', { name: 'Agree' }).click();
  await expect(page.getByText(sentence('You agree; Zainab not yet'))).toBeVisible();
  await elsewhere.goto(goal);
  await elsewhere.getByRole('button', { name: 'Agree' }).click();
  await expect(elsewhere.getByText('Agreed by both of you')).toBeVisible();
  await elsewhere.getByRole('button', { name: 'Say something about “Attainable”' }).click();
  await expect(elsewhere.getByRole('textbox', { name: 'Say something about “Attainable”' })).toBeFocused();
  await elsewhere.getByRole('textbox', { name: 'Say something about “Attainable”' }).fill('Leave a week free in August.');
  await elsewhere.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('Leave a week free in August.', { exact: false })).toBeVisible();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByRole('button', { name: /^Attainable/ }).click();
  await page.getByLabel('What makes it possible').fill('One talk every two weeks');
  await page.getByRole('button', { name: /^In one sentence/ }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Not agreed yet')).toBeVisible();
  await expect(elsewhere.locator('ins', { hasText: 'two' })).toBeVisible();
  await inspect(elsewhere, 'goal-changed');
  await elsewhere.getByRole('button', { name: 'Agree' }).click();
  await page.getByRole('button', { name: 'Agree' }).click();
  await expect(page.getByText('Agreed by both of you')).toBeVisible();

  // Stones and values, up to the target.
  await page.getByRole('button', { name: 'Lay this stone: Watch two colleagues' }).click();
  await expect(page.getByText('One of 2 stones is laid.', { exact: false })).toBeVisible();
  for (const [ago, value, note] of [[3, '3', 'I only watched.'], [2, '5,5', 'One sentence, and four seconds of silence.'], [0, '8', 'Twenty-two people listened.']] as const) {
    await page.getByRole('button', { name: 'Record progress' }).click();
    await page.getByLabel('Where it stands').fill(value);
    await page.getByLabel('Day').fill(day(-ago));
    await page.getByLabel('In words').fill(note);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText(note)).toBeVisible();
  }
  await expect(page.getByText('100%')).toBeVisible();

  // Correcting an entry leaves what is being written for a new one alone.
  await page.getByRole('button', { name: 'Record progress' }).click();
  await expect(page.getByLabel('Where it stands')).toBeFocused();
  await page.getByLabel('In words').fill('Next time without notes.');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Record progress' })).toBeFocused();
  await page.getByRole('button', { name: /^Correct the entry/ }).first().click();
  await expect(page.getByLabel('Where it stands')).toBeFocused();
  await expect(page.getByLabel('In words')).toHaveValue('Twenty-two people listened.');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.reload();
  await page.getByRole('button', { name: 'Record progress' }).click();
  await expect(page.getByLabel('In words')).toHaveValue('Next time without notes.');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('img', { name: 'My confidence when speaking, out of 10: from 3 to 8. The target is 8.' }).first()).toBeVisible();
  await page.getByText('Show the values as a table').click();
  await expect(page.getByRole('cell', { name: '5.5' })).toBeVisible();
  await inspect(page, 'goal');
  await elsewhere.goto(address);
  await expect(elsewhere.getByRole('link', { name: /Speak to groups with ease/ })).toBeVisible();
  await inspect(elsewhere, 'relationship-goals');
  await page.getByRole('button', { name: 'We are there' }).click();
  await expect(page.getByRole('heading', { name: 'You are there' })).toBeVisible();
  await inspect(page, 'goal-achieved');

  // The journey so far, and what can be taken along.
  await page.goto(`${address}/timeline`);
  for (const step of ['Goal reached: Speak to groups with ease', 'Stone laid: Watch two colleagues open the briefing', 'The request']) {
    await expect(page.getByText(step)).toBeVisible();
  }
  await inspect(page, 'timeline');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'As a table (CSV)' }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('Speak to groups with ease');
  await page.goto('/goals');
  await page.getByLabel('State').selectOption({ label: 'Reached' });
  await expect(page.getByRole('link', { name: /Speak to groups with ease/ })).toBeVisible();
  await inspect(page, 'all-goals');
  await page.goto(`${goal}/history`);
  await expect(page.getByRole('heading', { name: 'Version 2' })).toBeVisible();
  await inspect(page, 'goal-history');
});

test('what stays open is explained, an edit outlives a reload, and whoever saves second is told', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const mentee: Person = { page, name: 'Amara Diallo', email: 'amara@goals.example', zone: 'Europe/London' };
  const mentor: Person = { page: elsewhere, name: 'Jonas Keller', email: 'jonas@goals.example', zone: 'Europe/Berlin' };
  const address = await walk(cairn, mentee, mentor);
  await page.goto(`${address}/goals/new`);
  await page.getByLabel('What I will do').fill('Give ten short talks to groups of more than fifteen people');
  await page.getByLabel('A name for it').fill('Ten talks');
  await page.getByRole('button', { name: /^In one sentence/ }).click();
  await expect(page.getByRole('heading', { name: 'What is open' })).toBeVisible();
  const reasons = page.getByLabel(/^Why it stays open/);
  for (let number = 0; number < (await reasons.count()); number += 1) {
    await reasons.nth(number).fill(`We look at this in our second meeting (${number + 1}).`);
    await reasons.nth(number).blur();
  }
  await inspect(page, 'goal-form-open');
  await page.getByRole('button', { name: 'Set out with this goal' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ten talks' })).toBeVisible();
  await expect(page.getByText('We look at this in our second meeting (1).')).toBeVisible();
  await inspect(page, 'goal-explained');
  const goal = page.url();

  // What is being edited is kept on the device until it is saved.
  await page.goto(`${goal}/edit`);
  await page.getByLabel('A name for it').fill('Twelve talks');
  await page.reload();
  await expect(page.getByLabel('A name for it')).toHaveValue('Twelve talks');
  await page.getByRole('button', { name: 'Drop it' }).click();
  await expect(page.getByLabel('A name for it')).toHaveValue('Ten talks');
  await expect(page.getByRole('button', { name: 'Drop it' })).toHaveCount(0);
  await page.getByLabel('A name for it').fill('Twelve talks');

  // Somebody else is faster: the words stay, and can be saved over theirs once that is known.
  await elsewhere.goto(`${goal}/edit`);
  await expect(elsewhere.getByLabel('A name for it')).toHaveValue('Ten talks');
  await elsewhere.getByLabel('A name for it').fill('Talks at work');
  await elsewhere.getByRole('button', { name: /^In one sentence/ }).click();
  await elsewhere.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Talks at work' })).toBeVisible();
  await page.getByRole('button', { name: /^In one sentence/ }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('link', { name: 'See how it stands now' })).toBeVisible();
  await inspect(page, 'goal-clash');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Twelve talks' })).toBeVisible();
  await page.goto(`${goal}/edit`);
  await expect(page.getByLabel('A name for it')).toHaveValue('Twelve talks');
});

test('milestones say what is wrong with them, keep what is theirs, and entries keep their words', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const mentee: Person = { page, name: 'Leila Nasser', email: 'leila@goals.example', zone: 'Pacific/Auckland' };
  const mentor: Person = { page: elsewhere, name: 'Tom Reid', email: 'tom@goals.example', zone: 'Europe/London' };
  const address = await walk(cairn, mentee, mentor);
  await page.goto(`${address}/goals/new`);
  await page.getByLabel('What I will do').fill('Give ten short talks to groups of more than fifteen people');
  await page.getByLabel('A name for it').fill('Ten talks');
  const heading = page.getByRole('heading', { level: 1 });
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(heading).toBeFocused();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(heading).toBeFocused();
  await page.getByRole('button', { name: /^Time-based/ }).click();
  const title = (number: number) => page.getByLabel(`Milestone ${number}`, { exact: true });
  const until = (number: number) => page.getByLabel(`Until, Milestone ${number}`);
  const weight = (number: number) => page.getByLabel(`Weight, Milestone ${number}`);
  await title(1).fill('Speak to two');
  await until(1).fill(day(20));
  await weight(1).fill('5');
  await page.getByRole('button', { name: 'Add a milestone' }).click();
  await title(2).fill('Speak to ten');
  await page.getByRole('button', { name: 'Move milestone 1 down' }).click();
  await expect(title(1)).toHaveValue('Speak to ten');
  await expect(until(1)).toHaveValue('');
  await expect(weight(1)).toHaveValue('1');
  await expect(until(2)).toHaveValue(day(20));
  await expect(weight(2)).toHaveValue('5');
  await weight(1).fill('0');
  await page.getByRole('button', { name: /^In one sentence/ }).click();
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await expect(weight(1)).toBeFocused();
  await expect(page.getByText('Between 1 and 100, please.')).toBeVisible();
  await inspect(page, 'goal-form-milestone-wrong');
  await weight(1).fill('2');
  await page.getByRole('button', { name: /^In one sentence/ }).click();
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ten talks' })).toBeVisible();
  await page.getByRole('link', { name: 'Add or reorder' }).click();
  await title(1).fill('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(title(1)).toBeFocused();
  await expect(page.getByText('Please fill this in.')).toBeVisible();
});
