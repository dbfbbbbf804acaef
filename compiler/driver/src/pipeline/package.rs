//! One package: what is remembered of it is taken over, the rest is compiled.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use compiler_syntax::{Purpose, ast};
use compiler_typing::{Bodies, Checked, Dependencies, InlineSource, check_unsettled};
use vm_access::ModuleId;
use vm_bytecode::Module;

use crate::build::Phase;
use crate::front::Front;
use crate::manifest::Declarations;
use crate::memory::{Basis, Finished, Scope};
use crate::names::PackageNames;
use crate::pipeline::Pipeline;
use crate::pipeline::module::Header;
use crate::sources::PackageId;
use crate::trees::{Origin, PackageTrees};
use crate::unit_test::collect;

/// How many there were of what a [`Pipeline`] gathers.
#[derive(Clone, Copy)]
struct Mark {
    order: usize,
    verified: usize,
    tests: usize,
    indices: usize,
}

impl<'s> Pipeline<'s> {
    /// Compiles a package, unless all that it rests on is as it was.
    pub(super) fn package(
        &mut self,
        id: PackageId,
        package: &'s PackageTrees,
        declarations: Declarations,
    ) {
        package.files().for_each(|(_, file)| self.diagnostics.extend(file.diagnostics().clone()));
        self.context.extend(package.context());
        let scope = Scope { package: id, is_library_whole: self.is_library_whole };
        if self.diagnostics.has_errors() {
            self.index(scope, package);
            return;
        }
        let basis = Basis { before: self.before.clone(), declarations, texts: package.texts() };
        let known = self.results.as_mut().and_then(|it| it.package(scope).finished(&basis));
        if let Some(finished) = known.cloned() {
            self.resume(finished);
        } else {
            let mark = self.mark();
            self.compile(scope, package, declarations);
            if !self.diagnostics.has_errors() {
                self.finish(scope, basis, mark);
            }
        }
        let files = package.files().map(|(_, file)| (file.file(), &package.addresses));
        self.parsed.extend(files);
    }

    fn mark(&self) -> Mark {
        let (order, verified) = (self.order.len(), self.verified.len());
        Mark { order, verified, tests: self.tests.len(), indices: self.indices.len() }
    }

    /// Takes over what has come out of a package before.
    fn resume(&mut self, finished: Finished) {
        self.before.push(finished.stamp);
        for module in finished.modules {
            self.order.push(module.module.id.clone());
            self.known.0.insert(module.module.id.clone(), module);
        }
        self.verified.extend(finished.verified);
        self.tests.extend(finished.tests);
        self.indices.extend(finished.indices);
        self.diagnostics.extend(finished.diagnostics);
    }

    /// Remembers what has come out of a package since `mark`.
    fn finish(&mut self, scope: Scope, basis: Basis, mark: Mark) {
        let Some(results) = &mut self.results else { return };
        let order = self.order.iter().skip(mark.order);
        let finished = Finished {
            stamp: results.stamp(),
            modules: order.filter_map(|id| self.known.get(id)).cloned().collect(),
            verified: self.verified.iter().skip(mark.verified).cloned().collect(),
            tests: self.tests.iter().skip(mark.tests).cloned().collect(),
            indices: self.indices.iter().skip(mark.indices).cloned().collect(),
            // Of packages before it nothing is left that was said.
            diagnostics: self.diagnostics.clone(),
        };
        self.before.push(finished.stamp);
        results.package(scope).finish(basis, finished);
    }

    fn compile(&mut self, scope: Scope, package: &PackageTrees, declarations: Declarations) {
        let origins = package.modules();
        let mut own = Front::default();
        let mut front = match &mut self.results {
            Some(results) => mem::take(&mut results.package(scope).front),
            None => mem::take(&mut own),
        };
        front.refresh(&self.context, &origins);
        let settled = front.bodies(&self.context, &origins);
        let mut checked = self.check(package, settled);
        self.diagnostics.extend(mem::take(&mut checked.diagnostics));
        (self.watch)(Phase::Codegen);
        let order = mem::take(&mut checked.order);
        let is_wanted = self.results.is_some() || !self.diagnostics.has_errors();
        if checked.is_declared && is_wanted {
            front.settle(checked, &origins);
        }
        if !self.diagnostics.has_errors() {
            let first = self.order.len();
            let names = self.names(package);
            for id in order {
                let emitted = front.emitted(&id).expect("every module without errors is emitted");
                let emitted = Arc::clone(emitted);
                let Origin { file, outline, .. } =
                    origins.get(&id).cloned().expect("every module checked has been parsed");
                let names = Arc::clone(&names);
                let header = Header { package: scope.package, file, outline, names, declarations };
                if let Some(inlines) = &emitted.inlines {
                    self.inlines(&emitted.module, inlines.clone(), &header);
                }
                self.module(&emitted, &header);
            }
            self.verify(first);
        }
        if let Some(results) = &mut self.results {
            results.package(scope).front = front;
        }
        if package.purpose == Purpose::Test && !self.diagnostics.has_errors() {
            let modules = |id: &ModuleId| self.known.0.get(id).map(|known| &*known.module);
            let files: Vec<ast::File<'_>> = package.files().map(|(_, file)| file.file()).collect();
            let (tests, diagnostics) = collect(&files, &package.addresses, &modules);
            self.tests.extend(tests);
            self.diagnostics.extend(diagnostics);
        }
    }

    /// Finds what names mean in a package that cannot be read as a whole: that is of use while it is being written, too.
    fn index(&mut self, scope: Scope, package: &PackageTrees) {
        let Some(results) = &mut self.results else { return };
        let settled = results.package(scope).front.bodies(&self.context, &package.modules());
        self.check(package, settled);
    }

    /// Checks the modules that are not settled.
    fn check(&mut self, package: &PackageTrees, settled: BTreeMap<ModuleId, Bodies>) -> Checked {
        (self.watch)(Phase::Typing);
        let files: Vec<ast::File<'_>> = package.files().map(|(_, file)| file.file()).collect();
        let modules: Vec<&Module> = self.known.0.values().map(|known| &*known.module).collect();
        let parsed = self.parsed.iter();
        let inlines: Vec<InlineSource<'_>> =
            parsed.map(|(file, addresses)| InlineSource { file, addresses }).collect();
        let dependencies = Dependencies { modules: &modules, inlines: &inlines };
        let options = compiler_typing::Options {
            addresses: package.addresses.clone(),
            is_indexed: self.results.is_some(),
        };
        let (files, all) = (files.as_slice(), self.sources.files());
        let mut checked = check_unsettled(files, all, &dependencies, &options, settled);
        self.indices.extend(checked.bodies.values().map(|bodies| Arc::clone(&bodies.index)));
        self.indices.push(Arc::new(mem::take(&mut checked.index)));
        checked
    }

    /// What modules and addresses are called in a package.
    fn names(&self, package: &PackageTrees) -> Arc<PackageNames> {
        let own = package.files().flat_map(|(_, file)| &file.outlines).map(|(id, _)| id);
        Arc::new(PackageNames::new(self.known.0.keys().chain(own), &package.addresses))
    }
}
