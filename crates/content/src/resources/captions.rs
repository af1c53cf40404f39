//! What is said in a video, read from its captions (WebVTT).

use domain::resources::ResourceLine;

/// What is said, and at which second.
pub(super) fn lines(file: &str) -> Vec<ResourceLine> {
    file.split("\n\n").filter_map(line).collect()
}

fn line(block: &str) -> Option<ResourceLine> {
    let mut rows = block.lines().skip_while(|row| !row.contains(" --> "));
    let (from, _) = rows.next()?.split_once(" --> ")?;
    let words = rows.map(str::trim).collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(ResourceLine { at: seconds(from)?, words })
}

/// `00:01:02.500` in whole seconds.
fn seconds(clock: &str) -> Option<u16> {
    let whole = clock.trim().split('.').next()?;
    whole.split(':').try_fold(0_u16, |sum, part| sum.checked_mul(60)?.checked_add(part.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_read() {
        let file = "WEBVTT\n\nNOTE by hand\n\n00:00:00.800 --> 00:00:05.200\nEvery way\nends.\n\n2\n00:01:02.500 --> 00:01:04.000 line:90%\nThen?\n";
        let line = |at, words: &str| ResourceLine { at, words: words.to_owned() };
        assert_eq!(lines(file), [line(0, "Every way ends."), line(62, "Then?")]);
        assert_eq!(lines("WEBVTT\n\nx --> y\nNothing\n"), []);
    }
}
