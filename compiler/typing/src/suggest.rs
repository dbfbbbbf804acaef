//! "Did you mean": the name in sight that is nearest to an unknown one.

/// The candidate nearest to `name`, if one is near enough to be meant.
pub(crate) fn closest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let distance_max = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name && !candidate.starts_with('$'))
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= distance_max)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        assert_eq!(closest("witdraw", ["deposit", "withdraw"]), Some("withdraw"));
        assert_eq!(closest("swap", ["deposit", "withdraw"]), None);
    }
}
