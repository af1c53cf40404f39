//! The library: guides (`resources/SLUG.md`) and videos (`resources/videos/SLUG.{md,vtt,webm,webp}`), and their reader.
//!
//! A programme adds a guide by adding a file; the README of the folder says what stands in it.

mod captions;
mod markdown;

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

use chrono::NaiveDate;
use domain::resources::{
    OutsideVideo, ResourceAudience, ResourceHeading, ResourceKind, ResourceLine, ResourceStage,
};
use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::tools::{is_key, tools};

/// Stands around the front matter.
const FENCE: &str = "+++\n";
/// Where the videos are.
const VIDEOS: &str = "videos/";
/// An address of the API has this name.
const RESERVED: &str = "suggested";

#[derive(RustEmbed)]
#[folder = "resources/"]
struct Files;

/// A guide or a video.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its name in addresses: the name of its file.
    pub slug: String,
    /// What stands at the head of its file.
    pub head: Head,
    /// Its text, or what is said in it, as it is written (Markdown).
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The headings of the second level.
    pub headings: Vec<ResourceHeading>,
    /// The resources that it leads to.
    pub leads_to: Vec<String>,
    /// The film of a video.
    pub film: Option<Film>,
}

/// What stands at the head of a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// What it is.
    pub kind: ResourceKind,
    /// What it is called.
    pub title: String,
    /// What it is about, in a line.
    pub summary: String,
    /// At which part of the way it helps.
    pub stage: ResourceStage,
    /// Its place among those of its stage.
    #[serde(default)]
    pub order: u16,
    /// For whom it is.
    pub audience: ResourceAudience,
    /// How many minutes it takes.
    pub minutes: u16,
    /// How many seconds a video lasts.
    pub seconds: Option<u16>,
    /// The language that it is in.
    pub language: String,
    /// When somebody last looked whether it still holds.
    pub reviewed: NaiveDate,
    /// The key of the worksheet that goes with it.
    pub tool: Option<String>,
    /// Films of others on the same subject.
    #[serde(default)]
    pub outside: Vec<OutsideVideo>,
}

/// A film, with what belongs to it.
#[derive(Clone, Debug)]
pub struct Film {
    /// The film (WebM).
    pub video: Cow<'static, [u8]>,
    /// What is said, and when (WebVTT).
    pub captions: Cow<'static, [u8]>,
    /// What is seen before it plays (WebP).
    pub poster: Cow<'static, [u8]>,
    /// What is said, and when.
    pub lines: Vec<ResourceLine>,
}

/// What is wrong with a resource's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceError {
    resource: String,
    wrong: String,
}

impl fmt::Display for ResourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "resources/{}.md: {}", self.resource, self.wrong)
    }
}

impl std::error::Error for ResourceError {}

/// All resources, in the order of the way, rendered once; an error means that an embedded file is broken, which the tests
/// rule out.
pub fn resources() -> Result<&'static [Resource], &'static ResourceError> {
    static RESOURCES: LazyLock<Result<Vec<Resource>, ResourceError>> = LazyLock::new(read_all);
    RESOURCES.as_ref().map(Vec::as_slice)
}

fn read_all() -> Result<Vec<Resource>, ResourceError> {
    let read = |path: Cow<'static, str>| {
        let name = path.strip_suffix(".md").filter(|name| *name != "README")?;
        let file = Files::get(&path)?;
        Some(Resource::read(name, &String::from_utf8_lossy(&file.data), film(name)))
    };
    let mut resources = Files::iter().filter_map(read).collect::<Result<Vec<_>, _>>()?;
    resources.sort_by(|one, other| one.place().cmp(&other.place()));
    let slugs: HashSet<_> = resources.iter().map(|resource| resource.slug.as_str()).collect();
    resources.iter().try_for_each(|resource| resource.check_within(&slugs))?;
    Ok(resources)
}

/// The film of this name, where all that belongs to it is there.
fn film(name: &str) -> Option<Film> {
    let bytes = |kind: &str| Files::get(&format!("{name}.{kind}")).map(|file| file.data);
    let captions = bytes("vtt")?;
    let lines = captions::lines(&String::from_utf8_lossy(&captions));
    Some(Film { video: bytes("webm")?, poster: bytes("webp")?, captions, lines })
}

impl Resource {
    /// Reads a file.
    pub fn read(name: &str, written: &str, film: Option<Film>) -> Result<Self, ResourceError> {
        let wrong = |wrong: String| ResourceError { resource: name.to_owned(), wrong };
        let parts = written.strip_prefix(FENCE).and_then(|rest| rest.split_once(FENCE));
        let (head, text) =
            parts.ok_or_else(|| wrong("begins with a head between two lines of +++".into()))?;
        let head: Head = toml::from_str(head).map_err(|error| wrong(error.to_string()))?;
        let markdown::Rendered { html, headings, leads_to } = markdown::render(text).map_err(wrong)?;
        let slug = name.strip_prefix(VIDEOS).unwrap_or(name).to_owned();
        let resource = Self { slug, head, text: text.trim().to_owned(), html, headings, leads_to, film };
        resource.check().map_err(wrong)?;
        Ok(resource)
    }

    /// Where it stands on the way: in each stage the guides come first.
    fn place(&self) -> (ResourceStage, ResourceKind, u16, &str) {
        (self.head.stage, self.head.kind, self.head.order, &self.slug)
    }

    fn check(&self) -> Result<(), String> {
        let Head { kind, title, summary, language, seconds, outside, .. } = &self.head;
        if !is_key(&self.slug) || self.slug == RESERVED {
            return Err(format!("the name of a file is made of a–z, 0–9 and -, and not {RESERVED}"));
        }
        for (name, text) in [("title", title), ("summary", summary), ("the text", &self.text)] {
            if text.trim().is_empty() {
                return Err(format!("{name} says nothing"));
            }
        }
        if language.len() != 2 || !language.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err("language is a code of two letters".to_owned());
        }
        let is_video = *kind == ResourceKind::Video;
        if is_video != self.film.is_some() || is_video != seconds.is_some() {
            return Err(
                "a video has seconds, and .webm, .webp and .vtt beside it; a guide has none".to_owned()
            );
        }
        if self.film.as_ref().is_some_and(|film| film.lines.is_empty()) {
            return Err("the captions say nothing".to_owned());
        }
        if outside.iter().any(|film| !film.url.starts_with("https://") || film.title.trim().is_empty()) {
            return Err("a film of others has an https address and a title".to_owned());
        }
        Ok(())
    }

    /// What it names is there.
    fn check_within(&self, slugs: &HashSet<&str>) -> Result<(), ResourceError> {
        let wrong = |wrong: String| ResourceError { resource: self.slug.clone(), wrong };
        if let Some(lost) = self.leads_to.iter().find(|slug| !slugs.contains(slug.as_str())) {
            return Err(wrong(format!("leads to {lost}, which is not there")));
        }
        let tools = tools().map_err(|error| wrong(error.to_string()))?;
        match &self.head.tool {
            Some(key) if !tools.iter().any(|tool| tool.key == *key) => {
                Err(wrong(format!("there is no tool {key}")))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::requests::Side;
    use domain::resources::{Whereabouts, suggested};
    use domain::tools::Way;

    use super::*;

    const SMALL: &str = "+++
kind = \"guide\"
title = \"Waiting\"
summary = \"What to do meanwhile\"
stage = \"request\"
order = 9
audience = \"both\"
minutes = 1
language = \"en\"
reviewed = \"2026-11-25\"
+++

## Do something else

It takes a while. Read [another](/resources/listening).
";

    fn small(what: &str, instead: &str) -> Result<Resource, ResourceError> {
        assert!(SMALL.contains(what), "{what}");
        Resource::read("waiting", &SMALL.replace(what, instead), None)
    }

    fn all() -> &'static [Resource] {
        resources().unwrap()
    }

    fn words(text: &str) -> usize {
        text.split_whitespace().count()
    }

    #[test]
    fn there_are_guides_for_everybody_and_all_parts_of_the_way() {
        let guides: Vec<_> = all().iter().filter(|guide| guide.head.kind == ResourceKind::Guide).collect();
        assert!(guides.len() >= 16, "{}", guides.len());
        for stage in ResourceStage::ALL {
            for side in [ResourceAudience::Mentor, ResourceAudience::Mentee] {
                let fits =
                    |guide: &&Resource| guide.head.stage == *stage && guide.head.audience.includes(side);
                assert!(guides.iter().any(fits), "{stage:?} has nothing for {side:?}");
            }
        }
        let stages: Vec<_> = all().iter().map(|resource| resource.head.stage).collect();
        assert!(stages.is_sorted(), "they stand in the order of the way");
    }

    #[test]
    fn every_guide_is_worth_reading_and_takes_as_long_as_it_says() {
        for guide in all().iter().filter(|guide| guide.film.is_none()) {
            let Resource { slug, head, text, headings, .. } = guide;
            let count = words(text);
            assert!((400..=1200).contains(&count), "{slug}: {count} words");
            assert_eq!(usize::from(head.minutes), count.div_ceil(200), "{slug}: minutes for {count} words");
            assert!(headings.len() >= 3, "{slug}: headings");
            assert!(head.order > 0, "{slug}: order");
            assert!(!text.starts_with('#'), "{slug}: a lead");
            assert!(
                words(&head.title) <= 12 && words(&head.summary) <= 20,
                "{slug}: title and summary are short"
            );
        }
    }

    #[test]
    fn every_video_can_be_played_and_read() {
        for video in all().iter().filter(|resource| resource.head.kind == ResourceKind::Video) {
            let Resource { slug, head, film, .. } = video;
            let film = film.as_ref().unwrap();
            assert!(film.video.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]), "{slug} is a WebM file");
            assert!(film.poster.starts_with(b"RIFF"), "{slug} has a WebP poster");
            assert!(film.captions.starts_with(b"WEBVTT"), "{slug} has captions");
            assert!(film.lines.iter().all(|line| Some(line.at) < head.seconds), "{slug}: captions within it");
            assert!(film.lines.iter().is_sorted_by_key(|line| line.at), "{slug}: captions in order");
        }
    }

    #[test]
    fn every_resource_that_is_suggested_is_there_for_who_gets_it() {
        let way = |state, held, percent| Whereabouts::Walking(Way { state, held, arranged: true, percent });
        let states = domain::relationships::RelationshipState::ALL.iter();
        let walking = states.flat_map(|state| {
            [(0, 0), (1, 10), (1, 50), (1, 90)].map(|(held, percent)| way(*state, held, percent))
        });
        for at in walking.chain([Whereabouts::Looking, Whereabouts::Asked]) {
            for (side, audience) in
                [(Side::Mentor, ResourceAudience::Mentor), (Side::Mentee, ResourceAudience::Mentee)]
            {
                for slug in suggested(at, side) {
                    let found = all().iter().find(|resource| resource.slug == *slug);
                    assert!(
                        found.is_some_and(|found| found.head.audience.includes(audience)),
                        "{slug} for {side:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_programme_can_write_its_own() {
        let guide = small("9", "9").unwrap();
        assert_eq!((guide.slug.as_str(), guide.head.title.as_str()), ("waiting", "Waiting"));
        assert_eq!(guide.leads_to, ["listening"]);
        assert_eq!(guide.headings.first().unwrap().id, "do-something-else");
        let outside = "order = 9\n[[outside]]\nurl = \"https://films.example/wait\"\ntitle = \"On waiting\"\nsource = \"films.example\"";
        // The head is TOML: a table comes last.
        let head = SMALL
            .replace("order = 9\n", "")
            .replace("+++\n\n##", &format!("{}\n+++\n\n##", outside.replace("order = 9\n", "")));
        let guide = Resource::read("waiting", &head, None).unwrap();
        assert_eq!(guide.head.outside.first().unwrap().source, "films.example");
        let wrong = Resource::read("waiting", &head.replace("https:", "http:"), None).unwrap_err();
        assert!(wrong.to_string().contains("https address"));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_file() {
        for (what, instead, said) in [
            ("+++\nkind", "kind", "between two lines"),
            ("\"request\"", "\"later\"", "unknown variant"),
            ("\"both\"", "\"all\"", "unknown variant"),
            ("order = 9", "colour = 9", "unknown field"),
            ("2026-11-25", "November", "reviewed"),
            ("Waiting", " ", "title says nothing"),
            ("What to do meanwhile", "", "summary says nothing"),
            ("\"en\"", "\"English\"", "code of two letters"),
            ("kind = \"guide\"", "kind = \"video\"", "a video has seconds"),
            ("minutes = 1", "minutes = 1\nseconds = 60", "a guide has none"),
            ("It takes", "<b>It</b> takes", "no HTML"),
            ("It takes", "![It](/a.png) takes", "no pictures"),
            ("/resources/listening", "http://a.example", "leads to"),
            ("/resources/listening", "javascript:alert(1)", "leads to"),
        ] {
            let wrong = small(what, instead).unwrap_err().to_string();
            assert!(
                wrong.starts_with("resources/waiting.md: ") && wrong.contains(said),
                "{instead}: {wrong}"
            );
        }
        for name in ["Waiting", "suggested", "a b"] {
            assert!(Resource::read(name, SMALL, None).unwrap_err().to_string().contains("name of a file"));
        }
        let lost = small("/resources/listening", "/resources/lost").unwrap();
        let slugs = HashSet::from(["waiting"]);
        assert!(lost.check_within(&slugs).unwrap_err().to_string().contains("leads to lost"));
        let tool = small("minutes = 1", "minutes = 1\ntool = \"hammer\"").unwrap();
        let slugs = HashSet::from(["waiting", "listening"]);
        assert!(tool.check_within(&slugs).unwrap_err().to_string().contains("no tool hammer"));
    }

    #[test]
    fn nobodys_pronouns_are_guessed() {
        for Resource { slug, head, text, .. } in all() {
            let text = format!("{} {} {text}", head.title, head.summary).to_lowercase();
            let words = text.split(|c: char| !c.is_alphabetic());
            let guessed: Vec<_> =
                words.filter(|word| ["he", "she", "his", "her", "hers", "him"].contains(word)).collect();
            assert!(guessed.is_empty(), "{slug}: {guessed:?}");
        }
    }
}
