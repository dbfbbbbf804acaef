//! One diagnostic and its parts.

use crate::{Code, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The program is wrong and will not be built.
    Error,
    /// The program is built, but not as it should be.
    Warning,
    /// Something worth knowing.
    Note,
}

impl Severity {
    /// The word that JSON and the terminal use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place in the source with words about it (perhaps none).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The words; may be empty.
    pub text: String,
}

/// Whether a tool may apply a [`Suggestion`] without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// It is right: `fix` applies it.
    MachineApplicable,
    /// It may be what was meant: a person decides.
    MaybeIncorrect,
}

impl Applicability {
    /// The word that JSON uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::MachineApplicable => "machine-applicable",
            Self::MaybeIncorrect => "maybe-incorrect",
        }
    }
}

/// Text to put in the place of a span (an empty span inserts).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What is put there.
    pub text: String,
}

/// A change that would settle the matter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Suggestion {
    /// What it does, in the imperative: "remove the clause".
    pub title: String,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
    /// Whether a tool may apply it.
    pub applicability: Applicability,
}

/// One thing the compiler has to say.
///
/// Messages are lower case and without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The title line.
    pub message: String,
    /// The place it is about.
    pub primary: Label,
    /// Other places that explain it, in the order of the story.
    pub secondary: Vec<Label>,
    /// Further sentences.
    pub notes: Vec<String>,
    /// Changes that would settle it, the best one first.
    pub suggestions: Vec<Suggestion>,
}

impl Diagnostic {
    /// Makes a diagnostic without labels' words, notes or suggestions.
    pub fn new(severity: Severity, code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            notes: Vec::new(),
            suggestions: Vec::new(),
        }
    }

    /// Makes an error.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message)
    }

    /// Makes a warning.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message)
    }

    /// Makes a note.
    pub fn note(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, span, message)
    }

    /// All places it names, those of edits included.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let labels = std::iter::once(&self.primary).chain(&self.secondary);
        let edits = self.suggestions.iter().flat_map(|suggestion| &suggestion.edits);
        labels.map(|label| label.span).chain(edits.map(|edit| edit.span))
    }

    /// Puts words at the primary place.
    #[must_use]
    pub fn with_label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn with_secondary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Adds a sentence.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a change of several edits.
    #[must_use]
    pub fn with_suggestion(mut self, suggestion: Suggestion) -> Self {
        self.suggestions.push(suggestion);
        self
    }

    /// Adds a change of one edit that a tool may apply.
    #[must_use]
    pub fn with_fix(self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.with_edit(title, span, text, Applicability::MachineApplicable)
    }

    /// Adds a change of one edit that a person has to judge.
    #[must_use]
    pub fn with_hint(self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.with_edit(title, span, text, Applicability::MaybeIncorrect)
    }

    fn with_edit(
        self,
        title: impl Into<String>,
        span: Span,
        text: impl Into<String>,
        applicability: Applicability,
    ) -> Self {
        let edits = vec![Edit { span, text: text.into() }];
        self.with_suggestion(Suggestion { title: title.into(), edits, applicability })
    }
}
