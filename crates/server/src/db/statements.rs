/// A statement of the program, where it stands, and its text on each engine.
#[derive(Debug)]
pub struct Statement {
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL.
    pub postgres: &'static str,
    /// The source file.
    pub file: &'static str,
    /// The line in it.
    pub line: u32,
}

inventory::collect!(Statement);

/// Every statement of the program.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    inventory::iter::<Statement>.into_iter()
}

/// How many arguments a text takes: its highest `$n`.
pub const fn arity(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut i, mut highest) = (0, 0);
    while i < bytes.len() {
        if bytes[i] == b'$' {
            let mut n = 0;
            while i + 1 < bytes.len() && bytes[i + 1].is_ascii_digit() {
                i += 1;
                n = n * 10 + (bytes[i] - b'0') as usize;
            }
            if n > highest {
                highest = n;
            }
        }
        i += 1;
    }
    highest
}

#[cfg(test)]
mod tests {
    use super::arity;

    #[test]
    fn the_highest_placeholder_counts() {
        assert_eq!(arity("SELECT 1"), 0);
        assert_eq!(arity("WHERE a = $2 AND b = $1 OR c = $12"), 12);
    }
}
