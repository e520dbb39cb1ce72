//! Checks in one process, one after the other, over files that change in memory: as an editor asks them, or
//! an edit that is judged before it is written. They say what fresh processes say.

#[test]
fn what_is_checked_again_and_again_is_told_as_by_a_fresh_process() {
    crate::edits::again::again(crate::trials::trials(200), env!("CARGO_BIN_EXE_teambook"), |_| {});
}
