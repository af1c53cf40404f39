use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};

use crate::ids::RelationshipId;
use crate::times::day;
use crate::travels::{travels, words};

words! {
    /// What a resource is.
    pub enum ResourceKind {
        /// A text.
        Guide = "guide",
        /// A film with captions and a transcript.
        Video = "video",
    }

    /// At which part of the way a resource helps.
    pub enum ResourceStage {
        /// Before one knows with whom.
        Find = "find",
        /// While one asks and answers.
        Request = "request",
        /// When two begin to meet.
        Meet = "meet",
        /// With goals, and on the way there.
        Goals = "goals",
        /// At the end.
        Complete = "complete",
    }

    /// For whom a resource is.
    pub enum ResourceAudience {
        /// Those who look for somebody, or have somebody.
        Mentee = "mentee",
        /// Those who accompany somebody.
        Mentor = "mentor",
        /// Both.
        Both = "both",
    }
}

impl ResourceAudience {
    /// What is for these is good to read for those, too.
    pub fn includes(self, other: Self) -> bool {
        self == other || self == Self::Both || other == Self::Both
    }
}

travels! {
    /// A guide or a video in a list.
    pub struct ResourceRow {
        /// Its name in addresses.
        pub slug: String,
        /// What it is.
        pub kind: ResourceKind,
        /// What it is called.
        pub title: String,
        /// What it is about, in a line.
        pub summary: String,
        /// At which part of the way it helps.
        pub stage: ResourceStage,
        /// For whom it is.
        pub audience: ResourceAudience,
        /// How many minutes it takes.
        pub minutes: u16,
        /// How many seconds a video lasts.
        pub seconds: Option<u16>,
        /// The language that it is in (ISO 639).
        pub language: String,
        /// The reader keeps it in mind. Never for visitors.
        pub bookmarked: bool,
        /// The reader has marked it as read. Never for visitors.
        pub read: bool,
    }

    /// A guide or a video.
    pub struct Resource {
        /// What the list says of it.
        pub row: ResourceRow,
        /// On which day somebody last looked whether it still holds.
        #[serde(deserialize_with = "read_reviewed")]
        pub reviewed: NaiveDate,
        /// The text, or the transcript of a video, as HTML; every heading of the second level has an id.
        pub html: String,
        /// Its headings of the second level.
        pub headings: Vec<ResourceHeading>,
        /// What is said in a video and when, in order; of a guide nothing.
        pub lines: Vec<ResourceLine>,
        /// How many bytes a video has.
        pub bytes: Option<u64>,
        /// Films of others on the same subject. They are on sites that are not the programme's.
        pub outside: Vec<OutsideVideo>,
        /// The worksheet that goes with it.
        pub tool: Option<ResourceTool>,
        /// What goes well with it, at most three.
        pub related: Vec<ResourceRow>,
        /// What comes after it on the way, for the same people.
        pub next: Option<ResourceRow>,
    }

    /// A heading of a guide.
    pub struct ResourceHeading {
        /// Its id in the HTML.
        pub id: String,
        /// Its words.
        pub title: String,
    }

    /// What is said in a video at a time.
    pub struct ResourceLine {
        /// So many seconds after the beginning.
        pub at: u16,
        /// What is said.
        pub words: String,
    }

    /// A film on a site that is not the programme's.
    pub struct OutsideVideo {
        /// Its address.
        pub url: String,
        /// What it is called.
        pub title: String,
        /// Whose it is and where it is shown.
        pub source: String,
    }

    /// A worksheet that goes with a resource.
    pub struct ResourceTool {
        /// Its key.
        pub key: String,
        /// What it is called.
        pub title: String,
        /// What it is for, in a line.
        pub summary: String,
        /// How many minutes it takes.
        pub minutes: u16,
        /// The relationship in which the reader can open it.
        pub relationship: Option<RelationshipId>,
    }

    /// What helps a reader now.
    pub struct SuggestedResources {
        /// At most three that the reader has not marked as read, the most fitting first.
        pub items: Vec<ResourceRow>,
    }
}

fn read_reviewed<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    day(&String::deserialize(from)?).ok_or_else(|| serde::de::Error::custom("not a day"))
}
