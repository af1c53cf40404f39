//! The library of guides and videos.

use domain::resources::{ResourceAudience, ResourceQuery, ResourceRow, ResourceStage};

/// The address of a guide or a video.
pub fn address(slug: &str) -> String {
    ["/resources/", slug].concat()
}

/// A search of the library as it stands in an address; without what it would be anyway.
pub fn in_address(wanted: &ResourceQuery) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let said = [
        ("text", Some(wanted.text.as_str()).filter(|text| !text.is_empty())),
        ("stage", wanted.stage.map(ResourceStage::as_str)),
        ("audience", wanted.audience.map(ResourceAudience::as_str)),
        ("bookmarked", wanted.bookmarked.then_some("true")),
        ("unread", wanted.unread.then_some("true")),
    ];
    query.extend_pairs(said.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))));
    query.finish()
}

/// The guides or videos of a list, by the part of the way at which they help, in its order.
pub fn by_stage<'a>(rows: &[&'a ResourceRow]) -> Vec<(ResourceStage, Vec<&'a ResourceRow>)> {
    let of = |stage| rows.iter().copied().filter(|row| row.stage == stage).collect::<Vec<_>>();
    ResourceStage::ALL.iter().map(|stage| (*stage, of(*stage))).filter(|(_, rows)| !rows.is_empty()).collect()
}

/// Minutes and seconds as a player shows them: "3:05".
pub fn clock(seconds: u16) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    [minutes.to_string().as_str(), if seconds < 10 { ":0" } else { ":" }, &seconds.to_string()].concat()
}

/// Megabytes with one decimal: "1.2".
pub fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    [(tenths / 10).to_string().as_str(), ".", &(tenths % 10).to_string()].concat()
}

#[cfg(test)]
mod tests {
    use domain::resources::ResourceKind;

    use super::*;

    #[test]
    fn a_search_is_in_the_address_and_comes_back() {
        let query = ResourceQuery {
            text: "good & plain".to_owned(),
            stage: Some(ResourceStage::Meet),
            audience: Some(ResourceAudience::Mentor),
            bookmarked: true,
            unread: true,
            ..ResourceQuery::default()
        };
        let address = in_address(&query);
        assert_eq!(address, "text=good+%26+plain&stage=meet&audience=mentor&bookmarked=true&unread=true");
        assert_eq!(ResourceQuery::parse(&address), Ok(query));
        assert_eq!(in_address(&ResourceQuery::default()), "");
    }

    #[test]
    fn rows_stand_by_the_way() {
        let row = |slug: &str, stage| ResourceRow {
            slug: slug.to_owned(),
            kind: ResourceKind::Guide,
            title: String::new(),
            summary: String::new(),
            stage,
            audience: ResourceAudience::Both,
            minutes: 1,
            seconds: None,
            language: "en".to_owned(),
            bookmarked: false,
            read: false,
        };
        let rows =
            [row("a", ResourceStage::Goals), row("b", ResourceStage::Find), row("c", ResourceStage::Goals)];
        let found = by_stage(&rows.iter().collect::<Vec<_>>());
        let slugs = |rows: &[&ResourceRow]| rows.iter().map(|row| row.slug.clone()).collect::<Vec<_>>();
        let found: Vec<_> = found.iter().map(|(stage, rows)| (*stage, slugs(rows).concat())).collect();
        let expected = [(ResourceStage::Find, "b".to_owned()), (ResourceStage::Goals, "ac".to_owned())];
        assert_eq!(found, expected);
    }

    #[test]
    fn lengths_are_read_at_a_glance() {
        assert_eq!(
            (clock(0), clock(65), clock(131)),
            ("0:00".to_owned(), "1:05".to_owned(), "2:11".to_owned())
        );
        assert_eq!((megabytes(1_150_000), megabytes(1)), ("1.2".to_owned(), "0.1".to_owned()));
    }
}
