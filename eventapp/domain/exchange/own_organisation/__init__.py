"""An organisation's own page: what it takes part in, gives, learns and plans."""
