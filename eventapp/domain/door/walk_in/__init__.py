"""People who come without being registered, as doors note them and the server receives them."""
