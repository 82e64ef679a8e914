//! Faults of a file and of the disk.
