//! Finds the line and column of a place in a JSON text.
