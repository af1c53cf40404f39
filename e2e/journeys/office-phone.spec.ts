import { signIn } from '../support/joining.ts';
import { expect, inspect, test } from '../support/test.ts';

test('the office fits a phone', async ({ page }) => {
  await signIn(page, 'ilse@sample.example');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await inspect(page, 'office');
  const tabs = page.getByRole('navigation', { name: 'Programme office, small screen' });
  await tabs.getByRole('link', { name: 'People' }).click();
  await expect(page.getByRole('table', { name: 'People' }).getByRole('row')).toHaveCount(20);
  await inspect(page, 'office-people');
  await page.getByRole('table', { name: 'People' }).getByRole('link').first().click();
  await inspect(page, 'office-person');
  for (const name of ['reports', 'letters', 'settings', 'audit']) {
    await page.goto(`/office/${name}`);
    await inspect(page, `office-${name}`);
  }
});
