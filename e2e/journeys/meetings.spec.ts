import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, inspect, sentence, test } from '../support/test.ts';
import { aroundTheChange, moment, shown } from '../support/times.ts';
import { type Person, walk } from '../support/walking.ts';

const LEEDS = 'Europe/London';
const NAIROBI = 'Africa/Nairobi';

async function offer(page: Page, number: number, day: string, time: string): Promise<void> {
  const fields = page.getByRole('group', { name: `Time ${number}` });
  await fields.getByLabel('Day').fill(day);
  await fields.getByLabel('From, in your time').selectOption(time);
}

/** As iCalendar writes a moment in UTC. */
const stamp = (at: Date) => `${at.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;

test('two people in two time zones meet over a change of clocks', async ({ page, cairn, browser, watch }) => {
  test.slow();
  const context = await browser.newContext({ timezoneId: NAIROBI });
  watch(context);
  const mentee: Person = { page, name: 'Grace Wanjala', email: 'grace@meetings.example', zone: LEEDS };
  const mentor: Person = { page: await context.newPage(), name: 'Zainab Bello', email: 'zainab@meetings.example', zone: NAIROBI };
  const address = await walk(cairn, mentee, mentor);
  const [before, after] = aroundTheChange(LEEDS);
  const [early, late] = [moment(before, '18:00', LEEDS), moment(after, '18:00', LEEDS)];
  expect(shown(early, NAIROBI).time, 'the clocks of Leeds change between the two').not.toBe(shown(late, NAIROBI).time);

  await page.goto(`${address}/meetings`);
  await expect(page.getByRole('heading', { name: 'Arrange the first conversation' })).toBeVisible();
  await inspect(page, 'meetings-empty');
  await page.getByRole('link', { name: 'Offer some times' }).click();
  await page.getByRole('button', { name: 'Offer this time' }).click();
  await expect(page.getByText('Please choose a day.')).toBeVisible();
  await offer(page, 1, before, '18:00');
  await expect(page.locator('span', { hasText: shown(early, NAIROBI).time }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Add a second time' }).click();
  await offer(page, 2, after, '18:00');
  await expect(page.getByText(/after your clocks change|after the clocks change/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Add a third time' }).click();
  await offer(page, 3, after, '21:30');
  await expect(page.getByText(sentence('Late for Zainab: after 22:00'))).toBeVisible();
  await page.getByLabel(/^A word to/).fill('Half an hour is plenty to start with.');
  await page.reload();
  await expect(page.getByLabel(/^A word to/)).toHaveValue('Half an hour is plenty to start with.');
  await expect(page.getByRole('group', { name: 'Time 2' }).getByLabel('Day')).toHaveValue(after);
  await inspect(page, 'meeting-propose');
  await page.getByRole('button', { name: 'Offer three times' }).click();
  await expect(page).toHaveURL(`${address}/meetings`);
  await expect(page.getByText(sentence('Waiting for Zainab'))).toBeVisible();
  await inspect(page, 'meetings-proposed');

  // The other chooses in hours of their own.
  const other = mentor.page;
  await other.goto(`${address}/meetings`);
  await other.getByRole('link', { name: /offers/ }).click();
  await expect(other.getByRole('heading', { level: 1, name: sentence('Grace offers three times') })).toBeVisible();
  await expect(other.getByText('Half an hour is plenty to start with.')).toBeVisible();
  await other.getByRole('radio', { name: new RegExp(`${shown(late, NAIROBI).time} to`) }).check();
  await inspect(other, 'meeting-choose');
  await other.getByRole('button', { name: /^Confirm / }).click();
  await expect(other).toHaveURL(`${address}/meetings`);
  await expect(other.getByText('Confirmed')).toBeVisible();

  for (const email of [mentee.email, mentor.email]) {
    const entry = await cairn.inbox.entryFor(email, 'REQUEST');
    expect(entry).toContain(`DTSTART:${stamp(late)}`);
    expect(entry).toContain(email);
    expect(entry).not.toContain(email === mentee.email ? mentor.email : mentee.email);
  }

  // What the two want to talk about; a file for the calendar.
  await expect(page.getByText('Confirmed')).toBeVisible();
  await page.getByRole('button', { name: 'Add a point' }).click();
  await page.getByLabel('What you would like to talk about').fill('How I open a briefing');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(other.getByText('How I open a briefing')).toBeVisible();
  await inspect(page, 'meetings');
  await page.getByRole('button', { name: 'Add to calendar' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Calendar file (.ics)' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain(`DTSTART:${stamp(late)}`);
  await expect(page.getByRole('link', { name: 'Google Calendar' })).toHaveAttribute('href', new RegExp(stamp(late)));
  await page.keyboard.press('Escape');

  // Where they meet is changed: whoever changes it goes on where they were; the other sees it, and both calendars.
  await page.getByRole('link', { name: '18:00 to 18:30' }).click();
  await page.getByRole('button', { name: 'Change the place or link' }).click();
  const where = page.getByRole('radiogroup', { name: 'How', exact: true });
  await where.getByText('In person').click();
  await page.getByLabel('Place', { exact: true }).fill('The café by the library');
  await inspect(page, 'meeting-place');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Change the place or link' })).toBeFocused();
  await expect(page.getByText('The café by the library')).toBeVisible();
  await expect(other.getByText('The café by the library')).toBeVisible();
  for (const email of [mentee.email, mentor.email]) {
    expect(await cairn.inbox.entryFor(email, 'REQUEST')).toContain('LOCATION:The café by the library');
  }
  await page.goto(`${address}/meetings`);

  // Called off with a word: both calendars hear of it.
  await other.getByRole('link', { name: 'Call it off' }).click();
  await other.getByLabel('A word').fill('I was called to the ward.');
  await inspect(other, 'meeting-cancel');
  await other.getByRole('button', { name: 'Call it off' }).click();
  await expect(other).toHaveURL(`${address}/meetings`);
  await expect(page.getByText('Called off')).toBeVisible();
  await cairn.inbox.entryFor(mentee.email, 'CANCEL');

  // They met all the same: notes of both, and what they agreed.
  await page.goto(`${address}/meetings/record`);
  await offer(page, 1, shown(new Date(Date.now() - 48 * 3_600_000), LEEDS).day, '18:00');
  await inspect(page, 'meeting-record');
  await page.getByRole('button', { name: 'Write it down' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'First conversation' })).toBeVisible();
  const meeting = page.url();
  await page.getByLabel('What else you agreed').fill('Ask for one briefing a week');
  await page.getByRole('combobox', { name: 'Who' }).selectOption({ label: 'You' });
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('checkbox', { name: /^Ask for one briefing a week/ })).toBeVisible();
  await page.getByRole('textbox', { name: 'Notes for yourself' }).fill('Ask how to begin when I am tired.');
  await page.getByRole('textbox', { name: 'Notes for both' }).fill('We talked about the first minute.');
  await expect(page.getByText('Saved as you go').first()).toBeVisible();
  await other.goto(meeting);
  await expect(other.getByRole('textbox', { name: 'Notes for both' })).toHaveValue('We talked about the first minute.');
  await expect(other.getByRole('textbox', { name: 'Notes for yourself' })).toHaveValue('');

  // Both write at the same time: neither text is lost.
  await page.context().setOffline(true);
  await page.getByRole('textbox', { name: 'Notes for both' }).fill('We talked about the first minute, and silence.');
  await other.getByRole('textbox', { name: 'Notes for both' }).fill('We talked about the first minute, and laughed.');
  await expect(other.getByText('Saved as you go').first()).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText('You both wrote here at the same time. Nothing is lost.')).toBeVisible();
  await inspect(page, 'meeting-clash');
  await page.getByRole('button', { name: 'Put both together' }).click();
  await expect(other.getByRole('textbox', { name: 'Notes for both' })).toHaveValue(/laughed\.\n\nWe talked .* silence\.$/);
  await inspect(page, 'meeting');

  // Either corrects what became of it; what was agreed is checked off.
  await other.getByRole('button', { name: 'It did not happen' }).click();
  await expect(page.getByText(/says that it did not happen/)).toBeVisible();
  await page.getByRole('button', { name: 'Yes, we met' }).click();
  await expect(other.getByText(sentence('Grace says that you did'))).toBeVisible();
  await other.goto(`${address}/meetings`);
  await expect(other.getByRole('heading', { name: 'Agreed, still open' })).toBeVisible();
  await inspect(other, 'meetings-earlier');
  await other.getByRole('checkbox', { name: /^Ask for one briefing a week/ }).click();
  await expect(other.getByText('1 thing agreed, 1 done')).toBeVisible();
  await context.close();
});

test('a time that the clocks leave out is refused, and one that comes twice is asked about', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const mentee: Person = { page, name: 'Amina Diallo', email: 'amina@meetings.example', zone: LEEDS };
  const mentor: Person = { page: elsewhere, name: 'Farid Rahimi', email: 'farid@meetings.example', zone: NAIROBI };
  const address = await walk(cairn, mentee, mentor);
  await page.goto(`${address}/meetings/new`);
  const year = new Date().getFullYear();
  const sundays = [year, year + 1].flatMap((year) => [lastSunday(year, 2), lastSunday(year, 9)]);
  const spring = sundays.find((day) => day.getMonth() === 2 && day.getTime() > Date.now())!;
  const autumn = sundays.find((day) => day.getMonth() === 9 && day.getTime() > Date.now())!;
  await offer(page, 1, shown(spring, 'UTC').day, '01:30');
  await expect(page.getByText(/leave this time out/)).toBeVisible();
  await offer(page, 1, shown(autumn, 'UTC').day, '01:30');
  await expect(page.getByText(/show this time twice/)).toBeVisible();
  await page.getByRole('button', { name: 'Offer this time' }).click();
  await expect(page.getByText(/Please say which you mean/)).toBeVisible();
  await page.getByRole('radio', { name: /^the second/ }).check();
  await inspect(page, 'meeting-propose-twice');
  await page.getByRole('button', { name: 'Offer this time' }).click();
  await expect(page).toHaveURL(`${address}/meetings`);
  await expect(page.getByText(sentence('Waiting for Farid'))).toBeVisible();
});

/** Noon of the last Sunday of a month: the clocks of Europe change then. */
function lastSunday(year: number, month: number): Date {
  const last = new Date(Date.UTC(year, month + 1, 0, 12));
  return new Date(last.getTime() - last.getUTCDay() * 24 * 3_600_000);
}
