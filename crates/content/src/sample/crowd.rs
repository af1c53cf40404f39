//! People combined from parts (`sample/crowd.toml`): any number of them, each by its index alone.

use std::collections::HashMap;

use domain::accounts::Role;
use domain::criteria::{CriterionKey, CriterionOption, Importance, OptionKey};
use domain::profiles::{Offer, Preference, Preferences, Profile};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use serde::Deserialize;
use serde::de::Error as _;

use super::{Place, SamplePerson, email};
use crate::portraits::{Beard, Colour, Hair, Portrait};
use crate::programme::programme;

/// Everything that a crowd is made of.
pub(super) struct Crowd {
    places: Vec<Place>,
    parts: Parts,
    /// The programme's criteria with their options.
    choices: Vec<(CriterionKey, Vec<OptionKey>)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    headlines: Vec<String>,
    openers: Vec<String>,
    loves: Vec<String>,
    closers: Vec<String>,
    helps: Vec<String>,
    experiences: Vec<String>,
    hopes: Vec<String>,
    names: HashMap<String, Names>,
    professions: Vec<Profession>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    /// Which row of `FACES` goes with these names.
    faces: usize,
    #[serde(default)]
    family_first: bool,
    /// Written without a space.
    #[serde(default)]
    joined: bool,
    given: Vec<String>,
    family: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Profession {
    name: String,
    /// The name with its article.
    called: String,
    sectors: Vec<OptionKey>,
    skills: Vec<OptionKey>,
    lines: Vec<String>,
}

/// What the parts of one person have in common.
struct Life<'a> {
    place: &'a Place,
    profession: &'a Profession,
    years: usize,
}

impl Crowd {
    pub(super) fn read(places: Vec<Place>) -> Result<Self, toml::de::Error> {
        let parts: Parts = toml::from_str(include_str!("../../sample/crowd.toml"))?;
        if let Some(place) = places.iter().find(|place| !parts.names.contains_key(&place.names)) {
            return Err(toml::de::Error::custom(format!("nobody has a name in {}", place.city)));
        }
        let keys = |options: Vec<CriterionOption>| options.into_iter().map(|option| option.key).collect();
        let criteria = programme()?.criteria.into_iter();
        let choices = criteria.map(|criterion| (criterion.key, keys(criterion.options))).collect();
        Ok(Self { places, parts, choices })
    }

    /// The same person for the same seed and index, whoever else is made.
    pub(super) fn person(&self, seed: u64, index: usize) -> SamplePerson {
        let mut die = Die::new(seed, index);
        let roles = match die.below(20) {
            0..11 => vec![Role::Mentor],
            11..17 => vec![Role::Mentee],
            _ => vec![Role::Mentor, Role::Mentee],
        };
        let life = Life {
            place: die.often_first(&self.places),
            profession: die.any(&self.parts.professions),
            years: if roles.contains(&Role::Mentor) { die.between(4, 40) } else { die.between(2, 12) },
        };
        let names = &self.parts.names[&life.place.names];
        let offers = roles.contains(&Role::Mentor);
        let looks = roles.contains(&Role::Mentee);
        SamplePerson {
            email: email(&format!("person.{index}")),
            roles,
            profile: self.profile(&mut die, &life, names),
            offer: if offers { self.offer(&mut die, &life) } else { Offer::default() },
            preferences: if looks { self.preferences(&mut die, &life) } else { Preferences::default() },
            portrait: *die.any(&FACES[names.faces]),
        }
    }

    fn profile(&self, die: &mut Die, life: &Life, names: &Names) -> Profile {
        let word = die.any(&life.profession.lines);
        let headline = life.tell(die, &self.parts.headlines).replace("{line}", word);
        let about = [
            life.tell(die, &self.parts.openers),
            die.any(&life.profession.lines).clone(),
            die.any(&self.parts.loves).clone(),
            die.any(&self.parts.closers).clone(),
        ];
        let spoken = die.between(1, life.place.languages.len());
        Profile {
            display_name: names.draw(die),
            headline: capitalised(headline.trim_end_matches('.')),
            organisation: String::new(),
            country: life.place.country.clone(),
            city: life.place.city.clone(),
            time_zone: life.place.time_zone.clone(),
            languages: life.place.languages[..spoken].to_vec(),
            about: about.join(" "),
        }
    }

    fn offer(&self, die: &mut Die, life: &Life) -> Offer {
        let held = self.choices.iter().filter_map(|(criterion, options)| {
            let held = match criterion.as_str() {
                "skills" => die.skills(life.profession, options),
                "topics" | "availability" => die.some(options, 1, 4),
                "sectors" => life.profession.sectors.clone(),
                "career-stage" => vec![life.stage(options)],
                "format" => die.some(options, 1, 3),
                _ => return None,
            };
            Some((criterion.clone(), held))
        });
        Offer {
            options: held.collect(),
            help: life.tell(die, &self.parts.helps),
            experience: life.tell(die, &self.parts.experiences),
            places: *die.often_first(&[2, 1, 3, 4, 5]),
            ..Offer::default()
        }
    }

    fn preferences(&self, die: &mut Die, life: &Life) -> Preferences {
        let wanted = self.choices.iter().filter_map(|(criterion, options)| {
            let options = match criterion.as_str() {
                "skills" => die.some(options, 1, 4),
                _ if die.below(2) == 0 => return None,
                "topics" => die.some(options, 1, 3),
                "sectors" => life.profession.sectors.clone(),
                "career-stage" => vec![life.stage(options)],
                "languages" => life.place.languages.clone(),
                "format" | "availability" => die.some(options, 1, 2),
                _ => return None,
            };
            Some(Preference { criterion: criterion.clone(), options, importance: *die.any(&Importance::ALL) })
        });
        Preferences { criteria: wanted.collect(), hope: life.tell(die, &self.parts.hopes) }
    }
}

impl Life<'_> {
    fn tell(&self, die: &mut Die, sentences: &[String]) -> String {
        die.any(sentences)
            .replace("{profession}", &self.profession.name)
            .replace("{a_profession}", &self.profession.called)
            .replace("{city}", &self.place.city)
            .replace("{years}", &self.years.to_string())
    }

    /// How far along the way one is after so many years; nobody of a crowd is still at the first stage.
    fn stage(&self, stages: &[OptionKey]) -> OptionKey {
        let reached = [5, 12, 22, 33].iter().filter(|years| self.years >= **years).count() + 1;
        stages[reached].clone()
    }
}

impl Names {
    fn draw(&self, die: &mut Die) -> String {
        let (given, family) = (die.any(&self.given), die.any(&self.family));
        let (first, last) = if self.family_first { (family, given) } else { (given, family) };
        let space = if self.joined { "" } else { " " };
        format!("{first}{space}{last}")
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// One person's randomness.
struct Die(Xoshiro256PlusPlus);

impl Die {
    fn new(seed: u64, index: usize) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed.rotate_left(32) ^ index as u64))
    }

    fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end)
    }

    fn between(&mut self, least: usize, most: usize) -> usize {
        self.0.random_range(least..=most)
    }

    fn any<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// As life is: what stands first is chosen far more often than what stands last.
    fn often_first<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let within = self.below(of.len()) + 1;
        &of[self.below(within)]
    }

    /// Between `least` and `most` different ones, what stands first more often.
    fn some<T: Clone + PartialEq>(&mut self, of: &[T], least: usize, most: usize) -> Vec<T> {
        let mut chosen = Vec::new();
        self.add(&mut chosen, of, least, most);
        chosen
    }

    fn add<T: Clone + PartialEq>(&mut self, chosen: &mut Vec<T>, of: &[T], least: usize, most: usize) {
        for _ in 0..self.between(least, most) {
            let one = self.often_first(of);
            if !chosen.contains(one) {
                chosen.push(one.clone());
            }
        }
    }

    /// Some of the profession's and some of all.
    fn skills(&mut self, profession: &Profession, all: &[OptionKey]) -> Vec<OptionKey> {
        let mut chosen = self.some(&profession.skills, 2, 4);
        self.add(&mut chosen, all, 1, 4);
        chosen
    }
}

/// The portraits that a crowd shares, from light to dark skin.
const FACES: [[Portrait; 6]; 4] = [
    [
        face(0xf0_cbb1, Hair::Bun, 0x7a_4a2c, 0x6b_6f57, 0xe5_e0e4),
        face(0xec_c4a6, Hair::Short, 0x5a_3d2b, 0x4d_5b6b, 0xdf_e3dc),
        glasses(face(0xed_c7ac, Hair::Bob, 0xc9_b48a, 0x5b_6f8a, 0xe6_e2d6)),
        face(0xf0_cbb1, Hair::Swept, 0xa7_a39a, 0x54_514a, 0xdf_e4e2),
        face(0xec_c4a6, Hair::Long, 0x8f_4f2e, 0x3f_5a52, 0xe7_dccb),
        glasses(face(0xe8_bf9f, Hair::Crop, 0x2f_2723, 0x8a_6a3a, 0xdd_e2e4)),
    ],
    [
        face(0xe2_b48f, Hair::Long, 0x23_1d1f, 0xa3_644f, 0xe3_e6dc),
        face(0xd3_a07a, Hair::Short, 0x23_1d1f, 0x3f_6470, 0xe4_ddd2),
        face(0xe2_b48f, Hair::Bob, 0x23_1d1f, 0x6f_5a66, 0xdf_e3dc),
        glasses(face(0xd3_a07a, Hair::Crop, 0x2f_2723, 0x5f_6f4a, 0xe6_e1d2)),
        face(0xd9_a883, Hair::Swept, 0xa7_a39a, 0x33_454c, 0xe5_e0e4),
        glasses(face(0xdc_ae88, Hair::Bun, 0x2f_2723, 0x8c_5a3c, 0xdf_e4e2)),
    ],
    [
        face(0xbd_8a66, Hair::Short, 0x23_1d1f, 0x7c_8b4f, 0xeb_e2cf),
        face(0xa8_7452, Hair::Long, 0x2b_211d, 0x3f_6470, 0xe6_e1d2),
        glasses(face(0xb9_8258, Hair::Swept, 0x8b_8479, 0x4d_5b6b, 0xe2_e4dd)),
        face(0xc9_9b78, Hair::Bun, 0x2f_2723, 0xa3_644f, 0xdf_e3dc),
        face(0xa8_7452, Hair::Curls, 0x2b_211d, 0x5b_6f8a, 0xe7_dccb),
        face(0xbd_8a66, Hair::Crop, 0x2f_2723, 0x6b_6f57, 0xe5_e1d6),
    ],
    [
        face(0x6d_4630, Hair::Crop, 0x24_1b18, 0x8c_5a3c, 0xe7_dccb),
        glasses(face(0x5a_3a29, Hair::Short, 0x15_1210, 0x7c_8b4f, 0xeb_e2cf)),
        face(0x6d_4630, Hair::Curls, 0x1e_1917, 0x3f_5a52, 0xe3_e6dc),
        face(0x7a_4f37, Hair::Bun, 0x1e_1917, 0x8a_6a3a, 0xdd_e2e4),
        glasses(face(0x5a_3a29, Hair::Crop, 0x8b_8479, 0x4d_5b6b, 0xe6_e2d6)),
        face(0x94_6242, Hair::Short, 0x1e_1917, 0x5f_6f4a, 0xe4_ddd2),
    ],
];

const fn face(skin: u32, hair: Hair, hair_colour: u32, top: u32, ground: u32) -> Portrait {
    Portrait {
        skin: Colour::new(skin),
        hair,
        hair_colour: Colour::new(hair_colour),
        top: Colour::new(top),
        ground: Colour::new(ground),
        beard: Beard::None,
        glasses: false,
        earrings: None,
    }
}

const fn glasses(portrait: Portrait) -> Portrait {
    Portrait { glasses: true, ..portrait }
}
