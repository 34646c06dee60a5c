import CMalloc

/// Memory that was freed and that the C library keeps for the next allocation.
enum FreedMemory {
    /// Gives it back to the system. Worth it after work that needed much for a while, such as reading an index: glibc keeps what was freed below something that is still in use.
    /// - Complexity: linear in the heap; some milliseconds for a hundred megabytes.
    static func giveBack() { malloc_trim(0) }
}
