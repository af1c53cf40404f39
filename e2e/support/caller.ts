// What a journey takes as given, and what others do while it looks elsewhere: by the API, as any program would.
import { randomUUID } from 'node:crypto';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import type { Cairn } from './cairn.ts';
import { expect, PASSWORD } from './test.ts';

/** What somebody who joins is asked for. */
export interface Joining {
  email: string;
  display_name: string;
  roles: ('mentee' | 'mentor')[];
  time_zone: string;
}

/** Somebody who is signed in to the API. */
export class Caller {
  private constructor(private request: APIRequestContext, private token: string, readonly id: string) {}

  static async signIn(request: APIRequestContext, email: string): Promise<Caller> {
    return Caller.of(request, await request.post('/api/v1/auth/login', { data: { email, password: PASSWORD } }));
  }

  /** Registers, and follows the link of the letter. */
  static async join(request: APIRequestContext, cairn: Cairn, joining: Joining): Promise<Caller> {
    await sure(await request.post('/api/v1/auth/register', { data: { ...joining, password: PASSWORD, accept_terms: true } }));
    const token = new URL(await cairn.inbox.linkFor(joining.email, 'verify')).searchParams.get('token');
    return Caller.of(request, await request.post('/api/v1/auth/verify-email', { data: { token } }));
  }

  private static async of(request: APIRequestContext, answer: APIResponse): Promise<Caller> {
    const { access_token, me } = JSON.parse(await sure(answer));
    return new Caller(request, access_token, me.id);
  }

  /** Where mentees find the mentor that this is. */
  get address(): string {
    return `/mentors/${this.id}`;
  }

  private async post(address: string, data: unknown, more: Record<string, string> = {}): Promise<string> {
    const headers = { ...this.headers(), 'Idempotency-Key': randomUUID(), ...more };
    return sure(await this.request.post(`/api/v1/${address}`, { data, headers }));
  }

  /** Changes some of what is kept at an address. */
  async change(address: string, some: object): Promise<void> {
    const kept = await this.request.get(`/api/v1/${address}`, { headers: this.headers() });
    const data = { ...JSON.parse(await sure(kept)), ...some };
    const headers = { ...this.headers(), 'If-Match': kept.headers()['etag']! };
    await sure(await this.request.put(`/api/v1/${address}`, { data, headers }));
  }

  private headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.token}` };
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

  /** Accepts a request that nobody has changed; gives the id of the relationship that begins. */
  async accept(request: string): Promise<string> {
    return JSON.parse(await this.post(`requests/${request}/accept`, { welcome: '' }, { 'If-Match': '"1"' })).relationship;
  }

  /** Declines a request that nobody has changed. */
  async decline(request: string): Promise<void> {
    await this.post(`requests/${request}/decline`, { reason: 'no_time', words: 'Not now.' }, { 'If-Match': '"1"' });
  }

  async report(message: string, words: string): Promise<void> {
    await this.post('reports', { message, words });
  }
}

async function sure(answer: APIResponse): Promise<string> {
  const text = await answer.text();
  expect(answer.ok(), text).toBe(true);
  return text;
}
