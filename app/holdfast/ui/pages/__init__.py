"""What fills the window's main part, one module per page."""
