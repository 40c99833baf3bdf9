"""What was said and observed: records, readers, the store, privacy at the door."""
