//! Where a transaction that may run more than once stands, in one word, and who waits for it.
//!
//! ```text
//!          start             finish              withdraw
//!   Ready ───────▶ Running ───────────▶ Executed ─────────▶ Withdrawn ──renew──▶ Ready, next incarnation
//!                     └────── give up, or finish while stale ──▲
//! ```
//!
//! A transaction waits for one other at most, so those that wait for the same one are a list through the transactions
//! themselves; its head is in that one's word. Registering and executing are changes of one word, hence in
//! some order: whoever registers first is in the list that the other takes, whoever comes second is told so.
//!
//! Why not a cache line for each status: four times the memory is to be touched in every batch, and that costs more than
//! neighbours that two workers change at once (`optimistic`, 100,000 transactions of 370 ns, two workers: 249 ns and
//! not 206 a transaction).
//!
//! All changes are sequentially consistent: the published algorithm relies on an order between these words and its indices.
use vm_scheduler::TxIndex;

use crate::sync::{AtomicU32, AtomicU64, Ordering};

/// What is being done about a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It may start.
    Ready,
    /// A worker executes it.
    Running,
    /// It has executed, and what it published counts.
    Executed,
    /// What it published does not count, and it may not start yet.
    Withdrawn,
}

/// What came of telling a transaction that it has read what has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Invalidated {
    /// Nothing: that was another incarnation, or it has published nothing.
    Not,
    /// It is told when it finishes.
    Running,
    /// It is withdrawn by this call; whoever made it takes back what it published.
    Withdrawn,
}

/// What a transaction finds that has executed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Finished {
    /// Whether it had not executed before.
    pub(crate) is_first: bool,
    /// The first of those who waited for it.
    waiter: Option<TxIndex>,
}

/// The statuses of all transactions.
#[derive(Debug)]
pub(crate) struct Statuses(Vec<Status>);

#[derive(Debug)]
struct Status {
    word: AtomicU64,
    /// Who waits for the same transaction, and came before; of meaning while this one is in a list. One more than its
    /// index, or nothing.
    next: AtomicU32,
}

/// A word taken apart.
#[derive(Clone, Copy)]
struct Word {
    phase: Phase,
    /// What this incarnation has read has changed.
    is_stale: bool,
    /// Some incarnation has executed.
    has_executed: bool,
    incarnation: u32,
    /// Who came last to wait.
    waiter: Option<TxIndex>,
}

/// Where the incarnation begins in a word: behind the phase and two flags.
const INCARNATION_SHIFT: u32 = 4;
const INCARNATION_MAX: u32 = (1 << 28) - 1;

impl Statuses {
    /// Makes `count` transactions ready.
    pub(crate) fn new(count: usize) -> Self {
        let status = || Status { word: AtomicU64::new(0), next: AtomicU32::new(0) };
        Self(std::iter::repeat_with(status).take(count).collect())
    }

    /// Starts a transaction that is ready: its incarnation.
    pub(crate) fn start(&self, tx: TxIndex) -> Option<u32> {
        let ready = |word: Word| word.phase == Phase::Ready;
        self.update(tx, |word| ready(word).then_some(Word { phase: Phase::Running, ..word }))
            .ok()
            .map(|before| before.incarnation)
    }

    /// The incarnation of a transaction that has executed.
    pub(crate) fn executed(&self, tx: TxIndex) -> Option<u32> {
        let word = Word::of(self.0[tx.index()].word.load(Ordering::SeqCst));
        (word.phase == Phase::Executed).then_some(word.incarnation)
    }

    /// Marks a transaction as executed; `None` if it is stale, and then it is withdrawn.
    pub(crate) fn finish(&self, tx: TxIndex) -> Option<Finished> {
        let change = |word: Word| {
            if word.is_stale {
                return Word { phase: Phase::Withdrawn, is_stale: false, ..word };
            }
            Word { phase: Phase::Executed, has_executed: true, waiter: None, ..word }
        };
        let before = self.change(tx, change);
        let finished = Finished { is_first: !before.has_executed, waiter: before.waiter };
        (!before.is_stale).then_some(finished)
    }

    /// Withdraws a transaction that runs, and has published nothing.
    pub(crate) fn give_up(&self, tx: TxIndex) {
        self.change(tx, |word| Word { phase: Phase::Withdrawn, is_stale: false, ..word });
    }

    /// Lets a transaction that is withdrawn run on, in the same incarnation.
    pub(crate) fn resume(&self, tx: TxIndex) {
        self.change(tx, |word| Word { phase: Phase::Running, ..word });
    }

    /// Withdraws an incarnation that has executed; tells whether this call did.
    pub(crate) fn withdraw(&self, tx: TxIndex, incarnation: u32) -> bool {
        let withdrawn = self.update(tx, |word| {
            let is_it = word.phase == Phase::Executed && word.incarnation == incarnation;
            is_it.then_some(Word { phase: Phase::Withdrawn, ..word })
        });
        withdrawn.is_ok()
    }

    /// Withdraws an incarnation that has executed, or marks it as stale while it runs.
    pub(crate) fn invalidate(&self, tx: TxIndex, incarnation: u32) -> Invalidated {
        let changed = self.update(tx, |word| match word.phase {
            _ if word.incarnation != incarnation => None,
            Phase::Ready | Phase::Withdrawn => None,
            Phase::Running => Some(Word { is_stale: true, ..word }),
            Phase::Executed => Some(Word { phase: Phase::Withdrawn, ..word }),
        });
        match changed.map(|before| before.phase) {
            Ok(Phase::Running) => Invalidated::Running,
            Ok(Phase::Executed) => Invalidated::Withdrawn,
            Ok(Phase::Ready | Phase::Withdrawn) | Err(_) => Invalidated::Not,
        }
    }

    /// Makes a transaction that is withdrawn ready, in its next incarnation.
    pub(crate) fn renew(&self, tx: TxIndex) {
        let before = self.change(tx, |word| {
            let incarnation = word.incarnation + 1;
            Word { phase: Phase::Ready, incarnation, ..word }
        });
        assert_eq!(before.phase, Phase::Withdrawn, "{tx} is renewed once");
        assert!(before.incarnation < INCARNATION_MAX, "a transaction runs fewer than 2^28 times");
    }

    /// Lets a transaction that is withdrawn wait until another has executed; `false` if it has already.
    pub(crate) fn wait(&self, waiter: TxIndex, blocking: TxIndex) -> bool {
        let next = &self.0[waiter.index()].next;
        let registered = self.update(blocking, |word| {
            next.store(raw(word.waiter), Ordering::SeqCst);
            (word.phase != Phase::Executed).then_some(Word { waiter: Some(waiter), ..word })
        });
        registered.is_ok()
    }

    /// Renews all that waited for a transaction that has executed, and then calls `woken` with each.
    pub(crate) fn wake(&self, finished: Finished, mut woken: impl FnMut(TxIndex)) {
        let mut next = finished.waiter;
        while let Some(waiter) = next {
            // Before it is renewed: then it may run, and wait again.
            next = cooked(self.0[waiter.index()].next.load(Ordering::SeqCst));
            self.renew(waiter);
            woken(waiter);
        }
    }

    /// Changes a word, whatever it is; gives the one before.
    fn change(&self, tx: TxIndex, change: impl Fn(Word) -> Word) -> Word {
        let (Ok(before) | Err(before)) = self.update(tx, |word| Some(change(word)));
        before
    }

    /// Changes a word, or not if `change` gives nothing; gives the one before.
    fn update(&self, tx: TxIndex, change: impl Fn(Word) -> Option<Word>) -> Result<Word, Word> {
        let change = |word| change(Word::of(word)).map(Word::pack);
        let word = &self.0[tx.index()].word;
        word.fetch_update(Ordering::SeqCst, Ordering::SeqCst, change)
            .map(Word::of)
            .map_err(Word::of)
    }
}

impl Word {
    fn of(word: u64) -> Self {
        let [low, high] = [half(word), half(word >> 32)];
        let phase = match low & 3 {
            0 => Phase::Ready,
            1 => Phase::Running,
            2 => Phase::Executed,
            _ => Phase::Withdrawn,
        };
        Self {
            phase,
            is_stale: low & 4 != 0,
            has_executed: low & 8 != 0,
            incarnation: low >> INCARNATION_SHIFT,
            waiter: cooked(high),
        }
    }

    fn pack(self) -> u64 {
        let phase = match self.phase {
            Phase::Ready => 0,
            Phase::Running => 1,
            Phase::Executed => 2,
            Phase::Withdrawn => 3,
        };
        let flags = u32::from(self.is_stale) << 2 | u32::from(self.has_executed) << 3;
        let low = phase | flags | self.incarnation << INCARNATION_SHIFT;
        u64::from(low) | u64::from(raw(self.waiter)) << 32
    }
}

fn half(word: u64) -> u32 {
    u32::try_from(word & u64::from(u32::MAX)).expect("32 bits")
}

fn raw(tx: Option<TxIndex>) -> u32 {
    tx.map_or(0, |tx| tx.0 + 1)
}

fn cooked(raw: u32) -> Option<TxIndex> {
    raw.checked_sub(1).map(TxIndex)
}
