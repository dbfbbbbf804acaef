fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut files = compiler_diagnostics::Files::new();
        let id = files.add(&path, &text);
        let arena = bumpalo::Bump::new();
        let t = std::time::Instant::now();
        let parsed = compiler_syntax::parse(id, &text, &arena);
        eprintln!("{path}: {} bytes {:?}", text.len(), t.elapsed());
        for d in &parsed.diagnostics {
            print!("{}", compiler_diagnostics::render(&files, d, false));
        }
        for m in parsed.file.modules {
            eprintln!("module {} {} functions", m.name.text, m.functions.len());
        }
    }
}
