"""Looking after the directory of organisations: changed, ended, merged and updated."""
