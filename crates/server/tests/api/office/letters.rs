//! Letters in the office: what became of them, and those that are tried again.

use domain::ids::LetterId;
use domain::office::{AuditAction, LetterState};
use domain::problem::Code;

use super::{deeds, state_of};
use crate::support::{TestApp, code};

#[tokio::test]
async fn letters_show_what_became_of_them_and_are_tried_again() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    let sent = app.letter(None, LetterState::Sent, "").await;
    let refused = app.letter(Some(&noor), LetterState::Refused, "A secret text").await;
    let failed = app.letter(Some(&noor), LetterState::Failed, "").await;
    let waiting = app.letter(Some(&noor), LetterState::Waiting, "A secret text").await;
    let letters = async |query: &str| marit.client.office_letters(query).await.unwrap();

    let whole = letters("").await;
    let ids: Vec<_> = whole.items.iter().map(|letter| letter.id).collect();
    assert_eq!(ids, [waiting, failed, refused, sent], "the latest first");
    let first = letters("limit=3").await;
    let rest = letters(&format!("limit=3&cursor={}", first.next_cursor.unwrap())).await;
    assert_eq!([first.items, rest.items].concat(), whole.items);
    for (state, expected) in [("waiting", waiting), ("failed", failed), ("refused", refused), ("sent", sent)]
    {
        let found: Vec<_> =
            letters(&format!("state={state}")).await.items.iter().map(|letter| letter.id).collect();
        assert_eq!(found, [expected], "{state}");
    }
    let of_noor = &whole.items[2];
    assert_eq!(of_noor.to.as_ref().unwrap().display_name, "Noor Haddad");
    assert_eq!(
        (of_noor.occasion.as_str(), of_noor.attempts, of_noor.said.as_str()),
        ("request-sent", 2, "550")
    );
    assert_eq!((of_noor.due_at.is_some(), whole.items[0].due_at.is_some()), (false, true));
    assert_eq!(whole.items[3].to, None);
    let everything = serde_json::to_string(&whole).unwrap();
    assert!(!everything.contains("secret") && !everything.contains("leeds.example"), "{everything}");

    marit.client.retry_letter(refused).await.unwrap();
    let again = &letters("").await.items[2];
    assert_eq!((again.state, again.attempts), (LetterState::Waiting, 0));
    assert!(again.due_at.unwrap() <= app.clock.now());
    for (letter, state) in [(refused, "waiting"), (waiting, "waiting"), (sent, "sent"), (failed, "failed")] {
        assert_eq!(state_of(marit.client.retry_letter(letter).await), state);
    }
    let nothing = LetterId::new(app.clock.now(), &[7; 10]);
    assert_eq!(code(marit.client.retry_letter(nothing).await), Code::NotFound);
    let audit = marit.client.audit("").await.unwrap();
    assert_eq!(deeds(&audit), [(AuditAction::RetriedLetter, Some("Noor Haddad"), None)]);
}
