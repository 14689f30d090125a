"""An agency's first year, helpers of test_from_nothing: commands, letters, and who does what."""
