import { beginsAtTheTop, tabTo } from '../support/keyboard.ts';
import { signIn } from '../support/joining.ts';
import { expect, PASSWORD, test } from '../support/test.ts';

test('by keyboard only: sign in, search, narrow, open a mentor, save for later, go back', async ({ page, cairn }) => {
  const press = (key: string) => page.keyboard.press(key);
  await page.goto('/');
  await tabTo(page, page.getByRole('link', { name: 'Sign in' }));
  await press('Enter');
  await beginsAtTheTop(page);
  await tabTo(page, page.getByLabel('Email'));
  await page.keyboard.type('farid@sample.example');
  await tabTo(page, page.getByLabel('Password', { exact: true }));
  await page.keyboard.type(PASSWORD);
  await press('Enter');
  await expect(page).toHaveURL(`${cairn.url}/`);
  await beginsAtTheTop(page);

  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Find a mentor' }));
  await press('Enter');
  await expect(page.getByText(/people, the closest first/)).toBeVisible();
  await beginsAtTheTop(page);
  await tabTo(page, page.getByRole('searchbox', { name: 'Search names and stories' }));
  await page.keyboard.type('years');
  await expect(page).toHaveURL(/text=years/);

  const exact = page.getByRole('switch', { name: 'Only show exact matches' });
  await tabTo(page, exact, 'Shift+Tab');
  await press('Space');
  await expect(exact).toBeChecked();
  await expect(page).toHaveURL(/exact=/);
  await expect(exact).toBeFocused();
  const weight = page.getByRole('radiogroup', { name: /^How much it matters/ });
  await tabTo(page, weight.getByRole('radio', { checked: true }), 'Shift+Tab');
  await press('ArrowLeft');
  await expect(page).toHaveURL(/importance=/);
  await expect(weight.getByRole('radio', { checked: true })).toBeFocused();

  const mentor = page.getByRole('article').first().getByRole('link');
  const name = await mentor.innerText();
  await tabTo(page, mentor);
  await press('Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await beginsAtTheTop(page);
  await tabTo(page, page.getByRole('button', { name: 'Save for later' }));
  await press('Space');
  await expect(page.getByRole('button', { name: 'Saved for later' })).toBeFocused();
  await tabTo(page, page.getByRole('link', { name: 'Back to your search' }), 'Shift+Tab');
  await press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Mentors for you' })).toBeVisible();
  await expect(exact).toBeChecked();
  await beginsAtTheTop(page);
});

test('what vanishes under the focus hands it on', async ({ page }) => {
  await signIn(page, 'farid@sample.example');
  await page.goto('/mentors?want=format.video&want=languages.ar&exact=languages');
  await page.getByRole('button', { name: /^Show mentors without an exact match/ }).press('Enter');
  await expect(page).not.toHaveURL(/exact=/);
  await beginsAtTheTop(page);
  await expect(page.getByRole('article')).toHaveCount(20);
  await beginsAtTheTop(page);
  await page.getByRole('button', { name: 'Show more mentors' }).press('Enter');
  await expect(page.getByRole('article').nth(20).getByRole('link')).toBeFocused();
  await page.getByRole('searchbox', { name: 'Search names and stories' }).fill('qqqqqq');
  await page.getByRole('button', { name: 'Leave out the words' }).press('Enter');
  await expect(page.getByRole('article').first()).toBeVisible();
  await beginsAtTheTop(page);
});

test('the first link of a page leads past its bars, and the focus goes along', async ({ page }) => {
  await page.goto('/how');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/how#main$/);
  await expect(page.getByRole('main')).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL(/\/how$/);
});
