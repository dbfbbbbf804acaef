//! Types as text: the type arguments of a transaction.

use vm_access::{AccountAddress, Identifier, IntegerType, ModuleId, StructType, Type};

/// Types that may stand inside one another.
const DEPTH_MAX: usize = 16;

/// Reads a type such as `u64`, `vector<address>` or `dex::amm::Share<0x1::coin::Coin>`.
pub(crate) fn read_type(
    text: &str,
    address: &dyn Fn(&str) -> Option<AccountAddress>,
) -> Result<Type, String> {
    let mut reader = Reader { rest: text, address };
    let ty = reader.ty(DEPTH_MAX)?;
    reader.skip_space();
    if reader.rest.is_empty() { Ok(ty) } else { Err(format!("unexpected `{}`", reader.rest)) }
}

struct Reader<'a> {
    rest: &'a str,
    address: &'a dyn Fn(&str) -> Option<AccountAddress>,
}

impl<'a> Reader<'a> {
    fn ty(&mut self, depth: usize) -> Result<Type, String> {
        let depth = depth.checked_sub(1).ok_or("types nested too deeply")?;
        let word = self.word()?;
        if self.take("::") {
            let module = self.word()?;
            if !self.take("::") {
                return Err(format!("expected `::` and a name after `{word}::{module}`"));
            }
            return self.structure(word, module, depth);
        }
        Ok(match word {
            "bool" => Type::Bool,
            "address" => Type::Address,
            "vector" => {
                let mut arguments = self.arguments(depth)?.into_iter();
                match (arguments.next(), arguments.next()) {
                    (Some(element), None) => element.vector(),
                    _ => return Err("a vector has one type argument".to_owned()),
                }
            }
            other => {
                let integer = IntegerType::of_name(other).map(Type::Integer);
                integer.ok_or_else(|| {
                    format!("unknown type `{other}`: a struct is `address::module::Name`")
                })?
            }
        })
    }

    fn structure(&mut self, at: &str, module: &str, depth: usize) -> Result<Type, String> {
        let name = self.word()?;
        let address = (self.address)(at).ok_or_else(|| format!("unknown address `{at}`"))?;
        Ok(Type::Struct(StructType {
            module: ModuleId::new(address, module),
            name: Identifier::new(name),
            arguments: self.arguments(depth)?,
        }))
    }

    fn arguments(&mut self, depth: usize) -> Result<Vec<Type>, String> {
        let mut arguments = Vec::new();
        if !self.take("<") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.ty(depth)?);
            if self.take(">") {
                return Ok(arguments);
            }
            if !self.take(",") {
                return Err(format!("expected `,` or `>` before `{}`", self.rest));
            }
        }
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, token: &str) -> bool {
        self.skip_space();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> Result<&'a str, String> {
        self.skip_space();
        let is_end = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        let (word, rest) = self.rest.split_at(self.rest.find(is_end).unwrap_or(self.rest.len()));
        if word.is_empty() {
            return Err(format!("expected a name before `{}`", self.rest));
        }
        self.rest = rest;
        Ok(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Result<String, String> {
        let address = |name: &str| AccountAddress::parse(name);
        read_type(text, &address).map(|ty| ty.to_string())
    }

    #[test]
    fn types_are_read() {
        assert_eq!(shown(" vector < u8 > ").unwrap(), "vector<u8>");
        assert_eq!(
            shown("0x1::m::S<u64, vector<0x2::n::T>>").unwrap(),
            "0x1::m::S<u64, vector<0x2::n::T>>"
        );
    }

    #[test]
    fn mistakes_are_told() {
        assert!(shown("").unwrap_err().starts_with("expected a name"));
        assert!(shown("u64>").unwrap_err().starts_with("unexpected `>`"));
        assert!(shown("dex::m::S").unwrap_err().contains("unknown address `dex`"));
        assert!(shown(&"vector<".repeat(99)).unwrap_err().contains("too deeply"));
        assert!(shown("number").unwrap_err().contains("unknown type `number`"));
    }
}
