import { expect, inspect, sentence, test } from '../support/test.ts';
import { shown } from '../support/times.ts';
import { type Person, walk } from '../support/walking.ts';

const LEEDS = 'Europe/London';
const LONG = 'Wilhelmina-Alexandrina von Hohenlohe-Schillingsfürst';

test('a journey of two fits a phone', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const mentee: Person = { page, name: LONG, email: 'wilhelmina@walking-phone.example', zone: LEEDS };
  const mentor: Person = { page: elsewhere, name: 'Zainab Bello', email: 'zainab@walking-phone.example', zone: 'Africa/Nairobi' };
  const address = await walk(cairn, mentee, mentor);
  await elsewhere.setViewportSize({ width: 360, height: 740 });
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'Arrange your first conversation' })).toBeVisible();
  await inspect(page, 'relationship');
  await elsewhere.goto(address);
  await expect(elsewhere.getByRole('heading', { name: /arranges the first conversation/ })).toBeVisible();
  await inspect(elsewhere, 'relationship-mentor');

  // They arrange when to meet.
  await page.goto(`${address}/meetings/new`);
  const fields = page.getByRole('group', { name: 'Time 1' });
  await fields.getByLabel('Day').fill(shown(new Date(Date.now() + 9 * 24 * 3_600_000), LEEDS).day);
  await fields.getByLabel('From, in your time').selectOption('19:30');
  await expect(page.getByText(sentence('Late for Zainab: after 22:00'))).toBeVisible();
  await page.getByLabel(/^A word to/).fill(`https://meet.example/${'a-room-with-a-long-name'.repeat(5)}`);
  await inspect(page, 'meeting-propose');
  await page.getByRole('button', { name: 'Offer this time' }).click();
  await elsewhere.goto(`${address}/meetings`);
  await elsewhere.getByRole('link', { name: /offers/ }).click();
  await elsewhere.getByRole('radio').first().check();
  await inspect(elsewhere, 'meeting-choose');
  await elsewhere.getByRole('button', { name: /^Confirm / }).click();
  await expect(page.getByText('Confirmed')).toBeVisible();
  await inspect(page, 'meetings');
  await page.goto(address);
  await inspect(page, 'relationship-arranged');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: sentence('You walk with Zainab') })).toBeVisible();
  await inspect(page, 'home-walking');

  // One meeting, with what they write down.
  await page.goto(`${address}/meetings/record`);
  await fields.getByLabel('Day').fill(shown(new Date(Date.now() - 48 * 3_600_000), LEEDS).day);
  await fields.getByLabel('From, in your time').selectOption('18:00');
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.getByLabel('What else you agreed').fill(`Ask for one briefing a week, ${'and then another one, '.repeat(8)}`);
  await page.getByRole('combobox', { name: 'Who' }).selectOption({ label: 'You' });
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('checkbox', { name: /^Ask for one briefing a week/ })).toBeVisible();
  await page.getByRole('textbox', { name: 'Notes for both' }).fill('We talked about the first minute.');
  await expect(page.getByText('Saved as you go').first()).toBeVisible();
  await inspect(page, 'meeting');

  // A worksheet.
  await page.goto(`${address}/tools`);
  await expect(page.getByText('Right for now')).toBeVisible();
  await inspect(page, 'tools');
  await page.goto(`${address}/tools/half-way-review`);
  await page.getByRole('textbox').first().fill('To find out whether we can laugh together.');
  await expect(page.getByText('Saved as you go')).toBeVisible();
  await inspect(page, 'tool');
  await page.goto(`${address}/tools/mentoring-agreement`);
  await page.getByRole('textbox').first().fill('That I open a briefing.');
  await expect(page.getByText('Saved as you go')).toBeVisible();
  await inspect(page, 'tool-together');

  // How it can end.
  await page.goto(`${address}/details`);
  await inspect(page, 'relationship-details');
  await page.goto(`${address}/complete`);
  await inspect(page, 'relationship-complete');
  await page.goto(`${address}/journey`);
  await expect(page.getByText('meeting', { exact: true })).toBeVisible();
  await inspect(page, 'journey');
  await page.goto(`${address}/withdraw`);
  await page.getByLabel(/^A word to/).fill('I move abroad and begin something else. Thank you for everything.');
  await inspect(page, 'relationship-withdraw');
  await page.getByRole('button', { name: 'End this relationship' }).click();
  await expect(page.getByRole('heading', { name: 'This relationship has ended' })).toBeVisible();
  await inspect(page, 'relationship-ended');
  await elsewhere.goto(address);
  await expect(elsewhere.getByRole('heading', { name: 'This relationship has ended' })).toBeVisible();
  await inspect(elsewhere, 'relationship-ended-mentor');
  await elsewhere.goto('/notifications');
  await expect(elsewhere.getByText('The time is yours again.')).toBeVisible();
  await inspect(elsewhere, 'notifications-ended');
});
