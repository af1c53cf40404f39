import type { Page } from '@playwright/test';
import { Caller, type Joining } from '../support/caller.ts';
import { ask, becomeMentee, becomeMentor } from '../support/people.ts';
import { expect, inspect, test } from '../support/test.ts';

/** From a mentor's page: begins a request, fills in what is not begun yet, and sends it; gives its address. */
async function request(page: Page, support: string, goal: string): Promise<string> {
  await page.getByRole('link', { name: 'Send a request' }).filter({ visible: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Your request to/ })).toBeVisible();
  await page.getByLabel('The support I look for').fill(support);
  await page.getByLabel('My goal in a sentence').fill(goal);
  await page.getByRole('button', { name: 'Send the request' }).click();
  await expect(page.getByText('Your request is on its way.')).toBeVisible();
  await expect(page).toHaveURL(/\/requests\/[0-9a-f-]+$/);
  return page.url();
}

/** Holds back what goes to these addresses; gives what lets it go. */
async function holdBack(page: Page, addresses: string): Promise<() => void> {
  let letGo = (): void => {};
  const gone = new Promise<void>((resolve) => { letGo = resolve; });
  await page.route(addresses, async (route) => {
    await gone;
    await route.continue();
  });
  return letGo;
}

test('ask, answer, request, edit, ask for more, accept', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const [mentee, mentor] = ['grace@asking.example', 'zainab@asking.example'];
  const { address } = await becomeMentor(elsewhere, cairn, 'Zainab Bello', mentor);
  await elsewhere.goto('/requests');
  await expect(elsewhere.getByText('No request yet')).toBeVisible();
  await inspect(elsewhere, 'requests-received-empty');
  await becomeMentee(page, cairn, 'Grace Wanjala', mentee);
  await page.goto('/requests');
  await expect(page.getByText('No request yet')).toBeVisible();
  await inspect(page, 'requests-empty');

  await page.goto(`${address}/question`);
  await expect(page.getByLabel('Your question')).toBeVisible();
  await inspect(page, 'question');
  await page.getByLabel('Your question').fill('A draft.');
  await page.reload();
  await expect(page.getByLabel('Your question')).toHaveValue('A draft.');
  await ask(page, address, 'How did you begin?');
  await elsewhere.goto(await cairn.inbox.linkOf(mentor, 'Somebody has a question for you', 'conversations'));
  await elsewhere.getByLabel(/^Your message to/).fill('With one hive.');
  await elsewhere.getByLabel(/^Your message to/).press('Enter');
  await expect(page.getByRole('log').getByText('With one hive.')).toBeVisible();

  await page.goto(address);
  await inspect(page, 'mentor-asking');
  await page.getByRole('link', { name: 'Send a request' }).filter({ visible: true }).click();
  await expect(page.getByRole('button', { name: 'Remove Giving feedback' })).toBeVisible();
  await expect(page.getByLabel('Why I ask')).toHaveValue('You offer what I look for: Giving feedback.');
  await page.getByRole('button', { name: 'Send the request' }).click();
  await expect(page.getByText('Please fill this in.')).toBeVisible();
  await inspect(page, 'request-send');
  await page.goto(address);
  const sent = await request(page, 'I freeze in front of ten people.', 'I want to open a briefing.');
  await expect(page.getByText(/^Waiting for/)).toBeVisible();
  await inspect(page, 'request');

  // The letter leads to the request, and so does the list.
  const received = await cairn.inbox.linkOf(mentor, 'Somebody asks for your help', 'requests');
  await elsewhere.goto('/requests');
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'One person waits for your answer' })).toBeVisible();
  const places = elsewhere.getByRole('region', { name: 'Your places' });
  await expect(places).toContainText('Your one place is free.');
  await places.getByRole('switch', { name: 'Pause new requests' }).check();
  await expect(places).toContainText('You are not in the list now.');
  await elsewhere.reload();
  await expect(places.getByRole('switch', { name: 'Pause new requests' })).toBeChecked();
  await places.getByRole('switch', { name: 'Pause new requests' }).uncheck();
  await expect(places).not.toContainText('You are not in the list now.');
  await inspect(elsewhere, 'requests-received');
  await elsewhere.goto(received);
  await expect(elsewhere.getByText('I freeze in front of ten people.')).toBeVisible();
  await expect(elsewhere.getByText('Your turn', { exact: true })).toBeVisible();
  await inspect(elsewhere, 'request-mentor');

  // What the mentee changes meanwhile is not accepted unread.
  await elsewhere.getByRole('link', { name: 'Accept', exact: true }).click();
  await elsewhere.getByLabel(/^A word of welcome/).fill('Welcome.');
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByLabel('The support I look for').fill('I freeze in front of ten strangers.');
  await page.getByRole('button', { name: 'Save the changes' }).click();
  await expect(page).toHaveURL(sent);
  await expect(page.getByText('You edited it')).toBeVisible();
  await elsewhere.getByRole('button', { name: 'Accept the request' }).click();
  await expect(elsewhere.getByRole('heading', { name: 'It was changed meanwhile' })).toBeVisible();
  await expect(elsewhere.locator('ins.new')).toContainText('strangers');
  await expect(elsewhere.getByLabel(/^A word of welcome/)).toHaveValue('Welcome.');
  await inspect(elsewhere, 'request-changed');

  await elsewhere.goto(`${received}/ask`);
  await elsewhere.getByLabel('What would you like to know?').fill('Strangers where?');
  await inspect(elsewhere, 'request-ask');
  await elsewhere.getByRole('button', { name: 'Send the question' }).click();
  await expect(elsewhere.getByText(/^Waiting for/)).toBeVisible();
  // What is looked at when it changes counts as seen.
  await elsewhere.goto('/');

  await page.goto(await cairn.inbox.linkOf(mentee, 'A mentor would like to know a little more', 'requests'));
  await expect(page.getByRole('heading', { name: /would like to know a little more$/ })).toBeVisible();
  await inspect(page, 'request-asked');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: /would like to know a little more$/ })).toBeVisible();
  await inspect(page, 'home-asked');
  await page.getByRole('link', { name: 'See the request' }).click();
  await page.getByRole('link', { name: 'Answer by editing' }).click();
  await page.getByLabel('My goal in a sentence').fill('I want to open a briefing for other wards.');
  await inspect(page, 'request-edit');
  await page.getByRole('button', { name: 'Save the changes' }).click();
  await expect(page.getByText(/^Waiting for/)).toBeVisible();

  await elsewhere.goto(await cairn.inbox.linkOf(mentor, 'Your question has been answered', 'requests'));
  await expect(elsewhere.getByText(/has answered$/)).toBeVisible();
  await expect(elsewhere.locator('ins.new').first()).toBeVisible();
  await inspect(elsewhere, 'request-mentor-marked');
  await expect(elsewhere.locator('ins.new').first()).toBeVisible();
  await elsewhere.getByRole('link', { name: 'Accept', exact: true }).click();
  await inspect(elsewhere, 'request-accept');
  await elsewhere.getByRole('button', { name: 'Accept the request' }).click();
  await expect(elsewhere).toHaveURL(/\/relationships\/[0-9a-f-]+$/);
  await expect(elsewhere.getByRole('link', { name: mentee })).toBeVisible();
  await inspect(elsewhere, 'relationship-mentor');

  await page.goto(await cairn.inbox.linkOf(mentee, 'A mentor has said yes', 'relationships'));
  await expect(page.getByRole('heading', { name: 'Arrange your first conversation' })).toBeVisible();
  await expect(page.getByRole('link', { name: mentor })).toBeVisible();
  await inspect(page, 'relationship');
  await page.goto('/relationships');
  await expect(page.getByRole('link', { name: /Zainab Bello/ })).toBeVisible();
  await inspect(page, 'relationships');

  // What is followed is read, and the rest stays new.
  await page.getByRole('link', { name: /^Notifications, \d+ new$/ }).click();
  const unseen = page.getByRole('main').getByText('new', { exact: true });
  await expect(unseen.first()).toBeAttached();
  const before = await unseen.count();
  await page.getByRole('listitem').filter({ has: page.getByText('new', { exact: true }) }).getByRole('link').first().click();
  await expect(page).not.toHaveURL(/notifications/);
  await page.goBack();
  await expect(unseen).toHaveCount(before - 1);
});

test('request, decline, a similar mentor, another request, withdrawn', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const [mentee, mentor] = ['hanna@asking.example', 'kofi@asking.example'];
  const { address } = await becomeMentor(elsewhere, cairn, 'Kofi Mensah', mentor);
  await becomeMentee(page, cairn, 'Hanna Berg', mentee);
  await page.goto(address);
  const first = await request(page, 'I take over a team in December.', 'I want to lead without shouting.');

  const received = await cairn.inbox.linkOf(mentor, 'Somebody asks for your help', 'requests');
  await elsewhere.goto(received);
  await elsewhere.getByRole('link', { name: 'Decline', exact: true }).click();
  await elsewhere.getByRole('button', { name: 'Send this answer' }).click();
  await expect(elsewhere.getByText('Please choose one.')).toBeVisible();
  await elsewhere.getByRole('radio', { name: 'Somebody else can help better' }).check();
  await expect(elsewhere.getByLabel('Your words')).toHaveValue(/^Dear .*somebody else can take you further/);
  await inspect(elsewhere, 'request-decline');
  await elsewhere.getByRole('button', { name: 'Send this answer' }).click();
  await expect(elsewhere).toHaveURL(received);
  await expect(elsewhere.getByText('Declined', { exact: true })).toBeVisible();

  await page.goto(await cairn.inbox.linkOf(mentee, 'A mentor has answered your request', 'requests'));
  await expect(page).toHaveURL(first);
  await expect(page.getByRole('heading', { name: /cannot take this on now$/ })).toBeVisible();
  const similar = page.locator('section').filter({ has: page.getByRole('heading', { name: /^Mentors like/ }) });
  await expect(similar.getByRole('listitem')).toHaveCount(3);
  await inspect(page, 'request-declined');
  await page.goto('/requests');
  await expect(page.getByRole('heading', { name: /^Like .*, and free$/ })).toBeVisible();
  await inspect(page, 'requests');

  await page.goto(first);
  await similar.getByRole('link').first().click();
  await expect(page.getByRole('link', { name: 'Send a request' }).filter({ visible: true })).toBeVisible();
  await request(page, 'I take over a team in December.', 'I want to lead without shouting.');
  await page.getByRole('link', { name: 'Withdraw the request' }).click();
  await inspect(page, 'request-withdraw');
  await page.getByRole('button', { name: 'Withdraw the request' }).click();
  await expect(page.getByText('Withdrawn by you')).toBeVisible();
});

test('after five answers a mentor sees what mentees see of how soon they come', async ({ page, cairn, elsewhere }) => {
  const mentor = await becomeMentor(page, cairn, 'Idris Bello', 'idris@asking.example');
  for (const name of ['Ama', 'Bea', 'Cleo', 'Dina', 'Edda']) {
    const email = `${name.toLowerCase()}@asking.example`;
    const joining: Joining = { email, display_name: `${name} Berg`, roles: ['mentee'], time_zone: 'Europe/London' };
    const mentee = await Caller.join(elsewhere.request, cairn, joining);
    await mentor.decline(await mentee.send(mentor.id));
  }
  await page.goto(mentor.address);
  await expect(page.getByText('Usually answers within a day')).toBeVisible();
  await page.goto('/requests');
  await expect(page.getByText('You usually answer within a day.')).toBeVisible();
  await expect(page.getByText('All of them are answered or over.', { exact: false })).toBeVisible();
  await inspect(page, 'requests-answered');
});

test('who leaves while a question is on its way stays where they went', async ({ page, cairn, elsewhere }) => {
  test.slow();
  const { address } = await becomeMentor(elsewhere, cairn, 'Lindiwe Dube', 'lindiwe@asking.example');
  await becomeMentee(page, cairn, 'Oskar Berg', 'oskar@asking.example');
  await page.goto(`${address}/question`);
  await page.getByLabel('Your question').fill('How did you begin?');
  const arrive = await holdBack(page, '**/questions');
  await page.getByRole('button', { name: 'Send the question' }).click();
  await page.getByRole('link', { name: 'Guides' }).filter({ visible: true }).click();
  await expect(page).toHaveURL(/\/resources$/);
  arrive();
  await expect(page.getByText('Your question is on its way.')).toBeVisible();
  await expect(page).toHaveURL(/\/resources$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  // The way back is no trap, and the page of another request is not taken away either.
  await page.goBack();
  await expect(page).toHaveURL(`${address}/question`);
  await page.goto(address);
  const sent = await request(page, 'I freeze in front of ten people.', 'I want to open a briefing.');
  await elsewhere.goto(`${sent}/accept`);
  const answer = await holdBack(elsewhere, '**/accept');
  await elsewhere.getByRole('button', { name: 'Accept the request' }).click();
  await elsewhere.getByRole('link', { name: 'Not now' }).click();
  await expect(elsewhere).toHaveURL(sent);
  answer();
  await expect(elsewhere.getByText('You walk together now.')).toBeVisible();
  await expect(elsewhere).toHaveURL(sent);
});
