import type { Locator, Page } from '@playwright/test';
import { isSignedOut, signOut } from '../support/joining.ts';
import { ask, becomeMentee, becomeMentor } from '../support/people.ts';
import { accessible, expect, inspect, test } from '../support/test.ts';

const log = (page: Page): Locator => page.getByRole('log');
const field = (page: Page): Locator => page.getByLabel(/^Your message to/);
const messages = (page: Page): Locator => page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: /^Messages/ });
const bell = (page: Page): Locator => page.getByRole('link', { name: /^Notifications/ });

async function write(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await field(page).press('Enter');
}

test('a question and its answer appear on open pages, are read, changed and counted', async ({ page, cairn, elsewhere }) => {
  const { address: mentor } = await becomeMentor(elsewhere, cairn, 'Zainab Bello', 'zainab@messages.example');
  await elsewhere.goto('/conversations');
  await expect(elsewhere.getByText('Nobody has asked yet')).toBeVisible();
  await inspect(elsewhere, 'conversations-empty-mentor');

  await becomeMentee(page, cairn, 'Grace Wanjala', 'grace@messages.example');
  await page.goto('/conversations');
  await expect(page.getByText('A conversation starts with a question')).toBeVisible();
  await inspect(page, 'conversations-empty');
  await ask(page, mentor, 'How did you begin? You can write to grace@messages.example.');
  await expect(log(page).getByText('How did you begin?')).toBeVisible();

  // The mentor's page was open all the while.
  const row = elsewhere.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name: /Grace Wanjala/ });
  await expect(row).toContainText('How did you begin?');
  await expect(messages(elsewhere)).toHaveAccessibleName('Messages 1 unread');
  await expect(bell(elsewhere)).toHaveAccessibleName('Notifications, 1 new');
  await inspect(elsewhere, 'conversations');
  await row.click();
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Grace Wanjala' })).toBeVisible();
  await expect(log(elsewhere).locator('.masked')).toHaveCount(1);
  await expect(log(elsewhere)).not.toContainText('grace@messages.example');
  await expect(log(elsewhere).getByText('stay hidden until a request is accepted')).toHaveCount(1);
  await inspect(elsewhere, 'conversation-masked');
  await expect(messages(elsewhere)).toHaveAccessibleName('Messages');
  await expect(bell(elsewhere)).toHaveAccessibleName('Notifications');
  await expect(log(page).getByText('read', { exact: true })).toBeVisible();
  // Who wrote it sees what was written, and that the other does not.
  await expect(log(page)).toContainText('grace@messages.example');
  await expect(log(page).getByText('stay hidden until a request is accepted')).toHaveCount(1);

  await write(elsewhere, 'With one hive. See https://example.org/bees, it is short.');
  await expect(log(page).getByText('With one hive.')).toBeVisible();
  await expect(messages(page)).toHaveAccessibleName('Messages');
  await inspect(page, 'conversation');

  await write(page, 'Thank you. And who helped you?');
  await page.getByRole('button', { name: /^Change your message/ }).last().click();
  const changed = page.getByLabel('Your message, changed');
  await expect(changed).toBeFocused();
  await accessible(page, 'conversation-changing');
  await changed.fill('Thank you! And who helped you then?');
  await changed.press('Enter');
  await expect(log(elsewhere).getByText('who helped you then?')).toBeVisible();
  await expect(log(elsewhere).getByText('edited')).toBeVisible();
});

test('what does not arrive stays, and arrives once', async ({ page, cairn, context, elsewhere }) => {
  const { address: mentor } = await becomeMentor(elsewhere, cairn, 'Kofi Mensah', 'kofi@messages.example');
  await becomeMentee(page, cairn, 'Hanna Berg', 'hanna@messages.example');
  await ask(page, mentor, 'How do you begin?');
  await elsewhere.goto('/conversations');
  await elsewhere.getByRole('link', { name: /Hanna Berg/ }).click();

  await field(page).fill('A draft that stays');
  await page.reload();
  await expect(field(page)).toHaveValue('A draft that stays');
  await context.setOffline(true);
  await field(page).press('Enter');
  await expect(page.getByText('Not sent yet. Your words are kept here.')).toBeVisible();
  await accessible(page, 'conversation-stuck');
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByText('Not sent yet. Your words are kept here.')).toBeHidden();
  await expect(log(elsewhere).getByText('A draft that stays')).toHaveCount(1);

  // The server takes it, and its answer is lost: sent again, it is the same message.
  await page.route('**/api/v1/conversations/*/messages', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    await route.fetch();
    await route.abort('internetdisconnected');
  });
  await write(page, 'Only once, please');
  await expect(page.getByRole('button', { name: 'Send again' })).toBeVisible();
  await page.unroute('**/api/v1/conversations/*/messages');
  await page.reload();
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByRole('button', { name: 'Send again' })).toBeHidden();
  await expect(log(page).getByText('Only once, please')).toHaveCount(1);
  await page.reload();
  await expect(log(page).getByText('Only once, please')).toHaveCount(1);
  await expect(log(elsewhere).getByText('Only once, please')).toHaveCount(1);
});

test('every open page goes on hearing after a restart and a lost line, until somebody signs out', async ({ page, cairn, elsewhere }) => {
  const { address: mentor } = await becomeMentor(elsewhere, cairn, 'Mele Fifita', 'mele@messages.example');
  await becomeMentee(page, cairn, 'Owen Price', 'owen@messages.example');
  await ask(page, mentor, 'Are you there?');
  const row = (page: Page) => page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name: /Owen Price/ });
  await elsewhere.goto('/conversations');
  await row(elsewhere).click();
  await expect(log(elsewhere).getByText('Are you there?')).toBeVisible();
  const tab = await elsewhere.context().newPage();
  await tab.goto('/conversations');
  await expect(row(tab)).toContainText('Are you there?');

  await cairn.restart();
  await write(page, 'After the restart');
  await expect(log(elsewhere).getByText('After the restart')).toBeVisible();
  await expect(row(tab)).toContainText('After the restart');

  await elsewhere.context().setOffline(true);
  await write(page, 'While you were away');
  await expect(log(page).getByText('on its way')).toBeHidden();
  await elsewhere.context().setOffline(false);
  await expect(log(elsewhere).getByText('While you were away')).toBeVisible();
  await expect(row(tab)).toContainText('While you were away');

  await signOut(tab);
  await isSignedOut(elsewhere);
});

test('somebody is blocked, the block is lifted, and a message is reported', async ({ page, cairn, elsewhere }) => {
  const { address: mentor } = await becomeMentor(elsewhere, cairn, 'Ivy Tan', 'ivy@messages.example');
  await becomeMentee(page, cairn, 'Jonas Weber', 'jonas@messages.example');
  await ask(page, mentor, 'Will you answer?');
  await elsewhere.goto('/conversations');
  await elsewhere.getByRole('link', { name: /Jonas Weber/ }).click();
  await elsewhere.getByRole('button', { name: 'More: block, report' }).click();
  await accessible(elsewhere, 'conversation-menu');
  await elsewhere.getByRole('link', { name: /^Block/ }).click();
  await inspect(elsewhere, 'conversation-block');
  await elsewhere.getByRole('button', { name: /^Block/ }).click();
  await expect(elsewhere.getByText('Nobody can write here while it lasts.')).toBeVisible();
  await inspect(elsewhere, 'conversation-blocked');
  await expect(field(page)).toBeHidden();
  await elsewhere.getByRole('button', { name: 'Lift the block' }).click();
  await expect(field(elsewhere)).toBeVisible();
  await expect(field(page)).toBeVisible();

  await elsewhere.getByRole('button', { name: 'More: block, report' }).click();
  await elsewhere.getByRole('link', { name: 'Report to the programme office' }).click();
  await elsewhere.getByRole('radio', { name: 'Will you answer?' }).check();
  await elsewhere.getByLabel('What is wrong?').fill('It made me uneasy.');
  await inspect(elsewhere, 'conversation-report');
  await elsewhere.getByRole('button', { name: 'Send the report' }).click();
  await expect(elsewhere.getByRole('heading', { name: 'Thank you for telling us' })).toBeVisible();
  await inspect(elsewhere, 'conversation-reported');

  // From the one page to the other.
  await elsewhere.getByRole('link', { name: /^Block/ }).click();
  await expect(elsewhere.getByRole('button', { name: /^Block/ })).toBeVisible();
  await elsewhere.getByRole('link', { name: 'Report it' }).click();
  await expect(elsewhere.getByLabel('What is wrong?')).toBeVisible();
  await elsewhere.goBack();
  await elsewhere.getByRole('button', { name: /^Block/ }).click();
  await expect(elsewhere.getByText('Nobody can write here while it lasts.')).toBeVisible();
});

test('what is new is seen, and letters are chosen in the app and by the link of a letter', async ({ page, cairn, elsewhere, browser, watch }) => {
  const email = 'amara@messages.example';
  const { address: mentor } = await becomeMentor(elsewhere, cairn, 'Amara Okafor', email);
  await elsewhere.goto('/notifications');
  await expect(elsewhere.getByText('Nothing new yet')).toBeVisible();
  await inspect(elsewhere, 'notifications-empty');
  await becomeMentee(page, cairn, 'Lina Haddad', 'lina@messages.example');
  await ask(page, mentor, 'What would you do first?');

  await expect(elsewhere.getByRole('link', { name: /A message from .?Lina/ })).toBeVisible();
  await expect(bell(elsewhere)).toHaveAccessibleName('Notifications, 1 new');
  await inspect(elsewhere, 'notifications');
  await elsewhere.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(elsewhere.getByText('You have seen all of it.')).toBeVisible();
  await expect(bell(elsewhere)).toHaveAccessibleName('Notifications');
  await elsewhere.getByRole('link', { name: /A message from .?Lina/ }).click();
  await expect(log(elsewhere).getByText('What would you do first?')).toBeVisible();

  const stop = await cairn.inbox.linkFor(email, 'unsubscribe');
  const visitor = await browser.newContext();
  watch(visitor);
  const letter = await visitor.newPage();
  await letter.goto(stop);
  await inspect(letter, 'unsubscribe');
  await letter.getByRole('button', { name: 'No more of these letters' }).click();
  await expect(letter.getByRole('heading', { name: 'These letters no longer come' })).toBeVisible();
  await inspect(letter, 'unsubscribed');
  await visitor.close();

  await elsewhere.goto('/notifications/settings');
  const about = elsewhere.getByRole('radiogroup', { name: 'A question or a message' });
  await expect(about.getByRole('radio', { name: 'Only here' })).toBeChecked();
  await inspect(elsewhere, 'notification-settings');
  await about.getByRole('radio', { name: 'By email and here' }).check();
  await expect(elsewhere.getByText('Saved as you go')).toBeVisible();
  await elsewhere.reload();
  await expect(about.getByRole('radio', { name: 'By email and here' })).toBeChecked();
});
