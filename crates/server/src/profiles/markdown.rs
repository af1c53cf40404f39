//! Markdown as safe HTML: no HTML of the writer's, no pictures, no scripts in links, headings below those of the page.

use domain::masking::mask;
use pulldown_cmark::{
    CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html,
};

/// What a reader may see of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// All of it.
    Everything,
    /// No addresses, telephone numbers and links.
    Masked,
}

/// Renders a text as safe HTML.
pub(crate) fn render(text: &str, sight: Sight) -> String {
    let events = TextMergeStream::new(Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH));
    let mut filter = Filter { sight, pictures: 0, links: Vec::new() };
    let mut rendered = String::new();
    html::push_html(&mut rendered, events.filter_map(|event| filter.pass(event)));
    rendered
}

/// Lets through what is safe.
struct Filter {
    sight: Sight,
    /// In how many pictures the text is.
    pictures: usize,
    /// For each link that the text is in: whether it was opened.
    links: Vec<bool>,
}

impl Filter {
    fn pass<'a>(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match event {
            Event::Start(Tag::Image { .. }) => {
                self.pictures += 1;
                None
            }
            Event::End(TagEnd::Image) => {
                self.pictures -= 1;
                None
            }
            _ if self.pictures > 0 => None,
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Start(Tag::HtmlBlock)
            | Event::End(TagEnd::HtmlBlock) => None,
            Event::Start(Tag::Link { dest_url, link_type, .. }) => self.open_link(&dest_url, link_type),
            Event::End(TagEnd::Link) => self.close_link(),
            Event::Start(Tag::Heading { level, .. }) => Some(Event::Start(heading(level))),
            Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lowered(level)))),
            Event::Start(Tag::CodeBlock(_)) => Some(Event::Html("<pre><code>".into())),
            Event::End(TagEnd::CodeBlock) => Some(Event::Html("</code></pre>\n".into())),
            Event::Text(text) => Some(Event::Text(self.seen(text))),
            Event::Code(text) => Some(Event::Code(self.seen(text))),
            other => Some(other),
        }
    }

    fn seen<'a>(&self, text: CowStr<'a>) -> CowStr<'a> {
        match self.sight {
            Sight::Everything => text,
            Sight::Masked => mask(&text).into(),
        }
    }

    fn open_link<'a>(&mut self, address: &str, link_type: LinkType) -> Option<Event<'a>> {
        let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
        let address = format!("{scheme}{address}");
        let opened = self.sight == Sight::Everything && leads_well(&address);
        self.links.push(opened);
        opened.then(|| Event::Html(link(&address).into()))
    }

    fn close_link<'a>(&mut self) -> Option<Event<'a>> {
        self.links.pop().filter(|opened| *opened).map(|_| Event::Html("</a>".into()))
    }
}

fn leads_well(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

fn link(address: &str) -> String {
    let mut tag = String::from("<a href=\"");
    // Writing to a string cannot fail.
    let _ = pulldown_cmark_escape::escape_href(&mut tag, address);
    tag.push_str("\" rel=\"nofollow noopener ugc\">");
    tag
}

fn heading<'a>(level: HeadingLevel) -> Tag<'a> {
    Tag::Heading { level: lowered(level), id: None, classes: Vec::new(), attrs: Vec::new() }
}

/// Pages have two levels of headings of their own.
fn lowered(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_html() {
        for (text, html) in [
            ("One\n\n*two* **three**", "<p>One</p>\n<p><em>two</em> <strong>three</strong></p>\n"),
            ("# Me", "<h3>Me</h3>\n"),
            ("###### Me", "<h6>Me</h6>\n"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
            ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
            (
                "[site](https://example.org/?a=\"b\")",
                "<p><a href=\"https://example.org/?a=%22b%22\" rel=\"nofollow noopener ugc\">site</a></p>\n",
            ),
            (
                "<noor@leeds.example>",
                "<p><a href=\"mailto:noor@leeds.example\" rel=\"nofollow noopener ugc\">noor@leeds.example</a></p>\n",
            ),
        ] {
            assert_eq!(render(text, Sight::Everything), html);
        }
    }

    #[test]
    fn nothing_that_could_harm_comes_through() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<div onclick=alert(1)>\nhi\n</div>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,x)",
            "[x](//evil.example)",
            "<javascript:alert(1)>",
            "![picture](https://evil.example/track.png)",
            "![a ![b](https://evil.example/b.png) c](https://evil.example/a.png)",
            "[![p](https://evil.example/p.png)](vbscript:x)",
            "```\"><script>alert(1)</script>\n<script>\n```",
            "<!-- --><svg onload=alert(1)>",
        ] {
            let html = render(text, Sight::Everything);
            for bad in ["<script", "<img", "<div", "<svg", "href=", "src=", "class="] {
                assert!(!html.contains(bad), "{text} gave {html}");
            }
        }
    }

    #[test]
    fn others_see_no_way_around_the_programme() {
        for text in [
            "Write to noor@leeds.example or <noor@leeds.example>",
            "noor&#64;leeds.example and noor\\@leeds.example",
            "[write](mailto:noor@leeds.example) `noor@leeds.example`",
            "<https://leeds.example> [site](https://leeds.example \"leeds.example\")",
        ] {
            let html = render(text, Sight::Masked);
            assert!(!html.contains("leeds.example"), "{html}");
        }
        assert_eq!(render("[my site](https://a.example)", Sight::Masked), "<p>my site</p>\n");
    }

    #[test]
    fn deep_nesting_is_rendered_in_good_time() {
        for text in ["> ".repeat(2_000), "[".repeat(4_000), "*a _b ".repeat(600), "![".repeat(2_000)] {
            render(&text, Sight::Everything);
        }
    }
}
