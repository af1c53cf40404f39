// What others do while a journey looks elsewhere, by the API as any program would.
import { randomUUID } from 'node:crypto';
import type { APIRequestContext } from '@playwright/test';
import { expect, PASSWORD } from './test.ts';

/** Somebody who is signed in to the API. */
export class Caller {
  private constructor(private request: APIRequestContext, private token: string, readonly id: string) {}

  static async signIn(request: APIRequestContext, email: string): Promise<Caller> {
    const answer = await request.post('/api/v1/auth/login', { data: { email, password: PASSWORD } });
    expect(answer.ok(), await answer.text()).toBe(true);
    const { access_token, me } = await answer.json();
    return new Caller(request, access_token, me.id);
  }

  private async post(address: string, data: unknown, more: Record<string, string> = {}): Promise<string> {
    const headers = { Authorization: `Bearer ${this.token}`, 'Idempotency-Key': randomUUID(), ...more };
    const answer = await this.request.post(`/api/v1/${address}`, { data, headers });
    const text = await answer.text();
    expect(answer.ok(), text).toBe(true);
    return text;
  }

  /** Asks a mentor; gives the id of the message. */
  async ask(mentor: string, body: string): Promise<string> {
    return JSON.parse(await this.post(`mentors/${mentor}/questions`, { body })).newest.id;
  }

  /** Sends a request; gives its id. */
  async send(mentor: string): Promise<string> {
    const text = { support: 'I freeze.', topics: [], every_weeks: 4, minutes: 60, goal: 'I want to open a briefing.', why: 'You have done it.' };
    return JSON.parse(await this.post('requests', { mentor, text })).id;
  }

  /** Declines a request that nobody has changed. */
  async decline(request: string): Promise<void> {
    await this.post(`requests/${request}/decline`, { reason: 'no_time', words: 'Not now.' }, { 'If-Match': '"1"' });
  }

  async report(message: string, words: string): Promise<void> {
    await this.post('reports', { message, words });
  }
}
