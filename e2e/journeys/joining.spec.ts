import type { Route } from '@playwright/test';
import { join, register, signIn, signOut } from '../support/joining.ts';
import { accessible, expect, inspect, PASSWORD, test } from '../support/test.ts';

test('a visitor can look around', async ({ page }) => {
  for (const [name, address] of [
    ['landing', '/'], ['how', '/how'], ['terms', '/terms'], ['data', '/data'],
    ['register', '/register'], ['sign-in', '/sign-in'], ['forgotten', '/forgotten'], ['not-found', '/no/such/page'],
  ] as const) {
    await page.goto(address);
    await inspect(page, name);
  }
});

test('whoever comes again asks for no font again', async ({ page }) => {
  await page.goto('/');
  const fonts = page.locator('link[rel=preload][as=font]');
  await expect(fonts).not.toHaveCount(0);
  for (const font of await fonts.all()) {
    const answer = await page.request.get((await font.getAttribute('href')) ?? '');
    expect(answer.status()).toBe(200);
    expect(answer.headers()['cache-control']).toContain('immutable');
  }
});

test('what needs a session leads to signing in, and back', async ({ page }) => {
  await page.goto('/mentors?text=health');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel('Email').fill('noor@sample.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/mentors\?text=health/);
});

test('a form says beside each field what is missing, and keeps what was typed', async ({ page }) => {
  await page.goto('/register');
  await page.getByLabel('Email').fill('noor');
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByText('An address looks like')).toBeVisible();
  await expect(page.getByText('Others need a name to call you by.')).toBeVisible();
  await expect(page.getByText('Without this you cannot take part.')).toBeVisible();
  await expect(page.getByLabel('Email')).toHaveValue('noor');
  await inspect(page, 'register-open-fields');
});

test('a password is judged while it is typed', async ({ page }) => {
  await page.goto('/register');
  await page.getByLabel('Password', { exact: true }).fill('password1');
  await expect(page.getByText('Many people use it.').or(page.getByText(/most used passwords/))).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await expect(page.getByText('Strong.')).toBeVisible();
});

test('somebody joins by the link of a letter, in the same browser', async ({ page, cairn }) => {
  await register(page, 'Олена Ковальчук', 'olena@joining.example', ['Find a mentor']);
  await inspect(page, 'letter-sent');
  await page.goto(await cairn.inbox.linkFor('olena@joining.example', 'verify'));
  await inspect(page, 'verify');
  await page.getByRole('button', { name: 'Yes, confirm it' }).click();
  await expect(page).toHaveURL(`${cairn.url}/`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Олена');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Олена');
});

test('in another browser the link asks for the password', async ({ page, cairn, elsewhere }) => {
  await register(page, 'Sione Taufa', 'sione@joining.example', ['Be a mentor']);
  const link = await cairn.inbox.linkFor('sione@joining.example', 'verify');
  await elsewhere.goto(link);
  await elsewhere.getByRole('button', { name: 'Yes, confirm it' }).click();
  await elsewhere.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await elsewhere.getByRole('button', { name: 'Yes, confirm it' }).click();
  await expect(elsewhere.getByRole('heading', { level: 1 })).toContainText('Sione');
});

test('a forgotten password is replaced by a letter, and other devices are signed out', async ({ page, cairn, elsewhere }) => {
  await join(page, cairn, 'Aroha Tamihana', 'aroha@joining.example', ['Find a mentor']);
  await elsewhere.goto(`${cairn.url}/forgotten`);
  await elsewhere.getByLabel('Email').fill('aroha@joining.example');
  await elsewhere.getByRole('button', { name: 'Send me the letter' }).click();
  await expect(elsewhere.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
  await elsewhere.goto(await cairn.inbox.linkFor('aroha@joining.example', 'reset'));
  await inspect(elsewhere, 'reset');
  await elsewhere.getByLabel('New password').fill('three quiet herons wade');
  await elsewhere.getByRole('button', { name: 'Save it and sign in' }).click();
  await expect(elsewhere.getByRole('heading', { level: 1 })).toContainText('Aroha');
  await page.reload();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await signIn(page, 'aroha@joining.example', 'three quiet herons wade');
});

test('signing out in one tab signs out the other', async ({ page, context, cairn }) => {
  await join(page, cairn, 'Tomasz Zieliński', 'tomasz@joining.example', ['Find a mentor', 'Be a mentor']);
  const second = await context.newPage();
  await second.goto('/');
  await expect(second.getByRole('heading', { level: 1 })).toContainText('Tomasz');
  await signOut(page);
  await expect(second.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
});

test('a tab that is older than the server offers to reload', async ({ page }) => {
  await page.goto('/how');
  await expect(page.getByRole('button', { name: 'Reload' })).toHaveCount(0);
  const older = async (route: Route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, headers: { ...answer.headers(), 'cairn-build': 'frontend-0123456789abcdef_bg.wasm' } });
  };
  await page.route('**/api/v1/auth/login', older);
  await signIn(page, 'noor@sample.example');
  await accessible(page, 'a newer version');
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByRole('button', { name: /Your account/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reload' })).toHaveCount(0);
});
