//! A step runs one program: it says what it does and how long it took, keeps quiet about the rest, and when it fails it
//! shows everything the program said and ends with a sentence that says what to do.

use std::io::{self, BufRead, BufReader, IsTerminal, PipeReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::interrupt;

const LOOK_AGAIN: Duration = Duration::from_millis(200);
/// How long a step may be silent where nobody watches a terminal.
const TELL_EVERY: Duration = Duration::from_mins(1);
const GRACE: Duration = Duration::from_secs(10);

/// A program that has ended.
pub(crate) struct Finished {
    /// Whether it ended with 0.
    pub(crate) succeeded: bool,
    /// What it wrote on either output, in order.
    pub(crate) output: String,
}

/// Runs a program that has to succeed. `advice` is a sentence for when it does not.
pub(crate) fn run(title: &str, advice: &str, command: &mut Command) -> Result<String> {
    let finished = attempt(title, command)?;
    if finished.succeeded {
        return Ok(finished.output);
    }
    println!("{}", finished.output);
    Err(anyhow!("{title}: this failed, its output is above.\n{advice}"))
}

/// Runs a program that may fail.
pub(crate) fn attempt(title: &str, command: &mut Command) -> Result<Finished> {
    let finished = attempt_all(title, std::slice::from_mut(command))?.pop();
    finished.context("a program that was started has ended")
}

/// Runs programs side by side that may fail, until all have ended.
pub(crate) fn attempt_all(title: &str, commands: &mut [Command]) -> Result<Vec<Finished>> {
    let mut progress = Progress::begin(title)?;
    let mut running = commands.iter_mut().map(Running::start).collect::<Result<Vec<_>>>()?;
    loop {
        let mut goes_on = false;
        for program in &mut running {
            goes_on |= program.listen(&mut progress)?;
        }
        if !goes_on {
            break;
        }
        if interrupt::requested() {
            running.iter_mut().try_for_each(|program| stop(&mut program.child))?;
            progress.end(" stopped after");
            interrupt::check()?;
        }
    }
    let finished = running.into_iter().map(Running::finish).collect::<Result<Vec<_>>>()?;
    let succeeded = finished.iter().all(|program| program.succeeded);
    progress.end(if succeeded { "" } else { " failed after" });
    Ok(finished)
}

/// Does something that is not a program, and tells about it in the same way.
pub(crate) fn timed<T>(title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let progress = Progress::begin(title)?;
    let result = work();
    progress.end(if result.is_ok() { "" } else { " failed after" });
    result
}

/// What a program writes on its standard output; an error if it fails.
pub(crate) fn answer(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("{name} could not be started"))?;
    if !output.status.success() {
        return Err(anyhow!("{name} failed:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Ends a program that leads a process group, and all that it has started.
pub(crate) fn stop(child: &mut Child) -> Result<()> {
    let group = Pid::from_raw(i32::try_from(child.id())?);
    let asked = Instant::now();
    // An error means that nothing of the group is left.
    let _gone = killpg(group, Signal::SIGTERM);
    while child.try_wait()?.is_none() {
        if asked.elapsed() > GRACE {
            let _gone = killpg(group, Signal::SIGKILL);
        }
        thread::sleep(LOOK_AGAIN);
    }
    Ok(())
}

/// A program that has been started, with what it has written so far.
struct Running {
    child: Child,
    lines: Receiver<String>,
    output: String,
}

impl Running {
    fn start(command: &mut Command) -> Result<Self> {
        let (child, lines) = spawn(command)?;
        Ok(Self { child, lines, output: String::new() })
    }

    /// Waits a little for what it writes; `false` once it has ended.
    fn listen(&mut self, progress: &mut Progress) -> Result<bool> {
        match self.lines.recv_timeout(LOOK_AGAIN) {
            Ok(line) => {
                for line in std::iter::once(line).chain(self.lines.try_iter()) {
                    progress.show(&line)?;
                    self.output.push_str(&line);
                }
            }
            // What it has left running in the background may hold its output open.
            Err(RecvTimeoutError::Timeout) if self.child.try_wait()?.is_some() => return Ok(false),
            Err(RecvTimeoutError::Timeout) => progress.show("")?,
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
        }
        Ok(true)
    }

    fn finish(mut self) -> Result<Finished> {
        Ok(Finished { succeeded: self.child.wait()?.success(), output: self.output })
    }
}

/// Starts a program as the leader of a process group of its own, so that `stop` reaches its children too.
fn spawn(command: &mut Command) -> Result<(Child, Receiver<String>)> {
    let name = command.get_program().to_string_lossy().into_owned();
    let (reader, writer) = io::pipe()?;
    let child = command
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .process_group(0)
        .spawn()
        .with_context(|| format!("{name} could not be started"))?;
    // The command holds the writing end, and while anybody does, reading never ends.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    Ok((child, read_lines(reader)))
}

fn read_lines(reader: PipeReader) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
            line.clear();
        }
    });
    lines
}

/// The line on the screen that says what is being done.
struct Progress {
    title: String,
    begun: Instant,
    told: Duration,
    last_line: String,
    terminal: bool,
}

impl Progress {
    fn begin(title: &str) -> Result<Self> {
        interrupt::check()?;
        print!("{title} …");
        io::stdout().flush()?;
        let terminal = io::stdout().is_terminal();
        Ok(Self {
            title: title.to_owned(),
            begun: Instant::now(),
            told: Duration::ZERO,
            last_line: String::new(),
            terminal,
        })
    }

    fn show(&mut self, line: &str) -> io::Result<()> {
        if !line.trim().is_empty() {
            self.last_line = line.trim().chars().take(60).collect();
        }
        let passed = self.begun.elapsed();
        if self.terminal && passed > self.told + LOOK_AGAIN {
            print!("\r\x1b[2K{} … {} s  {}", self.title, passed.as_secs(), self.last_line);
            self.told = passed;
        } else if !self.terminal && passed > self.told + TELL_EVERY {
            print!("\n  after {} s: {}", passed.as_secs(), self.last_line);
            self.told = passed;
        }
        io::stdout().flush()
    }

    fn end(&self, outcome: &str) {
        if self.terminal {
            print!("\r\x1b[2K{} …", self.title);
        } else if self.told > Duration::ZERO {
            print!("\n  in all");
        }
        println!("{outcome} {:.1} s", self.begun.elapsed().as_secs_f32());
    }
}
