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
    const args = ['serve', '--listen', '127.0.0.1:0', '--data', data, '--smtp-url', inbox.url, '--sample-people', '200'];
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
    return new Cairn(child, data, url, inbox);
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.process.on('exit', done));
    this.process.kill('SIGTERM');
    await ended;
    await this.inbox.close();
    await rm(this.data, { recursive: true, force: true });
  }
}
