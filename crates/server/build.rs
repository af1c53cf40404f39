//! The folder of the web app is there before the server is compiled: rust-embed does not find files in one that comes
//! later. What is released carries its files, so it is built anew when they have changed.
use std::{env, fs, io};

const WEB_APP: &str = "../../dist";

fn main() -> io::Result<()> {
    fs::create_dir_all(WEB_APP)?;
    let released = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    println!("cargo::rerun-if-changed={}", if released { WEB_APP } else { "build.rs" });
    Ok(())
}
