use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use domain::accounts::{LEAST_PASSWORD_SCORE, PasswordStrength};
use domain::problem::Problem;

use crate::http::{Answer, Failure, Turns};
use crate::random;

/// How many passwords wait for their turn: few beside the requests that a server has in work, so that a flood of them
/// leaves room for all others.
const WAITING: usize = 32;
/// As much as zxcvbn looks at, in characters.
const JUDGED: usize = 100;

/// Argon2id with the parameters that OWASP asks for (19 MiB, two passes, one lane: the library's default), on half
/// of the machine's cores: the others answer what needs no password.
#[derive(Debug)]
pub struct Passwords {
    /// Whose password is hashed or verified, and whose waits.
    pub turns: Turns,
    decoy: String,
    worked: AtomicU64,
}

impl Passwords {
    /// Prepares the hash that nobody's password has.
    pub fn new() -> anyhow::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let decoy = hash(&random::secret())
            .map_err(|error| anyhow::anyhow!("a password could not be hashed: {error}"))?;
        Ok(Self {
            turns: Turns::new((cores / 2).clamp(1, WAITING), WAITING),
            decoy,
            worked: AtomicU64::new(0),
        })
    }

    /// How many passwords were hashed or verified since the start: nearly all that an answer costs.
    pub fn worked(&self) -> u64 {
        self.worked.load(Ordering::Relaxed)
    }

    /// The hash to keep.
    pub async fn hash(&self, password: &str) -> Answer<String> {
        let password = password.to_owned();
        self.in_turn(move || hash(&password)).await?.map_err(Failure::internal)
    }

    /// Whether the password belongs to the hash. Where there is no hash it takes as long, and never does.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Answer<bool> {
        let known = hash.is_some();
        let (password, hash) = (password.to_owned(), hash.unwrap_or(&self.decoy).to_owned());
        let fits = self.in_turn(move || {
            let hash = PasswordHash::new(&hash)?;
            Ok::<_, argon2::password_hash::phc::Error>(
                Argon2::default().verify_password(password.as_bytes(), &hash).is_ok(),
            )
        });
        Ok(fits.await?.map_err(Failure::internal)? && known)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
        let turn = self.turns.take().await?;
        self.worked.fetch_add(1, Ordering::Relaxed);
        let work = move || {
            let _turn = turn;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(Failure::internal)
    }
}

fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &random::bytes::<16>())
        .map(|hash| hash.to_string())
}

/// Judges a password. `about` are words that an attacker would try first.
pub fn strength(password: &str, about: &[&str]) -> PasswordStrength {
    let known = about.iter().flat_map(|text| guesses(text)).collect::<Vec<_>>();
    let estimate = zxcvbn::zxcvbn(password, &known.iter().map(String::as_str).collect::<Vec<_>>());
    let score = u8::from(estimate.score());
    let feedback = estimate.feedback();
    PasswordStrength {
        score,
        enough: score >= LEAST_PASSWORD_SCORE,
        warning: feedback
            .and_then(zxcvbn::feedback::Feedback::warning)
            .map(|warning| code(&format!("{warning:?}"))),
        suggestions: feedback.map_or_else(Vec::new, |feedback| {
            feedback.suggestions().iter().map(|suggestion| code(&format!("{suggestion:?}"))).collect()
        }),
    }
}

/// What somebody who knows this name or address tries first: the whole, its halves around `@`, its words, and these
/// written together.
fn guesses(text: &str) -> Vec<String> {
    let text: String = text.chars().take(JUDGED).collect();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let halves = text.split('@').map(str::to_owned);
    let together = words.clone().collect::<String>();
    halves.chain(words.map(str::to_owned)).chain([together, text.clone()]).collect()
}

/// Refuses a weak password, naming the field of the body that holds it.
pub fn require_strength(field: &str, password: &str, about: &[&str]) -> Answer<()> {
    if strength(password, about).enough { Ok(()) } else { Err(Problem::field(field, "weak_password").into()) }
}

/// `AddAnotherWordOrTwo` as `add_another_word_or_two`.
fn code(variant: &str) -> String {
    let mut code = String::new();
    for c in variant.chars() {
        if c.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(c.to_ascii_lowercase());
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_make_a_password_weak() {
        let about = ["noor.haddad@leeds.example", "Noor Haddad"];
        assert!(strength("lay one stone more", &about).enough);
        for weak in ["noor.haddad@leeds.example", "noor.haddad1", "NoorHaddad!"] {
            assert!(!strength(weak, &about).enough, "{weak}");
        }
        let weak = strength("password", &[]);
        assert_eq!((weak.score, weak.warning.as_deref()), (0, Some("this_is_a_top10_password")));
        assert!(weak.suggestions.contains(&"add_another_word_or_two".to_owned()));
    }

    #[tokio::test]
    async fn only_the_right_password_fits_and_nothing_fits_nobody() {
        let passwords = Passwords::new().unwrap();
        let hash = passwords.hash("lay one stone more").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.verify("lay one stone more", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("lay one stone less", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("lay one stone more", None).await.unwrap());
    }
}
