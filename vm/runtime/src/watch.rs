//! Who is told how far a batch has come.

/// Is told how far a batch has come, by the threads that execute it.
pub trait Watch: Sync {
    /// A stage begins that consists of `count` transactions; 0 if its parts are not told one by one.
    fn begin(&self, stage: &str, count: usize);

    /// One more transaction of the stage has been executed. Called from any worker, so it must be cheap.
    fn executed(&self);
}

/// Nobody.
impl Watch for () {
    fn begin(&self, _stage: &str, _count: usize) {}

    fn executed(&self) {}
}
