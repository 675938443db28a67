//! x
fn main() { print!("{}", ninefold_app::command::typescript()); }
