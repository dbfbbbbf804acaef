//! Functions built by hand run as Move says.

mod arithmetic;
mod closures;
mod hostile;
mod limits;
mod state;
mod world;
