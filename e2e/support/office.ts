// What others do while a journey is in the programme office, by the API as any program would.
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

  private async post(address: string, data: unknown): Promise<string> {
    const headers = { Authorization: `Bearer ${this.token}`, 'Idempotency-Key': randomUUID() };
    const answer = await this.request.post(`/api/v1/${address}`, { data, headers });
    const text = await answer.text();
    expect(answer.ok(), text).toBe(true);
    return text;
  }

  /** Asks a mentor; gives the id of the message. */
  async ask(mentor: string, body: string): Promise<string> {
    return JSON.parse(await this.post(`mentors/${mentor}/questions`, { body })).newest.id;
  }

  async report(message: string, words: string): Promise<void> {
    await this.post('reports', { message, words });
  }
}
