//! The store through its public door, on real files.

mod damage;
mod fixture;
mod history;
mod imports;
mod meetings;
mod merge;
mod records;
mod upgrade;
