// The real server: its own data folder, its own port, letters by SMTP.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Inbox } from './mail.ts';

const program = resolve(process.env.CAIRN_BIN ?? '../target/debug/cairn');

export class Cairn {
  private constructor(private process: ChildProcess, private data: string, readonly url: string, readonly inbox: Inbox) {}

  static async start(): Promise<Cairn> {
    const inbox = await Inbox.open();
    const data = await mkdtemp(join(tmpdir(), 'cairn-e2e-'));
    const [child, url] = await Cairn.run('127.0.0.1:0', data, inbox);
    return new Cairn(child, data, url, inbox);
  }

  /** Ends the server as an update does, and starts it again at the same address. */
  async restart(): Promise<void> {
    await this.end();
    [this.process] = await Cairn.run(new URL(this.url).host, this.data, this.inbox);
  }

  private static async run(listen: string, data: string, inbox: Inbox): Promise<[ChildProcess, string]> {
    const args = ['serve', '--listen', listen, '--data', data, '--smtp-url', inbox.url, '--sample-people', '200'];
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, RUST_LOG: 'info,sqlx=warn' } });
    const said: string[] = [];
    const url = await new Promise<string>((found, failed) => {
      createInterface({ input: child.stderr! }).on('line', (line) => {
        said.push(line);
        const at = /listening at (http:\/\/[\d.:]+)/.exec(line);
        if (at) found(at[1]!);
      });
      child.on('exit', (code) => failed(new Error(`cairn ended with ${code}:\n${said.join('\n')}`)));
    });
    return [child, url];
  }

  private async end(): Promise<void> {
    const ended = new Promise((done) => this.process.on('exit', done));
    this.process.kill('SIGTERM');
    await ended;
  }

  async stop(): Promise<void> {
    await this.end();
    await this.inbox.close();
    await rm(this.data, { recursive: true, force: true });
  }
}
