/// Server-sent events, read as they arrive: in pieces that end anywhere.
#[derive(Debug, Default)]
pub struct Stream {
    /// The line that has not ended yet. Letters may be cut in two: it is text only when it has ended.
    line: Vec<u8>,
    /// The last piece ended with a carriage return: a line feed after it ends no other line.
    returned: bool,
    next: Event,
}

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// What is called `event` there; empty for a message.
    pub name: String,
    /// What it says.
    pub data: String,
    /// The id to resume from.
    pub id: Option<String>,
}

impl Stream {
    /// Reads on; gives the events that have ended.
    pub fn read(&mut self, piece: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for &byte in piece {
            let second_half = byte == b'\n' && self.returned;
            self.returned = byte == b'\r';
            match byte {
                b'\n' | b'\r' if second_half => {}
                b'\n' | b'\r' => events.extend(self.end_line()),
                byte => self.line.push(byte),
            }
        }
        events
    }

    fn end_line(&mut self) -> Option<Event> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            let event = std::mem::take(&mut self.next);
            return (event != Event::default()).then_some(event);
        }
        let line = String::from_utf8_lossy(&line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.next.name),
            "id" => self.next.id = Some(value.to_owned()),
            "data" => {
                if !self.next.data.is_empty() {
                    self.next.data.push('\n');
                }
                self.next.data.push_str(value);
            }
            // A comment keeps the line alive; other fields are for browsers.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "event: hello\nid: 7\n\n: still there\n\nid: 8\ndata: {\"kind\":\"request\"}\n\nretry: 5\ndata:één\ndata: two\n\n";

    fn event(name: &str, data: &str, id: Option<&str>) -> Event {
        Event { name: name.to_owned(), data: data.to_owned(), id: id.map(str::to_owned) }
    }

    fn all() -> [Event; 3] {
        [
            event("hello", "", Some("7")),
            event("", "{\"kind\":\"request\"}", Some("8")),
            event("", "één\ntwo", None),
        ]
    }

    #[test]
    fn events_are_read_wherever_the_pieces_end() {
        let said = SAID.as_bytes();
        for size in 1..=said.len() {
            let mut stream = Stream::default();
            let events: Vec<Event> = said.chunks(size).flat_map(|piece| stream.read(piece)).collect();
            assert_eq!(events, all(), "in pieces of {size}");
        }
    }

    #[test]
    fn lines_end_in_each_of_three_ways() {
        for end in ["\r\n", "\r"] {
            let said = SAID.replace('\n', end);
            for size in 1..=said.len() {
                let mut stream = Stream::default();
                let events: Vec<Event> =
                    said.as_bytes().chunks(size).flat_map(|piece| stream.read(piece)).collect();
                assert_eq!(events, all(), "{end:?} in pieces of {size}");
            }
        }
    }

    #[test]
    fn an_event_that_has_not_ended_is_none() {
        let mut stream = Stream::default();
        assert!(stream.read(b"data: a\n").is_empty());
        assert_eq!(stream.read(b"\n"), [event("", "a", None)]);
        assert!(stream.read(b": comment\n\n\n").is_empty());
    }
}
