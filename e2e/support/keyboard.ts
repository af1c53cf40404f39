// Walking by keyboard only: whatever has the focus is to be seen.
import { expect, type Locator, type Page } from '@playwright/test';

const MOST_STOPS = 80;

/** Goes on with Tab until this has the focus; each stop on the way is to be seen. */
export async function tabTo(page: Page, goal: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(goal).toBeAttached();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key);
    expect(await page.evaluate(hidden), 'the focus is to be seen').toBeUndefined();
    if (await goal.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${MOST_STOPS} times ${key} do not lead to ${goal}`);
}

/** Who comes to a page begins at its heading, or where its content does. */
export async function beginsAtTheTop(page: Page): Promise<void> {
  await expect(page.locator('main:focus, main h1:focus')).toHaveCount(1);
}

/** A control that went with what it did has handed the focus on: Tab goes on from there, not from the top. */
export async function focusIsKept(page: Page): Promise<void> {
  await expect(page.locator(':focus')).toHaveCount(1);
}

/** Why what has the focus is not to be seen. Runs in the page. */
function hidden(): string | undefined {
  const focused = document.activeElement;
  // After the last stop the browser's own bars have their turn.
  if (!focused || focused === document.body) return undefined;
  const what = focused.outerHTML.slice(0, 160);
  if (!focused.matches(':focus-visible')) return `not :focus-visible: ${what}`;
  // A small control may leave the ring to the label or the field around it.
  const around = [focused, focused.parentElement, focused.parentElement?.parentElement];
  const ringed = around.find((element) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && !/, 0\)$|\/ 0\)$|transparent/.test(outlineColor);
  });
  if (!ringed) return `no ring: ${what}`;
  const place = ringed.getClientRects()[0];
  if (!place) return `nowhere: ${what}`;
  const there = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
  if (!there || !(ringed.contains(there) || there.contains(ringed))) return `covered by ${there?.outerHTML.slice(0, 80)}: ${what}`;
  return undefined;
}
