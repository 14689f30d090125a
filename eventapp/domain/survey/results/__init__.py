"""What is done with results: who reads them, one municipality's share of them, and asking again."""
