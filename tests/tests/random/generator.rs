//! Random packages: a pure function of a seed.

use std::collections::BTreeSet;

use crate::body::{Body, Place};
use crate::dice::Dice;
use crate::program::{
    Field, Function, Gives, Kind, Module, Node, POOL, Package, Resource, Signature, TAGS,
    TYPE_PARAMETERS, Table,
};

/// The entry function by which an account gets the resources of a module.
pub(crate) const SETUP: &str = "setup";

/// A package whose modules stand at addresses of their own, told apart by `number`.
pub(crate) fn package(dice: &mut Dice, number: usize) -> Package {
    // Most programs are small, so that many can be run; the large ones have calls between modules.
    let is_small = dice.chance(85);
    let count = if is_small { 1 } else { dice.between(2, 3) };
    let addresses = [format!("0x{:x}0", 0x1000 + number), format!("0x{:x}1", 0x1000 + number)];
    let names: Vec<String> = (0..count).map(|index| format!("m{index}")).collect();
    let mut signatures = Vec::new();
    let mut modules: Vec<Module> = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let address = addresses[dice.below(2)].clone();
        let uses = modules.iter().map(|it| format!("{}::{}", it.address, it.name)).collect();
        let count = dice.between(1, if is_small { 2 } else { 3 });
        let mut resources: Vec<_> = (0..count).map(|index| resource(dice, index)).collect();
        if dice.chance(30) {
            let Resource { fields, .. } = resource(dice, count);
            resources.extend(instances(TAGS, &fields));
        }
        let mut writer = Writer {
            dice,
            index,
            names: &names,
            resources: &resources,
            signatures: &mut signatures,
            functions: Vec::new(),
        };
        writer.functions(is_small);
        let functions = writer.functions;
        modules.push(Module { address, name: name.clone(), uses, resources, functions });
    }
    Package { modules }
}

fn resource(dice: &mut Dice, index: usize) -> Resource {
    let mut fields = vec![("n0".to_owned(), Field::Number), ("o0".to_owned(), Field::Owner)];
    let optional = [
        ("n1", Field::Number, 50),
        ("s0", Field::Signed, 50),
        ("o1", Field::Owner, 30),
        ("list", Field::List, 40),
        ("item", Field::Item, 40),
        ("t0", Field::Table(Table::Balances), 60),
        ("t1", Field::Table(Table::Balances), 15),
        ("levels", Field::Table(Table::Levels), 30),
        ("items", Field::Table(Table::Items), 40),
        ("deep", Field::Table(Table::Deep), 20),
        ("boxes", Field::Boxes, 20),
        ("maybe", Field::Maybe, 30),
        ("shape", Field::Shape, 30),
        ("sum", Field::Sum, 35),
    ];
    for (name, field, percent) in optional {
        if dice.chance(percent) {
            fields.push((name.to_owned(), field));
        }
    }
    Resource { name: format!("R{index}"), fields }
}

/// The generic resource with each of `types`.
fn instances<'a>(
    types: [&'a str; 2],
    fields: &'a [(String, Field)],
) -> impl Iterator<Item = Resource> + 'a {
    types.into_iter().map(|ty| Resource { name: format!("G<{ty}>"), fields: fields.to_vec() })
}

/// Writes the functions of one module.
struct Writer<'a> {
    dice: &'a mut Dice,
    index: usize,
    names: &'a [String],
    resources: &'a [Resource],
    signatures: &'a mut Vec<Signature>,
    functions: Vec<Function>,
}

impl Writer<'_> {
    fn functions(&mut self, is_small: bool) {
        let most = |count: usize| if is_small { 1 } else { count };
        let least = usize::from(!is_small);
        for number in 0..self.dice.between(least, most(3)) {
            self.term_function(number);
        }
        for number in 0..self.dice.between(least, most(2)) {
            self.slot_function(number);
        }
        for number in 0..self.dice.between(least, most(2)) {
            let index = self.dice.below(self.resources.len());
            let first = if self.dice.chance(70) {
                Kind::Record(index)
            } else {
                Kind::Table(*self.dice.pick(&Table::ALL).expect("there are tables"))
            };
            self.ordinary(format!("help{number}"), "", &[("r", first)], 2);
        }
        for number in 0..self.dice.between(1 + least, most(3)) {
            let visibility = self.dice.word(&["", "public ", "public "]);
            self.ordinary(format!("step{number}"), visibility, &[], 3);
        }
        if self.dice.chance(70) {
            self.generic();
        }
        if self.dice.chance(if is_small { 15 } else { 60 }) {
            self.recursive();
        }
        for number in 0..self.dice.between(1 + least, 1 + most(2)) {
            let visibility = self.dice.word(&["entry ", "public entry "]);
            self.ordinary(format!("main{number}"), visibility, &[("s", Kind::Signer)], 4);
        }
        self.setup();
    }

    fn parameters(&mut self, first: &[(&str, Kind)]) -> Vec<(String, Kind)> {
        let mut parameters: Vec<_> =
            first.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
        let choices = [
            ("a", Kind::Address),
            ("k", Kind::Address),
            ("n", Kind::Number),
            ("m", Kind::Number),
            ("v", Kind::List),
            ("c", Kind::Flag),
        ];
        for (index, (name, kind)) in choices.into_iter().enumerate() {
            if self.dice.chance(if index == 0 { 90 } else { 50 }) {
                parameters.push((name.to_owned(), kind));
            }
        }
        parameters
    }

    fn body<'b>(&'b mut self, parameters: &[(String, Kind)], gives: Gives) -> Body<'b> {
        let (module, module_names, resources) = (self.index, self.names, self.resources);
        let place = Place { module, module_names, resources };
        Body::new(self.dice, place, self.signatures, parameters, gives)
    }

    fn add(&mut self, signature: Signature, body: Vec<Node>, result: String) {
        self.signatures.push(signature.clone());
        self.functions.push(Function { signature, body, result });
    }

    fn term_function(&mut self, number: usize) {
        let parameters = self.parameters(&[]);
        let gives =
            *self.dice.pick(&[Gives::Address, Gives::Address, Gives::Number]).expect("three");
        let count = self.dice.below(3);
        let mut body = self.body(&parameters, gives);
        body.is_pure = true;
        body.resources = &[];
        let (nodes, result) = body.whole(count);
        let signature = Signature {
            module: self.index,
            name: format!("term{number}"),
            visibility: self.dice.word(&["", "public "]),
            parameters,
            gives,
            touches: BTreeSet::new(),
            is_term: true,
            is_generic: false,
        };
        self.add(signature, nodes, result);
    }

    /// A function that returns a reference into a record.
    fn slot_function(&mut self, number: usize) {
        let index = self.dice.below(self.resources.len());
        let parameters = vec![
            ("r".to_owned(), Kind::Record(index)),
            ("k".to_owned(), Kind::Address),
            ("c".to_owned(), Kind::Flag),
        ];
        let mut slots = Vec::new();
        for (name, field) in &self.resources[index].fields {
            match field {
                Field::Number => slots.push(format!("&mut r.{name}")),
                Field::Item => slots.push(format!("&mut r.{name}.x")),
                Field::Table(Table::Balances) => {
                    slots.push(format!("table::borrow_mut(&mut r.{name}, k)"));
                    slots.push(format!("table::borrow_mut_with_default(&mut r.{name}, k, 2)"));
                }
                Field::Owner
                | Field::Signed
                | Field::List
                | Field::Table(Table::Levels | Table::Items | Table::Deep)
                | Field::Boxes
                | Field::Maybe
                | Field::Shape
                | Field::Sum => {}
            }
        }
        let one = self.dice.pick(&slots).cloned().expect("n0 is there");
        let other = self.dice.pick(&slots).cloned().expect("n0 is there");
        let result = if self.dice.chance(60) {
            format!("if (c) {{ {one} }} else {{ {other} }}")
        } else {
            one
        };
        let count = self.dice.below(2);
        let mut body = self.body(&parameters, Gives::Slot);
        let (nodes, _) = body.whole(count);
        let touches = body.touches;
        let (module, name) = (self.index, format!("slot{number}"));
        let signature = Signature {
            module,
            name,
            visibility: "",
            parameters,
            gives: Gives::Slot,
            touches,
            is_term: false,
            is_generic: false,
        };
        self.add(signature, nodes, result);
    }

    fn ordinary(
        &mut self,
        name: String,
        visibility: &'static str,
        first: &[(&str, Kind)],
        most: usize,
    ) {
        let parameters = self.parameters(first);
        let gives = if visibility.ends_with("entry ") {
            Gives::Nothing
        } else {
            *self.dice.pick(&[Gives::Nothing, Gives::Number, Gives::Address]).expect("three")
        };
        let count = self.dice.between(1, most);
        let mut body = self.body(&parameters, gives);
        let (nodes, result) = body.whole(count);
        let touches = body.touches;
        let signature = Signature {
            module: self.index,
            name,
            visibility,
            parameters,
            gives,
            touches,
            is_term: false,
            is_generic: false,
        };
        self.add(signature, nodes, result);
    }

    /// A function over both instances of a generic resource, whichever they are; they may be one.
    fn generic(&mut self) {
        let Some(first) = self.resources.iter().position(|it| it.base() != it.name) else { return };
        let mut resources = self.resources.to_vec();
        let fields = resources.split_off(first).swap_remove(0).fields;
        resources.extend(instances(TYPE_PARAMETERS, &fields));
        let parameters = self.parameters(&[]);
        let gives =
            *self.dice.pick(&[Gives::Nothing, Gives::Number, Gives::Address]).expect("three");
        let visibility = self.dice.word(&["", "public "]);
        let count = self.dice.between(1, 3);
        let place = Place { module: self.index, module_names: self.names, resources: &resources };
        let mut body = Body::new(self.dice, place, self.signatures, &parameters, gives);
        body.types = TYPE_PARAMETERS;
        let (nodes, result) = body.whole(count);
        let mut touches = body.touches;
        if touches.iter().any(|(module, index)| *module == self.index && first <= *index) {
            touches.extend([(self.index, first), (self.index, first + 1)]);
        }
        let signature = Signature {
            module: self.index,
            name: "general0".to_owned(),
            visibility,
            parameters,
            gives,
            touches,
            is_term: false,
            is_generic: true,
        };
        self.add(signature, nodes, result);
    }

    /// One function that calls itself, or two that call each other, while there is fuel.
    fn recursive(&mut self) {
        let parameters = self.parameters(&[("fuel", Kind::Number)]);
        let names = if self.dice.chance(50) { vec!["again0"] } else { vec!["again0", "again1"] };
        let mut touches = BTreeSet::new();
        let mut bodies = Vec::new();
        for position in 0..names.len() {
            let next = names[(position + 1) % names.len()];
            let count = self.dice.between(1, 2);
            let mut body = self.body(&parameters, Gives::Nothing);
            body.locals.numbers.retain(|name| name != "fuel");
            body.locals.fixed.push("fuel".to_owned());
            let mut nodes = vec![Node::Line("if (fuel == 0 || 4 < fuel) return;".to_owned())];
            nodes.extend(body.whole(count).0);
            let mut arguments = vec!["fuel - 1".to_owned()];
            for (name, kind) in parameters.iter().skip(1) {
                arguments.push(match kind {
                    Kind::Address => body.address(2),
                    Kind::Number => body.number(1),
                    Kind::Signer | Kind::List | Kind::Flag | Kind::Record(_) | Kind::Table(_) => {
                        name.clone()
                    }
                });
            }
            nodes.push(Node::Line(format!("{next}({});", arguments.join(", "))));
            touches.extend(body.touches);
            bodies.push(nodes);
        }
        for (name, body) in names.into_iter().zip(bodies) {
            let (module, name, parameters) = (self.index, name.to_owned(), parameters.clone());
            let touches = touches.clone();
            let visibility = "";
            let signature = Signature {
                module,
                name,
                visibility,
                parameters,
                gives: Gives::Nothing,
                touches,
                is_term: false,
                is_generic: false,
            };
            self.add(signature, body, String::new());
        }
    }

    /// Publishes every resource of the module at the sender's address, its tables half filled.
    fn setup(&mut self) {
        let parameters = vec![
            ("s".to_owned(), Kind::Signer),
            ("a".to_owned(), Kind::Address),
            ("n".to_owned(), Kind::Number),
        ];
        let mut nodes = Vec::new();
        for resource in self.resources {
            let mut body = Vec::new();
            let fields: Vec<_> = resource
                .fields
                .iter()
                .map(|(name, field)| {
                    format!("{name}: {}", full_value(self.dice, *field, name, &mut body))
                })
                .collect();
            body.push(Node::Line(format!(
                "move_to(s, {} {{ {} }});",
                resource.name,
                fields.join(", ")
            )));
            let head = format!("if (!exists<{}>(signer::address_of(s))) {{", resource.name);
            nodes.push(Node::block(head, body));
        }
        let signature = Signature {
            module: self.index,
            name: SETUP.to_owned(),
            visibility: "entry ",
            parameters,
            gives: Gives::Nothing,
            touches: (0..self.resources.len()).map(|index| (self.index, index)).collect(),
            is_term: false,
            is_generic: false,
        };
        self.add(signature, nodes, String::new());
    }
}

/// An expression for a field with something in it; what it needs before goes to `out`.
fn full_value(dice: &mut Dice, field: Field, name: &str, out: &mut Vec<Node>) -> String {
    let mut made = |new: &str, fill: &dyn Fn(&mut Dice) -> Option<String>| {
        out.push(Node::Line(format!("let {name} = {new};")));
        let lines: Vec<_> =
            (0..8).filter_map(|_| fill(dice)).collect::<BTreeSet<_>>().into_iter().collect();
        out.extend(lines.into_iter().map(Node::Line));
        name.to_owned()
    };
    match field {
        Field::Number => "n".to_owned(),
        Field::Signed => dice.word(&["-(n as i64)", "(n as i64)", "-3"]).to_owned(),
        Field::Owner => "a".to_owned(),
        Field::List => "vector[a, signer::address_of(s)]".to_owned(),
        Field::Item => "Item { x: n, who: a }".to_owned(),
        Field::Boxes => "vector[Box { t: table::new() }, Box { t: table::new() }]".to_owned(),
        Field::Maybe => dice.word(&["option::some(a)", "option::none()"]).to_owned(),
        Field::Shape => dice
            .word(&[
                "Shape::Nowhere",
                "Shape::Point { who: a, x: n }",
                "Shape::Line { who: a, to: signer::address_of(s), item: Item { x: n, who: a } }",
            ])
            .to_owned(),
        Field::Sum => dice
            .word(&[
                "aggregator_v2::create_aggregator_with_value(n, 12)",
                "aggregator_v2::create_unbounded_aggregator_with_value(n)",
            ])
            .to_owned(),
        Field::Table(Table::Balances) => made("table::new<address, u64>()", &|dice| {
            Some(format!("table::upsert(&mut {name}, {}, n);", dice.word(POOL)))
        }),
        Field::Table(Table::Levels) => made("table::new<i64, u64>()", &|dice| {
            Some(format!("table::upsert(&mut {name}, {} - 2, n);", dice.below(5)))
        }),
        Field::Table(Table::Items) => made("table::new<u64, Item>()", &|dice| {
            Some(format!("table::upsert(&mut {name}, {}, Item {{ x: n, who: a }});", dice.below(4)))
        }),
        Field::Table(Table::Deep) => made("table::new<address, Table<address, u64>>()", &|dice| {
            Some(format!("table::add(&mut {name}, {}, table::new());", dice.word(POOL)))
        }),
    }
}
