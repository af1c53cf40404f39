use chrono::{DateTime, Utc};
use domain::tools::{ToolRow, ToolStage};

/// Where a tool stands with the two, for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Both have confirmed it then.
    Agreed(DateTime<Utc>),
    /// The other's own: so many answers are shared with the reader.
    ForYou(u32),
    /// The other's own, and nothing of it is shared.
    Theirs,
    /// All questions have an answer.
    Whole,
    /// So many of so many questions have an answer.
    Begun(u32, u32),
    /// Nobody has begun.
    New,
}

impl Stands {
    /// Where it stands.
    pub fn of(tool: &ToolRow) -> Self {
        match (tool.agreed_at, tool.answered, tool.shared_with_me) {
            (Some(at), ..) => Self::Agreed(at),
            (None, _, shared @ 1..) if tool.of_other => Self::ForYou(shared),
            (None, ..) if tool.of_other => Self::Theirs,
            (None, answered, _) if answered > 0 && answered >= tool.questions => Self::Whole,
            (None, answered @ 1.., _) => Self::Begun(answered, tool.questions),
            (None, 0, shared @ 1..) => Self::ForYou(shared),
            (None, 0, 0) => Self::New,
        }
    }

    /// There is nothing more to do with it.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Agreed(_) | Self::Whole)
    }
}

/// Who reads what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Only the writer.
    OnlyYou,
    /// The other reads it, too.
    Shared,
    /// Both write it.
    Together,
}

impl Readers {
    /// Who reads what is written in a tool.
    pub fn of(tool: &ToolRow) -> Self {
        if tool.together {
            Self::Together
        } else if tool.of_other || tool.shared_by_me > 0 {
            Self::Shared
        } else {
            Self::OnlyYou
        }
    }
}

/// The tools by the part of the way that they belong to: the first conversation, agreeing, on the way and at the end.
/// What the other keeps to themself is not among them.
pub fn by_stage(tools: &[ToolRow]) -> [Vec<&ToolRow>; 3] {
    let of = |stages: &[ToolStage]| {
        let seen = tools.iter().filter(|tool| stages.contains(&tool.stage));
        seen.filter(|tool| Stands::of(tool) != Stands::Theirs).collect()
    };
    [of(&[ToolStage::First]), of(&[ToolStage::Agreeing]), of(&[ToolStage::Way, ToolStage::Ending])]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool() -> ToolRow {
        ToolRow {
            key: "half-way-review".to_owned(),
            title: "Half-way review".to_owned(),
            summary: String::new(),
            minutes: 15,
            stage: ToolStage::Way,
            together: false,
            confirmed: false,
            of_other: false,
            questions: 5,
            answered: 0,
            shared_with_me: 0,
            shared_by_me: 0,
            agreed_at: None,
            written_at: None,
            suggested: false,
        }
    }

    #[test]
    fn a_tool_stands_where_its_answers_are() {
        let of = |change: fn(&mut ToolRow)| {
            let mut tool = tool();
            change(&mut tool);
            Stands::of(&tool)
        };
        assert_eq!(of(|_| ()), Stands::New);
        assert_eq!(of(|tool| tool.answered = 3), Stands::Begun(3, 5));
        assert_eq!(of(|tool| tool.answered = 5), Stands::Whole);
        assert_eq!(of(|tool| tool.shared_with_me = 2), Stands::ForYou(2));
        assert_eq!(of(|tool| (tool.answered, tool.shared_with_me) = (1, 2)), Stands::Begun(1, 5));
        assert_eq!(of(|tool| tool.of_other = true), Stands::Theirs);
        assert_eq!(of(|tool| (tool.of_other, tool.shared_with_me) = (true, 2)), Stands::ForYou(2));
        let agreed = of(|tool| tool.agreed_at = Some(DateTime::UNIX_EPOCH));
        assert_eq!(agreed, Stands::Agreed(DateTime::UNIX_EPOCH));
        assert!(agreed.is_done() && Stands::Whole.is_done() && !Stands::Begun(1, 5).is_done());
    }

    #[test]
    fn who_reads_follows_from_what_is_shared() {
        assert_eq!(Readers::of(&tool()), Readers::OnlyYou);
        assert_eq!(Readers::of(&ToolRow { shared_by_me: 1, ..tool() }), Readers::Shared);
        assert_eq!(Readers::of(&ToolRow { together: true, ..tool() }), Readers::Together);
    }

    #[test]
    fn tools_stand_along_the_way_without_what_is_not_for_the_reader() {
        let tools = [
            ToolRow { stage: ToolStage::First, of_other: true, ..tool() },
            ToolRow { stage: ToolStage::First, of_other: true, shared_with_me: 1, ..tool() },
            ToolRow { stage: ToolStage::Agreeing, ..tool() },
            tool(),
            ToolRow { stage: ToolStage::Ending, ..tool() },
        ];
        assert_eq!(by_stage(&tools).map(|stage| stage.len()), [1, 1, 2]);
    }
}
