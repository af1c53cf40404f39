import { join, signIn } from '../support/joining.ts';
import { about, choose, place, saved } from '../support/profile.ts';
import { expect, inspect, test } from '../support/test.ts';

const mentors = (page: import('@playwright/test').Page) => page.getByRole('article');

test('a mentee joins, says what matters, and finds the closest mentor', async ({ page, cairn }) => {
  await join(page, cairn, 'Grace Wanjala', 'grace@finding.example', ['Find a mentor']);
  await inspect(page, 'home-first-day');

  await page.goto('/mentors');
  await expect(page.getByText('A few answers first')).toBeVisible();
  await inspect(page, 'mentors-not-ready');

  await about(page, 'Ward nurse, leading a first team from December.', 'Ten years on the wards of **Leeds**.');
  await inspect(page, 'profile-about');
  await place(page, 'United Kingdom', 'Leeds', 'English');
  await inspect(page, 'profile-place');
  await page.goto('/profile/preferences');
  await choose(page, 'Skills', 'Giving feedback');
  await choose(page, 'Ways to talk', 'Video');
  await saved(page);
  await inspect(page, 'profile-preferences');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Remove Giving feedback' })).toBeVisible();

  await page.goto('/mentors');
  await expect(page.getByText(/people, the closest first/)).toBeVisible();
  const percents = await mentors(page).locator('.match-n').allInnerTexts();
  const numbers = percents.map((text) => Number.parseInt(text, 10));
  expect(numbers.length).toBeGreaterThan(5);
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  expect(numbers[0]).toBe(100);
  await inspect(page, 'mentors');

  const first = await mentors(page).first().getByRole('heading').innerText();
  await mentors(page).first().getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(first);
  await expect(page.getByText(/Why .* matches/)).toBeVisible();
  await inspect(page, 'mentor');
  await page.goBack();
  await expect(mentors(page).first().getByRole('heading')).toHaveText(first);
});

test('an exact match narrows the list, says what it keeps out, and lives in the address', async ({ page }) => {
  await signIn(page, 'noor@sample.example');
  await page.goto('/mentors');
  await expect(page.getByText(/people, the closest first/)).toBeVisible();
  const counted = async () => Number.parseInt(await page.getByText(/(people, the closest first|^\d+ person)/).innerText(), 10);
  const before = await counted();
  await page.goto('/mentors?want=format.video&want=languages.ar&exact=languages');
  await expect(page.getByText(/more mentors? without it/)).toBeVisible();
  const narrowed = await counted();
  expect(narrowed).toBeLessThan(before);
  await inspect(page, 'mentors-exact');
  await page.reload();
  await expect.poll(counted).toBe(narrowed);
  await page.getByRole('button', { name: /^Show mentors without an exact match/ }).click();
  await expect.poll(counted).toBeGreaterThan(narrowed);
  expect(page.url()).not.toContain('exact=');
});

test('pages follow one another without doubles', async ({ page }) => {
  await signIn(page, 'noor@sample.example');
  await page.goto('/mentors?want=none');
  await expect(mentors(page)).toHaveCount(20);
  await page.getByRole('button', { name: 'Show more mentors' }).click();
  await expect(mentors(page)).toHaveCount(40);
  const names = await mentors(page).getByRole('heading').allInnerTexts();
  expect(new Set(names).size).toBe(names.length);
});

test('words narrow the list, and nobody found is said kindly', async ({ page }) => {
  await signIn(page, 'noor@sample.example');
  await page.goto('/mentors?want=none');
  await page.getByRole('searchbox').first().fill('wanjiru');
  await expect(mentors(page).getByRole('heading', { name: 'Wanjiru Mwangi' })).toBeVisible();
  await page.getByRole('searchbox').first().fill('qqqqqq');
  await expect(page.getByText('Nobody matches that')).toBeVisible();
  await inspect(page, 'mentors-nobody');
});

test('a mentor is saved, and found again among the saved', async ({ page }) => {
  await signIn(page, 'noor@sample.example');
  await page.goto('/saved');
  await inspect(page, 'saved-empty');
  await page.goto('/mentors');
  await expect(page.getByText(/people, the closest first/)).toBeVisible();
  const name = await mentors(page).first().getByRole('heading').innerText();
  await page.getByRole('button', { name: `Save ${name}` }).click();
  await page.goto('/saved');
  await expect(mentors(page).getByRole('heading', { name })).toBeVisible();
  await inspect(page, 'saved');
});

test('a mentor joins, completes the profile, and is found by a mentee at once', async ({ page, cairn, elsewhere }) => {
  await join(page, cairn, 'Zainab Bello', 'zainab@finding.example', ['Be a mentor']);
  await about(page, 'Beekeeper who teaches schools.', 'Forty hives and a classroom.');
  await place(page, 'Nigeria', 'Kano', 'English', 'Hausa');
  await page.getByLabel('Time zone').selectOption('Africa/Lagos');
  await saved(page);
  await page.reload();
  await expect(page.getByLabel('Time zone')).toHaveValue('Africa/Lagos');
  await page.goto('/profile/offer');
  await choose(page, 'Skills', 'Giving feedback');
  await saved(page);
  await inspect(page, 'profile-offer');
  await page.goto('/profile/help');
  await page.getByLabel('What I can help with').fill('Beginning something small and keeping it alive.');
  await saved(page);
  await inspect(page, 'profile-help');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Mentees find you' })).toBeVisible();
  await inspect(page, 'home-mentor');
  await page.getByRole('link', { name: 'See what mentees see' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Zainab Bello' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save for later' })).toBeHidden();
  await inspect(page, 'mentor-oneself');

  await signIn(elsewhere, 'noor@sample.example');
  await elsewhere.goto('/mentors?want=none&text=beekeeper');
  await expect(mentors(elsewhere).getByRole('heading', { name: 'Zainab Bello' })).toBeVisible();
});

test('somebody who is both completes both sides and searches', async ({ page, cairn }) => {
  await join(page, cairn, 'Nguyễn Thu Hà', 'ha@finding.example', ['Find a mentor', 'Be a mentor']);
  await place(page, 'Vietnam', 'Đà Nẵng', 'Vietnamese');
  await page.goto('/profile/preferences');
  await choose(page, 'Topics of support', 'Changing career');
  await saved(page);
  await page.goto('/mentors');
  await expect(page.getByText(/people?, the closest first|person\./)).toBeVisible();
  await page.goto('/');
  await inspect(page, 'home-both');
});

test('what is typed without a connection is kept and sent later', async ({ page, cairn, context }) => {
  await join(page, cairn, 'Joaquín Ferrer', 'joaquin@finding.example', ['Find a mentor']);
  await page.goto('/profile/hope');
  await expect(page.getByLabel('What you hope for')).toBeVisible();
  await context.setOffline(true);
  await page.getByLabel('What you hope for').fill('To lead without shouting.');
  await expect(page.getByText('Not sent yet. Your words are kept here.')).toBeVisible();
  await context.setOffline(false);
  await saved(page);
  await page.reload();
  await expect(page.getByLabel('What you hope for')).toHaveValue('To lead without shouting.');
});

test('a change made elsewhere is not overwritten: both texts are shown', async ({ page, cairn, context }) => {
  await join(page, cairn, 'Kwabena Ofori', 'kwabena@finding.example', ['Find a mentor']);
  await page.goto('/profile/hope');
  await expect(page.getByLabel('What you hope for')).toBeVisible();
  const other = await context.newPage();
  await other.goto('/profile/hope');
  await other.getByLabel('What you hope for').fill('From the other tab.');
  await saved(other);
  await page.getByLabel('What you hope for').fill('From this tab.');
  await expect(page.getByText('You changed this somewhere else, too')).toBeVisible();
  await expect(page.getByText('From the other tab.')).toBeVisible();
  await inspect(page, 'profile-clash');
});
