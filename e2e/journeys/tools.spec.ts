import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, inspect, sentence, test } from '../support/test.ts';
import { type Person, walk } from '../support/walking.ts';

test('prepare, share, write together, agree', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const mentee: Person = { page, name: 'Grace Wanjala', email: 'grace@tools.example', zone: 'Europe/London' };
  const mentor: Person = { page: elsewhere, name: 'Zainab Bello', email: 'zainab@tools.example', zone: 'Africa/Nairobi' };
  const address = await walk(cairn, mentee, mentor);

  // What one prepares is private until it is shared.
  await page.goto(`${address}/tools`);
  await expect(page.getByText('Right for now')).toBeVisible();
  await inspect(page, 'tools');
  await page.getByRole('link', { name: /^Begin, about/ }).click();
  const first = page.getByRole('textbox').first();
  await first.fill('To find out whether we can laugh together.');
  await expect(page.getByText('Saved as you go')).toBeVisible();
  await page.reload();
  await expect(first).toHaveValue('To find out whether we can laugh together.');
  await inspect(page, 'tool');
  const sheet = page.url();
  await elsewhere.goto(sheet);
  await expect(elsewhere.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(elsewhere.getByText('To find out whether we can laugh together.')).toHaveCount(0);
  await page.getByRole('switch', { name: 'Share this answer' }).first().check();
  await expect(elsewhere.getByText('To find out whether we can laugh together.')).toBeVisible();
  await inspect(elsewhere, 'tool-of-other');

  // A lost connection keeps the words.
  await page.context().setOffline(true);
  await first.fill('To find out whether we can be silent together.');
  await expect(page.getByText('Not sent yet. Your words are kept here.')).toBeVisible();
  await page.context().setOffline(false);
  await expect(elsewhere.getByText('To find out whether we can be silent together.')).toBeVisible();

  // It goes with them as a file.
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as text' }).filter({ visible: true }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain('silent together');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('Saved as you go')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });

  // Both write the agreement; a clash shows both texts.
  const agreement = `${address}/tools/mentoring-agreement`;
  await page.goto(agreement);
  await elsewhere.goto(agreement);
  const [mine, theirs] = [page, elsewhere].map((page) => page.getByRole('textbox', { name: 'What do we want to achieve together?' })) as [typeof first, typeof first];
  await mine.fill('That I open a briefing.');
  await expect(theirs).toHaveValue('That I open a briefing.');
  await page.context().setOffline(true);
  await mine.fill('That I open a briefing in another ward.');
  await theirs.fill('That Grace opens a briefing, and enjoys it.');
  await expect(elsewhere.getByText('Saved as you go')).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText('You both wrote here at the same time. Nothing is lost.')).toBeVisible();
  await inspect(page, 'tool-clash');
  await page.getByRole('button', { name: 'Keep this one' }).click();
  await expect(theirs).toHaveValue('That I open a briefing in another ward.');
  await elsewhere.getByText('What you wrote before').first().click();
  await expect(elsewhere.getByText('That Grace opens a briefing, and enjoys it.')).toBeVisible();

  // Of two choices one counts: they are shown by their words, and nothing puts them together.
  const choice = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });
  await choice(page, 'Every month').check();
  await expect(choice(elsewhere, 'Every month')).toBeChecked();
  await page.context().setOffline(true);
  await choice(page, 'Every week').check();
  await choice(elsewhere, 'Every two weeks').check();
  await expect(elsewhere.getByText('Saved as you go')).toBeVisible();
  await page.context().setOffline(false);
  const both = page.getByRole('group', { name: 'You both wrote here at the same time.' });
  await expect(both.getByText('Every week')).toBeVisible();
  await expect(both.getByText('Every two weeks')).toBeVisible();
  await expect(both.getByRole('button')).toHaveText(['Keep this one']);
  await inspect(page, 'tool-clash-of-choices');
  await both.getByRole('radio').nth(1).check();
  await both.getByRole('button', { name: 'Keep this one' }).click();
  await expect(choice(page, 'Every two weeks')).toBeChecked();
  await expect(choice(elsewhere, 'Every two weeks')).toBeChecked();

  // Both confirm the same version; a change opens it again.
  await page.getByRole('button', { name: 'I agree to this' }).click();
  await expect(elsewhere.getByText(sentence('Grace: confirmed'))).toBeVisible();
  await elsewhere.getByRole('button', { name: 'I agree to this' }).click();
  await expect(page.getByText(/^Agreed on /)).toBeVisible();
  await inspect(page, 'tool-agreed');
  await page.goto(`${address}/tools`);
  await expect(page.getByText(/^Confirmed by both, /)).toBeVisible();
  await theirs.fill('That Grace opens a briefing in another ward.');
  await expect(page.getByText(/^Confirmed by both, /)).toHaveCount(0);
});
