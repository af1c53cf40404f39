//! Resources as their readers see them.

use chrono::{DateTime, Utc};
use content::Resource;
use domain::ids::{ParticipantId, RelationshipId};
use domain::requests::Side;
use domain::resources::{
    Resource as ResourceView, ResourceRow, ResourceTool, SuggestedResources, Whereabouts, suggested,
};

use super::library::Library;
use super::store::{self, Kept, Mark};
use crate::auth::Actor;
use crate::db::Tx;
use crate::http::{Answer, Failure};
use crate::relationships::party;
use crate::tools;

/// How many resources are shown beside another, or suggested.
const FEW: usize = 3;

/// What the reader has marked: visitors nothing.
pub(super) struct Reader(Vec<Kept>);

impl Reader {
    pub(super) async fn read(tx: &mut Tx, actor: Option<Actor>) -> Answer<Self> {
        let Some(actor) = actor else { return Ok(Self(Vec::new())) };
        Ok(Self(store::marks(tx, actor.participant).await?))
    }

    pub(super) fn has(&self, slug: &str, mark: Mark) -> bool {
        self.0.iter().any(|marked| marked.slug == slug && marked.mark == mark.as_str())
    }

    pub(super) fn row(&self, Resource { slug, head, .. }: &Resource) -> ResourceRow {
        ResourceRow {
            slug: slug.clone(),
            kind: head.kind,
            title: head.title.clone(),
            summary: head.summary.clone(),
            stage: head.stage,
            audience: head.audience,
            minutes: head.minutes,
            seconds: head.seconds,
            language: head.language.clone(),
            bookmarked: self.has(slug, Mark::Bookmark),
            read: self.has(slug, Mark::Read),
        }
    }
}

/// A resource in whole.
pub(super) async fn whole(
    tx: &mut Tx,
    library: &Library,
    resource: &Resource,
    actor: Option<Actor>,
) -> Answer<ResourceView> {
    let reader = Reader::read(tx, actor).await?;
    let film = resource.film.as_ref();
    let related = library.related(resource, FEW).into_iter();
    Ok(ResourceView {
        row: reader.row(resource),
        reviewed: resource.head.reviewed,
        html: resource.html.clone(),
        headings: resource.headings.clone(),
        lines: film.map(|film| film.lines.clone()).unwrap_or_default(),
        bytes: film.and_then(|film| u64::try_from(film.video.len()).ok()),
        outside: resource.head.outside.clone(),
        tool: tool(tx, resource, actor).await?,
        related: related.map(|found| reader.row(found)).collect(),
        next: library.next(resource).map(|next| reader.row(next)),
    })
}

/// The worksheet that goes with it, and where the reader can open it.
async fn tool(tx: &mut Tx, resource: &Resource, actor: Option<Actor>) -> Answer<Option<ResourceTool>> {
    let tools = content::tools().map_err(Failure::internal)?;
    let key = resource.head.tool.as_deref();
    let Some(tool) = tools.iter().find(|tool| Some(tool.key.as_str()) == key) else { return Ok(None) };
    let walking = match actor {
        Some(actor) => store::walking(tx, actor.participant).await?,
        None => None,
    };
    Ok(Some(ResourceTool {
        key: tool.key.clone(),
        title: tool.title.clone(),
        summary: tool.summary.clone(),
        minutes: tool.minutes,
        relationship: walking.filter(|(_, side)| tool.asks(*side)).map(|(id, _)| id),
    }))
}

/// What helps the reader now: in this relationship, or wherever they are.
pub(super) async fn suggestions(
    tx: &mut Tx,
    library: &Library,
    actor: Actor,
    relationship: Option<RelationshipId>,
    now: DateTime<Utc>,
) -> Answer<SuggestedResources> {
    let reader = Reader::read(tx, Some(actor)).await?;
    let mut slugs: Vec<&'static str> = Vec::new();
    let standing = whereabouts(tx, actor.participant, relationship, now).await?;
    let each = FEW.div_ceil(standing.len().max(1));
    for (at, side) in standing {
        slugs.extend(suggested(at, side).iter().filter(|slug| !reader.has(slug, Mark::Read)).take(each));
    }
    let mut items: Vec<ResourceRow> = Vec::new();
    for slug in slugs {
        // What the programme does not have cannot be suggested.
        let Ok(found) = library.get(slug) else { continue };
        if !items.iter().any(|known| known.slug == found.slug) {
            items.push(reader.row(found));
        }
    }
    items.truncate(FEW);
    Ok(SuggestedResources { items })
}

/// Where somebody is, and as what: who is mentor and mentee at once stands in two places, that of an open request first.
async fn whereabouts(
    tx: &mut Tx,
    me: ParticipantId,
    relationship: Option<RelationshipId>,
    now: DateTime<Utc>,
) -> Answer<Vec<(Whereabouts, Side)>> {
    let walking = match relationship {
        Some(id) => Some(id),
        None => store::walking(tx, me).await?.map(|(id, _)| id),
    };
    if let Some(id) = walking {
        let party = party::reading(tx, id, me).await?;
        let way = tools::view::way(tx, &party, now).await?;
        return Ok(vec![(Whereabouts::Walking(way), party.side)]);
    }
    let standing = store::standing(tx, me).await?;
    let stands = |asked: Option<bool>, side: Side| {
        asked.map(|asked| (if asked { Whereabouts::Asked } else { Whereabouts::Looking }, side))
    };
    let (mentee, mentor) = (stands(standing.mentee, Side::Mentee), stands(standing.mentor, Side::Mentor));
    let mut found: Vec<_> = [mentee, mentor].into_iter().flatten().collect();
    found.sort_by_key(|(at, _)| *at != Whereabouts::Asked);
    Ok(found)
}
