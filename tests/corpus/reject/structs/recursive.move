/// Structs that contain themselves.
module 0x42::m {
    struct Itself { inner: Itself } // error: E0314
    struct Listed { inner: vector<Listed> } // error: E0314
    struct One { other: Other } // error: E0314
    struct Other { one: One } // error: E0314
    struct Box<T> { item: T }
    struct Boxed { inner: Box<Boxed> } // error: E0314
    enum Tree { Leaf, Node { left: Tree, right: Tree } } // error: E0314
}
