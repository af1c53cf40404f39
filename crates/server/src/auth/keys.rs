use std::sync::{LazyLock, PoisonError, RwLock};

use chrono::{DateTime, Duration, Utc};
use domain::accounts::ACCESS_TOKEN;
use domain::ids::{ParticipantId, SessionId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Actor;
use crate::http::{Answer, Failure};

/// A new key signs once every server has read it.
pub const SETTLED: Duration = Duration::minutes(2);

/// A key that signs access tokens.
pub struct Key {
    id: Uuid,
    created_at: DateTime<Utc>,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Key {
    /// The key of this id and secret.
    pub fn new(id: Uuid, secret: &[u8], created_at: DateTime<Utc>) -> Self {
        Self {
            id,
            created_at,
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
        }
    }
}

/// The keys, the newest first. The newest settled one signs, all verify.
#[derive(Default)]
pub struct Keys(RwLock<Vec<Key>>);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

/// What the library checks of a token. Not its end: for that it would read the machine's clock, and `read_until` compares
/// ours.
static VALIDATION: LazyLock<Validation> = LazyLock::new(|| {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    validation
});

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: Uuid,
    sid: Uuid,
    exp: i64,
}

impl Keys {
    /// Takes these keys, the newest first, in place of those until now.
    pub fn replace(&self, keys: Vec<Key>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    /// An access token for a session.
    pub fn sign(&self, actor: Actor, now: DateTime<Utc>) -> Answer<String> {
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let settled = keys.iter().find(|key| key.created_at + SETTLED <= now).or(keys.last());
        let key = settled.ok_or_else(|| Failure::internal("there is no signing key"))?;
        let header = Header { kid: Some(key.id.to_string()), ..Header::new(Algorithm::HS256) };
        let claims =
            Claims { sub: actor.participant.0, sid: actor.session.0, exp: (now + ACCESS_TOKEN).timestamp() };
        jsonwebtoken::encode(&header, &claims, &key.encoding).map_err(Failure::internal)
    }

    /// Whom a token speaks for, when it is ours and has not expired.
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Option<Actor> {
        self.read_until(token, now).map(|(actor, _)| actor)
    }

    /// The same, and until when.
    pub fn read_until(&self, token: &str, now: DateTime<Utc>) -> Option<(Actor, DateTime<Utc>)> {
        let kid: Uuid = jsonwebtoken::decode_header(token).ok()?.kid?.parse().ok()?;
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let key = keys.iter().find(|key| key.id == kid)?;
        let claims = jsonwebtoken::decode::<Claims>(token, &key.decoding, &VALIDATION).ok()?.claims;
        let actor = Actor { participant: ParticipantId(claims.sub), session: SessionId(claims.sid) };
        let until = DateTime::from_timestamp(claims.exp, 0)?;
        (now < until).then_some((actor, until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor() -> Actor {
        Actor { participant: ParticipantId(Uuid::from_u128(1)), session: SessionId(Uuid::from_u128(2)) }
    }

    fn keys(keys: &[(u128, &[u8], i64)]) -> Keys {
        let made = |minutes| DateTime::UNIX_EPOCH + Duration::minutes(minutes);
        let all =
            keys.iter().map(|(id, secret, minutes)| Key::new(Uuid::from_u128(*id), secret, made(*minutes)));
        Keys(RwLock::new(all.collect()))
    }

    #[test]
    fn a_token_works_for_ten_minutes_and_only_unchanged() {
        let keys = keys(&[(1, b"secret", 0)]);
        let now = DateTime::UNIX_EPOCH;
        let token = keys.sign(actor(), now).unwrap();
        assert_eq!(keys.read(&token, now + Duration::seconds(599)), Some(actor()));
        assert_eq!(keys.read(&token, now + Duration::seconds(600)), None);
        assert_eq!(keys.read(&format!("{token}x"), now), None);
        assert_eq!(super::tests::keys(&[(1, b"other", 0)]).read(&token, now), None);
        assert_eq!(super::tests::keys(&[(2, b"secret", 0)]).read(&token, now), None);
    }

    #[test]
    fn a_new_key_signs_when_all_servers_know_it_and_old_tokens_go_on() {
        let (before, both) = (keys(&[(1, b"old", 0)]), keys(&[(2, b"new", 60), (1, b"old", 0)]));
        let at = |minutes| DateTime::UNIX_EPOCH + Duration::minutes(minutes);
        let old = before.sign(actor(), at(59)).unwrap();
        assert_eq!(both.read(&old, at(60)), Some(actor()));
        assert_eq!(before.read(&both.sign(actor(), at(61)).unwrap(), at(61)), Some(actor()));
        assert_eq!(before.read(&both.sign(actor(), at(62)).unwrap(), at(62)), None);
    }
}
