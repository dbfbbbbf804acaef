//! Vectors of which no more is known than what their elements may be.

use std::collections::BTreeSet;

use proptest::prelude::*;
use vm_access::{Argument, Term, Value};

use crate::config;
use crate::generate::{addresses, parameter_types, passed};

/// What elements may be, where that can be said.
fn elements() -> impl Strategy<Value = Vec<Term>> {
    prop::collection::vec(addresses(1), 1..4)
}

/// The alternatives of all of these.
fn all(terms: &[Term]) -> BTreeSet<Term> {
    terms.iter().flat_map(Term::alternatives).cloned().collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn each_element_is_one_of_those_that_a_vector_is_among(terms in elements(), index in 0_u64..9) {
        let vector = Term::among(terms.clone());
        let found = Term::any_element(vector.clone());
        prop_assert!(terms.iter().all(|term| found.covers(term)));
        if vector != Term::Any {
            prop_assert_eq!(all(&vector.elements()), all(&[Term::choice(terms.clone())]));
            prop_assert_eq!(&found, &Term::choice(terms));
        }
        let index = Term::Constant(Value::U64(index));
        prop_assert_eq!(Term::element(vector, index), found);
    }

    /// Where ways meet, an element is one of either vector's.
    #[test]
    fn one_of_two_vectors_has_the_elements_of_both(left in elements(), right in elements()) {
        let both = Term::choice([Term::among(left.clone()), Term::among(right.clone())]);
        prop_assert_eq!(&both, &Term::choice([Term::among(right.clone()), Term::among(left.clone())]));
        let found = Term::any_element(both.clone());
        prop_assert!(left.iter().chain(&right).all(|term| found.covers(term)));
        let whole = Term::Parameter(crate::generate::LIST);
        let with_whole = Term::any_element(Term::choice([Term::among(left.clone()), whole.clone()]));
        prop_assert!(left.iter().all(|term| with_whole.covers(term)));
        prop_assert!(with_whole.covers(&Term::any_element(whole)));
    }

    #[test]
    fn substituting_into_a_vector_is_into_its_elements(terms in elements(), passed in passed(1)) {
        let types = parameter_types();
        let within = Term::among(terms.iter().map(|term| term.substitute(&types, &passed)));
        let vector = Term::among(terms);
        if vector != Term::Any {
            prop_assert_eq!(vector.substitute(&types, &passed), within);
        }
        prop_assert_eq!(vector.substitute(&[], &Argument::identity(&types)), vector);
    }

    /// No table and no resource is keyed by such a vector, and no function is applied to it in a term.
    #[test]
    fn nothing_is_computed_from_a_vector_of_unknown_length(terms in elements()) {
        let vector = Term::among(terms);
        let length = Term::operation(vm_access::Operator::Length, std::slice::from_ref(&vector));
        prop_assert_eq!(length, Term::Any);
        prop_assert!(vector == Term::Any || vector.has_among());
    }
}
