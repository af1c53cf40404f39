use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A mail server that speaks SMTP and keeps what it is given.
pub(crate) struct Inbox {
    /// For `--smtp-url`.
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
    listening: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct State {
    letters: Vec<(String, String)>,
    answers: VecDeque<&'static str>,
    attempts: usize,
}

impl Inbox {
    /// Listens on a free port.
    pub(crate) async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let mut inbox = Self { url, state: Arc::default(), listening: None };
        inbox.listen(listener);
        inbox
    }

    /// Refuses connections until it is `up` again.
    pub(crate) async fn down(&mut self) {
        let listening = self.listening.take().expect("it is up");
        listening.abort();
        let _ = listening.await;
    }

    /// Listens at its address again.
    pub(crate) async fn up(&mut self) {
        let address = self.url.strip_prefix("smtp://").unwrap();
        self.listen(TcpListener::bind(address).await.unwrap());
    }

    fn listen(&mut self, listener: TcpListener) {
        let kept = self.state.clone();
        self.listening = Some(tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(receive(connection, kept.clone()));
            }
        }));
    }

    /// Answers the next letters so instead of `250`, one after another; `250 hang up` takes it and closes at once,
    /// `250 silence` takes it and never says anything again.
    pub(crate) fn answer(&self, answers: &[&'static str]) {
        self.state.lock().unwrap().answers.extend(answers);
    }

    /// Recipient and message of what was taken.
    pub(crate) fn letters(&self) -> Vec<(String, String)> {
        self.state.lock().unwrap().letters.clone()
    }

    /// How many messages were sent here, taken or not.
    pub(crate) fn attempts(&self) -> usize {
        self.state.lock().unwrap().attempts
    }
}

async fn receive(connection: TcpStream, state: Arc<Mutex<State>>) {
    let (read, mut write) = connection.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut to = String::new();
    let _ = write.write_all(b"220 inbox\r\n").await;
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => "250 inbox",
            "DATA" => {
                let _ = write.write_all(b"354 go on\r\n").await;
                let mut message = Vec::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    message.push(line);
                }
                take(&state, &to, &message.join("\n"))
            }
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 ok"
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        let _ = write.write_all(format!("{answer}\r\n").as_bytes()).await;
        if answer.ends_with("silence") {
            std::future::pending::<()>().await;
        }
        if answer.ends_with("hang up") || answer.starts_with("221") {
            return;
        }
    }
}

fn take(state: &Mutex<State>, to: &str, message: &str) -> &'static str {
    let mut state = state.lock().unwrap();
    state.attempts += 1;
    let answer = state.answers.pop_front().unwrap_or("250 ok");
    if answer.starts_with("250") {
        state.letters.push((to.to_owned(), message.to_owned()));
    }
    answer
}
