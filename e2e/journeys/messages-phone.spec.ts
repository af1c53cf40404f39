import type { Page } from '@playwright/test';
import { ask, becomeMentee, becomeMentor } from '../support/people.ts';
import { accessible, expect, inspect, test } from '../support/test.ts';

const LONG = 'Wilhelmina-Alexandrina von Hohenlohe-Schillingsfürst';

test('messages and what is new fit a phone', async ({ page, cairn, elsewhere }) => {
  const { address: mentor } = await becomeMentor(elsewhere, cairn, 'Teresa Rossi', 'teresa@phone.example');
  await becomeMentee(page, cairn, LONG, 'wilhelmina@phone.example');
  await page.goto('/conversations');
  await expect(page.getByText('A conversation starts with a question')).toBeVisible();
  await inspect(page, 'conversations-empty');
  await ask(page, mentor, 'How did you begin? Write to wilhelmina@phone.example, or look at https://wilhelmina.example/a/long/way/to/a/page.');
  await expect(page.getByText('stay hidden until a request is accepted')).toBeVisible();
  await inspect(page, 'conversation');
  await page.getByRole('button', { name: 'More: block, report' }).click();
  await accessible(page, 'conversation-menu');
  await page.keyboard.press('Escape');

  // The mentor reads it on the same phone.
  await elsewhere.setViewportSize({ width: 360, height: 740 });
  await elsewhere.goto('/notifications');
  await expect(elsewhere.getByRole('link', { name: /A message from/ })).toBeVisible();
  await inspect(elsewhere, 'notifications');
  await elsewhere.goto('/notifications/settings');
  await expect(elsewhere.getByRole('radiogroup').first()).toBeVisible();
  await inspect(elsewhere, 'notification-settings');
  await elsewhere.goto('/conversations');
  await expect(elsewhere.getByRole('link', { name: new RegExp(LONG) })).toBeVisible();
  await inspect(elsewhere, 'conversations');
  await elsewhere.getByRole('link', { name: new RegExp(LONG) }).click();
  await seen(elsewhere, LONG);
  await inspect(elsewhere, 'conversation-mentor');
  await elsewhere.getByRole('heading', { level: 1 }).getByRole('link').click();
  await expect(elsewhere).toHaveURL(/\/people\//);
  await seen(elsewhere, LONG);
  await inspect(elsewhere, 'person');
  await elsewhere.goBack();
  await elsewhere.getByRole('button', { name: 'More: block, report' }).click();
  await elsewhere.getByRole('link', { name: 'Report to the programme office' }).click();
  await inspect(elsewhere, 'conversation-report');
});

const seen = (page: Page, name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
