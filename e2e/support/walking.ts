// Two people who walk together: one in Leeds, one in Nairobi, each in a browser of their own. That a request is sent and accepted by
// the pages is a journey of its own: `asking`.
import type { Page } from '@playwright/test';
import type { Cairn } from './cairn.ts';
import { becomeMentee, becomeMentor } from './people.ts';

export interface Person {
  page: Page;
  name: string;
  email: string;
  zone: string;
}

/** The mentee asks, the mentor accepts; gives the address of what begins. */
export async function walk(cairn: Cairn, asks: Person, accepts: Person): Promise<string> {
  const accepting = await becomeMentor(accepts.page, cairn, accepts.name, accepts.email, accepts.zone);
  const asking = await becomeMentee(asks.page, cairn, asks.name, asks.email, asks.zone);
  return `/relationships/${await accepting.accept(await asking.send(accepting.id))}`;
}
