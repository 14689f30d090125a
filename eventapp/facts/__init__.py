"""Facts: Sweden's public bodies; codes from Statistics Sweden, in a compilation under CC0."""
