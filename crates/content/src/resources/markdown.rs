//! The text of a resource as HTML: made once. What its file could do harm with is refused, not taken out.

use domain::resources::ResourceHeading;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream, html};

/// The address of a resource begins so.
const RESOURCE: &str = "/resources/";

/// A text, rendered.
pub(super) struct Rendered {
    pub(super) html: String,
    pub(super) headings: Vec<ResourceHeading>,
    /// The resources that its links lead to, each once.
    pub(super) leads_to: Vec<String>,
}

/// Renders a text; what is no part of a resource is an error.
pub(super) fn render(text: &str) -> Result<Rendered, String> {
    let mut events: Vec<_> = TextMergeStream::new(Parser::new_ext(text, Options::ENABLE_TABLES)).collect();
    let mut leads_to = Vec::new();
    for event in &mut events {
        let outside = look_at(event, &mut leads_to)?;
        if let Some(opened) = outside {
            *event = opened;
        }
    }
    let headings = name_headings(&mut events);
    let mut rendered = String::new();
    html::push_html(&mut rendered, events.into_iter());
    Ok(Rendered { html: rendered, headings, leads_to })
}

/// Refuses what does not belong; a link that leaves the programme opens without telling where it came from.
fn look_at<'a>(event: &Event<'a>, leads_to: &mut Vec<String>) -> Result<Option<Event<'a>>, String> {
    match event {
        Event::Html(_) | Event::InlineHtml(_) => Err("there is no HTML in it".to_owned()),
        Event::Start(Tag::Image { .. }) => Err("there are no pictures in it".to_owned()),
        Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
            Err("the title is its only heading of the first level".to_owned())
        }
        Event::Start(Tag::Link { dest_url, .. }) => {
            if let Some(slug) = dest_url.strip_prefix(RESOURCE) {
                if !leads_to.iter().any(|known| known == slug) {
                    leads_to.push(slug.to_owned());
                }
                return Ok(None);
            }
            if !dest_url.starts_with("https://") {
                return Err(format!("{dest_url}: a link leads to {RESOURCE}… or https://…"));
            }
            Ok(Some(Event::Html(outside_link(dest_url).into())))
        }
        _ => Ok(None),
    }
}

fn outside_link(address: &str) -> String {
    let mut tag = String::from("<a href=\"");
    // Writing to a string cannot fail.
    let _ = pulldown_cmark_escape::escape_href(&mut tag, address);
    tag.push_str("\" rel=\"noopener noreferrer\">");
    tag
}

/// Gives each heading of the second level an id, made of its words.
fn name_headings(events: &mut [Event<'_>]) -> Vec<ResourceHeading> {
    let mut headings: Vec<ResourceHeading> = Vec::new();
    let mut begun = None;
    for at in 0..events.len() {
        match &events[at] {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => begun = Some((at, String::new())),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, title)) = &mut begun {
                    title.push_str(text);
                }
            }
            Event::End(TagEnd::Heading(HeadingLevel::H2)) => {
                let Some((start, title)) = begun.take() else { continue };
                let id = free_id(&title, &headings);
                if let Event::Start(Tag::Heading { id: place, .. }) = &mut events[start] {
                    *place = Some(CowStr::from(id.clone()));
                }
                headings.push(ResourceHeading { id, title });
            }
            _ => {}
        }
    }
    headings
}

fn free_id(title: &str, taken: &[ResourceHeading]) -> String {
    let words = title.to_lowercase();
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let id = words.collect::<Vec<_>>().join("-");
    let count = taken.iter().filter(|heading| heading.title == title).count();
    if count == 0 { id } else { format!("{id}-{}", count + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_html_with_headings_that_can_be_found() {
        let rendered =
            render("A *lead*.\n\n## Say “no”\n\n### Softly\n\nOr [so](/resources/listening).\n\n## Say “no”")
                .unwrap();
        assert_eq!(
            rendered.html,
            "<p>A <em>lead</em>.</p>\n<h2 id=\"say-no\">Say “no”</h2>\n<h3>Softly</h3>\n\
             <p>Or <a href=\"/resources/listening\">so</a>.</p>\n<h2 id=\"say-no-2\">Say “no”</h2>\n"
        );
        let ids: Vec<_> = rendered.headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids, ["say-no", "say-no-2"]);
        assert_eq!(rendered.leads_to, ["listening"]);
    }

    #[test]
    fn a_link_that_leaves_tells_nothing() {
        let html = render("[there](https://a.example/?x=\"1\")").unwrap().html;
        assert_eq!(
            html,
            "<p><a href=\"https://a.example/?x=%221%22\" rel=\"noopener noreferrer\">there</a></p>\n"
        );
    }

    #[test]
    fn what_could_do_harm_is_refused() {
        for text in [
            "<script>alert(1)</script>",
            "a <b>b</b>",
            "![a](https://a.example/a.png)",
            "[a](javascript:alert(1))",
            "[a](//a.example)",
            "[a](/office)",
            "<mailto:a@b.example>",
            "# One",
        ] {
            assert!(render(text).is_err(), "{text}");
        }
    }
}
