import { join } from '../support/joining.ts';
import { expect, inspect, test } from '../support/test.ts';

test('a visitor finds a guide, and sees a film with captions', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Guides' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Guides and videos' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'The first meeting' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Save/ })).toHaveCount(0);
  await inspect(page, 'library');

  // Words and filters stand in the address, so that a search can be sent to somebody.
  await page.getByRole('searchbox', { name: 'Search the library' }).fill('feedback');
  await expect(page).toHaveURL(/text=feedback/);
  await expect(page.getByRole('link', { name: /^Receiving feedback/ })).toBeVisible();
  await page.getByRole('radio', { name: 'Mentors' }).check();
  await expect(page.getByRole('link', { name: /^Giving feedback/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Receiving feedback/ })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('searchbox')).toHaveValue('feedback');
  await page.getByRole('combobox', { name: 'Part of the way' }).selectOption({ label: 'Ending well' });
  await page.getByRole('searchbox').fill('zzz');
  await expect(page.getByRole('heading', { name: 'Nothing here fits that' })).toBeVisible();
  await inspect(page, 'library-empty');
  await page.getByRole('button', { name: 'Show the whole library' }).click();
  await page.getByRole('link', { name: /^SMART goals/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'SMART goals without the stiffness' })).toBeVisible();
  await inspect(page, 'guide');

  // A film plays only when somebody wants it to, and says in words what it says aloud.
  await page.goto('/resources/your-first-conversation');
  const film = page.locator('video');
  await expect(film).toHaveJSProperty('paused', true);
  await expect(film).toHaveJSProperty('currentTime', 0);
  await inspect(page, 'video');
  const lines = page.getByRole('list', { name: 'Transcript' }).getByRole('button');
  await lines.nth(3).click();
  await expect.poll(() => film.evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(3);
  await expect(film).toHaveJSProperty('paused', false);
  const cues = () => film.evaluate((video: HTMLVideoElement) => [...(video.textTracks[0]?.activeCues ?? [])].length);
  await expect.poll(cues).toBeGreaterThan(0);
  await expect(page.getByRole('list', { name: 'Transcript' }).locator('[aria-current]')).toHaveCount(1);
  await film.evaluate((video: HTMLVideoElement) => video.pause());
});

test('a member keeps what helps, and marks what is read', async ({ page, cairn }) => {
  await join(page, cairn, 'Grace Okoro', 'grace@library.example', ['Find a mentor']);
  await page.goto('/resources');
  await expect(page.getByRole('heading', { name: 'For where you are now' })).toBeVisible();
  const save = page.getByRole('button', { name: 'Save When the middle feels slow' });
  await save.click();
  await expect(save).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('switch', { name: 'Saved only' }).check();
  await expect(page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Save/ }) })).toHaveCount(1);
  await page.getByRole('link', { name: /^When the middle feels slow/ }).click();
  await page.getByRole('button', { name: 'Mark as read' }).click();
  await expect(page.getByRole('button', { name: 'Read', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Read', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Saved' })).toHaveAttribute('aria-pressed', 'true');

  await page.goto('/resources');
  const library = page.getByRole('region', { name: 'The whole library' });
  await expect(library.getByRole('link', { name: /^When the middle feels slow/ })).toBeVisible();
  await page.getByRole('switch', { name: 'Not read yet' }).check();
  await expect(library.getByRole('link', { name: /^When the middle feels slow/ })).toHaveCount(0);
  await expect(library.getByRole('link').first()).toBeVisible();
  await inspect(page, 'library-unread');
});
