//! Types of function values while they are being inferred.
//!
//! A value is made with all abilities that its function and what it captures allow, which is known at the end of the body;
//! where it is given or passed on it may be taken for one of a narrower promise. Inside of other types the promises must be
//! the same: there two values that are made here agree on what both can promise.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::Span;
use vm_access::{Argument, Declaration, FunctionType, Type};

use crate::ty::{FunctionTy, Made, Promise, Ty, Written};
use crate::unify::{Kind, Mismatch, Table};

/// A function value that is made here.
#[derive(Clone, Debug)]
pub(crate) struct MadeSlot {
    /// Where.
    pub(crate) span: Span,
    /// Types of what is captured.
    pub(crate) captured: Vec<Ty>,
    /// Whether values of the function may be stored.
    pub(crate) is_storable: bool,
    /// Another value that must have the same type.
    same: Option<Made>,
    /// The promise that is asked of it, or that it makes in the end.
    pub(crate) written: Option<Written>,
}

impl Table {
    /// The promise of a new function value.
    pub(crate) fn make(&mut self, span: Span, captured: Vec<Ty>, is_storable: bool) -> Promise {
        self.made.push(MadeSlot { span, captured, is_storable, same: None, written: None });
        Promise::Made(Made(self.made.len() - 1))
    }

    /// The value that stands for all whose type must be the same.
    pub(crate) fn representative(&self, mut made: Made) -> Made {
        while let Some(same) = self.made[made.0].same {
            made = same;
        }
        made
    }

    /// What is promised, or the value that decides it.
    fn promise<'p>(&'p self, promise: &'p Promise) -> Result<&'p Written, Made> {
        match promise {
            Promise::Written(written) => Ok(written),
            Promise::Made(made) => {
                let made = self.representative(*made);
                self.made[made.0].written.as_ref().ok_or(made)
            }
        }
    }

    /// Makes what two function types take and give equal.
    pub(crate) fn unify_alike(
        &mut self,
        left: &FunctionTy,
        right: &FunctionTy,
    ) -> Result<(), Mismatch> {
        self.unify_all(&left.parameters, &right.parameters)?;
        self.unify(&left.result, &right.result)
    }

    /// Makes what two function types promise equal.
    pub(crate) fn unify_promises(
        &mut self,
        left: &FunctionTy,
        right: &FunctionTy,
    ) -> Result<(), Mismatch> {
        match (self.promise(&left.promise).cloned(), self.promise(&right.promise).cloned()) {
            (Err(one), Err(other)) => {
                if one != other {
                    self.made[one.0].same = Some(other);
                }
                Ok(())
            }
            (Err(made), Ok(written)) | (Ok(written), Err(made)) => {
                self.made[made.0].written = Some(written);
                Ok(())
            }
            (Ok(one), Ok(other)) => self.unify_written(left, (&one, &other)),
        }
    }

    fn unify_written(
        &mut self,
        function: &FunctionTy,
        (one, other): (&Written, &Written),
    ) -> Result<(), Mismatch> {
        if one.abilities != other.abilities {
            return Err(Mismatch);
        }
        if one.declaration == other.declaration && one.types.len() == other.types.len() {
            return self.unify_all(&one.types, &other.types);
        }
        let finished = |written: &Written| {
            let declaration = written.declaration.as_ref()?;
            self.finished_declaration(function, (declaration, &written.types))
        };
        let (left, right) = (finished(one), finished(other));
        if left.is_some() && left == right { Ok(()) } else { Err(Mismatch) }
    }

    /// Whether two function types that take and give the same surely promise the same.
    pub(crate) fn promises_agree(&self, left: &FunctionTy, right: &FunctionTy) -> bool {
        match (self.promise(&left.promise), self.promise(&right.promise)) {
            (Err(one), Err(other)) => one == other,
            (Ok(one), Ok(other)) => one == other,
            (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
        }
    }

    /// Whether both are types of values made here, of which nothing was asked yet.
    pub(crate) fn are_open(&self, left: &FunctionTy, right: &FunctionTy) -> bool {
        self.promise(&left.promise).is_err() && self.promise(&right.promise).is_err()
    }

    /// Clauses with the types put in; `None` while a type is not known.
    fn finished_declaration(
        &self,
        function: &FunctionTy,
        (declaration, types): (&Declaration, &[Ty]),
    ) -> Option<Declaration> {
        let types = self.finished_all(types)?;
        if types.is_empty() {
            return Some(declaration.clone());
        }
        let parameters = self.finished_all(&function.parameters)?;
        Some(declaration.in_types(&types, &Argument::identity(&parameters)).normal())
    }

    pub(crate) fn finished_all(&self, types: &[Ty]) -> Option<Vec<Type>> {
        types.iter().map(|ty| self.finished(ty)).collect()
    }

    pub(crate) fn finished_function(&self, function: &FunctionTy) -> Option<FunctionType> {
        let written = self.promise(&function.promise).ok()?;
        let results = match self.shallow(&function.result) {
            Ty::Tuple(types) => self.finished_all(&types)?,
            // Nothing comes back, so nothing says what.
            Ty::Variable(variable) if self.kind(variable) == Kind::Diverging => Vec::new(),
            single => vec![self.finished(&single)?],
        };
        let declaration = match &written.declaration {
            None => None,
            Some(it) => Some(self.finished_declaration(function, (it, &written.types))?),
        };
        Some(FunctionType {
            parameters: self.finished_all(&function.parameters)?,
            results,
            abilities: written.abilities,
            declaration,
        })
    }

    pub(crate) fn deep_function(&self, function: &FunctionTy) -> Ty {
        let parameters = function.parameters.iter().map(|ty| self.deep(ty)).collect();
        let promise = match self.promise(&function.promise) {
            Ok(written) => Promise::Written(written.clone()),
            Err(made) => Promise::Made(made),
        };
        Ty::function(parameters, self.deep(&function.result), promise)
    }
}
