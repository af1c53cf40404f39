//! The audit trail: nobody can change it, and who was erased stays in it as an id.

use chrono::Duration;
use domain::accounts::DeleteAccount;
use domain::office::AuditAction;
use domain::people::Person as Somebody;
use domain::problem::Code;

use super::{deeds, suspend};
use crate::support::{PASSWORD, TestApp, code};

#[tokio::test]
async fn nobody_can_change_the_audit_trail() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    marit.client.suspend(noor.me.id, &suspend()).await.unwrap();
    let db = app.db().await;
    for delete in [false, true] {
        let mut tx = db.write().await.unwrap();
        let changed = if delete {
            cairn::execute!(&mut tx, "DELETE FROM audit_entries")
        } else {
            cairn::execute!(&mut tx, "UPDATE audit_entries SET action = 'reinstated'")
        };
        assert!(changed.unwrap_err().to_string().contains("audit entries stay"));
    }
    db.close().await;
    let audit = marit.client.audit("").await.unwrap();
    assert_eq!(deeds(&audit), [(AuditAction::Suspended, Some("Noor Haddad"), None)]);
}

#[tokio::test]
async fn who_was_erased_stays_in_the_audit_trail_as_an_id() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    marit.client.suspend(noor.me.id, &suspend()).await.unwrap();
    marit.client.reinstate(noor.me.id).await.unwrap();
    marit.client.make_coordinator(noor.me.id).await.unwrap();
    let again = app.another_browser(&noor).await;
    again.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    let audit = marit.client.audit("").await.unwrap();
    assert_eq!(audit.items.len(), 3);
    let erased = Somebody { id: Some(noor.me.id), ..Somebody::default() };
    assert!(audit.items.iter().all(|entry| entry.subject == Some(erased.clone())));
    assert_eq!(code(marit.client.office_person(noor.me.id).await), Code::NotFound);
}

#[tokio::test]
async fn the_audit_trail_comes_in_pages() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    for _ in 0..2 {
        app.clock.advance(Duration::seconds(1));
        marit.client.suspend(noor.me.id, &suspend()).await.unwrap();
        app.clock.advance(Duration::seconds(1));
        marit.client.reinstate(noor.me.id).await.unwrap();
    }
    let whole = marit.client.audit("").await.unwrap();
    let actions: Vec<_> = whole.items.iter().map(|entry| entry.action).collect();
    assert_eq!(actions[..2], [AuditAction::Reinstated, AuditAction::Suspended], "the latest first");
    let first = marit.client.audit("limit=3").await.unwrap();
    let rest = marit.client.audit(&format!("limit=3&cursor={}", first.next_cursor.unwrap())).await.unwrap();
    assert_eq!([first.items, rest.items].concat(), whole.items);
    assert_eq!(rest.next_cursor, None);
}
