module helpers::amounts {
    #[test_only]
    public fun large(): u64 { 1000 }

    #[test]
    fun is_not_run() { abort 1 }
}
