//! The audit trail.
use api_client::{Call, Client};
use domain::office::{AuditAction, AuditEntry};
use domain::page::Page;

use super::list::{Listed, list, nothing};
use super::{link_to, t, word};
use crate::components::page::day_and_time;
use crate::components::table::{Column, row, table};
use crate::view::{IntoView, View};

/// The page.
pub(crate) fn page() -> View {
    super::page(t::audit(), t::audit_words(), list::<AuditEntry>(String::new))
}

impl Listed for AuditEntry {
    const KEY: &'static str = "office/audit";

    fn fetch(client: Client, query: String) -> Call<Page<Self>> {
        client.audit(&query)
    }

    fn table(items: &[Self]) -> View {
        entries(items, true)
    }

    fn none() -> View {
        nothing(t::nothing_done(), t::written_down())
    }
}

/// What coordinators did, as a table; `whom` says to whom, where not all of it was done to the same.
pub(super) fn entries(items: &[AuditEntry], whom: bool) -> View {
    let columns: [Column; 4] =
        [(t::what(), "name"), (t::whom(), ""), (t::who(), "soft"), (t::when(), "num soft")];
    let entry = |entry: &AuditEntry| {
        let cells = [
            Some(what(entry).into_view()),
            entry.subject.as_ref().filter(|_| whom).map(link_to),
            Some(link_to(&entry.coordinator)),
            Some(day_and_time(entry.at).into_view()),
        ];
        row(&columns, cells)
    };
    table("dense-static", t::done_here(), &columns, items.iter().map(entry).collect())
}

fn what(entry: &AuditEntry) -> String {
    let told = |text: &Option<String>| text.clone().unwrap_or_default();
    match entry.action {
        AuditAction::ChangedSetting => {
            let setting = word(entry.setting.as_deref().unwrap_or_default());
            t::changed(setting, &told(&entry.before), &told(&entry.after))
        }
        AuditAction::DecidedReport => t::decided_as(word(&told(&entry.after))),
        action => word(action.as_str()).to_owned(),
    }
}
