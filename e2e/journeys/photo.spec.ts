import { signIn } from '../support/joining.ts';
import { choosePhoto, colourOf, take } from '../support/photo.ts';
import { expect, inspect, test } from '../support/test.ts';

test('a photo is added, changed and taken away, and others see it in the list and on the page', async ({ page, elsewhere }) => {
  await signIn(page, 'wanjiru@sample.example');
  await page.goto('/profile/about');
  const field = page.getByRole('group', { name: 'Your photo' });
  const mine = field.locator('img');
  await field.getByRole('button', { name: 'Take it away' }).click();
  await expect(page.getByText('Your photo is gone.')).toBeVisible();
  await expect(mine).toHaveCount(0);

  const asOthersSeeIt = async () => {
    await elsewhere.goto('/mentors?want=none&text=wanjiru');
    const card = elsewhere.getByRole('article').filter({ hasText: 'Wanjiru' }).first();
    await expect(card).toBeVisible();
    return card;
  };
  await signIn(elsewhere, 'farid@sample.example');
  await expect((await asOthersSeeIt()).locator('img')).toHaveCount(0);

  await choosePhoto(page, 'Add a photo', await take(page, 'red'));
  await expect(page.getByText('Your photo is there.')).toBeVisible();
  await expect.poll(() => colourOf(mine)).toBe('red');
  const card = await asOthersSeeIt();
  await expect.poll(() => colourOf(card.locator('img'))).toBe('red');
  await card.getByRole('link').click();
  await expect.poll(() => colourOf(elsewhere.getByRole('article').locator('img'))).toBe('red');

  await choosePhoto(page, 'Change photo', await take(page, 'blue'));
  await expect.poll(() => colourOf(mine)).toBe('blue');
  await expect(page.getByText('Your photo is on its way …')).toBeHidden();
  await expect(field.getByRole('button', { name: 'Change photo' })).toBeFocused();
  await expect.poll(async () => colourOf((await asOthersSeeIt()).locator('img'))).toBe('blue');
  await page.reload();
  await expect.poll(() => colourOf(mine)).toBe('blue');

  await field.getByRole('button', { name: 'Take it away' }).press('Enter');
  await expect(page.getByText('Your photo is gone.')).toBeVisible();
  await expect(field.getByRole('button', { name: 'Add a photo' })).toBeFocused();
  await expect((await asOthersSeeIt()).locator('img')).toHaveCount(0);
});

test('a file that is no photo is refused beside the field, and what was there stays', async ({ page }) => {
  await signIn(page, 'farid@sample.example');
  await page.goto('/profile/about');
  const field = page.getByRole('group', { name: 'Your photo' });
  await expect(field.locator('img')).toBeVisible();
  const letter = Buffer.from('Dear Cairn, this is no picture.');
  for (const [file, words] of [
    [{ name: 'letter.txt', mimeType: 'text/plain', buffer: letter }, 'Please choose a JPEG, PNG or WebP picture.'],
    [{ name: 'letter.jpg', mimeType: 'image/jpeg', buffer: letter }, 'This file cannot be read as a picture.'],
    [{ name: 'wall.png', mimeType: 'image/png', buffer: Buffer.alloc(5_300_000) }, 'The file is too large: 5 MB at most.'],
  ] as const) {
    await choosePhoto(page, 'Change photo', file);
    await expect(field.getByText(words)).toBeVisible();
  }
  await inspect(page, 'profile-photo-refused');
  await expect(field.locator('img')).toBeVisible();
  await choosePhoto(page, 'Change photo', await take(page, 'green'));
  await expect(field.getByText('The file is too large')).toBeHidden();
  await expect.poll(() => colourOf(field.locator('img'))).toBe('green');
});
