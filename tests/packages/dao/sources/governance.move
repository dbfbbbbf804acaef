/// Members decide about payments: each has as many votes as were given to it, a proposal needs a quorum and a majority, and is
/// carried out after a delay.
module dao::governance {
    use std::error;
    use std::signer;
    use std::string::{Self, String};
    use std::vector;
    use aptos_std::simple_map::{Self, SimpleMap};
    use aptos_std::table::{Self, Table};
    use aptos_framework::event;
    use aptos_framework::timestamp;
    use dao::treasury;

    const ENOT_ADMIN: u64 = 1;
    const ENOT_MEMBER: u64 = 2;
    const EALREADY_MEMBER: u64 = 3;
    const ENO_PROPOSAL: u64 = 4;
    const EVOTING_CLOSED: u64 = 5;
    const EALREADY_VOTED: u64 = 6;
    const ENOT_ACCEPTED: u64 = 7;
    const ETOO_EARLY: u64 = 8;
    const ETITLE_TOO_LONG: u64 = 9;
    const EALREADY_EXECUTED: u64 = 10;

    const VOTING_PERIOD: u64 = 3 * 24 * 3600;
    const EXECUTION_DELAY: u64 = 24 * 3600;
    const QUORUM_PERCENT: u64 = 40;
    const MAX_TITLE: u64 = 64;

    struct Dao has key {
        admin: address,
        members: SimpleMap<address, u64>,
        total_votes: u64,
        next_proposal: u64,
        proposals: Table<u64, Proposal>,
        ballots: Table<BallotKey, bool>
    }

    struct BallotKey has copy, drop, store {
        proposal: u64,
        voter: address
    }

    struct Proposal has store {
        title: String,
        proposer: address,
        action: Action,
        ends_at: u64,
        yes: u64,
        no: u64,
        status: Status
    }

    enum Action has store, copy, drop {
        Pay { to: address, amount: u64 },
        AddMember { member: address, votes: u64 },
        RemoveMember { member: address }
    }

    enum Status has store, copy, drop {
        Open,
        Executed { at: u64 }
    }

    #[event]
    struct ProposalCreated has drop, store { id: u64, proposer: address, title: String }

    #[event]
    struct VoteCast has drop, store { id: u64, voter: address, yes: bool, votes: u64 }

    #[event]
    struct ProposalExecuted has drop, store { id: u64 }

    fun init_module(dao: &signer) {
        treasury::initialize(dao);
        move_to(
            dao,
            Dao {
                admin: signer::address_of(dao),
                members: simple_map::new(),
                total_votes: 0,
                next_proposal: 0,
                proposals: table::new(),
                ballots: table::new()
            }
        );
    }

    /// Before the first proposal the admin names the founders.
    public entry fun add_founder(admin: &signer, member: address, votes: u64) acquires Dao {
        let dao = borrow_global_mut<Dao>(@dao);
        assert!(
            dao.admin == signer::address_of(admin) && dao.next_proposal == 0,
            error::permission_denied(ENOT_ADMIN)
        );
        add_member(dao, member, votes);
    }

    public entry fun propose_payment(
        proposer: &signer, title: String, to: address, amount: u64
    ) acquires Dao {
        propose(proposer, title, Action::Pay { to, amount });
    }

    public entry fun propose_member(
        proposer: &signer, title: String, member: address, votes: u64
    ) acquires Dao {
        propose(proposer, title, Action::AddMember { member, votes });
    }

    public entry fun propose_removal(
        proposer: &signer, title: String, member: address
    ) acquires Dao {
        propose(proposer, title, Action::RemoveMember { member });
    }

    fun propose(proposer: &signer, title: String, action: Action) acquires Dao {
        let proposer_addr = signer::address_of(proposer);
        let dao = borrow_global_mut<Dao>(@dao);
        assert!(
            simple_map::contains_key(&dao.members, &proposer_addr),
            error::permission_denied(ENOT_MEMBER)
        );
        assert!(string::length(&title) <= MAX_TITLE, error::invalid_argument(ETITLE_TOO_LONG));
        let id = dao.next_proposal;
        dao.next_proposal = id + 1;
        table::add(
            &mut dao.proposals,
            id,
            Proposal {
                title,
                proposer: proposer_addr,
                action,
                ends_at: timestamp::now_seconds() + VOTING_PERIOD,
                yes: 0,
                no: 0,
                status: Status::Open
            }
        );
        event::emit(ProposalCreated { id, proposer: proposer_addr, title });
    }

    public entry fun vote(voter: &signer, id: u64, yes: bool) acquires Dao {
        let voter_addr = signer::address_of(voter);
        let dao = borrow_global_mut<Dao>(@dao);
        assert!(
            simple_map::contains_key(&dao.members, &voter_addr),
            error::permission_denied(ENOT_MEMBER)
        );
        assert!(table::contains(&dao.proposals, id), error::not_found(ENO_PROPOSAL));
        let key = BallotKey { proposal: id, voter: voter_addr };
        assert!(!table::contains(&dao.ballots, key), error::already_exists(EALREADY_VOTED));

        let votes = *simple_map::borrow(&dao.members, &voter_addr);
        let proposal = table::borrow_mut(&mut dao.proposals, id);
        assert!(timestamp::now_seconds() < proposal.ends_at, error::invalid_state(EVOTING_CLOSED));
        if (yes) {
            proposal.yes = proposal.yes + votes;
        } else {
            proposal.no = proposal.no + votes;
        };
        table::add(&mut dao.ballots, key, yes);
        event::emit(VoteCast { id, voter: voter_addr, yes, votes });
    }

    public entry fun execute(_caller: &signer, id: u64) acquires Dao {
        let now = timestamp::now_seconds();
        let dao = borrow_global_mut<Dao>(@dao);
        assert!(table::contains(&dao.proposals, id), error::not_found(ENO_PROPOSAL));
        let total_votes = dao.total_votes;
        let proposal = table::borrow_mut(&mut dao.proposals, id);
        assert!(proposal.status is Status::Open, error::invalid_state(EALREADY_EXECUTED));
        assert!(now >= proposal.ends_at + EXECUTION_DELAY, error::invalid_state(ETOO_EARLY));
        assert!(is_accepted(proposal, total_votes), error::invalid_state(ENOT_ACCEPTED));
        proposal.status = Status::Executed { at: now };
        match (proposal.action) {
            Action::Pay { to, amount } => treasury::pay(to, amount),
            Action::AddMember { member, votes } => add_member(dao, member, votes),
            Action::RemoveMember { member } => remove_member(dao, member)
        };
        event::emit(ProposalExecuted { id });
    }

    fun add_member(dao: &mut Dao, member: address, votes: u64) {
        assert!(
            !simple_map::contains_key(&dao.members, &member),
            error::already_exists(EALREADY_MEMBER)
        );
        simple_map::add(&mut dao.members, member, votes);
        dao.total_votes = dao.total_votes + votes;
    }

    fun remove_member(dao: &mut Dao, member: address) {
        assert!(
            simple_map::contains_key(&dao.members, &member),
            error::not_found(ENOT_MEMBER)
        );
        let (_, votes) = simple_map::remove(&mut dao.members, &member);
        dao.total_votes = dao.total_votes - votes;
    }

    fun is_accepted(proposal: &Proposal, total_votes: u64): bool {
        let cast = proposal.yes + proposal.no;
        cast * 100 >= total_votes * QUORUM_PERCENT && proposal.yes > proposal.no
    }

    #[view]
    public fun votes_of(member: address): u64 acquires Dao {
        let members = &borrow_global<Dao>(@dao).members;
        if (simple_map::contains_key(members, &member)) {
            *simple_map::borrow(members, &member)
        } else { 0 }
    }

    #[view]
    public fun tally(id: u64): (u64, u64) acquires Dao {
        let proposal = table::borrow(&borrow_global<Dao>(@dao).proposals, id);
        (proposal.yes, proposal.no)
    }

    #[view]
    public fun open_proposals(): vector<u64> acquires Dao {
        let dao = borrow_global<Dao>(@dao);
        let open = vector::empty();
        for (id in 0..dao.next_proposal) {
            if (table::borrow(&dao.proposals, id).status is Status::Open) {
                vector::push_back(&mut open, id);
            };
        };
        open
    }

    #[test_only]
    public fun init_for_test(dao: &signer) {
        init_module(dao);
    }
}
