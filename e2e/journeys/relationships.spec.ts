import type { Page } from '@playwright/test';
import { expect, inspect, sentence, test } from '../support/test.ts';
import { type Person, walk } from '../support/walking.ts';

const LEEDS = 'Europe/London';
const NAIROBI = 'Africa/Nairobi';

/** Keeps back all GETs of `url`: `asked` when the first was answered, `come` lets its answer through, `end` the others. */
function late(page: Page, url: string) {
  const [asked, released, come, over] = [signal(), signal(), signal(), signal()];
  let isFirst = true;
  void page.route(url, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    if (!isFirst) return over.given.then(() => route.continue());
    isFirst = false;
    const response = await route.fetch();
    asked.give();
    await released.given;
    await route.fulfill({ response });
    come.give();
  });
  return { asked: asked.given, come: () => (released.give(), come.given), end: over.give };
}

function signal() {
  let give: () => void = () => {};
  const given = new Promise<void>((resolve) => { give = resolve; });
  return { given, give };
}

test('share, plan, and withdraw: an archive for both, and nobody sees the private reason', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const mentee: Person = { page, name: 'Grace Wanjala', email: 'grace@walking.example', zone: LEEDS };
  const mentor: Person = { page: elsewhere, name: 'Zainab Bello', email: 'zainab@walking.example', zone: NAIROBI };
  const address = await walk(cairn, mentee, mentor);

  // Where they are, and what is next.
  await page.goto('/relationships');
  await inspect(page, 'relationships');
  await page.getByRole('link', { name: /Zainab/ }).filter({ visible: true }).first().click();
  await expect(page).toHaveURL(address);
  await expect(page.getByRole('heading', { name: 'Arrange your first conversation' })).toBeVisible();
  await expect(page.getByRole('link', { name: mentor.email })).toBeVisible();
  await inspect(page, 'relationship');
  await elsewhere.goto(address);
  await expect(elsewhere.getByRole('heading', { name: sentence('Grace arranges the first conversation') })).toBeVisible();
  await inspect(elsewhere, 'relationship-mentor');

  // Which details the other sees is each one's own choice.
  await page.goto(`${address}/details`);
  const email = page.getByRole('switch', { name: sentence('Show Email to Zainab') });
  await expect(email).toBeChecked();
  await inspect(page, 'relationship-details');
  await email.uncheck();
  await expect(elsewhere.getByText(sentence('Grace shares no contact details just now.'))).toBeVisible();
  await expect(elsewhere.getByText(mentee.email)).toHaveCount(0);
  // An answer that was asked for before a change, and comes after it, is older than the change.
  const [rhythm, planned] = [page.getByLabel('How often'), page.getByLabel('Until about')];
  const saved = (what: object) => page.waitForResponse((answer) => {
    return answer.request().method() === 'PUT' && answer.url().endsWith('/plan')
      && Object.entries(what).every(([name, value]) => answer.request().postDataJSON()?.[name] === value);
  });
  const { asked, come, end } = late(page, '**/plan');
  await rhythm.selectOption('3');
  await asked;
  const four = saved({ every_weeks: 4 });
  await rhythm.selectOption('4');
  await four;
  await come();
  const two = saved({ every_weeks: 2 });
  await rhythm.selectOption('2');
  expect((await two).status()).toBe(200);
  end();
  // A day that is typed passes through years long ago; only the whole one is meant. One part of it can be typed again.
  const without: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT' && request.postDataJSON()?.until === null) without.push(request.url());
  });
  const whole = saved({ until: '2027-09-09' });
  await planned.fill('2026-12-16');
  await planned.focus();
  await page.keyboard.type('09092027');
  expect((await whole).status()).toBe(200);
  const again = saved({ until: '2028-09-09' });
  await page.keyboard.press('Backspace');
  await page.keyboard.type('2028');
  expect((await again).status()).toBe(200);
  expect(without, 'half a day is not saved as none').toEqual([]);
  await page.reload();
  await expect(planned).toHaveValue('2028-09-09');
  await expect(rhythm).toHaveValue('2');
  await expect(email).not.toBeChecked();
  // A day can be taken away by the keyboard alone; until all of it is gone, the rhythm is saved with the day there was.
  await planned.focus();
  await page.keyboard.press('Backspace');
  const rhythmAlone = saved({ until: '2028-09-09', every_weeks: 3 });
  await rhythm.selectOption('3');
  await rhythmAlone;
  const none = saved({ until: null });
  await planned.focus();
  for (const key of ['Backspace', 'ArrowRight', 'Backspace', 'ArrowRight', 'Backspace']) await page.keyboard.press(key);
  await rhythm.focus();
  expect((await none).status()).toBe(200);

  // It says what will happen before it does.
  await page.getByRole('link', { name: 'Withdraw …' }).click();
  await expect(page.getByText(sentence('Contact details are hidden again, yours and those of Zainab.'))).toBeVisible();
  await page.getByLabel(sentence('A word to Zainab')).fill('Thank you for the evening in March.');
  await page.getByLabel(/^For the coordinators only/).fill('I did not feel listened to.');
  await inspect(page, 'relationship-withdraw');
  await page.getByRole('button', { name: 'End this relationship' }).click();
  await expect(page).toHaveURL(address);
  await expect(page.getByRole('heading', { name: 'This relationship has ended' })).toBeVisible();
  await expect(page.getByText(mentor.email)).toHaveCount(0);
  await inspect(page, 'relationship-ended');

  // The other is told kindly, at once and by letter.
  await expect(elsewhere.getByRole('heading', { name: 'This relationship has ended' })).toBeVisible();
  await expect(elsewhere.getByText('Thank you for the evening in March.')).toBeVisible();
  await expect(elsewhere.getByText('I did not feel listened to.')).toHaveCount(0);
  await inspect(elsewhere, 'relationship-ended-other');
  const letter = await cairn.inbox.textOf(mentor.email, 'A mentoring relationship has ended');
  expect(letter).toContain('Thank you for the evening in March.');
  expect(letter).not.toContain('listened to');
  await elsewhere.goto(`${address}/tools`);
  await expect(elsewhere.getByRole('heading', { name: 'Tools' }).first()).toBeVisible();

  // Nobody else finds anything.
  const stranger = await page.context().browser()!.newContext();
  const third = await stranger.newPage();
  await third.goto(address);
  await expect(third).toHaveURL(/sign-in/);
  await stranger.close();
});

test('complete, walk on, complete, stay in touch, and begin a new journey', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const mentee: Person = { page, name: 'Amina Diallo', email: 'amina@walking.example', zone: LEEDS };
  const mentor: Person = { page: elsewhere, name: 'Farid Rahimi', email: 'farid@walking.example', zone: NAIROBI };
  const address = await walk(cairn, mentee, mentor);
  await page.goto(`${address}/goals/new`);
  await page.getByLabel('What I will do').fill('Lead the weekly meeting');
  await page.getByLabel('A name for it').fill('Lead a meeting');
  await page.getByRole('button', { name: /^In one sentence/ }).click();
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lead a meeting' })).toBeVisible();

  await page.goto(`${address}/complete`);
  await page.getByRole('button', { name: sentence('Send, and ask Farid') }).click();
  await expect(page.locator('#wish-said')).not.toBeEmpty();
  await page.getByLabel('What do you take with you?').fill('That silence is an answer, too.');
  await page.getByLabel(sentence('A thank-you to Farid')).fill('For every walk.');
  await page.getByRole('radio', { name: /^Stay in touch/ }).check();
  await page.getByRole('radio', { name: '5', exact: true }).check();
  await inspect(page, 'relationship-complete');
  await page.getByRole('button', { name: sentence('Send, and ask Farid') }).click();
  await expect(page).toHaveURL(address);
  await expect(page.getByRole('heading', { name: sentence('Farid is asked') })).toBeVisible();

  // Until both have looked back, they walk together.
  await page.goto('/');
  await expect(page.getByRole('heading', { name: sentence('You walk with Farid') })).toBeVisible();
  await expect(page.getByRole('link', { name: /You walk together/ })).toBeVisible();

  // Too early: they walk on.
  await elsewhere.goto(`${address}/complete`);
  await expect(elsewhere.getByText('For every walk.')).toBeVisible();
  await expect(elsewhere.getByText('That silence is an answer, too.')).toHaveCount(0);
  await inspect(elsewhere, 'relationship-complete-asked');
  await elsewhere.getByRole('link', { name: 'Not yet' }).click();
  await elsewhere.getByLabel(/^What would you still like to do/).fill('One more conversation about the ward.');
  await inspect(elsewhere, 'relationship-not-yet');
  await elsewhere.getByRole('button', { name: 'Walk on' }).click();
  await expect(page.getByRole('heading', { name: sentence('Farid is asked') })).toHaveCount(0);

  // Again, and this time both.
  await page.goto(`${address}/complete`);
  await page.getByRole('radio', { name: /^Stay in touch/ }).check();
  await page.getByRole('button', { name: sentence('Send, and ask Farid') }).click();
  await expect(page).toHaveURL(address);
  await elsewhere.goto(`${address}/complete`);
  await elsewhere.getByRole('radio', { name: sentence('Stay in touch, as Amina wishes') }).check();
  await elsewhere.getByRole('button', { name: 'Confirm the ending' }).click();
  await expect(elsewhere.getByRole('heading', { name: 'Your journey is complete' })).toBeVisible();
  await expect(page.getByText('You stay in touch: each of you goes on seeing how the other can be reached.')).toBeVisible();
  await expect(page.getByRole('link', { name: mentor.email })).toBeVisible();
  await inspect(page, 'relationship-completed');
  await page.getByRole('link', { name: 'See your journey' }).click();
  await expect(page.getByRole('heading', { name: 'Certificate of participation' })).toBeVisible();
  await inspect(page, 'journey');

  // A new journey, which the other confirms and which leads back to the old one.
  await page.goto(address);
  await page.getByRole('button', { name: 'Begin a new journey' }).click();
  await expect(elsewhere.getByRole('heading', { name: sentence('Amina would like to begin a new journey') })).toBeVisible();
  await inspect(elsewhere, 'relationship-wish');
  await elsewhere.getByRole('button', { name: 'Yes, gladly' }).click();
  await expect(page.getByRole('link', { name: 'Go to your new journey' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to your new journey' }).click();
  await expect(page.getByRole('link', { name: 'The journey before this one' })).toBeVisible();
  // What was not reached goes along.
  await expect(page.getByRole('link', { name: /Lead a meeting/ })).toBeVisible();
  await inspect(page, 'relationship-new');
});
