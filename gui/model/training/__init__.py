"""Training as the window sees it; nobody else in the window knows how it is spoken with."""
