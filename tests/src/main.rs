//! Everything that is tested across crates, in one runner.

mod architecture;
mod repository;
mod tidy;
