/// Values with `copy` are copied.
module 0x42::accept_copy_copy {
    struct Note has copy, drop { value: u64 }
    struct Cup<T> has copy, drop { item: T }

    fun explicitly(note: Note): (Note, Note) { (copy note, note) }
    fun implicitly(note: Note): (Note, Note) { (note, note) }
    fun out_of_a_reference(note: &Note): Note { *note }
    fun out_of_a_field(cup: &Cup<Note>): Note { cup.item }
    fun a_generic_value<T: copy>(value: T): (T, T) { (copy value, value) }
    fun a_vector(notes: vector<Note>): (vector<Note>, vector<Note>) { (notes, notes) }
    fun an_element(notes: &vector<Note>): Note { *std::vector::borrow(notes, 0) }
    fun a_reference(note: &Note): u64 {
        let other = note;
        other.value + note.value
    }
    fun numbers(x: u64): u64 { x + x }
    fun an_address(a: address): vector<address> { vector[a, a] }
}
