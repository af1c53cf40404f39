//! What happens to answers because of something else: somebody leaves.

use domain::ids::ParticipantId;
use domain::masking::mask_former;

use super::store;
use crate::db::Tx;
use crate::http::Answer;

/// What only who leaves could read is gone; the rest stays for the other, and names nobody.
pub(crate) async fn mask_all(tx: &mut Tx, of: ParticipantId, name: &str) -> Answer<()> {
    store::delete_private(tx, of).await?;
    for words in store::words_of(tx, of).await? {
        let masked = mask_former(&words.value, name);
        if masked != words.value {
            store::rewrite(tx, &words, &masked).await?;
        }
    }
    for words in store::earlier_words_of(tx, of).await? {
        let masked = mask_former(&words.value, name);
        if masked != words.value {
            store::rewrite_earlier(tx, &words, &masked).await?;
        }
    }
    Ok(())
}
