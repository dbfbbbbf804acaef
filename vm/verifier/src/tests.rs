//! Modules that must pass, hostile ones that must not, and noise.

mod borrowed;
mod certificates;
mod closures;
mod heads;
mod hostile;
mod mutated;
mod programs;
mod samples;
mod signed;
