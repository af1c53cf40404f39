import { join, signIn } from '../support/joining.ts';
import { ask, becomeMentee, becomeMentor } from '../support/people.ts';
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

test('asking and requesting on a phone, and the answer', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const mentor = 'oluwaseun@phone.example';
  const { address } = await becomeMentor(elsewhere, cairn, 'Oluwaseun Adebayo-Wolfeschlegelsteinhausen', mentor);
  await becomeMentee(page, cairn, 'Maximiliane Freifrau von Hohenlohe-Waldenburg', 'maximiliane@phone.example');
  await ask(page, address, 'How did you begin?');
  await page.goto(`${address}/question`);
  await inspect(page, 'question');
  await page.goto(address);
  await inspect(page, 'mentor-asking');
  await page.getByRole('link', { name: 'Send a request' }).filter({ visible: true }).click();
  await page.getByLabel('The support I look for').fill('I freeze in front of ten people.');
  await page.getByLabel('My goal in a sentence').fill('I want to open a briefing without wishing I were somewhere else.');
  await inspect(page, 'request-send');
  await page.getByRole('button', { name: 'Send the request' }).click();
  await expect(page.getByText(/^Waiting for/)).toBeVisible();
  await inspect(page, 'request');
  await page.goto('/requests');
  await inspect(page, 'requests');

  await elsewhere.goto('/');
  await inspect(elsewhere, 'home-asked');
  await elsewhere.goto('/requests');
  await expect(elsewhere.getByRole('heading', { name: 'One person waits for your answer' })).toBeVisible();
  await inspect(elsewhere, 'requests-received');
  await elsewhere.goto(await cairn.inbox.linkOf(mentor, 'Somebody asks for your help', 'requests'));
  await inspect(elsewhere, 'request-mentor');
  for (const [name, step] of [['request-ask', 'Ask for more'], ['request-decline', 'Decline'], ['request-accept', 'Accept']] as const) {
    await elsewhere.getByRole('link', { name: step, exact: true }).click();
    await inspect(elsewhere, name);
    if (step !== 'Accept') await elsewhere.getByRole('link', { name: 'Not now' }).click();
  }
  await elsewhere.getByRole('button', { name: 'Accept the request' }).click();
  await expect(elsewhere).toHaveURL(/\/relationships\/[0-9a-f-]+$/);
  await inspect(elsewhere, 'relationship-mentor');

  await page.goto('/relationships');
  await inspect(page, 'relationships');
  await page.getByRole('link', { name: /Oluwaseun/ }).click();
  await expect(page.getByRole('heading', { name: 'Arrange your first conversation' })).toBeVisible();
  await inspect(page, 'relationship');
  // Whoever has found a mentor with one place has taken it: for others there is none left.
  await page.goto(address);
  await expect(page.getByText('The one place is taken at the moment')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Send a request' })).toHaveCount(0);
  await inspect(page, 'mentor-full');
});
