//! The state machines as data: what the API accepts, what screens offer and what the documents say is one table.

use serde::{Deserialize, Serialize};

use crate::travels::travels;
use crate::{goals, meetings, relationships, requests};

travels! {
    /// All state machines.
    pub struct Workflows {
        /// One for each thing that has states.
        pub items: Vec<Workflow>,
    }

    /// A state machine.
    pub struct Workflow {
        /// What has the states.
        pub name: String,
        /// The states, in order; the first is where it begins.
        pub states: Vec<String>,
        /// What leads from state to state; whatever is not listed is refused (409 `invalid_transition`).
        pub transitions: Vec<Transition>,
    }

    /// What leads from one state to another.
    pub struct Transition {
        /// The state before; absent where it begins.
        pub from: Option<String>,
        /// What is done.
        pub action: String,
        /// By whom.
        pub by: String,
        /// The state after.
        pub to: String,
    }
}

impl Workflows {
    /// Those of the programme.
    pub fn all() -> Self {
        Self {
            items: vec![
                requests::state::workflow(),
                relationships::state::workflow(),
                meetings::state::workflow(),
                goals::state::workflow(),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transitions_are_between_states_that_there_are() {
        for workflow in Workflows::all().items {
            let begins = workflow.transitions.iter().filter(|transition| transition.from.is_none());
            assert!(begins.into_iter().all(|first| workflow.states.contains(&first.to)), "{}", workflow.name);
            for transition in &workflow.transitions {
                let known = |state: &String| workflow.states.contains(state);
                assert!(transition.from.iter().chain([&transition.to]).all(known), "{transition:?}");
            }
        }
    }
}
