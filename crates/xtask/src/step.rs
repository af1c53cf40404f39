//! A step runs a program, or several side by side: it says what it does and how long it took, keeps quiet about the rest,
//! and when it fails it shows everything the program said and ends with a sentence that says what to do.

use std::io::{self, BufRead, BufReader, IsTerminal, PipeReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
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
    Ok(attempt_all(title, std::slice::from_mut(command))?.remove(0))
}

/// Runs programs side by side that may fail, until all have ended.
pub(crate) fn attempt_all(title: &str, commands: &mut [Command]) -> Result<Vec<Finished>> {
    let mut progress = Progress::begin(title)?;
    let (sender, lines) = mpsc::channel();
    let starts = commands.iter_mut().enumerate();
    let start = |(number, command)| Running::start(command, number, sender.clone());
    let mut running = starts.map(start).collect::<Result<Vec<_>>>()?;
    drop(sender);
    loop {
        match lines.recv_timeout(LOOK_AGAIN) {
            Ok((number, line)) => {
                progress.show(&line)?;
                running[number].output.push_str(&line);
            }
            // What they have left running in the background may hold their output open.
            Err(RecvTimeoutError::Timeout) if all_ended(&mut running)? => break,
            Err(RecvTimeoutError::Timeout) => progress.show("")?,
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if let Err(asked_to_stop) = interrupt::check() {
            drop(running);
            progress.end(" stopped after");
            return Err(asked_to_stop);
        }
    }
    let finished = running.iter_mut().map(Running::finish).collect::<Result<Vec<_>>>()?;
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

/// A program that was started, with what it has written so far. It stops when this is dropped.
struct Running {
    child: Child,
    output: String,
}

impl Running {
    /// Starts a program as the leader of a process group of its own, so that `stop` reaches its children too. Its lines
    /// are sent with its number.
    fn start(command: &mut Command, number: usize, lines: Sender<(usize, String)>) -> Result<Self> {
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
        thread::spawn(move || read_lines(reader, |line| lines.send((number, line)).is_ok()));
        Ok(Self { child, output: String::new() })
    }

    fn has_ended(&mut self) -> io::Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    fn finish(&mut self) -> Result<Finished> {
        Ok(Finished { succeeded: self.child.wait()?.success(), output: std::mem::take(&mut self.output) })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.has_ended().is_ok_and(|ended| !ended)
            && let Err(error) = stop(&mut self.child)
        {
            eprintln!("A program could not be stopped: {error:#}");
        }
    }
}

fn all_ended(running: &mut [Running]) -> io::Result<bool> {
    running.iter_mut().try_fold(true, |all, program| Ok(program.has_ended()? && all))
}

/// Reads lines until nobody writes any more, or `take` wants no more.
fn read_lines(reader: PipeReader, take: impl Fn(String) -> bool) {
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        if !take(String::from_utf8_lossy(&line).into_owned()) {
            return;
        }
        line.clear();
    }
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
