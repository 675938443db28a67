//! Filled forms of a pre-mortem.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ninefold_fuzz::Desk;
use std::cell::RefCell;

thread_local! {
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

fuzz_target!(|bytes: &[u8]| {
    DESK.with_borrow_mut(|kept| {
        let desk = kept.take().map_or_else(Desk::new, Desk::fresh);
        desk.form(bytes);
        *kept = Some(desk);
    });
});
