use std::fmt;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use domain::problem::{Code, Problem};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::Semaphore;

use crate::http::{Answer, Failure};

/// So many at once, then one in each period.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// How many at once.
    pub burst: u32,
    /// The time after which there is one more.
    pub period: Duration,
}

/// How often what may be tried.
///
/// Nobody can lock somebody else out: what refuses is counted for an address, or for an account as seen from one
/// address. Guesses at one account from many addresses only make answers slower, the right password still opens; a
/// guesser gains little, since each address has few guesses and each guess costs an Argon2 hash and the delay.
/// Letters for a new password stop after a few, in silence: by then the person has some that work.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Registrations and forgotten passwords, for an address.
    pub letters_by_address: Rate,
    /// Letters for a new password, to an account.
    pub letters_by_account: Rate,
    /// Passwords and links tried, for an address.
    pub tries_by_address: Rate,
    /// Passwords tried for an account, from one address.
    pub tries_by_account_and_address: Rate,
    /// Passwords tried for an account before answers slow down.
    pub tries_by_account: Rate,
    /// Passwords judged while they are typed, for an address.
    pub judgements_by_address: Rate,
}

impl Default for Rates {
    fn default() -> Self {
        let rate = |burst, seconds| Rate { burst, period: Duration::from_secs(seconds) };
        Self {
            letters_by_address: rate(30, 20),
            letters_by_account: rate(5, 15 * 60),
            tries_by_address: rate(60, 2),
            tries_by_account_and_address: rate(10, 60),
            tries_by_account: rate(30, 60),
            judgements_by_address: rate(120, 1),
        }
    }
}

impl Rates {
    /// So many times as often.
    pub fn times(self, factor: u32) -> Self {
        let more = |rate: Rate| Rate {
            burst: rate.burst.saturating_mul(factor),
            period: rate.period / factor.max(1),
        };
        Self {
            letters_by_address: more(self.letters_by_address),
            letters_by_account: more(self.letters_by_account),
            tries_by_address: more(self.tries_by_address),
            tries_by_account_and_address: more(self.tries_by_account_and_address),
            tries_by_account: more(self.tries_by_account),
            judgements_by_address: more(self.judgements_by_address),
        }
    }
}

/// How much later an account that is under attack is answered.
const SLOWER: Duration = Duration::from_secs(2);
/// How many wait for that at once: a flood of guesses must not take the places of all other requests.
const SLOWED: usize = 32;

type Keyed<K> = DefaultKeyedRateLimiter<K>;

/// Counts who tried what how often, in the memory of this server.
pub struct Limits {
    letters_by_address: Keyed<IpAddr>,
    letters_by_account: Keyed<String>,
    tries_by_address: Keyed<IpAddr>,
    tries_by_account_and_address: Keyed<(String, IpAddr)>,
    tries_by_account: Keyed<String>,
    judgements_by_address: Keyed<IpAddr>,
    slowed: Semaphore,
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Limits")
    }
}

impl Limits {
    /// Nothing counted yet.
    pub fn new(rates: &Rates) -> Self {
        Self {
            letters_by_address: keyed(rates.letters_by_address),
            letters_by_account: keyed(rates.letters_by_account),
            tries_by_address: keyed(rates.tries_by_address),
            tries_by_account_and_address: keyed(rates.tries_by_account_and_address),
            tries_by_account: keyed(rates.tries_by_account),
            judgements_by_address: keyed(rates.judgements_by_address),
            slowed: Semaphore::new(SLOWED),
        }
    }

    /// Somebody asks for a letter.
    pub fn letter(&self, address: IpAddr) -> Answer<()> {
        check(&self.letters_by_address, &network(address))
    }

    /// The account may get one more letter for a new password.
    pub fn letter_to(&self, account: &str) -> bool {
        self.letters_by_account.check_key(&account.to_owned()).is_ok()
    }

    /// Somebody tries a link.
    pub fn link(&self, address: IpAddr) -> Answer<()> {
        check(&self.tries_by_address, &network(address))
    }

    /// Somebody tries a password for an account; known or not makes no difference.
    pub async fn password(&self, account: &str, address: IpAddr) -> Answer<()> {
        let pause = self.pause_before(account, address)?;
        if !pause.is_zero() {
            let _seat =
                self.slowed.try_acquire().map_err(|_| Failure::from(Problem::wait(Code::Unavailable, 5)))?;
            tokio::time::sleep(pause).await;
        }
        Ok(())
    }

    fn pause_before(&self, account: &str, address: IpAddr) -> Answer<Duration> {
        let (account, network) = (account.to_owned(), network(address));
        check(&self.tries_by_address, &network)?;
        check(&self.tries_by_account_and_address, &(account.clone(), network))?;
        let calm = self.tries_by_account.check_key(&account).is_ok();
        Ok(if calm { Duration::ZERO } else { SLOWER })
    }

    /// Somebody types a password to be judged.
    pub fn judgement(&self, address: IpAddr) -> Answer<()> {
        check(&self.judgements_by_address, &network(address))
    }

    /// Forgets whoever has not tried anything for a while.
    pub fn forget_old(&self) {
        self.letters_by_address.retain_recent();
        self.letters_by_account.retain_recent();
        self.tries_by_address.retain_recent();
        self.tries_by_account_and_address.retain_recent();
        self.tries_by_account.retain_recent();
        self.judgements_by_address.retain_recent();
    }
}

fn keyed<K: Hash + Eq + Clone>(rate: Rate) -> Keyed<K> {
    let burst = NonZeroU32::new(rate.burst).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::with_period(rate.period).unwrap_or_else(|| Quota::per_second(burst));
    RateLimiter::keyed(quota.allow_burst(burst))
}

fn check<K: Hash + Eq + Clone>(limiter: &Keyed<K>, key: &K) -> Answer<()> {
    limiter.check_key(key).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        Problem::wait(Code::TooManyRequests, wait.as_secs() + 1).into()
    })
}

/// One household has a whole /64 of IPv6 addresses.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or_else(
            || IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
            IpAddr::V4,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_guesser_is_refused_and_the_owner_is_not() {
        let limits = Limits::new(&Rates::default());
        let (guesser, owner) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        for _ in 0..10 {
            limits.password("noor@sample.example", guesser).await.unwrap();
        }
        let refused = limits.password("noor@sample.example", guesser).await.unwrap_err();
        assert_eq!(refused.0.code, Code::TooManyRequests);
        assert!(refused.0.retry_after.is_some_and(|seconds| (1..=61).contains(&seconds)));
        limits.password("noor@sample.example", owner).await.unwrap();
        limits.password("another@sample.example", guesser).await.unwrap();
    }

    #[test]
    fn many_guessers_make_it_slow_and_the_owner_still_gets_in() {
        let limits = Limits::new(&Rates::default());
        for n in 0..30 {
            let address = IpAddr::from([192, 0, 2, n]);
            assert_eq!(limits.pause_before("noor@sample.example", address).unwrap(), Duration::ZERO);
        }
        let owner = IpAddr::from([198, 51, 100, 1]);
        assert_eq!(limits.pause_before("noor@sample.example", owner).unwrap(), SLOWER);
    }

    #[tokio::test]
    async fn few_guessers_wait_at_once() {
        let often =
            Rates { tries_by_account: Rate { burst: 1, period: Duration::from_mins(1) }, ..Rates::default() };
        let (limits, address) = (Limits::new(&often), IpAddr::from([192, 0, 2, 1]));
        limits.password("noor@sample.example", address).await.unwrap();
        let _others = limits.slowed.try_acquire_many(32).unwrap();
        let refused = limits.password("noor@sample.example", address).await.unwrap_err();
        assert_eq!((refused.0.code, refused.0.retry_after), (Code::Unavailable, Some(5)));
        limits.password("another@sample.example", address).await.unwrap();
    }

    #[test]
    fn a_household_is_one() {
        let one = "2001:db8:1:2:3:4:5:6".parse().unwrap();
        let two = "2001:db8:1:2:ffff::1".parse().unwrap();
        assert_eq!(network(one), network(two));
        assert_ne!(network(one), network("2001:db8:1:3::1".parse().unwrap()));
        assert_eq!(network("::ffff:192.0.2.1".parse().unwrap()), IpAddr::from([192, 0, 2, 1]));
    }
}
