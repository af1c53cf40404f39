import { join, signIn } from '../support/joining.ts';
import { choose, place, saved } from '../support/profile.ts';
import { expect, inspect, test } from '../support/test.ts';

test('the whole way on a phone: join, say what matters, find, narrow, open', async ({ page, cairn }) => {
  await page.goto('/');
  await inspect(page, 'landing');
  await join(page, cairn, 'Harpreet Kaur-Wolfeschlegelstein', 'harpreet@phone.example', ['Find a mentor']);
  await inspect(page, 'home-first-day');
  await place(page, 'United Kingdom', 'Leeds', 'English');
  await page.goto('/profile/preferences');
  await choose(page, 'Skills', 'Giving feedback');
  await saved(page);
  await inspect(page, 'profile-preferences');
  await page.goto('/mentors');
  await expect(page.getByText(/people, the closest first/)).toBeVisible();
  await inspect(page, 'mentors');
  await page.getByRole('button', { name: /^Criteria/ }).click();
  const sheet = page.getByRole('dialog').filter({ visible: true }).first();
  await expect(sheet.getByText('What matters to you')).toBeVisible();
  await inspect(page, 'mentors-sheet');
  await sheet.getByRole('button', { name: 'Close' }).first().click();
  await page.getByRole('article').first().getByRole('link').first().click();
  await expect(page.getByText(/Why .* matches/)).toBeVisible();
  await inspect(page, 'mentor');
});

test('the other pages fit a phone', async ({ page }) => {
  for (const [name, address] of [['how', '/how'], ['register', '/register'], ['sign-in', '/sign-in']] as const) {
    await page.goto(address);
    await inspect(page, name);
  }
  await signIn(page, 'wanjiru@sample.example');
  for (const [name, address] of [
    ['home-mentor', '/'], ['profile-offer', '/profile/offer'], ['profile-help', '/profile/help'], ['account', '/account'], ['saved', '/saved'],
  ] as const) {
    await page.goto(address);
    await inspect(page, name);
  }
});
