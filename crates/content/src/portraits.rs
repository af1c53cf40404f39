//! Drawn portraits for sample people: flat shapes in the colours of the look, as a standalone SVG.

use std::fmt::{self, Display};

use serde::Deserialize;

/// What tells one drawn face from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portrait {
    /// Of the face and the neck.
    pub skin: Colour,
    /// What is on the head.
    pub hair: Hair,
    /// Of the hair or the cloth.
    pub hair_colour: Colour,
    /// Of the clothes.
    pub top: Colour,
    /// Behind the person.
    pub ground: Colour,
    /// None unless said.
    #[serde(default)]
    pub beard: Beard,
    /// None unless said.
    #[serde(default)]
    pub glasses: bool,
    /// None unless said.
    #[serde(default)]
    pub earrings: Option<Colour>,
}

/// What is on the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hair {
    /// Short, with some height.
    Short,
    /// Cut close to the head.
    Crop,
    /// Short and swept back.
    Swept,
    /// To the chin.
    Bob,
    /// Over the shoulders.
    Long,
    /// Tied up.
    Bun,
    /// A round crown of curls.
    Curls,
    /// Hardly any.
    Bald,
    /// A turban.
    Turban,
    /// A headscarf.
    Hijab,
}

/// How much beard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beard {
    /// None.
    #[default]
    None,
    /// From ear to ear.
    Full,
    /// Around the chin.
    Chin,
}

/// A colour of the screen, read from `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Colour([u8; 3]);

impl TryFrom<String> for Colour {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        number.map(Colour::new).ok_or("a colour is written #rrggbb")
    }
}

impl Colour {
    /// From `0xrrggbb`.
    pub const fn new(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self([red, green, blue])
    }

    /// The colour that lies `percent` of the way towards another.
    fn towards(self, other: u32, percent: u32) -> Self {
        let Self(other) = Self::new(other);
        let mixed = |from: u8, to: u8| {
            let sum = u32::from(from) * (100 - percent) + u32::from(to) * percent;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self([0, 1, 2].map(|channel| mixed(self.0[channel], other[channel])))
    }
}

impl Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([red, green, blue]) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

const HEAD: &str = "M31 40c0-12 7.500-20 17-20s17 8 17 20c0 13-7.500 23-17 23s-17-10-17-23Z";
const CHEEK: &str =
    "M48 20c9.500 0 17 8 17 20 0 13-7.500 23-17 23-2 0-4-.5-5.800-1.400C52 58 56 50 56 40c0-9-3-16.500-8-20Z";
const NECK: &str = "M41 52h14v13c0 3 2.500 4.500 5 5.200-2 7.500-22 7.500-24 0 2.500-.7 5-2.200 5-5.200Z";
const SHOULDERS: &str = "M8 100c2-20 13-27 31-30h18c18 3 29 10 31 30Z";
const SHADED_SHOULDER: &str = "M57 70c18 3 29 10 31 30H66c2-12-2-23-9-30Z";
const DRAPED_SHOULDERS: &str = "M8 100c2-18 14-25 40-25s38 7 40 25Z";
const NOSE: &str = "M47.800 43.500c-.8 2-1.200 3.200-.9 4.200.5.7 1.300.8 2.200.5";
const FULL_BEARD: &str = "M31 42c.5 14 7 23.500 17 23.500S64.500 56 65 42c-2.500 5-4 8-7 9.500-3-2.500-6-3-10-3s-7 .5-10 3c-3-1.500-4.500-4.500-7-9.500Z";
const CHIN_BEARD: &str =
    "M33.500 50c2 9 7.500 14.500 14.500 14.500S60.500 59 62.500 50c-3 2-5 2-7 1-4-2-11-2-15 0-2 1-4 1-7-1Z";
const GLASSES: &str = r##"<g fill="none" stroke="#2d2a26" stroke-width="1.600"><circle cx="40.800" cy="42" r="5.400"/><circle cx="55.200" cy="42" r="5.400"/><path d="M46.200 41.500c1.200-.9 2.400-.9 3.600 0"/></g>"##;

impl Portrait {
    /// The face as a standalone SVG, square, without classes or scripts.
    pub fn svg(&self) -> String {
        let covered = self.hair == Hair::Hijab;
        let head = filled(HEAD, self.skin) + &veiled(CHEEK, self.shadow(), ".35");
        let layers = if covered {
            [self.torso(), self.hair_behind(), head, self.hair_before()]
        } else {
            [self.hair_behind(), self.torso(), head, self.hair_before()]
        };
        let ground = self.ground;
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" fill="{ground}"/><g transform="translate(-11 -5.500) scale(1.23)">{}{}</g></svg>"#,
            layers.concat(),
            self.features()
        )
    }

    fn shadow(&self) -> Colour {
        self.skin.towards(0x3a_1c10, 20)
    }

    fn torso(&self) -> String {
        if self.hair == Hair::Hijab {
            return filled(DRAPED_SHOULDERS, self.top);
        }
        filled(SHOULDERS, self.top)
            + &veiled(SHADED_SHOULDER, self.top.towards(0, 16), ".55")
            + &filled(NECK, self.shadow())
    }

    fn hair_behind(&self) -> String {
        let shaded = self.hair_colour.towards(0, 22);
        match self.hair {
            Hair::Bob => {
                filled("M25 62c-4-22-2-47 23-47s27 25 23 47c-3 3-9 4-12 2V40H37v24c-3 2-9 1-12-2Z", shaded)
            }
            Hair::Long => {
                filled("M24 88c-2-20-1-35 2-48 2-15 10-25 22-25s20 10 22 25c3 13 4 28 2 48H24Z", shaded)
            }
            Hair::Bun => {
                format!(r#"<circle cx="50" cy="13" r="9.500" fill="{shaded}"/>"#)
                    + &filled("M29 52c-5-22 3-37 19-37s24 15 19 37H29Z", shaded)
            }
            Hair::Curls => filled(
                "M48 8c6-2 11 0 14 4 5 0 9 4 9 9 4 3 5 9 3 13 2 5 1 10-3 13-1 5-5 8-10 8H35c-5 0-9-3-10-8-4-3-5-8-3-13-2-4-1-10 3-13 0-5 4-9 9-9 3-4 8-6 14-4Z",
                shaded,
            ),
            Hair::Hijab => filled(
                "M20 96c0-18 4-26 6-36-2-28 6-49 22-49s24 21 22 49c2 10 6 18 6 36H20Z",
                self.hair_colour,
            ),
            Hair::Short | Hair::Crop | Hair::Swept | Hair::Bald | Hair::Turban => String::new(),
        }
    }

    fn hair_before(&self) -> String {
        let (colour, shaded) = (self.hair_colour, self.hair_colour.towards(0, 22));
        match self.hair {
            Hair::Short => filled(
                "M29.500 41c-2-14 4-25 18.500-25 13 0 20.500 9 18.500 25-1.500-7-4-11-7-13.500-7 2.500-16 1.500-22-1-4 3-6.500 8-8 14.500Z",
                colour,
            ),
            Hair::Crop => filled(
                "M30 38c-1-13 6.500-21 18-21s19 8 18 21c-2-6-5-10.500-9-12-6-1.500-12-1.500-18 0-4 1.500-7 6-9 12Z",
                colour,
            ),
            Hair::Swept => filled(
                "M29 42c-3-14 4-27 19-27s22 13 19 27c-1.500-6-3-10-6-13-4-2-10 1-17-1-5-1.500-8 1-10 4-2.500 3-4 6-5 10Z",
                colour,
            ),
            Hair::Bob => filled(
                "M28.500 46c-3-17 4-30 19.500-30s22.500 13 19.500 30c-2-8-6-14-11-17-8 5-18 5-23 4-3 3-4 8-5 13Z",
                colour,
            ),
            Hair::Long => {
                filled("M29 47c-3-17 4-31 19-31s22 14 19 31c-2-10-7-17-19-21-11 4-17 11-19 21Z", colour)
            }
            Hair::Bun => filled(
                "M29.500 43c-2-15 4-26 18.500-26s20.500 11 18.500 26c-2-9-8-15-15-17-8 6-18 7-22 17Z",
                colour,
            ),
            Hair::Curls => filled(
                "M29 43c-3-6-3-13 1-18 3-6 10-9 18-9s15 3 18 9c4 5 4 12 1 18-1-3-2-6-4-8-1-3-3-4-5-4-2-3-5-3-7-2-3-2-6-1-8 1-3-1-5 0-7 2-3 2-5 6-7 11Z",
                colour,
            ),
            Hair::Bald => filled(
                "M29.800 44c-.8-4-.6-8 .4-11 1 1.500 1.500 4 1.300 7l-1.700 4ZM66.200 44c.8-4 .6-8-.4-11-1 1.500-1.500 4-1.300 7l1.700 4Z",
                colour,
            ),
            Hair::Turban => {
                filled(
                    "M27.500 35C26 19 35 9 48 9s22 10 20.500 26c-5-5-12-8-20.500-8s-15.500 3-20.500 8Z",
                    colour,
                ) + &veiled(
                    "M27.500 35c6-10 16-16 34-17.500C52 12 40 13 33 20c-4 4-5.500 9-5.500 15Z",
                    shaded,
                    ".6",
                )
            }
            Hair::Hijab => {
                format!(
                    r#"<path d="M26 60c-3-30 5-49 22-49s25 19 22 49c-4 8-12 12-22 12s-18-4-22-12Zm22 3c9 0 15.500-10 15.500-23 0-11-6-17.500-15.500-17.500S32.500 29 32.500 40c0 13 6.500 23 15.500 23Z" fill="{colour}" fill-rule="evenodd"/>"#
                ) + &veiled(
                    "M48 72c10 0 18-4 22-12 1.500 6 3 9 4 14-8 8-30 9-44-2 5 .5 12 0 18 0Z",
                    shaded,
                    ".45",
                )
            }
        }
    }

    fn features(&self) -> String {
        let bearded = self.beard != Beard::None;
        let beard_colour = if self.hair == Hair::Turban { Colour::new(0x2b_2320) } else { self.hair_colour };
        let beard = match self.beard {
            Beard::None => String::new(),
            Beard::Full => filled(FULL_BEARD, beard_colour),
            Beard::Chin => filled(CHIN_BEARD, beard_colour),
        };
        let glasses = if self.glasses { GLASSES } else { "" };
        let earrings = self.earrings.map(earrings).unwrap_or_default();
        let eyes = self.skin.towards(0x1a_0d08, 78);
        let nose = self.shadow();
        let lips = if bearded { self.skin.towards(0x7a_3b30, 35) } else { self.skin.towards(0x6d_2a1e, 50) };
        let mouth = if bearded { "53.2" } else { "52.6" };
        format!(
            r#"{beard}{glasses}{earrings}<g fill="{eyes}"><ellipse cx="40.800" cy="42" rx="1.450" ry="1.700"/><ellipse cx="55.200" cy="42" rx="1.450" ry="1.700"/></g><g fill="none" stroke-linecap="round"><path d="{NOSE}" stroke="{nose}" stroke-width="1.300"/><path d="M42.800 {mouth}c3 2.700 7.400 2.700 10.400 0" stroke="{lips}" stroke-width="1.600"/></g>"#
        )
    }
}

fn filled(path: &str, fill: Colour) -> String {
    format!(r#"<path d="{path}" fill="{fill}"/>"#)
}

fn veiled(path: &str, fill: Colour, opacity: &str) -> String {
    format!(r#"<path d="{path}" fill="{fill}" opacity="{opacity}"/>"#)
}

fn earrings(colour: Colour) -> String {
    format!(r#"<g fill="{colour}"><circle cx="31" cy="50" r="2"/><circle cx="65" cy="50" r="2"/></g>"#)
}
