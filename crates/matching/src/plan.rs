//! A search as bitmaps: the inputs whose weights make the score, and the filters.

use domain::criteria::{CriterionKey, Rule};

use crate::Scale;
use crate::bits::{self, Bits};
use crate::column::Column;
use crate::index::{ByTile, Index};
use crate::scale::{Measure, NEAR_MINUTES, VERY_NEAR_MINUTES};
use crate::tile::Day;

/// What a scale asks of the index.
pub(crate) struct Plan<'a> {
    /// Those with a weight first, the heaviest first: so the threshold decides soonest.
    pub(crate) inputs: Vec<Input<'a>>,
    /// Whose bits are worth how many points.
    pub(crate) weights: Vec<u32>,
    /// How many inputs are worth a point.
    pub(crate) weighted: usize,
    pub(crate) filters: Vec<Filter<'a>>,
    /// Somebody without any point is not in the list.
    pub(crate) needs_points: bool,
}

/// A bitmap: one that the index has, or one that is made from several.
pub(crate) enum Input<'a> {
    /// Who holds an option.
    Held(&'a Column),
    /// Who holds one of several options.
    Any(Vec<&'a Column>),
    /// Who is near.
    Near(Nearness<'a>),
}

/// One half of being near: in the country, or in the city, or by the clock.
pub(crate) struct Nearness<'a> {
    countries: Vec<&'a Column>,
    cities: ByTile,
    clocks: Vec<i32>,
    most_minutes: u32,
}

/// An exact filter: all its inputs must be there.
pub(crate) struct Filter<'a> {
    pub(crate) criterion: &'a CriterionKey,
    pub(crate) inputs: Vec<usize>,
}

static NOBODY: Column = Column::new();

impl<'a> Plan<'a> {
    pub(crate) fn new(scale: &Scale<'a>, index: &'a Index) -> Self {
        let mut inputs = Vec::new();
        let mut filters = Vec::new();
        for measure in scale.measures() {
            let own = inputs.len();
            inputs.extend(weighted_inputs(measure, index));
            if measure.wanted().exact {
                let needed = needed_inputs(measure, own..inputs.len());
                filters.push(Filter { criterion: &measure.wanted().criterion, inputs: needed });
            }
        }
        Self::sorted(inputs, filters, !scale.measures().is_empty())
    }

    fn sorted(inputs: Vec<(u32, Input<'a>)>, mut filters: Vec<Filter<'a>>, needs_points: bool) -> Self {
        let mut inputs: Vec<_> = inputs.into_iter().enumerate().collect();
        inputs.sort_by_key(|(_, (weight, _))| std::cmp::Reverse(*weight));
        let mut moved_to = vec![0; inputs.len()];
        inputs.iter().enumerate().for_each(|(to, (from, _))| moved_to[*from] = to);
        filters.iter_mut().flat_map(|filter| &mut filter.inputs).for_each(|input| *input = moved_to[*input]);
        let (weights, inputs): (Vec<_>, Vec<_>) = inputs.into_iter().map(|(_, input)| input).unzip();
        let weighted = weights.iter().filter(|weight| **weight > 0).count();
        Self { inputs, weights, weighted, filters, needs_points }
    }
}

fn weighted_inputs<'a>(measure: &Measure<'a>, index: &'a Index) -> Vec<(u32, Input<'a>)> {
    let column = |option: &_| index.options.column(&measure.wanted().criterion, option);
    match measure.rule() {
        Rule::Share => {
            let held = measure.options().map(|option| Input::Held(column(option).unwrap_or(&NOBODY)));
            held.map(|input| (measure.worth(), input)).collect()
        }
        Rule::Any => vec![(measure.full(), any(measure.options().filter_map(column).collect()))],
        Rule::AtLeast => {
            vec![(measure.full(), any(measure.reaching_options().filter_map(column).collect()))]
        }
        Rule::Near => {
            let countries = measure.places().filter_map(crate::Place::country);
            let near = Nearness {
                countries: countries.filter_map(|country| index.places.countries.get(country)).collect(),
                cities: ByTile::new(),
                clocks: measure.clocks(),
                most_minutes: NEAR_MINUTES,
            };
            let very_near = Nearness {
                countries: Vec::new(),
                cities: index.in_cities(measure.places()),
                clocks: measure.clocks(),
                most_minutes: VERY_NEAR_MINUTES,
            };
            [near, very_near].map(|half| (measure.half(), Input::Near(half))).into()
        }
    }
}

/// The inputs that full points take: all, but of the halves of being near only those that can be reached.
fn needed_inputs(measure: &Measure<'_>, own: std::ops::Range<usize>) -> Vec<usize> {
    match measure.rule() {
        Rule::Near => own.take((measure.attainable() / measure.half()) as usize).collect(),
        // Options so many that each is worth nothing are held by everybody as far as points go.
        Rule::Share if measure.worth() == 0 => Vec::new(),
        Rule::Share | Rule::Any | Rule::AtLeast => own.collect(),
    }
}

fn any(mut columns: Vec<&Column>) -> Input<'_> {
    match columns.len() {
        0 => Input::Held(&NOBODY),
        1 => Input::Held(columns.remove(0)),
        _ => Input::Any(columns),
    }
}

impl Input<'_> {
    pub(crate) fn needs_day(&self) -> bool {
        matches!(self, Self::Near(_))
    }

    /// The bitmap of a tile, where it has to be made.
    pub(crate) fn derive(&self, tile: usize, day: Option<&Day>) -> Option<Bits> {
        match self {
            Self::Held(_) => None,
            Self::Any(columns) => {
                let columns: Vec<_> = columns.iter().map(|column| column.of(tile)).collect();
                Some(bits::any(&columns))
            }
            Self::Near(nearness) => Some(nearness.derive(tile, day)),
        }
    }
}

impl Nearness<'_> {
    fn derive(&self, tile: usize, day: Option<&Day>) -> Bits {
        let countries = self.countries.iter().map(|column| column.of(tile));
        let cities = self.cities.get(&tile).map(|bits| &**bits);
        let clocks = day.into_iter().flat_map(|day| day.near(&self.clocks, self.most_minutes));
        bits::any(&countries.chain(cities).chain(clocks).collect::<Vec<_>>())
    }
}
