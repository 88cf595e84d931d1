//! The `scopemap` command.

fn main() -> std::process::ExitCode {
    scopemap::cli::main()
}
