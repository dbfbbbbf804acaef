//! Functions built by hand run as Move says.

mod arithmetic;
mod hostile;
mod limits;
mod state;
mod world;
