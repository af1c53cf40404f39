//! The library in memory: read and rendered once.

use std::borrow::Cow;
use std::sync::LazyLock;

use actix_web::web::Bytes;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use content::Resource;
use domain::problem::Code;
use domain::resources::{ResourceAudience, ResourceKind, ResourceQuery, ResourceStage};
use sha2::{Digest as _, Sha256};

use super::search::{Index, Words};
use crate::http::{Answer, Failure};

/// The library.
pub(super) struct Library {
    /// In the order of the way.
    pub(super) resources: &'static [Resource],
    index: Index,
    films: Vec<Option<Film>>,
}

/// The files of a video.
pub(super) struct Film {
    pub(super) video: File,
    pub(super) captions: File,
    pub(super) poster: File,
}

/// A file that is given out.
pub(super) struct File {
    pub(super) bytes: Bytes,
    pub(super) content_type: &'static str,
    /// Changes with the bytes.
    pub(super) etag: String,
}

/// The library, made at the first use.
pub(super) fn library() -> Answer<&'static Library> {
    static LIBRARY: LazyLock<Result<Library, &'static content::ResourceError>> =
        LazyLock::new(|| content::resources().map(Library::of));
    LIBRARY.as_ref().map_err(Failure::internal)
}

impl Library {
    fn of(resources: &'static [Resource]) -> Self {
        let words = resources.iter().map(|resource| Words {
            title: &resource.head.title,
            summary: &resource.head.summary,
            text: &resource.text,
        });
        let films = resources.iter().map(|resource| resource.film.as_ref().map(Film::of)).collect();
        Self { resources, index: Index::of(words), films }
    }

    pub(super) fn get(&self, slug: &str) -> Answer<&'static Resource> {
        let found = self.resources.iter().find(|resource| resource.slug == slug);
        found.ok_or_else(|| Code::NotFound.into())
    }

    pub(super) fn film(&self, slug: &str) -> Answer<&Film> {
        let at = self.resources.iter().position(|resource| resource.slug == slug);
        let film = at.and_then(|at| self.films.get(at)?.as_ref());
        film.ok_or_else(|| Code::NotFound.into())
    }

    /// What the query asks for, whatever the reader has marked: in the order of the way, or the closest first.
    pub(super) fn find(&self, query: &ResourceQuery) -> Vec<&'static Resource> {
        let points = self.index.points(&query.text);
        let fits = |resource: &Resource| {
            query.stage.is_none_or(|stage| resource.head.stage == stage)
                && query.audience.is_none_or(|audience| resource.head.audience.includes(audience))
                && query.kind.is_none_or(|kind| resource.head.kind == kind)
        };
        let found = self.resources.iter().zip(points);
        let mut found: Vec<_> = found.filter(|(resource, points)| *points > 0 && fits(resource)).collect();
        found.sort_by_key(|(_, points)| std::cmp::Reverse(*points));
        found.into_iter().map(|(resource, _)| resource).collect()
    }

    /// What comes after it on the way, for the same people.
    pub(super) fn next(&self, of: &Resource) -> Option<&'static Resource> {
        let after = self.resources.iter().skip_while(|resource| resource.slug != of.slug).skip(1);
        let mut guides = after.filter(|resource| resource.head.kind == ResourceKind::Guide);
        guides.find(|resource| resource.head.audience.includes(of.head.audience))
    }

    /// What goes well with it: what its text leads to, then what is of the same stage, for the same people; at most so many.
    pub(super) fn related(&self, of: &Resource, most: usize) -> Vec<&'static Resource> {
        let next = self.next(of).map(|next| &next.slug);
        let led =
            of.leads_to.iter().filter_map(|slug| self.resources.iter().find(|found| found.slug == *slug));
        let (stage, audience): (ResourceStage, ResourceAudience) = (of.head.stage, of.head.audience);
        let near = self.resources.iter().rev();
        let near = near.filter(|found| found.head.stage == stage && found.head.audience.includes(audience));
        let mut related: Vec<&'static Resource> = Vec::new();
        for found in led.chain(near) {
            let known = found.slug == of.slug || Some(&found.slug) == next;
            if !known && !related.iter().any(|known| known.slug == found.slug) {
                related.push(found);
            }
        }
        related.truncate(most);
        related
    }
}

impl Film {
    fn of(film: &content::Film) -> Self {
        Self {
            video: File::of(film.video.clone(), "video/webm"),
            captions: File::of(film.captions.clone(), "text/vtt; charset=utf-8"),
            poster: File::of(film.poster.clone(), "image/webp"),
        }
    }
}

impl File {
    pub(super) fn of(bytes: Cow<'static, [u8]>, content_type: &'static str) -> Self {
        let etag = format!("\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(&bytes)[..12]));
        let bytes = match bytes {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        };
        Self { bytes, content_type, etag }
    }
}
