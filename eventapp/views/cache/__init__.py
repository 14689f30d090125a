"""Pages that are kept rendered: whole, or with gaps for what is of one visitor."""
