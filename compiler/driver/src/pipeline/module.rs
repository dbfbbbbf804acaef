//! One module: inferred, judged and verified.

use std::sync::Arc;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Severity, Span};
use compiler_syntax::Purpose;
use vm_access::Identifier;
use vm_bytecode::{Limits, Module, SourceMap, SourceSpan};
use vm_footprint::{Inference, Interfaces, annotate, infer_with_stand_ins};
use vm_verifier::{VerifyError, verify};

use crate::access::judge;
use crate::build::{CompiledModule, Phase};
use crate::front::Emitted;
use crate::manifest::Declarations;
use crate::memory::inferred;
use crate::names::PackageNames;
use crate::outline::ModuleOutline;
use crate::pipeline::Pipeline;
use crate::sources::PackageId;
use crate::{acquires, instantiation, references};

/// What is known of a module before it has bytecode.
pub(super) struct Header {
    pub(super) package: PackageId,
    pub(super) file: FileId,
    pub(super) outline: Arc<ModuleOutline>,
    pub(super) names: Arc<PackageNames>,
    pub(super) declarations: Declarations,
}

impl Header {
    fn with(
        &self,
        module: Arc<Module>,
        inference: Arc<Inference>,
        source_map: &Arc<SourceMap>,
    ) -> CompiledModule {
        CompiledModule {
            package: self.package,
            file: self.file,
            module,
            inference,
            source_map: Arc::clone(source_map),
            outline: Arc::clone(&self.outline),
            names: Arc::clone(&self.names),
        }
    }
}

impl<'s> Pipeline<'s> {
    /// The text of a file.
    fn text(&self, file: FileId) -> &'s str {
        self.sources.files().get(file).map_or("", |source| source.text())
    }

    /// Judges the declarations of a module's inline functions, which `with_inlines` has besides those of `module`.
    pub(super) fn inlines(
        &mut self,
        module: &Module,
        (mut with_inlines, source_map): (Module, SourceMap),
        header: &Header,
    ) {
        let functions = with_inlines.functions.iter();
        let stand_ins = functions.filter(|function| function.name.stood_for().is_some());
        let stand_ins: Vec<Identifier> = stand_ins.map(|function| function.name.clone()).collect();
        let inference = infer_with_stand_ins(&with_inlines, &self.known, &stand_ins);
        annotate(&mut with_inlines, &inference);
        let mut outline = ModuleOutline::clone(&header.outline);
        outline.functions.retain(|name, _| module.function(name).is_none());
        let compiled = CompiledModule {
            outline: Arc::new(outline),
            ..header.with(Arc::new(with_inlines), Arc::new(inference), &Arc::new(source_map))
        };
        let id = &module.id;
        self.known.0.insert(id.clone(), compiled);
        let (known, text) = (&self.known, self.text(header.file));
        self.diagnostics.extend(judge((known, known), id, Declarations::Inferred, text));
        self.known.0.remove(id);
    }

    /// Infers and judges one module.
    pub(super) fn module(&mut self, emitted: &Arc<Emitted>, header: &Header) {
        let Header { file, outline, declarations, .. } = header;
        (self.watch)(Phase::Inference);
        let (module, inference) = match &mut self.results {
            Some(results) => results.infer(emitted, *declarations, &self.known),
            None => inferred(emitted, *declarations, &self.known),
        };
        (self.watch)(Phase::Judgement);
        let id = module.id.clone();
        self.known.0.insert(id.clone(), header.with(module, inference, &emitted.source_map));
        let text = self.text(*file);
        let known = &self.known;
        let judge = |imports: &dyn Interfaces| {
            let map = &emitted.source_map;
            let mut judged = acquires::judge((&emitted.module, map), outline, *file);
            judged.extend(judge((known, imports), &id, *declarations, text));
            judged
        };
        let judged = match &mut self.results {
            Some(results) => results.judge((&id, outline), known, judge),
            None => judge(known),
        };
        // What is declared in excess is told when the package is built: in tests, where nothing need be declared, less may do.
        let is_built = self.sources.purpose(header.package) == Purpose::Build;
        let is_told = |it: &Diagnostic| is_built || it.severity == Severity::Error;
        self.diagnostics.extend(judged.into_iter().filter(is_told));
        self.order.push(id);
        (self.watch)(Phase::Codegen);
    }

    /// Verifies the modules from `first` on: what the compiler made must pass like anybody's.
    ///
    /// Conflicts of borrows are told of each module that has some, whatever else is wrong. The verifier looks for them in any
    /// case, so they are looked for by themselves only where it does not come to that, or has found one.
    pub(super) fn verify(&mut self, first: usize) {
        let has_errors = self.diagnostics.has_errors();
        (self.watch)(Phase::Verification);
        let all = self.order.iter().skip(first).filter_map(|id| self.known.get(id)).cloned();
        for compiled in all.collect::<Vec<_>>() {
            let told = if has_errors { self.conflicts(&compiled) } else { self.verdict(&compiled) };
            self.diagnostics.extend(told);
        }
    }

    /// Verifies a module; what is wrong if it does not pass.
    fn verdict(&mut self, compiled: &CompiledModule) -> Diagnostics {
        let growing = instantiation::judge(compiled);
        if growing.has_errors() {
            return growing;
        }
        let limits = Limits::default();
        let verdict = match &mut self.results {
            Some(results) => results.verify(&compiled.module, &self.known, &limits),
            None => verify(Arc::clone(&compiled.module), &self.known, &limits),
        };
        let error = match verdict {
            Ok(verified) => {
                self.verified.push(verified);
                return Diagnostics::new();
            }
            Err(error) => error,
        };
        let conflicts = self.conflicts(compiled);
        if conflicts.is_empty() {
            [rejected(compiled, &error)].into_iter().collect()
        } else {
            conflicts
        }
    }

    fn conflicts(&mut self, compiled: &CompiledModule) -> Diagnostics {
        let text = self.text(compiled.file);
        let judge = |imports: &dyn Interfaces| references::judge(compiled, imports, text);
        match &mut self.results {
            Some(results) => results.judge_borrows(&compiled.module, &self.known, judge),
            None => judge(&self.known),
        }
    }
}

fn rejected(compiled: &CompiledModule, error: &VerifyError) -> Diagnostic {
    let functions = &compiled.source_map.functions;
    let map = error.function.as_ref().and_then(|name| functions.get(name));
    let span = match (map, error.point) {
        (Some(map), Some(point)) => map.span(point),
        (Some(map), None) => map.name,
        (None, _) => SourceSpan::default(),
    };
    let span = Span::new(compiled.file, span.start, span.end);
    Diagnostic::error(Code::E0802, span, format!("the verifier rejects this module: {error}"))
}
