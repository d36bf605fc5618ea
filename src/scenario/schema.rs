//! The table of fields that a pack has, and the JSON Schema printed from it.
