import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { focusIsKept } from '../support/keyboard.ts';
import { cannotSignIn, isSignedOut, join, signIn, signOut } from '../support/joining.ts';
import { choosePhoto, take } from '../support/photo.ts';
import { expect, inspect, PASSWORD, test } from '../support/test.ts';
import { unzip } from '../support/zip.ts';

const OTHER_PASSWORD = 'three quiet herons wade';
const WRONG_PASSWORD = 'four loud herons sleep';

const part = (page: Page, heading: string): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: heading, exact: true }) });

test('a new password counts at once, and signs out the other devices', async ({ page, cairn, elsewhere }) => {
  const email = 'ngaire@account.example';
  await join(page, cairn, 'Ngaire Williams', email, ['Find a mentor']);
  await signIn(elsewhere, email);
  await page.goto('/account');
  const password = part(page, 'Password');
  await password.getByLabel('Your password until now').fill(WRONG_PASSWORD);
  await password.getByLabel('New password').fill(OTHER_PASSWORD);
  await password.getByRole('button', { name: 'Change the password' }).click();
  await expect(password.getByText('This is not your password.')).toBeVisible();
  await inspect(page, 'account-password-refused');
  await password.getByLabel('Your password until now').fill(PASSWORD);
  await password.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('Your new password counts from now on.')).toBeVisible();
  await expect(password.getByText('This is not your password.')).toBeHidden();
  await cairn.inbox.textOf(email, 'Your password was changed');

  await isSignedOut(elsewhere);
  await cannotSignIn(elsewhere, email);
  await signIn(elsewhere, email, OTHER_PASSWORD);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign-in and safety' })).toBeVisible();
});

test('a new address counts once the letter to it was answered, and the old one is told', async ({ page, cairn, elsewhere }) => {
  const [before, after] = ['iolana@account.example', 'iolana.kealoha@account.example'];
  await join(page, cairn, 'Iolana Kealoha', before, ['Find a mentor']);
  await page.goto('/account');
  const email = part(page, 'Email');
  await email.getByLabel('New email').fill(after);
  await email.getByLabel('Password', { exact: true }).fill(WRONG_PASSWORD);
  await email.getByRole('button', { name: 'Change the address' }).click();
  await expect(email.getByText('This is not your password.')).toBeVisible();
  await email.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await email.getByRole('button', { name: 'Change the address' }).click();
  await expect(email.getByText(`A letter with a link is on its way to ${after}`)).toBeVisible();
  await expect(email.getByText(`Now: ${before}`)).toBeVisible();
  await inspect(page, 'account-email-waits');
  expect(await cairn.inbox.textOf(before, 'Your email address is about to change')).toContain(after);
  await cannotSignIn(elsewhere, after);
  await signIn(elsewhere, before);

  await page.goto(await cairn.inbox.linkFor(after, 'confirm-email'));
  await inspect(page, 'confirm-email');
  await page.getByRole('button', { name: 'Yes, confirm it' }).click();
  await expect(page.getByRole('heading', { name: 'Your new address counts' })).toBeVisible();
  await inspect(page, 'confirm-email-done');
  await page.goto('/account');
  await expect(email.getByText(`Now: ${after}`)).toBeVisible();
  await signOut(elsewhere);
  await cannotSignIn(elsewhere, before);
  await signIn(elsewhere, after);
});

test('another device is signed out from the list, and then all of them', async ({ page, cairn, elsewhere }) => {
  const email = 'sefa@account.example';
  await join(page, cairn, 'Sefa Leiataua', email, ['Find a mentor']);
  await signIn(elsewhere, email);
  await page.goto('/account');
  const devices = part(page, 'Where you are signed in').getByRole('listitem');
  await expect(devices).toHaveCount(2);
  await expect(devices.filter({ hasText: 'This device' })).toHaveCount(1);
  await devices.getByRole('button', { name: 'Sign out Chrome on Linux' }).press('Enter');
  await expect(page.getByText('That device is signed out.')).toBeVisible();
  await expect(devices).toHaveCount(1);
  await expect(devices).toHaveText(/This device/);
  await focusIsKept(page);
  await isSignedOut(elsewhere);

  await signIn(elsewhere, email);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(`${cairn.url}/`);
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await isSignedOut(elsewhere);
});

test('everything about somebody can be taken along in a file', async ({ page, cairn }) => {
  await join(page, cairn, 'Maëlle Kergoat', 'maelle@account.example', ['Find a mentor']);
  const fetch = async () => {
    await page.goto('/account');
    const begun = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download it' }).click();
    const download = await begun;
    expect(download.suggestedFilename()).toBe('cairn.zip');
    return unzip(await readFile(await download.path()));
  };
  const first = await fetch();
  expect([...first.keys()]).toEqual(['cairn.json']);
  const { me } = JSON.parse(first.get('cairn.json')!.toString());
  expect([me.display_name, me.email]).toEqual(['Maëlle Kergoat', 'maelle@account.example']);

  await page.goto('/profile/about');
  await choosePhoto(page, 'Add a photo', await take(page, 'green'));
  await expect(page.getByText('Your photo is there.')).toBeVisible();
  const second = await fetch();
  expect([...second.keys()]).toEqual(['cairn.json', 'photo.jpg']);
  expect(second.get('photo.jpg')!.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
});

test('an account can be deleted, at once and for good', async ({ page, cairn, elsewhere }) => {
  const email = 'harpreet@account.example';
  await join(page, cairn, 'Harpreet Gill', email, ['Find a mentor']);
  await signIn(elsewhere, email);
  await page.goto('/account');
  const farewell = part(page, 'Delete your account');
  await farewell.getByText('Delete my account').click();
  const password = farewell.getByRole('textbox', { name: 'Password' });
  await password.fill(WRONG_PASSWORD);
  await farewell.getByRole('button', { name: 'Delete it for good' }).click();
  await expect(farewell.getByText('This is not your password.')).toBeVisible();
  await inspect(page, 'account-delete-refused');
  await password.fill(PASSWORD);
  await farewell.getByRole('button', { name: 'Delete it for good' }).click();
  await expect(page.getByText('Your account is deleted.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await cairn.inbox.textOf(email, 'Goodbye, and thank you');
  await isSignedOut(elsewhere);
  await cannotSignIn(page, email);
});
