//! Ctrl-C and the like: a flag that whoever waits for something looks at, so that nothing is left running.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Result, bail};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// From here on a signal to stop sets the flag instead of ending this program.
pub(crate) fn listen() -> Result<()> {
    ctrlc::set_handler(|| REQUESTED.store(true, Ordering::Relaxed))?;
    Ok(())
}

/// Whether somebody has asked to stop.
pub(crate) fn requested() -> bool {
    REQUESTED.load(Ordering::Relaxed)
}

/// An error if somebody has asked to stop.
pub(crate) fn check() -> Result<()> {
    if requested() {
        bail!("Stopped.");
    }
    Ok(())
}
