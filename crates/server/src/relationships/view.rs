//! A relationship as one of the two sees it.

use chrono::{DateTime, Months, Utc};
use domain::people::Person;
use domain::relationships::{NextStep, Plan, Reach, Relationship, Sharing};
use domain::requests::Side;
use domain::tools::Way;

use super::party::Party;
use super::store;
use crate::db::Tx;
use crate::http::Answer;
use crate::people::store::Sight;
use crate::{meetings, people, requests, tools};

/// All that the dashboard shows.
pub(super) async fn whole(tx: &mut Tx, party: &Party, now: DateTime<Utc>) -> Answer<Relationship> {
    let Party { kept, side, other, sight, .. } = party;
    let (mut partner, mut contact) = (Person::default(), None);
    if let Some(other) = *other {
        partner = people::store::one(tx, other, *sight).await?.unwrap_or_default();
        if *sight == Sight::Whole {
            let email = store::email(tx, other).await?;
            contact = email.map(|email| Reach { email: Some(email), phone: None, links: Vec::new() });
        }
    }
    let number = store::text_number(tx, kept.request).await?;
    let text = requests::store::text(tx, kept.request, number).await?;
    let glance = meetings::view::glance(tx, party, now).await?;
    let way = Way { state: kept.state, held: glance.held, arranged: false, percent: 0 };
    let tool = tools::view::suggested(tx, party, way).await?;
    let until = text.until.or_else(|| kept.started_at.date_naive().checked_add_months(Months::new(9)));
    let plan = Plan { until, every_weeks: text.every_weeks };
    Ok(Relationship {
        id: kept.id,
        state: kept.state,
        side: *side,
        partner,
        contact,
        contact_until: None,
        sharing: Sharing { email: true, phone: false, links: false },
        conversation: kept.conversation,
        unread: 0,
        request: kept.request,
        text: if *side == Side::Mentor { text.each(|text| sight.of(text)) } else { text },
        plan,
        started_at: kept.started_at,
        ended_at: kept.ended_at,
        next_step: NextStep::ArrangeFirst,
        tool,
        held: glance.held,
        meetings: glance.meetings,
        action_items: glance.action_items,
        closing: None,
        ending: None,
        earlier: None,
        later: None,
        allowed_actions: Vec::new(),
    })
}
