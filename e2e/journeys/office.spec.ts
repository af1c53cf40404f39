import type { Page } from '@playwright/test';
import { focusIsKept } from '../support/keyboard.ts';
import { isSignedOut, join, signIn } from '../support/joining.ts';
import { Caller } from '../support/caller.ts';
import { becomeMentor } from '../support/people.ts';
import { expect, inspect, PASSWORD, test } from '../support/test.ts';

const COORDINATOR = 'ilse@sample.example';

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const place = (page: Page, name: string) => page.getByRole('navigation', { name: 'Programme office', exact: true }).getByRole('link', { name });
const table = (page: Page, name: string) => page.getByRole('table', { name, exact: true });
const rows = (page: Page, name: string) => table(page, name).locator('tbody').getByRole('row');

async function enter(page: Page): Promise<void> {
  await signIn(page, COORDINATOR);
  await expect(heading(page, 'Overview')).toBeVisible();
}

/** Goes to a person's page by the search. */
async function find(page: Page, name: string): Promise<void> {
  await place(page, 'People').click();
  await page.getByRole('searchbox', { name: 'Search by name' }).fill(name);
  await expect(rows(page, 'People')).toHaveCount(1);
  await table(page, 'People').getByRole('link', { name }).click();
  await expect(heading(page, name)).toBeVisible();
}

test('a coordinator comes to the office, changes a setting, and finds it in the audit trail', async ({ page, cairn }) => {
  await enter(page);
  await expect(page).toHaveURL(`${cairn.url}/office`);
  await expect(page.getByRole('heading', { name: 'The programme in numbers' })).toBeVisible();
  await inspect(page, 'office');

  await place(page, 'Settings').click();
  await expect(heading(page, 'Settings')).toBeVisible();
  const days = page.getByLabel('A request stays open for');
  await expect(days).toHaveValue('14');
  await expect(page.getByRole('button', { name: 'Save' })).toBeHidden();
  await days.fill('21');
  await expect(page.getByText('does not answer within 21 days')).toBeVisible();
  await expect(page.getByText('Not saved: 14 before.')).toBeVisible();
  await expect(page.getByText('One change.')).toBeVisible();
  await inspect(page, 'office-settings-changed');

  const reminders = page.getByLabel('Reminders after');
  await reminders.fill('7, 3');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('each later than the one before')).toBeVisible();
  await expect(reminders).toBeFocused();
  await inspect(page, 'office-settings-refused');
  await reminders.fill('3, 7, 12');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved. It counts from now on.')).toBeVisible();
  await expect(page.getByText('Not saved: 14 before.')).toBeHidden();
  await focusIsKept(page);
  await page.reload();
  await expect(days).toHaveValue('21');

  await place(page, 'What was done').click();
  await expect(rows(page, 'What was done here').first()).toContainText('Changed “A request stays open for” from 14 to 21');
  await inspect(page, 'office-audit');
});

test('settings that somebody else has saved meanwhile are shown, and not overwritten', async ({ page, elsewhere }) => {
  await enter(page);
  await place(page, 'Settings').click();
  const mine = page.getByLabel('New conversations a day');
  await expect(mine).toBeVisible();
  await signIn(elsewhere, COORDINATOR);
  await elsewhere.goto('/office/settings');
  await elsewhere.getByLabel('Planned length').fill('12');
  await elsewhere.getByRole('button', { name: 'Save' }).click();
  await expect(elsewhere.getByText('Saved. It counts from now on.')).toBeVisible();

  await mine.fill('12');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Somebody else has saved settings meanwhile.')).toBeVisible();
  await expect(page.getByLabel('Planned length')).toHaveValue('12');
  await expect(mine).toHaveValue('12');
  await inspect(page, 'office-settings-clash');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved. It counts from now on.')).toBeVisible();
});

test('somebody is found, suspended with words, and reinstated', async ({ page, cairn, elsewhere }) => {
  const email = 'teuila@office.example';
  await join(elsewhere, cairn, 'Teuila Leiataua', email, ['Find a mentor']);
  await enter(page);
  await place(page, 'People').click();
  await expect(rows(page, 'People')).toHaveCount(20);
  await inspect(page, 'office-people');
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(rows(page, 'People')).toHaveCount(40);
  await focusIsKept(page);
  await page.getByLabel('Role', { exact: true }).selectOption('Coordinators');
  await expect(page).toHaveURL(/role=coordinator/);
  await expect(table(page, 'People').getByRole('link')).toHaveText(['Ilse Brandt']);
  await page.goBack();
  await expect(page.getByLabel('Role', { exact: true })).toHaveValue('');

  await find(page, 'Teuila Leiataua');
  await inspect(page, 'office-person');
  await page.getByRole('link', { name: 'Suspend …' }).click();
  await expect(heading(page, /Suspend/)).toBeVisible();
  await expect(page.getByText('Signed out everywhere at once')).toBeVisible();
  await inspect(page, 'office-suspend');
  await page.getByRole('button', { name: 'Suspend now' }).click();
  await expect(page.getByText('Please write a few words.')).toBeVisible();
  await page.getByLabel('What they read').fill('We look into a message, and write to you within three days.');
  await page.getByRole('button', { name: 'Suspend now' }).click();
  await expect(page.getByText(/Suspended since/)).toBeVisible();
  await inspect(page, 'office-person-suspended');
  expect(await cairn.inbox.textOf(email, 'The coordinators write to you')).toContain('write to you within three days');

  await isSignedOut(elsewhere);
  await elsewhere.getByLabel('Email').fill(email);
  await elsewhere.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await expect(elsewhere.getByRole('alert')).toHaveText(/suspended your account/);
  await inspect(elsewhere, 'sign-in-suspended');

  await page.goto('/office/people?suspended=true');
  await expect(table(page, 'People').getByRole('link')).toHaveText(['Teuila Leiataua']);
  await table(page, 'People').getByRole('link').click();
  await page.getByRole('button', { name: 'Reinstate' }).click();
  await expect(page.getByText(/Suspended since/)).toBeHidden();
  await focusIsKept(page);
  await expect(rows(page, 'What was done here').first()).toContainText('Reinstated');
  await signIn(elsewhere, email);
});

test('somebody becomes a coordinator, and finds the office in the menu', async ({ page, cairn, elsewhere }) => {
  const email = 'sefina@office.example';
  await join(elsewhere, cairn, 'Sefina Maivia', email, ['Find a mentor']);
  await elsewhere.goto('/office');
  await expect(heading(elsewhere, 'No stone marks this place')).toBeVisible();

  await enter(page);
  await find(page, 'Sefina Maivia');
  await expect(page.getByText('but no messages beside reported ones')).toBeVisible();
  await page.getByRole('button', { name: 'Make coordinator' }).click();
  await expect(page.getByRole('button', { name: 'Make coordinator' })).toBeHidden();
  await focusIsKept(page);

  await elsewhere.goto('/');
  await elsewhere.getByRole('button', { name: /Your account/ }).click();
  await elsewhere.getByRole('link', { name: 'Programme office' }).click();
  await expect(heading(elsewhere, 'Overview')).toBeVisible();
  await elsewhere.getByRole('link', { name: 'To the app' }).click();
  await expect(elsewhere).toHaveURL(`${cairn.url}/`);
});

test('a report is decided once, and who reported gets an answer', async ({ page, cairn, elsewhere }) => {
  const noor = await Caller.signIn(elsewhere.request, 'noor@sample.example');
  const wanjiru = await Caller.signIn(elsewhere.request, 'wanjiru@sample.example');
  const message = await noor.ask(wanjiru.id, 'My rent is due. Could you lend me 400 until July?');
  await wanjiru.report(message, 'This made me uneasy. I have not answered.');

  await enter(page);
  await page.getByRole('link', { name: /nobody has decided about/ }).click();
  await expect(heading(page, 'Reports')).toBeVisible();
  await inspect(page, 'office-reports');
  await table(page, 'Reports').getByRole('link', { name: 'Noor Haddad' }).click();
  await expect(heading(page, /A message of .*Noor Haddad/)).toBeVisible();
  await expect(page.getByText('This made me uneasy.')).toBeVisible();
  await expect(page.getByText('Could you lend me 400 until July?')).toBeVisible();
  await inspect(page, 'office-report');

  const second = await page.context().newPage();
  await second.goto(page.url());
  await expect(second.getByRole('radio', { name: /Nothing wrong/ })).toBeVisible();

  await page.getByRole('button', { name: 'Decide and answer' }).click();
  await expect(page.getByText('Please choose one.')).toBeVisible();
  await page.getByRole('radio', { name: /Speak with/ }).check();
  await page.getByLabel('Your words to who was reported').fill('Please do not ask people in the programme for money.');
  await page.getByLabel('Your answer to who reported').fill('Thank you for telling us. We have spoken with Noor.');
  await inspect(page, 'office-report-words');
  await page.getByRole('button', { name: 'Decide and answer' }).click();
  await expect(page.getByRole('heading', { name: 'Decided: Spoken with' })).toBeVisible();
  await focusIsKept(page);
  await inspect(page, 'office-report-decided');
  expect(await cairn.inbox.textOf('wanjiru@sample.example', 'An answer to what you reported')).toContain('We have spoken with Noor.');
  expect(await cairn.inbox.textOf('noor@sample.example', 'The coordinators write to you')).toContain('Please do not ask people');

  await second.getByRole('radio', { name: /Nothing wrong/ }).check();
  await second.getByLabel('Your answer to who reported').fill('Nothing is wrong here.');
  await second.getByRole('button', { name: 'Decide and answer' }).click();
  await expect(second.getByText('Somebody else has decided meanwhile.')).toBeVisible();
  await expect(second.getByRole('heading', { name: 'Decided: Spoken with' })).toBeVisible();
});

test('a letter that was refused is tried again', async ({ page, elsewhere, cairn }) => {
  const address = 'ayesha@office.example';
  const mentor = await becomeMentor(elsewhere, cairn, 'Ayesha Siddiqui', address);
  const farid = await Caller.signIn(elsewhere.request, 'farid@sample.example');
  cairn.inbox.refuse(address);
  await farid.ask(mentor.id, 'What did your first year teach you?');
  await enter(page);
  // The overview is as it was asked for: the letter may still be on its way then.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('link', { name: '1 letter was refused' })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await place(page, 'Letters').click();
  const refused = rows(page, 'Letters').filter({ hasText: 'Refused' });
  await expect(refused).toContainText('The mail server said 550');
  await inspect(page, 'office-letters-refused');

  cairn.inbox.welcome(address);
  const letters = await rows(page, 'Letters').count();
  await refused.getByRole('button', { name: /Try again/ }).click();
  await expect(refused).toHaveCount(0);
  await expect(rows(page, 'Letters')).toHaveCount(letters);
  // No row keeps what belonged to another.
  await expect(page.getByRole('button', { name: /Try again/ })).toHaveCount(0);
  await focusIsKept(page);
  expect(await cairn.inbox.textOf(address, 'Somebody has a question for you')).toContain('What did your first year teach you?');
  await expect(async () => {
    await page.reload();
    await expect(rows(page, 'Letters').first()).toContainText('Sent', { timeout: 2_000 });
  }).toPass();
});

test('letters are shown with what became of them', async ({ page, elsewhere }) => {
  const farid = await Caller.signIn(elsewhere.request, 'farid@sample.example');
  const wanjiru = await Caller.signIn(elsewhere.request, 'wanjiru@sample.example');
  await farid.ask(wanjiru.id, 'How did you begin?');
  await enter(page);
  await place(page, 'Letters').click();
  await expect(rows(page, 'Letters').filter({ hasText: 'Somebody asks you something' }).first()).toContainText('Wanjiru Mwangi');
  await inspect(page, 'office-letters');
  await page.getByLabel('Which letters').selectOption('Refused');
  await expect(page).toHaveURL(/state=refused/);
  await expect(page.getByText('There are none like that.')).toBeVisible();
  await inspect(page, 'office-letters-none');
});
