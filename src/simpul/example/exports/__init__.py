"""The example city's posts, survey and reference data in the files that an office would have: one module per format."""
