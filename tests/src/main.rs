//! Everything that is tested across crates, in one runner.

mod architecture;
mod company;
mod currencies;
mod dirty;
mod explanations;
mod fixes;
mod forms;
mod import_records;
mod imports;
mod malformed;
mod merge;
mod oracle;
mod own_files;
mod premortem;
mod presets;
mod real_data;
mod repository;
mod requirements;
mod sample;
mod scale;
mod score;
mod shell;
mod tidy;
mod tiers;
mod workspace;
