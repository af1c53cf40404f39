// A real SMTP receiver: letters arrive as they would in somebody's inbox.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export class Inbox {
  private letters: { to: string; letter: Email }[] = [];
  private waiting: (() => void)[] = [];
  private refused = new Set<string>();
  private constructor(private server: SMTPServer, readonly url: string) {}

  static async open(): Promise<Inbox> {
    let inbox: Inbox | undefined;
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo({ address }, _, done) {
        const refusal = Object.assign(new Error('No such mailbox here'), { responseCode: 550 });
        done(inbox?.refused.has(address) ? refusal : null);
      },
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', async () => {
          const letter = await PostalMime.parse(Buffer.concat(chunks));
          for (const { address } of session.envelope.rcptTo) inbox?.receive(address, letter);
          done();
        });
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    inbox = new Inbox(server, `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
    return inbox;
  }

  /** Refuses letters to this address from now on. */
  refuse(to: string): void {
    this.refused.add(to);
  }

  /** Takes letters to this address again. */
  welcome(to: string): void {
    this.refused.delete(to);
  }

  private receive(to: string, letter: Email) {
    this.letters.push({ to, letter });
    this.waiting.splice(0).forEach((wake) => wake());
  }

  /** Waits for a letter to this address that has a link to this page, takes it out and gives the link. */
  async linkFor(to: string, page: string): Promise<string> {
    const letter = await this.take(to, (letter) => letter.text?.includes(`/${page}?`));
    const links = letter.text?.match(/https?:\/\/\S+/g) ?? [];
    const link = links.find((l) => l.includes(`/${page}?`))!;
    if (!letter.html?.replaceAll('&amp;', '&').includes(link.split('?')[1]!)) throw new Error('the HTML part lacks the link of the text part');
    return link;
  }

  /** Waits for a letter to this address with this subject, takes it out and gives its text. */
  async textOf(to: string, subject: string): Promise<string> {
    return (await this.take(to, (letter) => letter.subject === subject)).text ?? '';
  }

  /** Waits for a letter to this address with this subject, takes it out and gives its link to a page of this kind. */
  async linkOf(to: string, subject: string, kind: 'requests' | 'relationships' | 'conversations'): Promise<string> {
    const links = (await this.textOf(to, subject)).match(/https?:\/\/\S+/g) ?? [];
    const link = links.find((link) => new URL(link).pathname.startsWith(`/${kind}/`));
    if (!link) throw new Error(`"${subject}" has no link to ${kind}: ${links.join(' ')}`);
    return link;
  }

  /** Waits for a letter to this address with a calendar entry of this method, takes it out and gives the entry, its lines unfolded. */
  async entryFor(to: string, method: 'REQUEST' | 'CANCEL'): Promise<string> {
    const entry = (letter: Email) => {
      const part = letter.attachments.find((part) => part.mimeType === 'text/calendar');
      const text = typeof part?.content === 'string' ? part.content : part && new TextDecoder().decode(part.content);
      return text?.replace(/\r?\n[ \t]/g, '');
    };
    return entry(await this.take(to, (letter) => entry(letter)?.includes(`METHOD:${method}`)))!;
  }

  private async take(to: string, wanted: (letter: Email) => boolean | undefined): Promise<Email> {
    for (;;) {
      const index = this.letters.findIndex((l) => l.to === to && wanted(l.letter));
      if (index >= 0) return this.letters.splice(index, 1)[0]!.letter;
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }

  close(): Promise<void> {
    return new Promise((done) => this.server.close(() => done()));
  }
}
