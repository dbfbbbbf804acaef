//! Generates the parser from `src/grammar.lalrpop`.

fn main() {
    if let Err(error) = lalrpop::Configuration::new()
        .emit_rerun_directives(true)
        .emit_comments(false)
        .emit_whitespace(false)
        .never_use_colors()
        .process_dir("src")
    {
        panic!("the grammar cannot be compiled: {error}");
    }
}
